#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "opora/registry/v1/consent.pb.h"

namespace opora::registry {

// Names of the parties as printed, in their order: agency, department, worker. One statement.
std::vector<std::string> PartyNames(db::Tx& tx, const v1::ConsentVersion& version);

// Name of a worker; empty when there is none.
std::string WorkerName(db::Tx& tx, const std::string& worker_id);

// How the unit knows a person: the name, and the day of birth when the unit itself recorded it.
struct KnownPerson {
  std::string name;
  std::string birth_date;
};
KnownPerson PersonAsKnownTo(db::Tx& tx, const std::string& client_id, const rpc::Unit& unit);

}  // namespace opora::registry
