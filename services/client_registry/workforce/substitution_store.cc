#include "services/client_registry/workforce/substitution_store.h"

#include <algorithm>

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/rpc/call.h"
#include "common/time/proto_date.h"

namespace opora::registry {

using common::v1::ActingRole;

std::set<ActingRole> RolesHeld(db::Tx& tx, const std::string& worker_id, absl::CivilDay day) {
  std::set<ActingRole> roles;
  for (const auto& row : tx.Run(
           "SELECT role FROM role_assignments WHERE worker_id = $1 AND $2::date BETWEEN valid_from "
           "AND coalesce(valid_to, 'infinity')",
           {worker_id, dates::DateText(day)})) {
    const auto* role =
        db::FromStoredName(*common::v1::ActingRole_descriptor(), std::string(row[0].c_str()));
    if (role != nullptr) roles.insert(static_cast<ActingRole>(role->number()));
  }
  return roles;
}

std::vector<v1::ClientAssignment> AssignmentsByPerson(db::Tx& tx, const std::string& worker_id) {
  auto assignments = db::Select<v1::ClientAssignment>(
      tx, "WHERE r.worker_id = $1 AND r.state = 'ACTIVE' ORDER BY r.assignment_id", {worker_id});
  for (v1::ClientAssignment& assignment : assignments) {
    const pqxx::result rows = tx.Run("SELECT survivor_id FROM client_clusters WHERE client_id = $1",
                                     {assignment.client_id()});
    if (!rows.empty()) assignment.set_client_id(rows[0][0].c_str());
  }
  return assignments;
}

Held HeldBy(db::Tx& tx, const std::string& worker_id, absl::CivilDay day) {
  return {RolesHeld(tx, worker_id, day), AssignmentsByPerson(tx, worker_id)};
}

bool MayMergeRoles(db::Tx& tx, const std::string& worker_id, absl::CivilDay day) {
  return !tx.Run(
                "SELECT 1 FROM role_merge_waivers WHERE worker_id = $1 AND $2::date BETWEEN "
                "valid_from AND coalesce(valid_to, 'infinity')",
                {worker_id, dates::DateText(day)})
              .empty();
}

std::vector<v1::ClientAssignment> SharedByDeputies(db::Tx& tx, const v1::ClientAssignment& wanted,
                                                   const std::vector<v1::ClientAssignment>& active,
                                                   absl::Time now) {
  const auto open = db::Select<v1::Substitution>(
      tx,
      "WHERE $1 IN (r.absent_worker_id, r.deputy_worker_id) AND r.ended_time IS NULL AND "
      "r.end_time > $2",
      {wanted.worker_id(), db::TimestampText(rpc::ToTimestamp(now))});
  std::vector<v1::ClientAssignment> shared;
  for (const v1::Substitution& substitution : open) {
    const auto lends = [&](ActingRole role) {
      return std::find(substitution.roles().begin(), substitution.roles().end(), role) !=
             substitution.roles().end();
    };
    const bool deputises = substitution.deputy_worker_id() == wanted.worker_id();
    if (!deputises && !lends(wanted.role())) continue;
    const std::string& other =
        deputises ? substitution.absent_worker_id() : substitution.deputy_worker_id();
    for (const v1::ClientAssignment& one : active) {
      if (one.worker_id() != other || (deputises && !lends(one.role()))) continue;
      shared.push_back(one);
      shared.back().set_worker_id(wanted.worker_id());
    }
  }
  return shared;
}

}  // namespace opora::registry
