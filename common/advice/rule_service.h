#pragma once

#include <span>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "common/rules/recommendation.h"

namespace opora::advice {

// opora.common.v1.RuleService, the same in every service whose recommendations an agency sets.
class RuleService {
 public:
  RuleService(std::span<const rules::Rule* const> all, rules::Recommendations recommendations)
      : all_(all), recommendations_(recommendations) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<common::v1::PutRuleSettingsResponse> PutRuleSettings(
      rpc::Call& call, const common::v1::PutRuleSettingsRequest& request);
  absl::StatusOr<common::v1::GetRuleSettingsResponse> GetRuleSettings(
      rpc::Call& call, const common::v1::GetRuleSettingsRequest& request);
  absl::StatusOr<common::v1::ListDeviationsResponse> ListDeviations(
      rpc::Call& call, const common::v1::ListDeviationsRequest& request);
  absl::StatusOr<common::v1::ExplainDeviationResponse> ExplainDeviation(
      rpc::Call& call, const common::v1::ExplainDeviationRequest& request);

 private:
  const std::span<const rules::Rule* const> all_;
  const rules::Recommendations recommendations_;
};

}  // namespace opora::advice
