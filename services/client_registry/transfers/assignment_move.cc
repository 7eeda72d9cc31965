#include "services/client_registry/transfers/assignment_move.h"

#include <algorithm>
#include <set>

#include "common/advice/judge.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/agencies/caseload.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/workforce/coverage.h"
#include "services/client_registry/workforce/separation.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;

void Emit(rpc::Call& call, std::string_view type, const v1::ClientAssignment& assignment) {
  const v1::AssignmentStatFact fact = FactOf(assignment);
  call.Emit(type, assignment, &fact);
}

bool IsGivenAway(const v1::ClientAssignment& assignment, const v1::CaseTransfer& transfer) {
  return assignment.state() == v1::ASSIGNMENT_STATE_ACTIVE &&
         assignment.worker_id() == transfer.from_worker_id() &&
         rpc::HolderOf(assignment) == rpc::HolderOf(transfer);
}

void End(rpc::Call& call, v1::ClientAssignment& assignment) {
  auto locked = db::Lock<v1::ClientAssignment>(call.tx(), assignment.assignment_id());
  if (!locked.ok() || locked->state() != v1::ASSIGNMENT_STATE_ACTIVE) return;
  locked->set_state(v1::ASSIGNMENT_STATE_ENDED);
  *locked->mutable_valid_to() = dates::ToDate(dates::DayAt(call.now()));
  db::Update(call.tx(), *locked, {"state", "valid_to"});
  Emit(call, "AssignmentEnded", *locked);
}

// What decides whether a service takes the client: said anew, or known to the agency from the
// former assignment (REG-15, REG-24).
void KeepGroup(const v1::AcceptTransferRequest& request, const v1::ClientAssignment& former,
               v1::ClientAssignment& next) {
  if (former.agency_id() == next.agency_id()) {
    next.set_client_class(former.client_class());
    if (former.has_target_group()) next.set_target_group(former.target_group());
    if (former.has_target_group_waiver())
      next.set_target_group_waiver(former.target_group_waiver());
  }
  if (request.has_target_group()) next.set_target_group(request.target_group());
  if (request.has_target_group_waiver())
    next.set_target_group_waiver(request.target_group_waiver());
}

absl::StatusOr<v1::Worker> LockTaker(rpc::Call& call, const std::string& worker_id) {
  auto worker = db::Lock<v1::Worker>(call.tx(), worker_id);
  if (worker.ok() && CheckActive(call.tx(), *worker, call.now()).ok() &&
      rpc::Unit{worker->agency_id(), worker->department_id()} == call.caller().unit) {
    return worker;
  }
  return rules::InvalidField("to_worker_id", "WORKER_UNKNOWN", "is no worker of the unit");
}

// Service of the next assignment: the one named, else the former one when it is the agency's own.
absl::Status SetService(rpc::Call& call, const v1::ClientAssignment& former,
                        const std::string& named, v1::ClientAssignment& next) {
  if (!named.empty()) {
    const auto service = db::Get<v1::Service>(call.tx(), named);
    if (!service.ok() || service->agency_id() != next.agency_id())
      return rules::InvalidField("service_id", "SERVICE_UNKNOWN", "is no service of the agency");
    next.set_service_id(named);
  } else if (former.has_service_id() && former.agency_id() == next.agency_id()) {
    next.set_service_id(former.service_id());
  }
  const absl::CivilDay today = dates::DayAt(call.now());
  if (next.has_service_id()) {
    ASSIGN_OR_RETURN(const v1::Service service, db::Get<v1::Service>(call.tx(), next.service_id()));
    return advice::Judge(call, rule::Recommendations())
        .Settle(CheckAdmission(service, next, today));
  }
  if (!HasCaseloadLimits(call.tx(), next.agency_id(), today)) return absl::OkStatus();
  return rules::InvalidField("service_id", "SERVICE_REQUIRED",
                             "is needed: the agency's services limit the caseload");
}

// The next worker's assignment in the place of a former one.
v1::ClientAssignment NextOf(rpc::Call& call, const v1::CaseTransfer& transfer,
                            const v1::Worker& worker, ActingRole role) {
  v1::ClientAssignment next;
  next.set_assignment_id(ids::TimeOrderedId(call.now()));
  next.set_client_id(transfer.client_id());
  next.set_worker_id(worker.worker_id());
  rpc::SetHolder(call.caller().unit, next);
  next.set_role(role);
  next.set_stance(StanceOf(role));
  next.set_state(v1::ASSIGNMENT_STATE_ACTIVE);
  *next.mutable_valid_from() = dates::ToDate(dates::DayAt(call.now()));
  *next.mutable_create_time() = rpc::ToTimestamp(call.now());
  return next;
}

