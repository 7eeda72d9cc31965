#include "services/client_registry/workforce/employment_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/workforce/coverage.h"
#include "services/client_registry/workforce/refusals.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

// Departures that one call of ProcessDepartures carries out.
constexpr int kPortion = 20;

// The worker, locked after all clients concerned, if the caller keeps the directory.
absl::StatusOr<v1::Worker> LockKeptWorker(rpc::Call& call, const std::string& worker_id) {
  ASSIGN_OR_RETURN(const v1::Worker known, db::Get<v1::Worker>(call.tx(), worker_id));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), known.agency_id()));
  LockPersonsOf(call.tx(), worker_id);
  return db::Lock<v1::Worker>(call.tx(), worker_id);
}

// Ends what the worker was assigned to; how many clients were left to the fallback.
int EndAssignments(rpc::Call& call, const std::string& worker_id, common::v1::ActingRole role,
                   v1::UncoveredCause cause) {
  int uncovered = 0;
  for (v1::ClientAssignment& assignment : OpenAssignmentsOf(call.tx(), worker_id, role))
    uncovered += EndAndCover(call, std::move(assignment), cause) ? 1 : 0;
  return uncovered;
}

// What the worker stood for others, or others for the worker, and what would have fallen to the
// worker, is over.
void EndStanding(rpc::Call& call, const std::string& worker_id) {
  const std::string now = db::TimestampText(rpc::ToTimestamp(call.now()));
  call.tx().Run(
      "UPDATE substitutions SET ended_time = $2, version = version + 1 WHERE ended_time IS NULL "
      "AND end_time > $2 AND $1 IN (absent_worker_id, deputy_worker_id)",
      {worker_id, now});
  call.tx().Run("UPDATE fallbacks SET until_time = $2 WHERE worker_id = $1 AND until_time IS NULL",
                {worker_id, now});
  call.tx().Run(
      "UPDATE uncovered_clients SET fallback_worker_id = NULL, version = version + 1 WHERE "
      "fallback_worker_id = $1 AND closed_time IS NULL",
      {worker_id});
}

// Carries a departure out whose instant has come. The worker and all clients are locked.
int Apply(rpc::Call& call, v1::Worker& worker, v1::EmploymentEnd& end) {
  if (!worker.suspended()) {
    worker.set_suspended(true);
    db::Update(call.tx(), worker, {"suspended"});
  }
  SetLeft(call.tx(), worker.worker_id(), true);
  call.Emit("WorkerLeft", worker);
  EndStanding(call, worker.worker_id());
  const int uncovered =
      EndAssignments(call, worker.worker_id(), common::v1::ACTING_ROLE_UNSPECIFIED,
                     v1::UNCOVERED_CAUSE_WORKER_LEFT);
  *end.mutable_applied_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), end, {"end_time", "applied_time"});
  call.Emit("EmploymentEnded", end);
  return uncovered;
}

v1::EmploymentEnd NewEnd(const rpc::Call& call, const v1::Worker& worker, absl::Time at) {
  v1::EmploymentEnd end;
  end.set_employment_end_id(ids::RandomId());
  end.set_worker_id(worker.worker_id());
  end.set_agency_id(worker.agency_id());
  end.set_entered_by_worker_id(call.caller().worker_id);
  *end.mutable_end_time() = rpc::ToTimestamp(at);
  *end.mutable_create_time() = rpc::ToTimestamp(call.now());
  return end;
}

}  // namespace

void EmploymentService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  rpc::Bind(methods, kInterface, "SuspendAgency", *this, &EmploymentService::SuspendAgency);
  rpc::Bind(methods, kInterface, "EndEmployment", *this, &EmploymentService::EndEmployment);
  rpc::Bind(methods, kInterface, "ResumeEmployment", *this, &EmploymentService::ResumeEmployment);
  rpc::Bind(methods, kInterface, "ProcessDepartures", *this, &EmploymentService::ProcessDepartures);
  rpc::Bind(methods, kInterface, "EndRole", *this, &EmploymentService::EndRole);
}

absl::StatusOr<v1::SuspendAgencyResponse> EmploymentService::SuspendAgency(
    rpc::Call& call, const v1::SuspendAgencyRequest& request) {
  if (request.suspended() && request.agency_id() == call.caller().unit.agency_id)
    return rules::Refuse(rule::kOwnAgency);
  v1::SuspendAgencyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_agency(),
                   db::Lock<v1::Agency>(call.tx(), request.agency_id()));
  v1::Agency& agency = *response.mutable_agency();
  if (agency.suspended() == request.suspended()) return response;
  agency.set_suspended(request.suspended());
  db::Update(call.tx(), agency, {"suspended"});
  call.Emit(agency.suspended() ? "AgencySuspended" : "AgencyResumed", agency);
  call.Journal(agency.suspended() ? "AGENCY_SUSPENDED" : "AGENCY_RESUMED", "", agency.agency_id());
  return response;
}

