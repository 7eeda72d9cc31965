#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/supervision.pb.h"

namespace opora::registry {

// Reflection, hints and timeliness (XC-43, XC-53, REG-38, REG-39).
class SupervisionService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::WriteReflectionResponse> WriteReflection(
      rpc::Call& call, const v1::WriteReflectionRequest& request);
  absl::StatusOr<v1::ListReflectionsResponse> ListReflections(
      rpc::Call& call, const v1::ListReflectionsRequest& request);
  absl::StatusOr<v1::PutSupervisionSettingsResponse> PutSupervisionSettings(
      rpc::Call& call, const v1::PutSupervisionSettingsRequest& request);
  absl::StatusOr<v1::LinkSupportToNeedResponse> LinkSupportToNeed(
      rpc::Call& call, const v1::LinkSupportToNeedRequest& request);
  absl::StatusOr<v1::ListSupervisionHintsResponse> ListSupervisionHints(
      rpc::Call& call, const v1::ListSupervisionHintsRequest& request);
  absl::StatusOr<v1::GetTimelinessResponse> GetTimeliness(rpc::Call& call,
                                                          const v1::GetTimelinessRequest& request);
};

}  // namespace opora::registry
