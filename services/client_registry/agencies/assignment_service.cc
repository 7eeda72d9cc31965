#include "services/client_registry/agencies/assignment_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/agencies/caseload.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/workforce/coverage.h"
#include "services/client_registry/workforce/separation.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

// The day of an optional field, today when it is absent.
absl::StatusOr<absl::CivilDay> DayOr(bool given, const common::v1::Date& date,
                                     std::string_view field, absl::Time now) {
  if (!given) return dates::DayAt(now);
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  return dates::FromDate(date);
}

// The worker to be assigned, locked: whoever assigns the last place of a worker does so alone.
absl::StatusOr<v1::Worker> LockOwnWorker(rpc::Call& call, const std::string& worker_id) {
  auto worker = db::Lock<v1::Worker>(call.tx(), worker_id);
  if (!worker.ok()) return rules::InvalidField("worker_id", "WORKER_UNKNOWN", "is no worker");
  RETURN_IF_ERROR(CheckOwnAgency(call.caller(), worker->agency_id()));
  // An assignment makes the worker's unit one that works with the client: no department does that
  // to another.
  if (worker->department_id() != call.caller().unit.department_id)
    return rules::Refuse(rule::kForeignDepartment);
  RETURN_IF_ERROR(CheckActive(call.tx(), *worker, call.now()));
  return worker;
}

v1::ClientAssignment NewAssignment(const v1::AssignWorkerRequest& request, const v1::Worker& worker,
                                   absl::CivilDay day, absl::Time now) {
  v1::ClientAssignment assignment;
  assignment.set_assignment_id(ids::TimeOrderedId(now));
  assignment.set_client_id(request.client_id());
  assignment.set_worker_id(worker.worker_id());
  assignment.set_agency_id(worker.agency_id());
  if (worker.has_department_id()) assignment.set_department_id(worker.department_id());
  if (request.has_service_id()) assignment.set_service_id(request.service_id());
  assignment.set_role(request.role());
  assignment.set_stance(StanceOf(request.role()));
  assignment.set_state(v1::ASSIGNMENT_STATE_ACTIVE);
  assignment.set_client_class(request.client_class());
  if (request.has_target_group()) assignment.set_target_group(request.target_group());
  if (request.has_target_group_waiver())
    assignment.set_target_group_waiver(request.target_group_waiver());
  *assignment.mutable_valid_from() = dates::ToDate(day);
  *assignment.mutable_create_time() = rpc::ToTimestamp(now);
  return assignment;
}

}  // namespace

void AssignmentService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AgencyService";
  rpc::Bind(methods, kInterface, "AssignWorker", *this, &AssignmentService::AssignWorker);
  rpc::Bind(methods, kInterface, "EndAssignment", *this, &AssignmentService::EndAssignment);
  rpc::Bind(methods, kInterface, "ListAssignments", *this, &AssignmentService::ListAssignments);
}

absl::StatusOr<v1::AssignWorkerResponse> AssignmentService::AssignWorker(
    rpc::Call& call, const v1::AssignWorkerRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_valid_from(), request.valid_from(), "valid_from", call.now()));
  if (!LockPerson(call.tx(), request.client_id())) return rules::NotFound();
  ASSIGN_OR_RETURN(const v1::Worker worker, LockOwnWorker(call, request.worker_id()));
  if (!HoldsRole(call.tx(), worker.worker_id(), request.role(), day)) {
    return rules::Refuse(rule::kRoleNotHeld);
  }
  v1::AssignWorkerResponse response;
  v1::ClientAssignment& assignment = *response.mutable_assignment();
  assignment = NewAssignment(request, worker, day, call.now());
  const std::vector<v1::ClientAssignment> open = OpenAssignments(call.tx(), request.client_id());
  std::vector<common::v1::Warning> warnings;
  RETURN_IF_ERROR(CheckBesidePerson(call, assignment, open, warnings));
  for (auto& warning : warnings) *response.add_warnings() = std::move(warning);
  ASSIGN_OR_RETURN(const auto service, ServiceOf(call, assignment));
  if (service.has_value()) {
    for (auto& warning : AdmissionWarnings(*service, assignment, call.language()))
      *response.add_warnings() = std::move(warning);
    const Caseload caseload = ReadCaseload(call, assignment, *service, worker,
                                           DayOfPlace(day, dates::DayAt(call.now())), open);
    RETURN_IF_ERROR(CheckCaseload(caseload, call.caller().role, request.override_reason()));
    if (IsFull(caseload)) {
      assignment.set_override_reason(request.override_reason());
      *response.add_warnings() = rules::Warn(rule::kCaseloadOverridden, call.language());
    }
  }
  for (auto& warning : QualificationWarnings(assignment.role(), worker, call.language())) {
    *response.add_warnings() = std::move(warning);
  }
  db::Insert(call.tx(), assignment);
  AddUnit(call.tx(), assignment.client_id(), rpc::HolderOf(assignment));
  const v1::AssignmentStatFact fact = FactOf(assignment);
  call.Emit("AssignmentStarted", assignment, &fact);
  CloseCovered(call, assignment.client_id(), v1::UNCOVERED_CLOSURE_REASSIGNED);
  rpc::HoldOwn(call, assignment);
  return response;
}

absl::StatusOr<v1::EndAssignmentResponse> AssignmentService::EndAssignment(
    rpc::Call& call, const v1::EndAssignmentRequest& request) {
  ASSIGN_OR_RETURN(v1::ClientAssignment assignment,
                   db::Get<v1::ClientAssignment>(call.tx(), request.assignment_id()));
  call.SetClient(assignment.client_id());
  if (rpc::HolderOf(assignment) != call.caller().unit) {
    return call.HiddenRefusal(std::string(rule::kForeignDepartment.id),
                              std::string(rule::kForeignDepartment.reason));
  }
  // Who is still responsible then is a question about the whole person.
  LockPerson(call.tx(), assignment.client_id());
  ASSIGN_OR_RETURN(assignment, db::Lock<v1::ClientAssignment>(call.tx(), request.assignment_id()));
  if (assignment.state() != v1::ASSIGNMENT_STATE_ENDED) {
    EndAndCover(call, assignment, v1::UNCOVERED_CAUSE_ASSIGNMENT_ENDED);
    ASSIGN_OR_RETURN(assignment, db::Get<v1::ClientAssignment>(call.tx(), request.assignment_id()));
  }
  rpc::HoldOwn(call, assignment);
  v1::EndAssignmentResponse response;
  *response.mutable_assignment() = std::move(assignment);
  return response;
}

absl::StatusOr<v1::ListAssignmentsResponse> AssignmentService::ListAssignments(
    rpc::Call& call, const v1::ListAssignmentsRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListAssignmentsResponse response;
  FindAssignments(call.tx(), request.client_id(), day, page,
                  [&] { return response.add_assignments(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_assignments()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*last)));
  return response;
}

}  // namespace opora::registry
