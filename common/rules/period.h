#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/types.pb.h"

// Days that a caller enters.
namespace opora::rules {

// INVALID_ARGUMENT naming the field: a day that is not in the calendar, PERIOD_REVERSED. A missing
// day (nullptr) leaves its side open.
absl::Status CheckPeriod(const common::v1::Date* from, const common::v1::Date* to,
                         std::string_view from_field, std::string_view to_field);

// The same for the days `valid_from` and `valid_to` of a record that stands at `path` in the
// request: "office.".
template <typename Record>
absl::Status CheckPeriod(const Record& record, const std::string& path) {
  return CheckPeriod(record.has_valid_from() ? &record.valid_from() : nullptr,
                     record.has_valid_to() ? &record.valid_to() : nullptr, path + "valid_from",
                     path + "valid_to");
}

// INVALID_ARGUMENT naming the field: a day that is not in the calendar; NOT_IN_FUTURE (XC-57).
absl::Status CheckPastDay(const common::v1::Date& date, absl::CivilDay today,
                          std::string_view field);

}  // namespace opora::rules
