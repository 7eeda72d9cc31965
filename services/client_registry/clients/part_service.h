#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/client_part.pb.h"

namespace opora::registry {

// Parts of a client's record, each with its source: health, housing, income, strengths, environment
// (REG-40, REG-47).
class PartService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordClientPartResponse> RecordClientPart(
      rpc::Call& call, const v1::RecordClientPartRequest& request);
  absl::StatusOr<v1::UpdateClientPartResponse> UpdateClientPart(
      rpc::Call& call, const v1::UpdateClientPartRequest& request);
  absl::StatusOr<v1::ListClientPartsResponse> ListClientParts(
      rpc::Call& call, const v1::ListClientPartsRequest& request);
};

}  // namespace opora::registry
