#include "services/client_registry/social_services/search_service.h"

#include <algorithm>

#include "common/db/record.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/social_services/reach_rules.h"
#include "services/client_registry/social_services/reach_store.h"

namespace opora::registry {
namespace {

// Services read at once while a page of those that reach a territory is filled.
constexpr int kChunk = 200;

template <typename Request>
absl::StatusOr<absl::CivilDay> DayOf(const rpc::Call& call, const Request& request) {
  if (!request.has_as_of_date()) return dates::DayAt(call.now());
  RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
  return dates::FromDate(request.as_of_date());
}

v1::GetServiceCapacityResponse CapacityOn(rpc::Call& call, const std::string& service_id,
                                          absl::CivilDay day) {
  return CapacityOf(StaffingAsOf(call.tx(), service_id, day),
                    CapacitiesAsOf(call.tx(), service_id, day),
                    ClientsOfService(call.tx(), service_id));
}

void AddOpen(const std::vector<v1::Office>& offices, absl::CivilDay day,
             google::protobuf::RepeatedPtrField<v1::Office>& open) {
  for (const v1::Office& office : offices) {
    if (Contains(office.valid_from(), office.has_valid_to(), office.valid_to(), day))
      *open.Add() = office;
  }
}

bool Fits(const v1::FindServicesRequest& request, const v1::Service& service,
          const std::vector<v1::ServiceForm>& forms) {
  if (forms.empty() || !IsFor(service, request.target_group())) return false;
  return request.form() == v1::SERVICE_FORM_UNSPECIFIED ||
         std::find(forms.begin(), forms.end(), request.form()) != forms.end();
}

// What the town that asks may claim of the capacity: nothing of a pool that it shares (REG-19).
void TellCapacity(const v1::GetServiceCapacityResponse& capacity, v1::FoundService& found) {
  *found.mutable_shared_by() = capacity.staffing().shared_by();
  if (!capacity.shared() && capacity.has_caseload_capacity())
    found.set_caseload_capacity(capacity.caseload_capacity());
}

}  // namespace

void SearchService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AgencyService";
  rpc::Bind(methods, kInterface, "FindServices", *this, &SearchService::FindServices);
  rpc::Bind(methods, kInterface, "ListServices", *this, &SearchService::ListServices);
  rpc::Bind(methods, kInterface, "GetService", *this, &SearchService::GetService);
  rpc::Bind(methods, kInterface, "ListServiceHistory", *this, &SearchService::ListServiceHistory);
}

absl::StatusOr<v1::FindServicesResponse> SearchService::FindServices(
    rpc::Call& call, const v1::FindServicesRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(call, request));
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const ServiceFilter filter{.kind = request.kind(), .only_open = true, .day = day};
  v1::FindServicesResponse response;
  rpc::Page scan{.size = kChunk, .after = page.after};
  while (true) {
    const std::vector<v1::Service> chunk = ServicesByName(call.tx(), filter, scan);
    auto whereabouts = WhereaboutsOf(call.tx(), chunk);
    for (const v1::Service& service : chunk) {
      const Whereabouts& places = whereabouts[service.service_id()];
      const auto forms =
          FormsReaching(service, places.reaches, places.offices, request.territory(), day);
      if (!Fits(request, service, forms)) continue;
      if (response.services_size() == page.size) {
        response.set_next_page_token(
            rpc::NextPageToken(call, request, SortKeys(response.services().rbegin()->service())));
        return response;
      }
      v1::FoundService& found = *response.add_services();
      *found.mutable_service() = service;
      for (const v1::ServiceForm form : forms) found.add_forms(form);
      AddOpen(places.offices, day, *found.mutable_offices());
      TellCapacity(CapacityOn(call, service.service_id(), day), found);
    }
    if (static_cast<int>(chunk.size()) < kChunk) return response;
    scan.after = SortKeys(chunk.back());
  }
}

absl::StatusOr<v1::ListServicesResponse> SearchService::ListServices(
    rpc::Call& call, const v1::ListServicesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const ServiceFilter filter{.agency_id = request.agency_id(),
                             .only_open = !request.include_closed(),
                             .day = dates::DayAt(call.now())};
  v1::ListServicesResponse response;
  for (auto& service : ServicesByName(call.tx(), filter, page))
    *response.add_services() = std::move(service);
  if (const auto* last = rpc::CutToPage(page, *response.mutable_services()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*last)));
  return response;
}

absl::StatusOr<v1::GetServiceResponse> SearchService::GetService(
    rpc::Call& call, const v1::GetServiceRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(call, request));
  v1::GetServiceResponse response;
  ASSIGN_OR_RETURN(*response.mutable_service(),
                   db::Get<v1::Service>(call.tx(), request.service_id()));
  const Whereabouts places = WhereaboutsOf(call.tx(), {response.service()})[request.service_id()];
  for (const v1::ServiceReach& reach : places.reaches) {
    if (Contains(reach.valid_from(), reach.has_valid_to(), reach.valid_to(), day))
      *response.add_reaches() = reach;
  }
  AddOpen(places.offices, day, *response.mutable_offices());
  *response.mutable_capacity() = CapacityOn(call, request.service_id(), day);
  if (auto cost = CostOn(call.tx(), request.service_id(), day); cost.has_value())
    *response.mutable_cost() = std::move(*cost);
  return response;
}

absl::StatusOr<v1::ListServiceHistoryResponse> SearchService::ListServiceHistory(
    rpc::Call& call, const v1::ListServiceHistoryRequest& request) {
  RETURN_IF_ERROR(db::Get<v1::Service>(call.tx(), request.service_id()).status());
  v1::ListServiceHistoryResponse response;
  ReadHistory(call.tx(), request.service_id(), response);
  return response;
}

}  // namespace opora::registry