absl::StatusOr<v1::EndEmploymentResponse> EmploymentService::EndEmployment(
    rpc::Call& call, const v1::EndEmploymentRequest& request) {
  ASSIGN_OR_RETURN(v1::Worker worker, LockKeptWorker(call, request.worker_id()));
  const absl::Time asked =
      request.has_end_time() ? rpc::FromTimestamp(request.end_time()) : call.now();
  v1::EndEmploymentResponse response;
  v1::EmploymentEnd& end = *response.mutable_employment_end();
  if (auto present = PresentEnd(call.tx(), worker.worker_id())) {
    end = *std::move(present);
    // An end that has come stays where it is; one to come may still be moved.
    if (end.has_applied_time()) return response;
    if (rpc::FromTimestamp(end.end_time()) > call.now())
      *end.mutable_end_time() = rpc::ToTimestamp(std::max(asked, call.now()));
    if (asked > call.now()) db::Update(call.tx(), end, {"end_time"});
  } else {
    end = NewEnd(call, worker, std::max(asked, call.now()));
    db::Insert(call.tx(), end);
  }
  // Told to the journal with its instant: a restore must neither lose nor hasten it.
  call.Journal("EMPLOYMENT_ENDED", "",
               absl::StrCat(worker.worker_id(), "@", db::TimestampText(end.end_time())));
  if (rpc::FromTimestamp(end.end_time()) > call.now()) {
    call.Emit("EmploymentEndPlanned", end);
    return response;
  }
  response.set_uncovered_count(Apply(call, worker, end));
  if (response.uncovered_count() > 0 && FallbackOf(call.tx(), UnitOf(worker)).empty())
    *response.add_warnings() = rules::Warn(rule::kFallbackUnnamed, call.language());
  return response;
}

absl::StatusOr<v1::ResumeEmploymentResponse> EmploymentService::ResumeEmployment(
    rpc::Call& call, const v1::ResumeEmploymentRequest& request) {
  ASSIGN_OR_RETURN(v1::Worker worker, LockKeptWorker(call, request.worker_id()));
  auto end = PresentEnd(call.tx(), worker.worker_id());
  if (!end.has_value()) return rules::Refuse(rule::kNotEnded);
  if (end->has_applied_time()) {
    worker.set_suspended(false);
    db::Update(call.tx(), worker, {"suspended"});
    SetLeft(call.tx(), worker.worker_id(), false);
    call.Emit("WorkerResumed", worker);
    call.Journal("WORKER_RESUMED", "", worker.worker_id());
  }
  *end->mutable_resumed_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), *end, {"resumed_time"});
  call.Emit("EmploymentResumed", *end);
  call.Journal("EMPLOYMENT_RESUMED", "", worker.worker_id());
  v1::ResumeEmploymentResponse response;
  *response.mutable_employment_end() = *std::move(end);
  return response;
}

absl::StatusOr<v1::ProcessDeparturesResponse> EmploymentService::ProcessDepartures(
    rpc::Call& call, const v1::ProcessDeparturesRequest&) {
  const auto due = db::Select<v1::EmploymentEnd>(
      call.tx(),
      "WHERE r.applied_time IS NULL AND r.resumed_time IS NULL AND r.end_time <= $1 "
      "ORDER BY r.end_time LIMIT $2",
      {db::TimestampText(rpc::ToTimestamp(call.now())), std::to_string(kPortion)});
  v1::ProcessDeparturesResponse response;
  for (const v1::EmploymentEnd& seen : due) {
    LockPersonsOf(call.tx(), seen.worker_id());
    ASSIGN_OR_RETURN(v1::Worker worker, db::Lock<v1::Worker>(call.tx(), seen.worker_id()));
    auto end = PresentEnd(call.tx(), seen.worker_id());
    if (!end.has_value() || end->has_applied_time()) continue;
    Apply(call, worker, *end);
    response.set_departed_count(response.departed_count() + 1);
  }
  response.set_has_more(due.size() == kPortion);
  return response;
}

absl::StatusOr<v1::EndRoleResponse> EmploymentService::EndRole(rpc::Call& call,
                                                               const v1::EndRoleRequest& request) {
  ASSIGN_OR_RETURN(const v1::RoleAssignment known,
                   db::Get<v1::RoleAssignment>(call.tx(), request.role_assignment_id()));
  ASSIGN_OR_RETURN(const v1::Worker worker, LockKeptWorker(call, known.worker_id()));
  v1::EndRoleResponse response;
  v1::RoleAssignment& role = *response.mutable_role_assignment();
  // Changed under the lock of the worker, which is the root; it has no version of its own.
  ASSIGN_OR_RETURN(role, db::Get<v1::RoleAssignment>(call.tx(), request.role_assignment_id()));
  RETURN_IF_ERROR(CheckMayGrant(call.caller(), role.role()));
  const absl::CivilDay today = dates::DayAt(call.now());
  if (role.has_valid_to() && dates::FromDate(role.valid_to()) < today) return response;
  const absl::CivilDay last = std::max(today - 1, dates::FromDate(role.valid_from()) - 1);
  *role.mutable_valid_to() = dates::ToDate(last);
  db::Update(call.tx(), role, {"valid_to"});
  call.Emit("RoleEnded", role);
  response.set_uncovered_count(
      EndAssignments(call, worker.worker_id(), role.role(), v1::UNCOVERED_CAUSE_ROLE_ENDED));
  return response;
}

}  // namespace opora::registry
