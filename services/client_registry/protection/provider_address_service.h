#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/protection.pb.h"

namespace opora::registry {

// Where providers are, and which of them must not be found: there is no way to store where those
// are (XC-27).
class ProviderAddressService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SetProviderAddressResponse> SetProviderAddress(
      rpc::Call& call, const v1::SetProviderAddressRequest& request);
  absl::StatusOr<v1::GetProviderAddressResponse> GetProviderAddress(
      rpc::Call& call, const v1::GetProviderAddressRequest& request);
};

}  // namespace opora::registry
