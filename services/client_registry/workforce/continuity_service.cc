#include "services/client_registry/workforce/continuity_service.h"

#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/agencies/assignment_service.h"
#include "services/client_registry/workforce/coverage.h"
#include "services/client_registry/workforce/refusals.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

// Who is listed with nobody falls to the fallback that is named now.
void TakeOver(rpc::Call& call, const rpc::Unit& unit, const std::string& worker_id) {
  auto alone = db::Select<v1::UncoveredClient>(
      call.tx(),
      "WHERE r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid AND r.closed_time "
      "IS NULL ORDER BY r.uncovered_id FOR UPDATE OF r",
      {unit.agency_id, db::OrNull(unit.department_id)});
  for (v1::UncoveredClient& uncovered : alone) {
    uncovered.set_fallback_worker_id(worker_id);
    db::Update(call.tx(), uncovered, {"fallback_worker_id"});
    call.Emit("ClientTakenOver", uncovered);
  }
}

// Ends the assignments of key workers of the unit; who the last one of them was.
std::string EndKeyWorkers(rpc::Call& call, const std::string& client_id) {
  std::string former;
  for (v1::ClientAssignment& assignment : ActiveAssignments(call.tx(), client_id)) {
    if (assignment.role() != common::v1::ACTING_ROLE_KEY_WORKER ||
        rpc::HolderOf(assignment) != call.caller().unit) {
      continue;
    }
    former = assignment.worker_id();
    EndAndCover(call, std::move(assignment), v1::UNCOVERED_CAUSE_ASSIGNMENT_ENDED);
  }
  return former;
}

v1::KeyWorkerChange KeepChange(rpc::Call& call, const v1::ChangeKeyWorkerRequest& request,
                               const std::string& former) {
  v1::KeyWorkerChange change;
  change.set_change_id(ids::TimeOrderedId(call.now()));
  change.set_client_id(request.client_id());
  rpc::SetHolder(call.caller().unit, change);
  if (!former.empty()) change.set_former_worker_id(former);
  change.set_worker_id(request.worker_id());
  *change.mutable_change_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), change);
  call.Emit("KeyWorkerChanged", change);
  v1::KeyWorkerChangeReason reason;
  reason.set_change_id(change.change_id());
  rpc::SetHolder(call.caller().unit, reason);
  reason.set_category(request.category());
  db::Insert(call.tx(), reason);
  return change;
}

}  // namespace

void ContinuityService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("NameFallback", &ContinuityService::NameFallback);
  bind("ListUncoveredClients", &ContinuityService::ListUncoveredClients);
  bind("CloseUncoveredClient", &ContinuityService::CloseUncoveredClient);
  bind("ChangeKeyWorker", &ContinuityService::ChangeKeyWorker);
  bind("ListKeyWorkerChanges", &ContinuityService::ListKeyWorkerChanges);
  bind("ListKeyWorkerChangeReasons", &ContinuityService::ListKeyWorkerChangeReasons);
}

absl::StatusOr<v1::NameFallbackResponse> ContinuityService::NameFallback(
    rpc::Call& call, const v1::NameFallbackRequest& request) {
  const auto worker = db::Lock<v1::Worker>(call.tx(), request.worker_id());
  if (!worker.ok()) return rules::InvalidField("worker_id", "WORKER_UNKNOWN", "is no worker");
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), worker->agency_id()));
  RETURN_IF_ERROR(CheckActive(call.tx(), *worker, call.now()));
  const rpc::Unit unit = UnitOf(*worker);
  v1::NameFallbackResponse response;
  v1::Fallback& fallback = *response.mutable_fallback();
  fallback.set_fallback_id(ids::RandomId());
  rpc::SetHolder(unit, fallback);
  fallback.set_worker_id(request.worker_id());
  fallback.set_named_by_worker_id(call.caller().worker_id);
  *fallback.mutable_since_time() = rpc::ToTimestamp(call.now());
  call.tx().Run(
      "UPDATE fallbacks SET until_time = $3 WHERE agency_id = $1 AND department_id IS NOT DISTINCT "
      "FROM $2::uuid AND until_time IS NULL",
      {unit.agency_id, db::OrNull(unit.department_id), db::TimestampText(fallback.since_time())});
  db::Insert(call.tx(), fallback);
  call.Emit("FallbackNamed", fallback);
  TakeOver(call, unit, request.worker_id());
  return response;
}

