#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/break_glass.pb.h"

namespace opora::registry {

// What follows an access in an emergency: alerts, reviews, and what overdue reviews cost (XC-26).
class BreakGlassReviewService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ListBreakGlassReviewsResponse> ListBreakGlassReviews(
      rpc::Call& call, const v1::ListBreakGlassReviewsRequest& request);
  absl::StatusOr<v1::ReviewBreakGlassResponse> ReviewBreakGlass(
      rpc::Call& call, const v1::ReviewBreakGlassRequest& request);
  absl::StatusOr<v1::ListBreakGlassSuspensionsResponse> ListBreakGlassSuspensions(
      rpc::Call& call, const v1::ListBreakGlassSuspensionsRequest& request);
  absl::StatusOr<v1::ListAccessAlertsResponse> ListAccessAlerts(
      rpc::Call& call, const v1::ListAccessAlertsRequest& request);
  absl::StatusOr<v1::AcknowledgeAccessAlertResponse> AcknowledgeAccessAlert(
      rpc::Call& call, const v1::AcknowledgeAccessAlertRequest& request);
  absl::StatusOr<v1::ProcessAccessDeadlinesResponse> ProcessAccessDeadlines(
      rpc::Call& call, const v1::ProcessAccessDeadlinesRequest& request);
};

}  // namespace opora::registry
