#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/access.pb.h"

namespace opora::registry {

// Disclosures that rest on one event and open nothing afterwards (XC-23, XC-24, XC-26, XC-64).
class OneOffService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::DiscloseOnceResponse> DiscloseOnce(rpc::Call& call,
                                                        const v1::DiscloseOnceRequest& request);
  absl::StatusOr<v1::RecordObservedFactsResponse> RecordObservedFacts(
      rpc::Call& call, const v1::RecordObservedFactsRequest& request);
  absl::StatusOr<v1::GetOneOffDisclosureResponse> GetOneOffDisclosure(
      rpc::Call& call, const v1::GetOneOffDisclosureRequest& request);
  absl::StatusOr<v1::ListOneOffDisclosuresResponse> ListOneOffDisclosures(
      rpc::Call& call, const v1::ListOneOffDisclosuresRequest& request);
};

}  // namespace opora::registry
