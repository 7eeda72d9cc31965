#include "common/time/proto_date.h"

#include "absl/strings/str_format.h"
#include "common/rules/rule.h"
#include "common/time/date.h"

namespace opora::dates {

common::v1::Date ToDate(absl::CivilDay day) {
  common::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay FromDate(const common::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

std::string DateText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::CivilDay DayAt(absl::Time now) { return Today(now); }

absl::Status CheckDate(const common::v1::Date& date, std::string_view field) {
  if (IsCalendarDay(date.year(), date.month(), date.day())) return absl::OkStatus();
  return rules::InvalidField(field, "DATE_NOT_IN_CALENDAR", "is not a day of the calendar");
}

absl::Status CheckPartialDate(const common::v1::PartialDate& date, std::string_view field) {
  if (IsValid({date.year(), date.month(), date.day()})) return absl::OkStatus();
  return rules::InvalidField(field, "DATE_NOT_IN_CALENDAR", "is not a date of the calendar");
}

}  // namespace opora::dates
