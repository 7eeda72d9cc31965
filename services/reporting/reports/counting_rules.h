#pragma once

#include "absl/status/status.h"
#include "opora/reporting/v1/report.pb.h"

namespace opora::reporting {

// INVALID_ARGUMENT CONVERSION_INCONSISTENT (REP-67), PERIOD_REVERSED.
absl::Status CheckCountingRule(const v1::CountingRule& rule);

// FAILED_PRECONDITION THRESHOLD_UNSET (REG-84).
absl::Status CheckThreshold(const v1::CountingRule& rule);

// Thousandths of the target reached, rounded down (REP-66).
int32_t ProgressMilli(int64_t persons, int64_t target);

}  // namespace opora::reporting
