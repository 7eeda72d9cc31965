#include "services/client_registry/protection/provider_address_service.h"

#include "common/db/record.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/protection/protection_store.h"
#include "services/client_registry/protection/refusals.h"

namespace opora::registry {

void ProviderAddressService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ProtectionService";
  rpc::Bind(methods, kInterface, "SetProviderAddress", *this,
            &ProviderAddressService::SetProviderAddress);
  rpc::Bind(methods, kInterface, "GetProviderAddress", *this,
            &ProviderAddressService::GetProviderAddress);
}

absl::StatusOr<v1::SetProviderAddressResponse> ProviderAddressService::SetProviderAddress(
    rpc::Call& call, const v1::SetProviderAddressRequest& request) {
  v1::SetProviderAddressResponse response;
  v1::ProviderAddress& provider = *response.mutable_provider();
  provider = request.provider();
  RETURN_IF_ERROR(CheckOwnAgency(call.caller(), provider.agency_id()));
  if (!provider.address_storable() && provider.has_written())
    return rules::Refuse(rule::kProviderAddressSecret);
  if (!provider.address_storable() &&
      protection::NamesHoldAddress(call.tx(), provider.agency_id())) {
    return rules::Refuse(rule::kWordsHoldAddress);
  }
  v1::ProviderAddress stored;
  if (!db::FindForUpdate(call.tx(), provider.agency_id(), stored)) {
    db::Insert(call.tx(), provider);
  } else if (!stored.address_storable()) {
    if (provider.address_storable()) return rules::Refuse(rule::kProviderAddressSecret);
    provider = stored;
    return response;
  } else {
    stored.set_address_storable(provider.address_storable());
    stored.clear_written();
    if (provider.has_written()) stored.set_written(provider.written());
    db::Update(call.tx(), stored, {"address_storable", "written"});
    provider = stored;
  }
  // What was held until now betrays it as well; after it, the database takes no more.
  if (!provider.address_storable()) protection::ForgetAddressesOf(call.tx(), provider.agency_id());
  return response;
}

absl::StatusOr<v1::GetProviderAddressResponse> ProviderAddressService::GetProviderAddress(
    rpc::Call& call, const v1::GetProviderAddressRequest& request) {
  v1::GetProviderAddressResponse response;
  ASSIGN_OR_RETURN(*response.mutable_provider(),
                   db::Get<v1::ProviderAddress>(call.tx(), request.agency_id()));
  return response;
}

}  // namespace opora::registry
