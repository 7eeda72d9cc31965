#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/personal_tie.pb.h"

namespace opora::registry {

// Workers who stand too near to a client. What follows is part of the decision
// (access/registry_decider.cc): for the worker there is no such client.
class TieService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordPersonalTieResponse> RecordPersonalTie(
      rpc::Call& call, const v1::RecordPersonalTieRequest& request);
  absl::StatusOr<v1::EndPersonalTieResponse> EndPersonalTie(
      rpc::Call& call, const v1::EndPersonalTieRequest& request);
  absl::StatusOr<v1::ListPersonalTiesResponse> ListPersonalTies(
      rpc::Call& call, const v1::ListPersonalTiesRequest& request);
};

}  // namespace opora::registry
