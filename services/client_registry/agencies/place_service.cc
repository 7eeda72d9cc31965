#include "services/client_registry/agencies/place_service.h"

#include "common/db/record.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/holder.h"
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

// An assignment of the caller's unit with all that decides about its place: locked in the order of
// AssignWorker, person, worker, assignment.
struct Place {
  v1::ClientAssignment assignment;
  v1::Worker worker;
  std::vector<v1::ClientAssignment> others;  // Open ones to the person, without this one.
};

absl::StatusOr<Place> LockPlace(rpc::Call& call, const std::string& assignment_id) {
  Place place;
  ASSIGN_OR_RETURN(place.assignment, db::Get<v1::ClientAssignment>(call.tx(), assignment_id));
  call.SetClient(place.assignment.client_id());
  if (rpc::HolderOf(place.assignment) != call.caller().unit) {
    return call.HiddenRefusal(std::string(rule::kForeignDepartment.id),
                              std::string(rule::kForeignDepartment.reason));
  }
  rpc::HoldOwn(call, place.assignment);
  if (!LockPerson(call.tx(), place.assignment.client_id())) return rules::NotFound();
  ASSIGN_OR_RETURN(place.worker, db::Lock<v1::Worker>(call.tx(), place.assignment.worker_id()));
  ASSIGN_OR_RETURN(place.assignment, db::Lock<v1::ClientAssignment>(call.tx(), assignment_id));
  if (place.assignment.state() == v1::ASSIGNMENT_STATE_ENDED)
    return rules::Refuse(rule::kAssignmentEnded);
  for (auto& other : OpenAssignments(call.tx(), place.assignment.client_id())) {
    if (other.assignment_id() != assignment_id) place.others.push_back(std::move(other));
  }
  return place;
}

// Takes the place of an assignment that had none, or with a reason one above the limit. Its reason
// stays with the assignment.
absl::StatusOr<bool> TakePlace(rpc::Call& call, Place& place, const std::string& override_reason) {
  if (!place.assignment.has_service_id()) return false;
  ASSIGN_OR_RETURN(const v1::Service service,
                   db::Get<v1::Service>(call.tx(), place.assignment.service_id()));
  const Caseload caseload = ReadCaseload(call, place.assignment, service, place.worker,
                                         dates::DayAt(call.now()), place.others);
  RETURN_IF_ERROR(CheckCaseload(caseload, call.caller().role, override_reason));
  if (!IsFull(caseload)) return false;
  place.assignment.set_override_reason(override_reason);
  return true;
}

}  // namespace

void PlaceService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AgencyService";
  rpc::Bind(methods, kInterface, "ClassifyAssignment", *this, &PlaceService::ClassifyAssignment);
  rpc::Bind(methods, kInterface, "PauseAssignment", *this, &PlaceService::PauseAssignment);
  rpc::Bind(methods, kInterface, "ResumeAssignment", *this, &PlaceService::ResumeAssignment);
}

absl::StatusOr<v1::ClassifyAssignmentResponse> PlaceService::ClassifyAssignment(
    rpc::Call& call, const v1::ClassifyAssignmentRequest& request) {
  ASSIGN_OR_RETURN(Place place, LockPlace(call, request.assignment_id()));
  v1::ClassifyAssignmentResponse response;
  const bool counted_before = place.assignment.client_class() != v1::CLIENT_CLASS_SHORT_TERM;
  place.assignment.set_client_class(request.client_class());
  const bool takes_one = !counted_before && place.assignment.state() == v1::ASSIGNMENT_STATE_ACTIVE;
  if (takes_one) {
    ASSIGN_OR_RETURN(const bool above, TakePlace(call, place, request.override_reason()));
    if (above) *response.add_warnings() = rules::Warn(rule::kCaseloadOverridden, call.language());
  }
  db::Update(call.tx(), place.assignment, {"client_class", "override_reason"});
  call.Emit("AssignmentClassified", place.assignment);
  *response.mutable_assignment() = std::move(place.assignment);
  return response;
}

absl::StatusOr<v1::PauseAssignmentResponse> PlaceService::PauseAssignment(
    rpc::Call& call, const v1::PauseAssignmentRequest& request) {
  ASSIGN_OR_RETURN(Place place, LockPlace(call, request.assignment_id()));
  if (place.assignment.state() != v1::ASSIGNMENT_STATE_PAUSED) {
    place.assignment.set_state(v1::ASSIGNMENT_STATE_PAUSED);
    db::Update(call.tx(), place.assignment, {"state"});
    const v1::AssignmentStatFact fact = FactOf(place.assignment);
    call.Emit("AssignmentPaused", place.assignment, &fact);
  }
  v1::PauseAssignmentResponse response;
  *response.mutable_assignment() = std::move(place.assignment);
  return response;
}

absl::StatusOr<v1::ResumeAssignmentResponse> PlaceService::ResumeAssignment(
    rpc::Call& call, const v1::ResumeAssignmentRequest& request) {
  ASSIGN_OR_RETURN(Place place, LockPlace(call, request.assignment_id()));
  v1::ResumeAssignmentResponse response;
  v1::ClientAssignment& assignment = place.assignment;
  if (assignment.state() != v1::ASSIGNMENT_STATE_ACTIVE) {
    if (!HoldsRole(call.tx(), assignment.worker_id(), assignment.role(),
                   dates::DayAt(call.now()))) {
      return rules::Refuse(rule::kRoleNotHeld);
    }
    std::vector<common::v1::Warning> warnings;
    RETURN_IF_ERROR(CheckBesidePerson(call, assignment, place.others, warnings));
    for (auto& warning : warnings) *response.add_warnings() = std::move(warning);
    RETURN_IF_ERROR(CheckActive(call.tx(), place.worker, call.now()));
    ASSIGN_OR_RETURN(const bool above, TakePlace(call, place, request.override_reason()));
    if (above) *response.add_warnings() = rules::Warn(rule::kCaseloadOverridden, call.language());
    assignment.set_state(v1::ASSIGNMENT_STATE_ACTIVE);
    db::Update(call.tx(), assignment, {"state", "override_reason"});
    const v1::AssignmentStatFact fact = FactOf(assignment);
    call.Emit("AssignmentResumed", assignment, &fact);
    CloseCovered(call, assignment.client_id(), v1::UNCOVERED_CLOSURE_REASSIGNED);
  }
  *response.mutable_assignment() = std::move(assignment);
  return response;
}

}  // namespace opora::registry
