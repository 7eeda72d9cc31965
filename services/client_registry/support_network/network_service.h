#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/support_network.pb.h"

namespace opora::registry {

// People around a client, kept only with the client's agreement (REG-45, XC-12).
class NetworkService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::AddNetworkMemberResponse> AddNetworkMember(
      rpc::Call& call, const v1::AddNetworkMemberRequest& request);
  absl::StatusOr<v1::RenewNetworkAgreementResponse> RenewNetworkAgreement(
      rpc::Call& call, const v1::RenewNetworkAgreementRequest& request);
  absl::StatusOr<v1::WithdrawNetworkAgreementResponse> WithdrawNetworkAgreement(
      rpc::Call& call, const v1::WithdrawNetworkAgreementRequest& request);
  absl::StatusOr<v1::ListNetworkMembersResponse> ListNetworkMembers(
      rpc::Call& call, const v1::ListNetworkMembersRequest& request);
};

}  // namespace opora::registry
