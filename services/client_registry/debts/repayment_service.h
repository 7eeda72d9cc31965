#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/repayment.pb.h"

namespace opora::registry {

// Policies of creditors and repayment schedules (REG-96 to REG-100).
class RepaymentService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PutCreditorPolicyResponse> PutCreditorPolicy(
      rpc::Call& call, const v1::PutCreditorPolicyRequest& request);
  absl::StatusOr<v1::ListCreditorPoliciesResponse> ListCreditorPolicies(
      rpc::Call& call, const v1::ListCreditorPoliciesRequest& request);
  absl::StatusOr<v1::CreateRepaymentScheduleResponse> CreateRepaymentSchedule(
      rpc::Call& call, const v1::CreateRepaymentScheduleRequest& request);
  absl::StatusOr<v1::DecideRepaymentScheduleResponse> DecideRepaymentSchedule(
      rpc::Call& call, const v1::DecideRepaymentScheduleRequest& request);
  absl::StatusOr<v1::CancelRepaymentScheduleResponse> CancelRepaymentSchedule(
      rpc::Call& call, const v1::CancelRepaymentScheduleRequest& request);
  absl::StatusOr<v1::RecordInstalmentPaidResponse> RecordInstalmentPaid(
      rpc::Call& call, const v1::RecordInstalmentPaidRequest& request);
  absl::StatusOr<v1::GetRepaymentScheduleResponse> GetRepaymentSchedule(
      rpc::Call& call, const v1::GetRepaymentScheduleRequest& request);
  absl::StatusOr<v1::ListRepaymentSchedulesResponse> ListRepaymentSchedules(
      rpc::Call& call, const v1::ListRepaymentSchedulesRequest& request);
  absl::StatusOr<v1::ProcessDeadlinesResponse> ProcessDeadlines(
      rpc::Call& call, const v1::ProcessDeadlinesRequest& request);
};

}  // namespace opora::registry
