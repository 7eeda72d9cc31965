#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/safety.pb.h"

namespace opora::registry {

// What a worker has to know before knocking on a door (XC-63).
class SafetyService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordSafetyNoticeResponse> RecordSafetyNotice(
      rpc::Call& call, const v1::RecordSafetyNoticeRequest& request);
  absl::StatusOr<v1::RenewSafetyNoticeResponse> RenewSafetyNotice(
      rpc::Call& call, const v1::RenewSafetyNoticeRequest& request);
  absl::StatusOr<v1::RemoveSafetyNoticeResponse> RemoveSafetyNotice(
      rpc::Call& call, const v1::RemoveSafetyNoticeRequest& request);
  absl::StatusOr<v1::ListSafetyNoticesResponse> ListSafetyNotices(
      rpc::Call& call, const v1::ListSafetyNoticesRequest& request);
  absl::StatusOr<v1::ProcessSafetyDeadlinesResponse> ProcessSafetyDeadlines(
      rpc::Call& call, const v1::ProcessSafetyDeadlinesRequest& request);
};

}  // namespace opora::registry
