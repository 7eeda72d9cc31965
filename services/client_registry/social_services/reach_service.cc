#include "services/client_registry/social_services/reach_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/period.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/social_services/reach_rules.h"
#include "services/client_registry/social_services/reach_store.h"
#include "services/client_registry/update_mask.h"

namespace opora::registry {
namespace {

constexpr std::string_view kServiceFields[] = {"name",
                                               "area",
                                               "kind",
                                               "forms",
                                               "territories",
                                               "target_groups",
                                               "target_groups_only",
                                               "counted_class",
                                               "closed_on"};
constexpr std::string_view kOfficeFields[] = {
    "name", "address", "territory", "opening_hours", "project_id", "valid_from", "valid_to"};

// The service that a row belongs to, locked, if the caller keeps it.
absl::StatusOr<v1::Service> LockKept(rpc::Call& call, const std::string& service_id,
                                     std::string_view field) {
  auto service = db::Lock<v1::Service>(call.tx(), service_id);
  if (!service.ok()) return rules::InvalidField(field, "SERVICE_UNKNOWN", "is no service");
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), service->agency_id()));
  return service;
}

absl::Status CheckOfficeOfProject(rpc::Call& call, v1::Office& office) {
  if (!office.has_project_id()) return CheckOffice(office, nullptr);
  const auto project = db::Get<v1::Project>(call.tx(), office.project_id());
  if (!project.ok())
    return rules::InvalidField("office.project_id", "PROJECT_UNKNOWN", "is no project");
  return CheckOffice(office, &*project);
}

}  // namespace

void ReachService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AgencyService";
  rpc::Bind(methods, kInterface, "UpdateService", *this, &ReachService::UpdateService);
  rpc::Bind(methods, kInterface, "CreateOffice", *this, &ReachService::CreateOffice);
  rpc::Bind(methods, kInterface, "UpdateOffice", *this, &ReachService::UpdateOffice);
  rpc::Bind(methods, kInterface, "AddServiceReach", *this, &ReachService::AddServiceReach);
  rpc::Bind(methods, kInterface, "EndServiceReach", *this, &ReachService::EndServiceReach);
  rpc::Bind(methods, kInterface, "PutServiceCost", *this, &ReachService::PutServiceCost);
}

absl::StatusOr<v1::UpdateServiceResponse> ReachService::UpdateService(
    rpc::Call& call, const v1::UpdateServiceRequest& request) {
  RETURN_IF_ERROR(CheckMask(request.update_mask(), kServiceFields));
  const v1::Service& asked = request.service();
  v1::UpdateServiceResponse response;
  v1::Service& service = *response.mutable_service();
  ASSIGN_OR_RETURN(service, db::Lock<v1::Service>(call.tx(), asked.service_id(), asked.etag()));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), service.agency_id()));
  CopyFields(asked, request.update_mask(), service);
  RETURN_IF_ERROR(CheckTargetGroups(service));
  if (service.has_closed_on())
    RETURN_IF_ERROR(dates::CheckDate(service.closed_on(), "service.closed_on"));
  db::Update(call.tx(), service, FieldsOf(request.update_mask()));
  const v1::ServiceFact fact = FactOf(service);
  call.Emit("ServiceUpdated", service, &fact);
  return response;
}

absl::StatusOr<v1::CreateOfficeResponse> ReachService::CreateOffice(
    rpc::Call& call, const v1::CreateOfficeRequest& request) {
  v1::CreateOfficeResponse response;
  v1::Office& office = *response.mutable_office();
  office = request.office();
  RETURN_IF_ERROR(LockKept(call, office.service_id(), "office.service_id").status());
  RETURN_IF_ERROR(CheckOfficeOfProject(call, office));
  office.set_office_id(ids::RandomId());
  db::Insert(call.tx(), office);
  call.Emit("OfficeCreated", office);
  return response;
}

absl::StatusOr<v1::UpdateOfficeResponse> ReachService::UpdateOffice(
    rpc::Call& call, const v1::UpdateOfficeRequest& request) {
  RETURN_IF_ERROR(CheckMask(request.update_mask(), kOfficeFields));
  const v1::Office& asked = request.office();
  v1::UpdateOfficeResponse response;
  v1::Office& office = *response.mutable_office();
  ASSIGN_OR_RETURN(office, db::Lock<v1::Office>(call.tx(), asked.office_id(), asked.etag()));
  ASSIGN_OR_RETURN(const v1::Service service, db::Get<v1::Service>(call.tx(), office.service_id()));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), service.agency_id()));
  CopyFields(asked, request.update_mask(), office);
  RETURN_IF_ERROR(CheckOfficeOfProject(call, office));
  std::vector<std::string_view> fields = FieldsOf(request.update_mask());
  if (!Names(request.update_mask(), "valid_to")) fields.push_back("valid_to");
  db::Update(call.tx(), office, fields);
  call.Emit("OfficeUpdated", office);
  return response;
}

absl::StatusOr<v1::AddServiceReachResponse> ReachService::AddServiceReach(
    rpc::Call& call, const v1::AddServiceReachRequest& request) {
  v1::AddServiceReachResponse response;
  v1::ServiceReach& reach = *response.mutable_reach();
  reach = request.reach();
  ASSIGN_OR_RETURN(const v1::Service service,
                   LockKept(call, reach.service_id(), "reach.service_id"));
  RETURN_IF_ERROR(CheckReach(reach, service));
  reach.set_reach_id(ids::RandomId());
  db::Insert(call.tx(), reach);
  call.Emit("ServiceReachAdded", reach);
  return response;
}

absl::StatusOr<v1::EndServiceReachResponse> ReachService::EndServiceReach(
    rpc::Call& call, const v1::EndServiceReachRequest& request) {
  v1::EndServiceReachResponse response;
  v1::ServiceReach& reach = *response.mutable_reach();
  ASSIGN_OR_RETURN(reach, db::Lock<v1::ServiceReach>(call.tx(), request.reach_id()));
  ASSIGN_OR_RETURN(const v1::Service service, db::Get<v1::Service>(call.tx(), reach.service_id()));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), service.agency_id()));
  *reach.mutable_valid_to() =
      request.has_valid_to() ? request.valid_to() : dates::ToDate(dates::DayAt(call.now()));
  RETURN_IF_ERROR(rules::CheckPeriod(reach, ""));
  db::Update(call.tx(), reach, {"valid_to"});
  call.Emit("ServiceReachEnded", reach);
  return response;
}

absl::StatusOr<v1::PutServiceCostResponse> ReachService::PutServiceCost(
    rpc::Call& call, const v1::PutServiceCostRequest& request) {
  v1::PutServiceCostResponse response;
  v1::ServiceCost& cost = *response.mutable_cost();
  cost = request.cost();
  RETURN_IF_ERROR(LockKept(call, cost.service_id(), "cost.service_id").status());
  RETURN_IF_ERROR(rules::CheckPeriod(cost, "cost."));
  if (cost.has_amount() && cost.amount().minor_units() < 0)
    return rules::InvalidField("cost.amount", "AMOUNT_NEGATIVE", "is no cost");
  v1::ServiceCost present;
  if (FindCost(call.tx(), cost, present)) {
    cost.set_cost_id(present.cost_id());
    db::Update(call.tx(), cost, {"amount", "source"});
  } else {
    cost.set_cost_id(ids::RandomId());
    db::Insert(call.tx(), cost);
  }
  call.Emit("ServiceCostPut", cost);
  return response;
}

}  // namespace opora::registry
