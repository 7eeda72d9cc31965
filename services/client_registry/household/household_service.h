#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/household.pb.h"

namespace opora::registry {

// Who lives with whom (REG-40).
class HouseholdService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::AddHouseholdMemberResponse> AddHouseholdMember(
      rpc::Call& call, const v1::AddHouseholdMemberRequest& request);
  absl::StatusOr<v1::EndHouseholdMembershipResponse> EndHouseholdMembership(
      rpc::Call& call, const v1::EndHouseholdMembershipRequest& request);
  absl::StatusOr<v1::ListHouseholdsResponse> ListHouseholds(
      rpc::Call& call, const v1::ListHouseholdsRequest& request);
  absl::StatusOr<v1::ListHouseholdMembersResponse> ListHouseholdMembers(
      rpc::Call& call, const v1::ListHouseholdMembersRequest& request);
};

}  // namespace opora::registry
