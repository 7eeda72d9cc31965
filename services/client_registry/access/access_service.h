#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/access.pb.h"

namespace opora::registry {

// Decisions about disclosures, and their history (XC-11, XC-13).
class AccessService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ResolveCallerResponse> ResolveCaller(rpc::Call& call,
                                                          const v1::ResolveCallerRequest& request);
  absl::StatusOr<v1::CheckDisclosureResponse> CheckDisclosure(
      rpc::Call& call, const v1::CheckDisclosureRequest& request);
  absl::StatusOr<v1::CheckDisclosuresResponse> CheckDisclosures(
      rpc::Call& call, const v1::CheckDisclosuresRequest& request);
  absl::StatusOr<v1::ExplainAccessResponse> ExplainAccess(rpc::Call& call,
                                                          const v1::ExplainAccessRequest& request);
  absl::StatusOr<v1::ListDisclosuresResponse> ListDisclosures(
      rpc::Call& call, const v1::ListDisclosuresRequest& request);
};

}  // namespace opora::registry
