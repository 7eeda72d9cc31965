#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "opora/common/v1/types.pb.h"

namespace opora::dates {

// Between the messages of the contract and civil days.
common::v1::Date ToDate(absl::CivilDay day);
absl::CivilDay FromDate(const common::v1::Date& date);

// "2023-11-07", the form of a date parameter.
std::string DateText(absl::CivilDay day);

// Today in Prague at this instant.
absl::CivilDay DayAt(absl::Time now);

// INVALID_ARGUMENT naming the field when the date does not exist in the calendar.
absl::Status CheckDate(const common::v1::Date& date, std::string_view field);
absl::Status CheckPartialDate(const common::v1::PartialDate& date, std::string_view field);

}  // namespace opora::dates
