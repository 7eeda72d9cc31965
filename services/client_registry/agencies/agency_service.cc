#include "services/client_registry/agencies/agency_service.h"

#include "common/db/constraints.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/workforce/coverage.h"
#include "services/client_registry/workforce/refusals.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

absl::StatusOr<v1::Agency> ReferencedAgency(rpc::Call& call, const std::string& agency_id,
                                            std::string_view field) {
  auto agency = db::Get<v1::Agency>(call.tx(), agency_id);
  if (agency.ok()) return agency;
  return rules::InvalidField(field, "AGENCY_UNKNOWN", "is no agency");
}

// The service whose figures are to be changed, locked, if the caller keeps them.
absl::StatusOr<v1::Service> LockKeptService(rpc::Call& call, const std::string& service_id,
                                            std::string_view field) {
  auto service = db::Lock<v1::Service>(call.tx(), service_id);
  if (!service.ok()) return rules::InvalidField(field, "SERVICE_UNKNOWN", "is no service");
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), service->agency_id()));
  return service;
}

// Clients of a suspended worker are not left without a responsible person (REG-48).
void CoverSuspended(rpc::Call& call, const v1::Worker& worker) {
  for (const v1::ClientAssignment& assignment :
       OpenAssignmentsOf(call.tx(), worker.worker_id(), common::v1::ACTING_ROLE_UNSPECIFIED)) {
    if (assignment.state() != v1::ASSIGNMENT_STATE_ACTIVE) continue;
    if (worker.suspended()) {
      ListIfUncovered(call, assignment, v1::UNCOVERED_CAUSE_WORKER_SUSPENDED);
    } else {
      CloseCovered(call, assignment.client_id(), v1::UNCOVERED_CLOSURE_WORKER_BACK);
    }
  }
}

}  // namespace

void RegisterAgencyConstraints() {
  db::RegisterConstraint("agencies_name_once", rule::kAgencyExists);
  db::RegisterConstraint("workers_identity", rule::kWorkerExists);
  db::RegisterConstraint("client_assignments_one_case_manager", rule::kCaseManagerExists);
}

void AgencyService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AgencyService";
  RegisterAgencyConstraints();
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("CreateAgency", &AgencyService::CreateAgency);
  bind("GetAgency", &AgencyService::GetAgency);
  bind("ListAgencies", &AgencyService::ListAgencies);
  bind("CreateWorker", &AgencyService::CreateWorker);
  bind("GrantRole", &AgencyService::GrantRole);
  bind("SuspendWorker", &AgencyService::SuspendWorker);
  bind("CreateService", &AgencyService::CreateService);
  bind("PutStaffing", &AgencyService::PutStaffing);
  bind("PutCapacity", &AgencyService::PutCapacity);
  bind("GetServiceCapacity", &AgencyService::GetServiceCapacity);
}

absl::StatusOr<v1::CreateAgencyResponse> AgencyService::CreateAgency(
    rpc::Call& call, const v1::CreateAgencyRequest& request) {
  v1::CreateAgencyResponse response;
  v1::Agency& agency = *response.mutable_agency();
  agency = request.agency();
  agency.set_agency_id(ids::RandomId());
  for (v1::Department& department : *agency.mutable_departments()) {
    department.set_department_id(ids::RandomId());
    department.clear_closed_on();
  }
  agency.set_suspended(false);
  *agency.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), agency);
  const v1::AgencyFact fact = FactOf(agency);
  call.Emit("AgencyCreated", agency, &fact);
  return response;
}

absl::StatusOr<v1::GetAgencyResponse> AgencyService::GetAgency(
    rpc::Call& call, const v1::GetAgencyRequest& request) {
  v1::GetAgencyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_agency(), db::Get<v1::Agency>(call.tx(), request.agency_id()));
  return response;
}

absl::StatusOr<v1::ListAgenciesResponse> AgencyService::ListAgencies(
    rpc::Call& call, const v1::ListAgenciesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListAgenciesResponse response;
  FindAgencies(call.tx(), request.type(), page, [&] { return response.add_agencies(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_agencies()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {last->name(), last->agency_id()}));
  return response;
}

absl::StatusOr<v1::CreateWorkerResponse> AgencyService::CreateWorker(
    rpc::Call& call, const v1::CreateWorkerRequest& request) {
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), request.worker().agency_id()));
  ASSIGN_OR_RETURN(const v1::Agency agency,
                   ReferencedAgency(call, request.worker().agency_id(), "worker.agency_id"));
  RETURN_IF_ERROR(CheckDepartment(request.worker(), agency));
  v1::CreateWorkerResponse response;
  v1::Worker& worker = *response.mutable_worker();
  worker = request.worker();
  worker.set_worker_id(ids::RandomId());
  worker.set_suspended(false);
  *worker.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), worker);
  call.Emit("WorkerCreated", worker);
  return response;
}

