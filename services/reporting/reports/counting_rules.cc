#include "services/reporting/reports/counting_rules.h"

#include <algorithm>
#include <limits>
#include <set>

#include "common/rules/period.h"
#include "common/status_macros.h"
#include "services/reporting/reports/refusals.h"

namespace opora::reporting {

absl::Status CheckCountingRule(const v1::CountingRule& rule) {
  std::set<int> units = {rule.threshold_unit()};
  for (const v1::UnitConversion& conversion : rule.conversions()) {
    if (!units.insert(conversion.unit()).second) {
      return rules::Refuse(rule::kConversionInconsistent, {.field = "counting_rule.conversions"});
    }
  }
  return rules::CheckPeriod(rule.has_period_from() ? &rule.period_from() : nullptr,
                            rule.has_period_to() ? &rule.period_to() : nullptr,
                            "counting_rule.period_from", "counting_rule.period_to");
}

absl::Status CheckThreshold(const v1::CountingRule& rule) {
  if (rule.has_threshold_milli()) return absl::OkStatus();
  return rules::Refuse(rule::kThresholdUnset);
}

int32_t ProgressMilli(int64_t persons, int64_t target) {
  return static_cast<int32_t>(
      std::min<int64_t>(persons * 1000 / target, std::numeric_limits<int32_t>::max()));
}

}  // namespace opora::reporting
