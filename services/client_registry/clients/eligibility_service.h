#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/eligibility.pb.h"

namespace opora::registry {

// Who needs the coordinated approach (REG-43), with the long-term plan that goes with it (REG-44).
class EligibilityService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::AssessEligibilityResponse> AssessEligibility(
      rpc::Call& call, const v1::AssessEligibilityRequest& request);
  absl::StatusOr<v1::PutLongTermPlanResponse> PutLongTermPlan(
      rpc::Call& call, const v1::PutLongTermPlanRequest& request);
  absl::StatusOr<v1::RecordMonitoringResponse> RecordMonitoring(
      rpc::Call& call, const v1::RecordMonitoringRequest& request);
  absl::StatusOr<v1::GetEligibilityResponse> GetEligibility(
      rpc::Call& call, const v1::GetEligibilityRequest& request);
  absl::StatusOr<v1::ListPlanGapsResponse> ListPlanGaps(rpc::Call& call,
                                                        const v1::ListPlanGapsRequest& request);
};

}  // namespace opora::registry
