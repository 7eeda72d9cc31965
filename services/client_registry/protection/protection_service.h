#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/protection.pb.h"

namespace opora::registry {

// Who must not be found (XC-27): setting at once, lowering by two people 72 hours apart.
class ProtectionService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SetAddressProtectionResponse> SetAddressProtection(
      rpc::Call& call, const v1::SetAddressProtectionRequest& request);
  absl::StatusOr<v1::GetAddressProtectionResponse> GetAddressProtection(
      rpc::Call& call, const v1::GetAddressProtectionRequest& request);
  absl::StatusOr<v1::ProposeAddressLoweringResponse> ProposeAddressLowering(
      rpc::Call& call, const v1::ProposeAddressLoweringRequest& request);
  absl::StatusOr<v1::ConfirmAddressLoweringResponse> ConfirmAddressLowering(
      rpc::Call& call, const v1::ConfirmAddressLoweringRequest& request);
  absl::StatusOr<v1::WithdrawAddressLoweringResponse> WithdrawAddressLowering(
      rpc::Call& call, const v1::WithdrawAddressLoweringRequest& request);
};

}  // namespace opora::registry
