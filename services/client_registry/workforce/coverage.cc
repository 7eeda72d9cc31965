#include "services/client_registry/workforce/coverage.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/policy.h"
#include "common/time/proto_date.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

// One person at a time is the client's main contact in these roles, whoever else helps.
bool IsSingular(common::v1::ActingRole role) {
  return role == common::v1::ACTING_ROLE_KEY_WORKER || role == common::v1::ACTING_ROLE_CASE_MANAGER;
}

bool IsCovered(db::Tx& tx, const std::string& client_id, const rpc::Unit& unit,
               common::v1::ActingRole role) {
  const std::string stance = db::Stored(rpc::MeaningOf(role).stance());
  return !tx.Run(
                "SELECT 1 FROM client_assignments a JOIN workers w USING (worker_id) "
                "WHERE a.client_id IN (SELECT * FROM records_of($1)) AND a.state = 'ACTIVE' "
                "AND NOT w.suspended AND NOT w.x_left AND CASE WHEN $2 THEN a.role = $3 ELSE "
                "a.stance = $4 AND a.agency_id = $5 AND a.department_id IS NOT DISTINCT FROM "
                "$6::uuid END LIMIT 1",
                {client_id, IsSingular(role) ? "t" : "f", db::Stored(role), stance, unit.agency_id,
                 db::OrNull(unit.department_id)})
              .empty();
}

bool IsListed(db::Tx& tx, const v1::ClientAssignment& assignment) {
  return !tx.Run(
                "SELECT 1 FROM uncovered_clients WHERE client_id IN (SELECT * FROM records_of($1)) "
                "AND agency_id = $2 AND department_id IS NOT DISTINCT FROM $3::uuid AND role = $4 "
                "AND closed_time IS NULL",
                {assignment.client_id(), assignment.agency_id(),
                 db::OrNull(assignment.department_id()), db::Stored(assignment.role())})
              .empty();
}

}  // namespace

void LockPersonsOf(db::Tx& tx, const std::string& worker_id) {
  std::vector<std::string> locked;
  // Assignments and merges that committed while this waited concern further records.
  while (true) {
    std::vector<std::string> records;
    for (const auto& row :
         tx.Run("SELECT client_id FROM clients WHERE client_id IN (SELECT m.client_id FROM "
                "client_assignments a JOIN client_clusters s USING (client_id) JOIN "
                "client_clusters m ON m.survivor_id = s.survivor_id WHERE a.worker_id = $1 AND "
                "a.state <> 'ENDED') ORDER BY client_id FOR UPDATE",
                {worker_id})) {
      records.emplace_back(row[0].c_str());
    }
    if (records == locked) return;
    locked = std::move(records);
  }
}

std::vector<v1::ClientAssignment> OpenAssignmentsOf(db::Tx& tx, const std::string& worker_id,
                                                    common::v1::ActingRole role) {
  return db::Select<v1::ClientAssignment>(
      tx,
      "WHERE r.worker_id = $1 AND r.state <> 'ENDED' AND ($2::text IS NULL OR r.role = $2::text) "
      "ORDER BY r.assignment_id FOR UPDATE OF r",
      {worker_id, db::StoredOrNull(role)});
}

bool EndAndCover(rpc::Call& call, v1::ClientAssignment assignment, v1::UncoveredCause cause) {
  assignment.set_state(v1::ASSIGNMENT_STATE_ENDED);
  *assignment.mutable_valid_to() = dates::ToDate(dates::DayAt(call.now()));
  db::Update(call.tx(), assignment, {"state", "valid_to"});
  const v1::AssignmentStatFact fact = FactOf(assignment);
  call.Emit("AssignmentEnded", assignment, &fact);
  return ListIfUncovered(call, assignment, cause);
}

bool ListIfUncovered(rpc::Call& call, const v1::ClientAssignment& assignment,
                     v1::UncoveredCause cause) {
  const rpc::Unit unit = rpc::HolderOf(assignment);
  if (IsCovered(call.tx(), assignment.client_id(), unit, assignment.role())) return false;
  if (IsListed(call.tx(), assignment)) return false;
  v1::UncoveredClient uncovered;
  uncovered.set_uncovered_id(ids::TimeOrderedId(call.now()));
  uncovered.set_client_id(assignment.client_id());
  rpc::SetHolder(unit, uncovered);
  uncovered.set_role(assignment.role());
  const std::string fallback = FallbackOf(call.tx(), unit);
  if (!fallback.empty()) uncovered.set_fallback_worker_id(fallback);
  uncovered.set_former_worker_id(assignment.worker_id());
  uncovered.set_cause(cause);
  *uncovered.mutable_since_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), uncovered);
  call.Emit("ClientUncovered", uncovered);
  return true;
}

void CloseCovered(rpc::Call& call, const std::string& client_id, v1::UncoveredClosure closure) {
  auto listed = db::Select<v1::UncoveredClient>(
      call.tx(),
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.closed_time IS NULL "
      "ORDER BY r.uncovered_id FOR UPDATE OF r",
      {client_id});
  for (v1::UncoveredClient& uncovered : listed) {
    if (IsCovered(call.tx(), uncovered.client_id(), rpc::HolderOf(uncovered), uncovered.role()))
      CloseUncovered(call, closure, uncovered);
  }
}

void CloseUncovered(rpc::Call& call, v1::UncoveredClosure closure, v1::UncoveredClient& uncovered) {
  *uncovered.mutable_closed_time() = rpc::ToTimestamp(call.now());
  uncovered.set_closure(closure);
  db::Update(call.tx(), uncovered, {"closed_time", "closure"});
  call.Emit("ClientCovered", uncovered);
}

std::string FallbackOf(db::Tx& tx, const rpc::Unit& unit) {
  const pqxx::result rows = tx.Run(
      "SELECT f.worker_id FROM fallbacks f JOIN workers w USING (worker_id) WHERE f.agency_id = $1 "
      "AND f.department_id IS NOT DISTINCT FROM $2::uuid AND f.until_time IS NULL AND NOT "
      "w.suspended AND NOT w.x_left",
      {unit.agency_id, db::OrNull(unit.department_id)});
  return rows.empty() ? "" : rows[0][0].c_str();
}

}  // namespace opora::registry
