#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/referral.pb.h"

namespace opora::registry {

// Referrals between agencies as their senders make them, and as both sides read them (REG-113).
class ReferralService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SendReferralResponse> SendReferral(rpc::Call& call,
                                                        const v1::SendReferralRequest& request);
  absl::StatusOr<v1::PreviewReferralResponse> PreviewReferral(
      rpc::Call& call, const v1::PreviewReferralRequest& request);
  absl::StatusOr<v1::DraftReferralResponse> DraftReferral(rpc::Call& call,
                                                          const v1::DraftReferralRequest& request);
  absl::StatusOr<v1::SendDraftResponse> SendDraft(rpc::Call& call,
                                                  const v1::SendDraftRequest& request);
  absl::StatusOr<v1::GetReferralResponse> GetReferral(rpc::Call& call,
                                                      const v1::GetReferralRequest& request);
  absl::StatusOr<v1::ListReferralsResponse> ListReferrals(rpc::Call& call,
                                                          const v1::ListReferralsRequest& request);
};

}  // namespace opora::registry
