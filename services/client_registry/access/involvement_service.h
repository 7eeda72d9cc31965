#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/access.pb.h"
#include "opora/registry/v1/involvement.pb.h"

namespace opora::registry {

// What the other services ask for their own rules (CONF-35, HOUS-07); no person is answered.
class InvolvementService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::GetInvolvementResponse> GetInvolvement(
      rpc::Call& call, const v1::GetInvolvementRequest& request);
  absl::StatusOr<v1::GetAssignmentsResponse> GetAssignments(
      rpc::Call& call, const v1::GetAssignmentsRequest& request);
  absl::StatusOr<v1::GetExcludedTopicsResponse> GetExcludedTopics(
      rpc::Call& call, const v1::GetExcludedTopicsRequest& request);
};

}  // namespace opora::registry
