#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/substitution.pb.h"

namespace opora::registry {

// Who may hold support and control together, and why (XC-34).
class WaiverService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::GrantRoleMergeWaiverResponse> GrantRoleMergeWaiver(
      rpc::Call& call, const v1::GrantRoleMergeWaiverRequest& request);
  absl::StatusOr<v1::EndRoleMergeWaiverResponse> EndRoleMergeWaiver(
      rpc::Call& call, const v1::EndRoleMergeWaiverRequest& request);
  absl::StatusOr<v1::ListRoleMergeWaiversResponse> ListRoleMergeWaivers(
      rpc::Call& call, const v1::ListRoleMergeWaiversRequest& request);
};

}  // namespace opora::registry
