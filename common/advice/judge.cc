#include "common/advice/judge.h"

namespace opora::advice {

absl::Status Judge::Settle(absl::Status status) {
  if (status.ok() || call_.caller().unit.agency_id.empty()) return status;
  const auto* found =
      rules::FindRecommendation(recommendations_, rules::RuleOf(status), rules::ReasonOf(status));
  if (found == nullptr) return status;
  if (!agency_.has_value()) agency_ = RulesOf(call_.tx(), call_.caller().unit.agency_id);
  const common::v1::RuleMode mode = agency_->ModeOf(*found);
  if (mode == common::v1::RULE_MODE_ENFORCE) return status;
  if (mode == common::v1::RULE_MODE_WARN)
    warnings_.push_back(rules::Warn(*found->rule, call_.language()));
  return absl::OkStatus();
}

absl::Status Judge::Settle(const std::vector<absl::Status>& statuses) {
  for (const absl::Status& status : statuses) {
    if (absl::Status settled = Settle(status); !settled.ok()) return settled;
  }
  return absl::OkStatus();
}

}  // namespace opora::advice
