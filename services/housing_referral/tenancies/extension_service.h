#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/tenancy.pb.h"
#include "services/housing_referral/registry.h"

namespace opora::housing {

// Decisions on leases: the rest of TenancyService (HOUS-57, HOUS-87, HOUS-106).
class ExtensionService {
 public:
  explicit ExtensionService(const Registry& registry) : registry_(registry) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::DecideExtensionResponse> DecideExtension(
      rpc::Call& call, const v1::DecideExtensionRequest& request);
  absl::StatusOr<v1::RecordExternalDecisionResponse> RecordExternalDecision(
      rpc::Call& call, const v1::RecordExternalDecisionRequest& request);
  absl::StatusOr<v1::ListExtensionDecisionsResponse> ListExtensionDecisions(
      rpc::Call& call, const v1::ListExtensionDecisionsRequest& request);

 private:
  const Registry& registry_;
};

}  // namespace opora::housing
