#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

// Calendar days as Czech administration counts them.
namespace opora::dates {

// The years a date may have anywhere in the system.
inline constexpr int kFirstYear = 1850;
inline constexpr int kLastYear = 2200;

// A date of which the day, or the month too, may be unknown (0).
struct PartialDate {
  int year = 0;
  int month = 0;
  int day = 0;

  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// True for a day of the calendar within kFirstYear..kLastYear.
bool IsCalendarDay(int year, int month, int day);

// True for a year, a month or a day of the calendar within kFirstYear..kLastYear.
bool IsValid(const PartialDate& date);

// YYYY-MM-DD, or nothing for any other text.
std::optional<absl::CivilDay> ParseDate(std::string_view text);

// YYYY, YYYY-MM or YYYY-MM-DD, or nothing for any other text.
std::optional<PartialDate> ParsePartialDate(std::string_view text);

// The text that the parsers read.
std::string FormatDate(absl::CivilDay day);
std::string FormatPartialDate(const PartialDate& date);

// Europe/Prague. Ends the process when the machine has no time zone data (package tzdata): a wrong
// zone would shift deadlines unnoticed. Call it once at start-up.
absl::TimeZone PragueZone();

// The calendar day in Prague at a moment.
absl::CivilDay Today(absl::Time now);

// The public holidays of Act 245/2000 Coll. as in force since 2016 (Good Friday came then).
bool IsPublicHoliday(absl::CivilDay day);

// Monday to Friday, unless a public holiday.
bool IsWorkingDay(absl::CivilDay day);

// The `count`-th working day after `day`, which itself is not counted; before it when negative.
// With 0, the day itself or the next working day, as a deadline moves that ends on a day off.
absl::CivilDay AddWorkingDays(absl::CivilDay day, int count);

// The day on which somebody born on `birth` reaches an age. Those born on 29 February reach it on
// 28 February of common years: a period in years ends on the day of the same number and, where the
// month lacks it, on the month's last day (§ 605(2) of the Civil Code).
absl::CivilDay DayOfAge(absl::CivilDay birth, int age);

// The age in completed years; negative before birth.
int AgeOn(absl::CivilDay birth, absl::CivilDay day);

}  // namespace opora::dates
