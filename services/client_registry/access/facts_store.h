#pragma once

#include <map>
#include <string>
#include <vector>

#include "common/db/session.h"
#include "services/client_registry/access/decide.h"

namespace opora::registry::access {

// Facts about clients, each in one statement and so in one snapshot, whatever their number. Clients
// that do not exist are absent.
std::map<std::string, Facts> ReadFacts(db::Tx& tx, const std::vector<std::string>& client_ids,
                                       absl::Time now);

// The same as it was at an instant of the past, as far as records tell: a consent that was
// withdrawn since was in force then.
std::map<std::string, Facts> ReadFactsAsOf(db::Tx& tx, const std::vector<std::string>& client_ids,
                                           absl::Time instant);

// Rows of the law table in force on a day.
std::vector<LawRow> ReadLaw(db::Tx& tx, absl::CivilDay day);

// Classes of units, delegated when any worker of the unit holds such a role on the day.
std::map<rpc::Unit, std::set<PartyClass>> ReadClasses(db::Tx& tx,
                                                      const std::vector<rpc::Unit>& units,
                                                      absl::CivilDay day);

// Stance of a worker as a recipient: CONTROL when every role held on the day controls.
common::v1::Stance ReadStance(db::Tx& tx, const std::string& worker_id, absl::CivilDay day);

}  // namespace opora::registry::access
