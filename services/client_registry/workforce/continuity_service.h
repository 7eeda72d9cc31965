#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/continuity.pb.h"

namespace opora::registry {

// Fallbacks, clients without a responsible person, change of the key worker (REG-36, REG-37,
// REG-48).
class ContinuityService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::NameFallbackResponse> NameFallback(rpc::Call& call,
                                                        const v1::NameFallbackRequest& request);
  absl::StatusOr<v1::ListUncoveredClientsResponse> ListUncoveredClients(
      rpc::Call& call, const v1::ListUncoveredClientsRequest& request);
  absl::StatusOr<v1::CloseUncoveredClientResponse> CloseUncoveredClient(
      rpc::Call& call, const v1::CloseUncoveredClientRequest& request);
  absl::StatusOr<v1::ChangeKeyWorkerResponse> ChangeKeyWorker(
      rpc::Call& call, const v1::ChangeKeyWorkerRequest& request);
  absl::StatusOr<v1::ListKeyWorkerChangesResponse> ListKeyWorkerChanges(
      rpc::Call& call, const v1::ListKeyWorkerChangesRequest& request);
  absl::StatusOr<v1::ListKeyWorkerChangeReasonsResponse> ListKeyWorkerChangeReasons(
      rpc::Call& call, const v1::ListKeyWorkerChangeReasonsRequest& request);
};

}  // namespace opora::registry
