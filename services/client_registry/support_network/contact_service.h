#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/support_network.pb.h"

namespace opora::registry {

// Contact with people around a client: the act, which rules refuse, and the fact, which they only
// mark (XC-12, XC-20, XC-21, XC-56).
class ContactService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CheckContactResponse> CheckContact(rpc::Call& call,
                                                        const v1::CheckContactRequest& request);
  absl::StatusOr<v1::ContactNetworkMemberResponse> ContactNetworkMember(
      rpc::Call& call, const v1::ContactNetworkMemberRequest& request);
  absl::StatusOr<v1::RecordNetworkContactResponse> RecordNetworkContact(
      rpc::Call& call, const v1::RecordNetworkContactRequest& request);
  absl::StatusOr<v1::ListNetworkContactsResponse> ListNetworkContacts(
      rpc::Call& call, const v1::ListNetworkContactsRequest& request);
};

}  // namespace opora::registry
