#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/referral.pb.h"

namespace opora::registry {

// What becomes of a referral after it was sent: seen, answered, withdrawn, started, closed
// (REG-113).
class ReferralAnswerService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::MarkReferralSeenResponse> MarkReferralSeen(
      rpc::Call& call, const v1::MarkReferralSeenRequest& request);
  absl::StatusOr<v1::AcceptReferralResponse> AcceptReferral(
      rpc::Call& call, const v1::AcceptReferralRequest& request);
  absl::StatusOr<v1::DeclineReferralResponse> DeclineReferral(
      rpc::Call& call, const v1::DeclineReferralRequest& request);
  absl::StatusOr<v1::WithdrawReferralResponse> WithdrawReferral(
      rpc::Call& call, const v1::WithdrawReferralRequest& request);
  absl::StatusOr<v1::StartReferralResponse> StartReferral(rpc::Call& call,
                                                          const v1::StartReferralRequest& request);
  absl::StatusOr<v1::CloseReferralResponse> CloseReferral(rpc::Call& call,
                                                          const v1::CloseReferralRequest& request);
  absl::StatusOr<v1::RecordReferralAnswerResponse> RecordReferralAnswer(
      rpc::Call& call, const v1::RecordReferralAnswerRequest& request);
  absl::StatusOr<v1::ProcessReferralDeadlinesResponse> ProcessReferralDeadlines(
      rpc::Call& call, const v1::ProcessReferralDeadlinesRequest& request);
};

}  // namespace opora::registry
