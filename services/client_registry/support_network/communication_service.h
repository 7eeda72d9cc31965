#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/communication.pb.h"

namespace opora::registry {

// How to talk with a client (REG-121), and the way to reach him or her (REG-46).
class CommunicationService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SetCommunicationNeedsResponse> SetCommunicationNeeds(
      rpc::Call& call, const v1::SetCommunicationNeedsRequest& request);
  absl::StatusOr<v1::GetContactRouteResponse> GetContactRoute(
      rpc::Call& call, const v1::GetContactRouteRequest& request);
};

}  // namespace opora::registry
