#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rules/rule.h"

// Facts of the past (XC-57): never in the future, entered late without being refused.
namespace opora::rules {

extern const Rule kNotInFuture;  // XC-57
extern const Rule kLateEntry;    // XC-57

// INVALID_ARGUMENT NOT_IN_FUTURE naming the field. A minute of clock difference is forgiven.
absl::Status CheckOccurrence(absl::Time occurred_at, absl::Time now, std::string_view field);

// True when more than three working days lie between the two.
bool IsLateEntry(absl::Time occurred_at, absl::Time now);

}  // namespace opora::rules
