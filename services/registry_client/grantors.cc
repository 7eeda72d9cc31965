#include "services/registry_client/grantors.h"

#include "common/status_macros.h"
#include "common/time/proto_date.h"

namespace opora::registry_client {

absl::Status RefusalFor(std::string_view reason, const std::string& field) {
  for (const rules::Rule* one : rule::kGrantorRefusals) {
    if (one->reason == reason) return rules::Refuse(*one, {.field = field});
  }
  // A representative whom it profits, and whatever else the registry may find.
  return rules::Refuse(rule::kGrantorNotEntitled, {.field = field});
}

absl::Status CheckGiven(const rpc::Client& registry, const rpc::Call& call,
                        const common::v1::Attestation& attestation, const Given& given) {
  registry::v1::CheckGrantorRequest request;
  request.set_client_id(given.client_id);
  request.set_act(given.act);
  for (const common::v1::DataArea area : given.areas) request.add_areas(area);
  *request.mutable_on_date() =
      dates::ToDate(dates::DayAt(rpc::FromTimestamp(attestation.occurred_at())));
  if (given.grantor != nullptr) *request.mutable_grantor() = *given.grantor;
  for (const std::string& agency : given.party_agencies) request.add_party_agency_ids(agency);
  registry::v1::CheckGrantorResponse response;
  RETURN_IF_ERROR(registry.CallAsService("opora.registry.v1.RepresentationService.CheckGrantor",
                                         request, response, call.facts().deadline));
  return response.entitled() ? absl::OkStatus() : RefusalFor(response.reason(), given.field);
}

}  // namespace opora::registry_client
