#include "services/client_registry/agencies/unit_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/agencies/unit_rules.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/update_mask.h"

namespace opora::registry {
namespace {

constexpr std::string_view kAgencyFields[] = {"name", "territory"};
constexpr std::string_view kWorkerFields[] = {"given_name", "family_name", "fte_milli",
                                              "department_id"};

absl::StatusOr<v1::Agency> LockKept(rpc::Call& call, const std::string& agency_id,
                                    const std::string& etag = "") {
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), agency_id));
  return db::Lock<v1::Agency>(call.tx(), agency_id, etag);
}

// The departments changed: they are written with their agency, whose version moves on.
void KeepDepartments(rpc::Call& call, v1::Agency& agency, std::string_view event) {
  db::Update(call.tx(), agency, {"departments"});
  const v1::AgencyFact fact = FactOf(agency);
  call.Emit(event, agency, &fact);
}

absl::StatusOr<v1::Department*> OpenDepartment(v1::Agency& agency, const std::string& id) {
  v1::Department* department = FindDepartment(agency, id);
  if (department == nullptr) {
    return rules::InvalidField("department_id", "DEPARTMENT_UNKNOWN",
                               "is no department of the agency");
  }
  if (department->has_closed_on()) return rules::Refuse(rule::kDepartmentClosed);
  return department;
}

}  // namespace

void UnitService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AgencyService";
  rpc::Bind(methods, kInterface, "UpdateAgency", *this, &UnitService::UpdateAgency);
  rpc::Bind(methods, kInterface, "CreateDepartment", *this, &UnitService::CreateDepartment);
  rpc::Bind(methods, kInterface, "RenameDepartment", *this, &UnitService::RenameDepartment);
  rpc::Bind(methods, kInterface, "CloseDepartment", *this, &UnitService::CloseDepartment);
  rpc::Bind(methods, kInterface, "GetWorker", *this, &UnitService::GetWorker);
  rpc::Bind(methods, kInterface, "ListWorkers", *this, &UnitService::ListWorkers);
  rpc::Bind(methods, kInterface, "UpdateWorker", *this, &UnitService::UpdateWorker);
}

absl::StatusOr<v1::UpdateAgencyResponse> UnitService::UpdateAgency(
    rpc::Call& call, const v1::UpdateAgencyRequest& request) {
  RETURN_IF_ERROR(CheckMask(request.update_mask(), kAgencyFields));
  v1::UpdateAgencyResponse response;
  v1::Agency& agency = *response.mutable_agency();
  ASSIGN_OR_RETURN(agency, LockKept(call, request.agency().agency_id(), request.agency().etag()));
  CopyFields(request.agency(), request.update_mask(), agency);
  db::Update(call.tx(), agency, FieldsOf(request.update_mask()));
  const v1::AgencyFact fact = FactOf(agency);
  call.Emit("AgencyUpdated", agency, &fact);
  return response;
}

absl::StatusOr<v1::CreateDepartmentResponse> UnitService::CreateDepartment(
    rpc::Call& call, const v1::CreateDepartmentRequest& request) {
  v1::CreateDepartmentResponse response;
  v1::Agency& agency = *response.mutable_agency();
  ASSIGN_OR_RETURN(agency, LockKept(call, request.agency_id()));
  RETURN_IF_ERROR(CheckDepartmentName(agency, request.name(), ""));
  RETURN_IF_ERROR(CheckDivisible(agency, HasClientsAsAWhole(call.tx(), agency.agency_id())));
  v1::Department& department = *agency.add_departments();
  department.set_department_id(ids::RandomId());
  department.set_kind(request.kind());
  department.set_name(request.name());
  KeepDepartments(call, agency, "DepartmentCreated");
  *response.mutable_department() = *agency.departments().rbegin();
  return response;
}

absl::StatusOr<v1::RenameDepartmentResponse> UnitService::RenameDepartment(
    rpc::Call& call, const v1::RenameDepartmentRequest& request) {
  v1::RenameDepartmentResponse response;
  v1::Agency& agency = *response.mutable_agency();
  ASSIGN_OR_RETURN(agency, LockKept(call, request.agency_id(), request.etag()));
  ASSIGN_OR_RETURN(v1::Department * department, OpenDepartment(agency, request.department_id()));
  RETURN_IF_ERROR(CheckDepartmentName(agency, request.name(), request.department_id()));
  department->set_name(request.name());
  KeepDepartments(call, agency, "DepartmentRenamed");
  return response;
}

absl::StatusOr<v1::CloseDepartmentResponse> UnitService::CloseDepartment(
    rpc::Call& call, const v1::CloseDepartmentRequest& request) {
  v1::CloseDepartmentResponse response;
  v1::Agency& agency = *response.mutable_agency();
  ASSIGN_OR_RETURN(agency, LockKept(call, request.agency_id()));
  ASSIGN_OR_RETURN(v1::Department * department, OpenDepartment(agency, request.department_id()));
  RETURN_IF_ERROR(CheckClosable(LockDepartmentUse(call.tx(), request.department_id())));
  *department->mutable_closed_on() = dates::ToDate(dates::DayAt(call.now()));
  KeepDepartments(call, agency, "DepartmentClosed");
  return response;
}

absl::StatusOr<v1::GetWorkerResponse> UnitService::GetWorker(rpc::Call& call,
                                                             const v1::GetWorkerRequest& request) {
  v1::GetWorkerResponse response;
  ASSIGN_OR_RETURN(*response.mutable_worker(), db::Get<v1::Worker>(call.tx(), request.worker_id()));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), response.worker().agency_id()));
  return response;
}

absl::StatusOr<v1::ListWorkersResponse> UnitService::ListWorkers(
    rpc::Call& call, const v1::ListWorkersRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListWorkersResponse response;
  FindWorkers(call.tx(), request, dates::DayAt(call.now()), page,
              [&] { return response.add_workers(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_workers()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {last->family_name(), last->given_name(), last->worker_id()}));
  return response;
}

absl::StatusOr<v1::UpdateWorkerResponse> UnitService::UpdateWorker(
    rpc::Call& call, const v1::UpdateWorkerRequest& request) {
  RETURN_IF_ERROR(CheckMask(request.update_mask(), kWorkerFields));
  const v1::Worker& asked = request.worker();
  v1::UpdateWorkerResponse response;
  v1::Worker& worker = *response.mutable_worker();
  ASSIGN_OR_RETURN(worker, db::Lock<v1::Worker>(call.tx(), asked.worker_id(), asked.etag()));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), worker.agency_id()));
  const std::string department_before = worker.department_id();
  CopyFields(asked, request.update_mask(), worker);
  if (worker.department_id() != department_before) {
    ASSIGN_OR_RETURN(const v1::Agency agency, db::Get<v1::Agency>(call.tx(), worker.agency_id()));
    RETURN_IF_ERROR(CheckDepartment(worker, agency));
    if (HasOpenAssignments(call.tx(), worker.worker_id()))
      return rules::Refuse(rule::kWorkerHasClients);
  }
  db::Update(call.tx(), worker, FieldsOf(request.update_mask()));
  call.Emit("WorkerUpdated", worker);
  return response;
}

}  // namespace opora::registry
