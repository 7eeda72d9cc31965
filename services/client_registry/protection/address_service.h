#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/protection.pb.h"

namespace opora::registry {

// Where people are: the only way by which an address is written or read (XC-27).
class AddressService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordAddressResponse> RecordAddress(rpc::Call& call,
                                                          const v1::RecordAddressRequest& request);
  absl::StatusOr<v1::EndAddressResponse> EndAddress(rpc::Call& call,
                                                    const v1::EndAddressRequest& request);
  absl::StatusOr<v1::ListAddressesResponse> ListAddresses(rpc::Call& call,
                                                          const v1::ListAddressesRequest& request);
  absl::StatusOr<v1::ReleaseAddressResponse> ReleaseAddress(
      rpc::Call& call, const v1::ReleaseAddressRequest& request);
};

}  // namespace opora::registry
