#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/rent.pb.h"
#include "services/housing_referral/registry.h"

namespace opora::housing {

// Benefits, causes of late payment, direct payment: the rest of RentService.
class BenefitService {
 public:
  explicit BenefitService(const Registry& registry) : registry_(registry) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordBenefitClaimResponse> RecordBenefitClaim(
      rpc::Call& call, const v1::RecordBenefitClaimRequest& request);
  absl::StatusOr<v1::AdvanceBenefitClaimResponse> AdvanceBenefitClaim(
      rpc::Call& call, const v1::AdvanceBenefitClaimRequest& request);
  absl::StatusOr<v1::ListBenefitClaimsResponse> ListBenefitClaims(
      rpc::Call& call, const v1::ListBenefitClaimsRequest& request);
  absl::StatusOr<v1::RecordPaymentCauseResponse> RecordPaymentCause(
      rpc::Call& call, const v1::RecordPaymentCauseRequest& request);
  absl::StatusOr<v1::RequestDirectPaymentResponse> RequestDirectPayment(
      rpc::Call& call, const v1::RequestDirectPaymentRequest& request);
  absl::StatusOr<v1::RecordDirectPaymentRequestResponse> RecordDirectPaymentRequest(
      rpc::Call& call, const v1::RecordDirectPaymentRequestRequest& request);
  absl::StatusOr<v1::StartDirectPaymentResponse> StartDirectPayment(
      rpc::Call& call, const v1::StartDirectPaymentRequest& request);
  absl::StatusOr<v1::RecordDirectPaymentDecisionResponse> RecordDirectPaymentDecision(
      rpc::Call& call, const v1::RecordDirectPaymentDecisionRequest& request);
  absl::StatusOr<v1::EndDirectPaymentResponse> EndDirectPayment(
      rpc::Call& call, const v1::EndDirectPaymentRequest& request);
  absl::StatusOr<v1::GetTopUpResponse> GetTopUp(rpc::Call& call,
                                                const v1::GetTopUpRequest& request);

 private:
  const Registry& registry_;
};

}  // namespace opora::housing
