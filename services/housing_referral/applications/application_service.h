#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/application.pb.h"

namespace opora::housing {

// Applications from receipt to investigation, and everybody's view of them.
class ApplicationService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SubmitApplicationResponse> SubmitApplication(
      rpc::Call& call, const v1::SubmitApplicationRequest& request);
  absl::StatusOr<v1::RegisterApplicationResponse> RegisterApplication(
      rpc::Call& call, const v1::RegisterApplicationRequest& request);
  absl::StatusOr<v1::StartInvestigationResponse> StartInvestigation(
      rpc::Call& call, const v1::StartInvestigationRequest& request);
  absl::StatusOr<v1::RecordFindingsResponse> RecordFindings(
      rpc::Call& call, const v1::RecordFindingsRequest& request);
  absl::StatusOr<v1::CompleteInvestigationResponse> CompleteInvestigation(
      rpc::Call& call, const v1::CompleteInvestigationRequest& request);
  absl::StatusOr<v1::SetWaitingResponse> SetWaiting(rpc::Call& call,
                                                    const v1::SetWaitingRequest& request);
  absl::StatusOr<v1::WithdrawApplicationResponse> WithdrawApplication(
      rpc::Call& call, const v1::WithdrawApplicationRequest& request);
  absl::StatusOr<v1::LinkDebtReferralResponse> LinkDebtReferral(
      rpc::Call& call, const v1::LinkDebtReferralRequest& request);
  absl::StatusOr<v1::GetApplicationResponse> GetApplication(
      rpc::Call& call, const v1::GetApplicationRequest& request);
  absl::StatusOr<v1::ListApplicationsResponse> ListApplications(
      rpc::Call& call, const v1::ListApplicationsRequest& request);
};

}  // namespace opora::housing
