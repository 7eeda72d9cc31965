#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/db/session.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/workforce/substitution_rules.h"

namespace opora::registry {

// Roles that the worker holds on a day.
std::set<common::v1::ActingRole> RolesHeld(db::Tx& tx, const std::string& worker_id,
                                           absl::CivilDay day);

// Active assignments of a worker, each under the id that stands for the person (REG-41), so that
// two records of one person are seen as one.
std::vector<v1::ClientAssignment> AssignmentsByPerson(db::Tx& tx, const std::string& worker_id);

// What the deputy stands for already.
Held HeldBy(db::Tx& tx, const std::string& worker_id, absl::CivilDay day);

// True when a waiver lets the worker hold both stances on that day (XC-34).
bool MayMergeRoles(db::Tx& tx, const std::string& worker_id, absl::CivilDay day);

// Assignments that stand as if they were the worker's own when this role is to be given to the
// worker: those of workers for whom he or she acts or will act and, when the role would be lent,
// those of deputies (XC-32, XC-61). Taken from `active`, the active ones to a person.
std::vector<v1::ClientAssignment> SharedByDeputies(db::Tx& tx, const v1::ClientAssignment& wanted,
                                                   const std::vector<v1::ClientAssignment>& active,
                                                   absl::Time now);

}  // namespace opora::registry
