#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/cooperation.pb.h"

namespace opora::registry {

// Cooperation agreements, a part of the interface CooperationService (REG-04).
class AgreementService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ProposeAgreementResponse> ProposeAgreement(
      rpc::Call& call, const v1::ProposeAgreementRequest& request);
  absl::StatusOr<v1::PutAgreementInForceResponse> PutAgreementInForce(
      rpc::Call& call, const v1::PutAgreementInForceRequest& request);
  absl::StatusOr<v1::EndAgreementResponse> EndAgreement(rpc::Call& call,
                                                        const v1::EndAgreementRequest& request);
  absl::StatusOr<v1::GetAgreementResponse> GetAgreement(rpc::Call& call,
                                                        const v1::GetAgreementRequest& request);
  absl::StatusOr<v1::ListAgreementsResponse> ListAgreements(
      rpc::Call& call, const v1::ListAgreementsRequest& request);
};

}  // namespace opora::registry
