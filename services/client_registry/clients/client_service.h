#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/client.pb.h"

namespace opora::registry {

// People and what is known about them (REG-40 to REG-47, XC-28 to XC-30).
class ClientService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RegisterClientResponse> RegisterClient(
      rpc::Call& call, const v1::RegisterClientRequest& request);
  absl::StatusOr<v1::GetClientResponse> GetClient(rpc::Call& call,
                                                  const v1::GetClientRequest& request);
  absl::StatusOr<v1::SuggestClientsResponse> SuggestClients(
      rpc::Call& call, const v1::SuggestClientsRequest& request);
};

}  // namespace opora::registry