absl::Status Begin(rpc::Call& call, const v1::Worker& worker, const std::string& override_reason,
                   v1::ClientAssignment& next, std::vector<v1::ClientAssignment>& open,
                   Moved& moved) {
  if (!HoldsRole(call.tx(), worker.worker_id(), next.role(), dates::DayAt(call.now())))
    return rules::Refuse(rule::kRoleNotHeld);
  RETURN_IF_ERROR(CheckBesidePerson(call, next, open, moved.warnings));
  ASSIGN_OR_RETURN(const auto service, ServiceOf(call, next));
  if (service.has_value()) {
    // That somebody was assigned as an exception was told then.
    if (next.target_group_waiver().empty()) {
      for (auto& warning : AdmissionWarnings(*service, next, call.language()))
        moved.warnings.push_back(std::move(warning));
    }
    const Caseload caseload =
        ReadCaseload(call, next, *service, worker, dates::DayAt(call.now()), open);
    RETURN_IF_ERROR(CheckCaseload(caseload, call.caller().role, override_reason));
    if (IsFull(caseload)) {
      next.set_override_reason(override_reason);
      moved.warnings.push_back(rules::Warn(rule::kCaseloadOverridden, call.language()));
    }
  }
  for (auto& warning : QualificationWarnings(next.role(), worker, call.language()))
    moved.warnings.push_back(std::move(warning));
  db::Insert(call.tx(), next);
  Emit(call, "AssignmentStarted", next);
  open.push_back(next);
  moved.begun.push_back(next);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Moved> MoveAssignments(rpc::Call& call, const v1::CaseTransfer& transfer,
                                      const v1::AcceptTransferRequest& request) {
  ASSIGN_OR_RETURN(const v1::Worker worker, LockTaker(call, transfer.to_worker_id()));
  std::vector<v1::ClientAssignment> open = OpenAssignments(call.tx(), transfer.client_id());
  const auto rest = std::stable_partition(
      open.begin(), open.end(),
      [&](const v1::ClientAssignment& one) { return !IsGivenAway(one, transfer); });
  std::vector<v1::ClientAssignment> former(rest, open.end());
  open.erase(rest, open.end());
  for (v1::ClientAssignment& assignment : former) End(call, assignment);
  // Whoever left meanwhile left no role behind.
  if (former.empty() && request.role() == common::v1::ACTING_ROLE_UNSPECIFIED)
    return rules::InvalidField("role", "ROLE_REQUIRED", "is needed: the former assignment ended");
  if (former.empty()) former.emplace_back();
  Moved moved;
  std::set<int> roles;
  for (const v1::ClientAssignment& assignment : former) {
    const ActingRole role =
        request.role() == common::v1::ACTING_ROLE_UNSPECIFIED ? assignment.role() : request.role();
    const bool has_it = std::any_of(open.begin(), open.end(), [&](const auto& other) {
      return other.worker_id() == worker.worker_id() && other.role() == role;
    });
    if (has_it || !roles.insert(role).second) continue;
    v1::ClientAssignment next = NextOf(call, transfer, worker, role);
    KeepGroup(request, assignment, next);
    RETURN_IF_ERROR(SetService(call, assignment, request.service_id(), next));
    RETURN_IF_ERROR(Begin(call, worker, request.override_reason(), next, open, moved));
  }
  AddUnit(call.tx(), transfer.client_id(), call.caller().unit);
  CloseCovered(call, transfer.client_id(), v1::UNCOVERED_CLOSURE_REASSIGNED);
  return moved;
}

int EndAssignmentsOf(rpc::Call& call, const v1::CaseTransfer& transfer) {
  int ended = 0;
  for (v1::ClientAssignment& assignment : OpenAssignments(call.tx(), transfer.client_id())) {
    if (!IsGivenAway(assignment, transfer)) continue;
    End(call, assignment);
    ++ended;
  }
  return ended;
}

}  // namespace opora::registry
