#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/types.pb.h"

namespace opora::registry {

// Key workers of the person now.
std::vector<std::string> KeyWorkersOf(db::Tx& tx, const std::string& client_id);

// Consents of all records of the person that are not withdrawn, ids ascending (the order of
// locking).
std::vector<std::string> OpenConsentsOf(db::Tx& tx, const std::string& client_id);

// Records of people with this folded name and, where both are known, this birth date.
std::vector<std::string> ClientsNamed(db::Tx& tx, const std::string& given_folded,
                                      const std::string& family_folded,
                                      const std::string& birth_date);

}  // namespace opora::registry
