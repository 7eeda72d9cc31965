#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/place.pb.h"

namespace opora::registry {

// The place that an assignment takes, frees and takes again; a part of the interface AgencyService
// (REG-14 to REG-16).
class PlaceService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ClassifyAssignmentResponse> ClassifyAssignment(
      rpc::Call& call, const v1::ClassifyAssignmentRequest& request);
  absl::StatusOr<v1::PauseAssignmentResponse> PauseAssignment(
      rpc::Call& call, const v1::PauseAssignmentRequest& request);
  absl::StatusOr<v1::ResumeAssignmentResponse> ResumeAssignment(
      rpc::Call& call, const v1::ResumeAssignmentRequest& request);
};

}  // namespace opora::registry
