#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "opora/registry/v1/involvement.pb.h"

namespace opora::registry::access {

// Kinds of involvement of a worker with any record of the person from a day on, each once. What
// lasts counts until its end: an assignment that began before and is open is in the window.
std::vector<v1::InvolvementKind> ReadInvolvement(db::Tx& tx, const std::string& worker_id,
                                                 const std::string& client_id,
                                                 absl::CivilDay since);

// Assignments in force on a day, of a person (worker_id empty) or of a worker (client_id empty).
void ReadAssignments(db::Tx& tx, const std::string& client_id, const std::string& worker_id,
                     absl::CivilDay day, const std::function<v1::AssignmentFact*()>& add);

}  // namespace opora::registry::access
