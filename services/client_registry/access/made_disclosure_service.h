#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/access.pb.h"

namespace opora::registry {

// One-off disclosures that another service let happen while the registry could not be reached
// (XC-23, XC-24, XC-56).
class MadeDisclosureService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordDisclosureMadeResponse> RecordDisclosureMade(
      rpc::Call& call, const v1::RecordDisclosureMadeRequest& request);
};

}  // namespace opora::registry
