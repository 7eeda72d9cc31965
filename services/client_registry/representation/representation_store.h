#pragma once

#include <map>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <vector>

#include "common/db/session.h"
#include "services/client_registry/representation/representation_rules.h"

namespace opora::registry {

// A mandate from nine columns that begin at `first`: representation_id, kind, acts, areas,
// excludes_client, representative_agency_id, representative_worker_id, valid_from, valid_to, all as
// text.
Mandate ReadMandate(const pqxx::row& row, int first);

// Takes in a stored day of birth; nothing for an empty text.
void AddBirth(std::string_view text, Birth& birth);

// Birth, representatives and death over all records of each person, in one statement, whatever
// their number.
std::map<std::string, Represented> ReadAllRepresented(db::Tx& tx,
                                                      const std::vector<std::string>& client_ids);

// The same of one.
Represented ReadRepresented(db::Tx& tx, const std::string& client_id);

}  // namespace opora::registry
