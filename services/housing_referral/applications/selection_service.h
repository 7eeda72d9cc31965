#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/application.pb.h"
#include "services/housing_referral/registry.h"

namespace opora::housing {

// Selection, approval and notification of applicants: the rest of ApplicationService.
class SelectionService {
 public:
  explicit SelectionService(const Registry& registry) : registry_(registry) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SelectApplicationResponse> SelectApplication(
      rpc::Call& call, const v1::SelectApplicationRequest& request);
  absl::StatusOr<v1::SubmitForApprovalResponse> SubmitForApproval(
      rpc::Call& call, const v1::SubmitForApprovalRequest& request);
  absl::StatusOr<v1::ApproveApplicationResponse> ApproveApplication(
      rpc::Call& call, const v1::ApproveApplicationRequest& request);
  absl::StatusOr<v1::RejectApplicationResponse> RejectApplication(
      rpc::Call& call, const v1::RejectApplicationRequest& request);
  absl::StatusOr<v1::ProposeFlatResponse> ProposeFlat(rpc::Call& call,
                                                      const v1::ProposeFlatRequest& request);
  absl::StatusOr<v1::ConfirmFlatResponse> ConfirmFlat(rpc::Call& call,
                                                      const v1::ConfirmFlatRequest& request);
  absl::StatusOr<v1::NotifyAcceptanceResponse> NotifyAcceptance(
      rpc::Call& call, const v1::NotifyAcceptanceRequest& request);
  absl::StatusOr<v1::RecordLearnedResponse> RecordLearned(rpc::Call& call,
                                                          const v1::RecordLearnedRequest& request);
  absl::StatusOr<v1::NotifyRejectionResponse> NotifyRejection(
      rpc::Call& call, const v1::NotifyRejectionRequest& request);
  absl::StatusOr<v1::RecordComplicationResponse> RecordComplication(
      rpc::Call& call, const v1::RecordComplicationRequest& request);

 private:
  const Registry& registry_;
};

}  // namespace opora::housing
