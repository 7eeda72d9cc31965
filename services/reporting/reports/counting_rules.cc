#include "services/reporting/reports/counting_rules.h"

#include <algorithm>
#include <limits>
#include <set>

#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/reporting/reports/refusals.h"

namespace opora::reporting {

absl::Status CheckCountingRule(const v1::CountingRule& rule) {
  std::set<int> units = {rule.threshold_unit()};
  for (const v1::UnitConversion& conversion : rule.conversions()) {
    if (!units.insert(conversion.unit()).second) {
      return rules::Refuse(rule::kConversionInconsistent, {.field = "counting_rule.conversions"});
    }
  }
  if (rule.has_period_from())
    RETURN_IF_ERROR(dates::CheckDate(rule.period_from(), "counting_rule.period_from"));
  if (rule.has_period_to())
    RETURN_IF_ERROR(dates::CheckDate(rule.period_to(), "counting_rule.period_to"));
  if (rule.has_period_from() && rule.has_period_to() &&
      dates::FromDate(rule.period_to()) < dates::FromDate(rule.period_from())) {
    return rules::InvalidField("counting_rule.period_to", "PERIOD_INVERTED",
                               "lies before the first day");
  }
  return absl::OkStatus();
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
