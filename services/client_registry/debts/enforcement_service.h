#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/enforcement.pb.h"

namespace opora::registry {

// Enforcement of debts, claims of a creditor, refusals of clients (REG-89 to REG-92, REG-102,
// REG-107).
class EnforcementService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordEnforcementResponse> RecordEnforcement(
      rpc::Call& call, const v1::RecordEnforcementRequest& request);
  absl::StatusOr<v1::StopEnforcementResponse> StopEnforcement(
      rpc::Call& call, const v1::StopEnforcementRequest& request);
  absl::StatusOr<v1::ListEnforcementsResponse> ListEnforcements(
      rpc::Call& call, const v1::ListEnforcementsRequest& request);
  absl::StatusOr<v1::ListClaimsResponse> ListClaims(rpc::Call& call,
                                                    const v1::ListClaimsRequest& request);
  absl::StatusOr<v1::RecordClaimStepResponse> RecordClaimStep(
      rpc::Call& call, const v1::RecordClaimStepRequest& request);
  absl::StatusOr<v1::ListClaimStepsResponse> ListClaimSteps(
      rpc::Call& call, const v1::ListClaimStepsRequest& request);
  absl::StatusOr<v1::RecordSpecialRecipientResponse> RecordSpecialRecipient(
      rpc::Call& call, const v1::RecordSpecialRecipientRequest& request);
  absl::StatusOr<v1::RecordDebtRefusalResponse> RecordDebtRefusal(
      rpc::Call& call, const v1::RecordDebtRefusalRequest& request);
};

}  // namespace opora::registry