absl::StatusOr<v1::GrantRoleResponse> AgencyService::GrantRole(
    rpc::Call& call, const v1::GrantRoleRequest& request) {
  const v1::RoleAssignment& asked = request.role_assignment();
  const auto worker = db::Lock<v1::Worker>(call.tx(), asked.worker_id());
  if (!worker.ok()) {
    return rules::InvalidField("role_assignment.worker_id", "WORKER_UNKNOWN", "is no worker");
  }
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), worker->agency_id()));
  ASSIGN_OR_RETURN(const v1::Agency agency, db::Get<v1::Agency>(call.tx(), worker->agency_id()));
  RETURN_IF_ERROR(CheckRoleGrant(call.caller(), asked, agency.type()));
  if (HasLeft(call.tx(), worker->worker_id(), call.now()))
    return rules::Refuse(rule::kEmploymentEnded);
  v1::GrantRoleResponse response;
  v1::RoleAssignment& role = *response.mutable_role_assignment();
  role = asked;
  role.set_role_assignment_id(ids::RandomId());
  db::Insert(call.tx(), role);
  call.Emit("RoleGranted", role);
  for (auto& warning : QualificationWarnings(role.role(), *worker, call.language())) {
    *response.add_warnings() = std::move(warning);
  }
  return response;
}

absl::StatusOr<v1::SuspendWorkerResponse> AgencyService::SuspendWorker(
    rpc::Call& call, const v1::SuspendWorkerRequest& request) {
  ASSIGN_OR_RETURN(const v1::Worker known, db::Get<v1::Worker>(call.tx(), request.worker_id()));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), known.agency_id()));
  LockPersonsOf(call.tx(), request.worker_id());
  ASSIGN_OR_RETURN(v1::Worker worker, db::Lock<v1::Worker>(call.tx(), request.worker_id()));
  if (!request.suspended() && HasLeft(call.tx(), worker.worker_id(), call.now()))
    return rules::Refuse(rule::kEmploymentEnded);
  if (worker.suspended() != request.suspended()) {
    worker.set_suspended(request.suspended());
    db::Update(call.tx(), worker, {"suspended"});
    call.Emit(worker.suspended() ? "WorkerSuspended" : "WorkerResumed", worker);
    call.Journal(worker.suspended() ? "WORKER_SUSPENDED" : "WORKER_RESUMED", "",
                 worker.worker_id());
    CoverSuspended(call, worker);
  }
  v1::SuspendWorkerResponse response;
  *response.mutable_worker() = std::move(worker);
  return response;
}

absl::StatusOr<v1::CreateServiceResponse> AgencyService::CreateService(
    rpc::Call& call, const v1::CreateServiceRequest& request) {
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), request.service().agency_id()));
  RETURN_IF_ERROR(
      ReferencedAgency(call, request.service().agency_id(), "service.agency_id").status());
  v1::CreateServiceResponse response;
  v1::Service& service = *response.mutable_service();
  service = request.service();
  service.set_service_id(ids::RandomId());
  service.clear_closed_on();
  RETURN_IF_ERROR(CheckTargetGroups(service));
  *service.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), service);
  const v1::ServiceFact fact = FactOf(service);
  call.Emit("ServiceCreated", service, &fact);
  return response;
}

absl::StatusOr<v1::PutStaffingResponse> AgencyService::PutStaffing(
    rpc::Call& call, const v1::PutStaffingRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.staffing().as_of_date(), "staffing.as_of_date"));
  ASSIGN_OR_RETURN(const v1::Service service,
                   LockKeptService(call, request.staffing().service_id(), "staffing.service_id"));
  v1::PutStaffingResponse response;
  v1::Staffing& staffing = *response.mutable_staffing();
  staffing = request.staffing();
  v1::Staffing present;
  if (FindStaffing(call.tx(), staffing, present)) {
    staffing.set_staffing_id(present.staffing_id());
    db::Update(call.tx(), staffing, {"heads", "fte_milli", "caseload_per_fte", "shared_by"});
  } else {
    staffing.set_staffing_id(ids::RandomId());
    db::Insert(call.tx(), staffing);
  }
  const v1::StaffingFact fact = FactOf(staffing, service);
  call.Emit("StaffingPut", staffing, &fact);
  return response;
}

absl::StatusOr<v1::PutCapacityResponse> AgencyService::PutCapacity(
    rpc::Call& call, const v1::PutCapacityRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.capacity().as_of_date(), "capacity.as_of_date"));
  ASSIGN_OR_RETURN(const v1::Service service,
                   LockKeptService(call, request.capacity().service_id(), "capacity.service_id"));
  v1::PutCapacityResponse response;
  v1::Capacity& capacity = *response.mutable_capacity();
  capacity = request.capacity();
  v1::Capacity present;
  if (FindCapacity(call.tx(), capacity, present)) {
    capacity.set_capacity_id(present.capacity_id());
    db::Update(call.tx(), capacity, {"clients"});
  } else {
    capacity.set_capacity_id(ids::RandomId());
    db::Insert(call.tx(), capacity);
  }
  const v1::CapacityFact fact = FactOf(capacity, service);
  call.Emit("CapacityPut", capacity, &fact);
  return response;
}

absl::StatusOr<v1::GetServiceCapacityResponse> AgencyService::GetServiceCapacity(
    rpc::Call& call, const v1::GetServiceCapacityRequest& request) {
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::FromDate(request.as_of_date());
  }
  RETURN_IF_ERROR(db::Get<v1::Service>(call.tx(), request.service_id()).status());
  return CapacityOf(StaffingAsOf(call.tx(), request.service_id(), day),
                    CapacitiesAsOf(call.tx(), request.service_id(), day),
                    ClientsOfService(call.tx(), request.service_id()));
}

}  // namespace opora::registry