absl::StatusOr<v1::ListUncoveredClientsResponse> ContinuityService::ListUncoveredClients(
    rpc::Call& call, const v1::ListUncoveredClientsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const rpc::Unit& unit = call.caller().unit;
  v1::ListUncoveredClientsResponse response;
  db::SelectInto(
      call.tx(), v1::UncoveredClient::default_instance(),
      "WHERE r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid AND r.closed_time "
      "IS NULL AND ($3::text IS NULL OR (r.since_time, r.uncovered_id) > ($3::text::timestamptz, "
      "$4::uuid)) ORDER BY r.since_time, r.uncovered_id LIMIT $5",
      {unit.agency_id, db::OrNull(unit.department_id), page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_uncovered_clients(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_uncovered_clients()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText(last->since_time()), last->uncovered_id()}));
  return response;
}

absl::StatusOr<v1::CloseUncoveredClientResponse> ContinuityService::CloseUncoveredClient(
    rpc::Call& call, const v1::CloseUncoveredClientRequest& request) {
  v1::CloseUncoveredClientResponse response;
  ASSIGN_OR_RETURN(*response.mutable_uncovered_client(),
                   db::Lock<v1::UncoveredClient>(call.tx(), request.uncovered_id()));
  v1::UncoveredClient& uncovered = *response.mutable_uncovered_client();
  call.SetClient(uncovered.client_id());
  if (rpc::HolderOf(uncovered) != call.caller().unit)
    return call.HiddenRefusal("REG-48", "FOREIGN_UNIT");
  if (uncovered.has_closed_time()) return rules::Refuse(rule::kNotUncovered);
  CloseUncovered(call, v1::UNCOVERED_CLOSURE_COOPERATION_ENDED, uncovered);
  return response;
}

absl::StatusOr<v1::ChangeKeyWorkerResponse> ContinuityService::ChangeKeyWorker(
    rpc::Call& call, const v1::ChangeKeyWorkerRequest& request) {
  if (!LockPerson(call.tx(), request.client_id())) return rules::NotFound();
  const std::string former = EndKeyWorkers(call, request.client_id());
  v1::AssignWorkerRequest assign;
  assign.set_client_id(request.client_id());
  assign.set_worker_id(request.worker_id());
  assign.set_role(common::v1::ACTING_ROLE_KEY_WORKER);
  if (request.has_service_id()) assign.set_service_id(request.service_id());
  ASSIGN_OR_RETURN(v1::AssignWorkerResponse assigned,
                   AssignmentService().AssignWorker(call, assign));
  v1::ChangeKeyWorkerResponse response;
  *response.mutable_change() = KeepChange(call, request, former);
  *response.mutable_assignment() = std::move(*assigned.mutable_assignment());
  *response.mutable_warnings() = std::move(*assigned.mutable_warnings());
  return response;
}

absl::StatusOr<v1::ListKeyWorkerChangesResponse> ContinuityService::ListKeyWorkerChanges(
    rpc::Call& call, const v1::ListKeyWorkerChangesRequest& request) {
  v1::ListKeyWorkerChangesResponse response;
  db::SelectInto(call.tx(), v1::KeyWorkerChange::default_instance(),
                 "WHERE r.client_id IN (SELECT * FROM records_of($1)) ORDER BY r.change_id LIMIT "
                 "500",
                 {request.client_id()}, [&] { return response.add_changes(); });
  return response;
}

absl::StatusOr<v1::ListKeyWorkerChangeReasonsResponse>
ContinuityService::ListKeyWorkerChangeReasons(
    rpc::Call& call, const v1::ListKeyWorkerChangeReasonsRequest& request) {
  if (call.caller().role != common::v1::ACTING_ROLE_SUPERVISOR)
    return rules::Refuse(rule::kSupervisorOnly);
  const rpc::Unit& unit = call.caller().unit;
  v1::ListKeyWorkerChangeReasonsResponse response;
  db::SelectInto(call.tx(), v1::KeyWorkerChangeReason::default_instance(),
                 "WHERE r.change_id IN (SELECT k.change_id FROM key_worker_changes k WHERE "
                 "k.client_id IN (SELECT * FROM records_of($1))) AND r.agency_id = $2 AND "
                 "r.department_id IS NOT DISTINCT FROM $3::uuid ORDER BY r.change_id LIMIT 500",
                 {request.client_id(), unit.agency_id, db::OrNull(unit.department_id)},
                 [&] { return response.add_reasons(); });
  return response;
}

}  // namespace opora::registry
