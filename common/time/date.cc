#include "common/time/date.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_format.h"

namespace opora::dates {
namespace {

constexpr int kFirstGoodFriday = 2016;

// Month and day of the holidays that do not move.
constexpr std::array<std::pair<int, int>, 11> kFixedHolidays = {{{1, 1},
                                                                 {5, 1},
                                                                 {5, 8},
                                                                 {7, 5},
                                                                 {7, 6},
                                                                 {9, 28},
                                                                 {10, 28},
                                                                 {11, 17},
                                                                 {12, 24},
                                                                 {12, 25},
                                                                 {12, 26}}};

// Gregorian Easter by the algorithm of Meeus, Jones and Butcher, whose letters are kept.
absl::CivilDay EasterSunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = b / 4;
  const int e = b % 4;
  const int g = (8 * b + 13) / 25;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4;
  const int k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return absl::CivilDay(year, n / 31, n % 31 + 1);
}

// Reads exactly `size` digits off the front.
std::optional<int> TakeDigits(std::string_view& text, size_t size) {
  if (text.size() < size) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, size)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(size);
  return number;
}

// Reads "-MM" or "-DD" off the front; 0 at the end of the text.
std::optional<int> TakePart(std::string_view& text) {
  if (text.empty()) return 0;
  if (text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  const std::optional<int> part = TakeDigits(text, 2);
  // "00" must not read as a part that is left out.
  return part == 0 ? std::nullopt : part;
}

}  // namespace

bool IsCalendarDay(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > 31) {
    return false;
  }
  return absl::CivilDay(year, month, day).day() == day;
}

bool IsValid(const PartialDate& date) {
  if (date.month == 0 && date.day != 0) return false;
  return IsCalendarDay(date.year, date.month == 0 ? 1 : date.month, date.day == 0 ? 1 : date.day);
}

std::optional<absl::CivilDay> ParseDate(std::string_view text) {
  const std::optional<PartialDate> date = ParsePartialDate(text);
  if (!date || date->day == 0) return std::nullopt;
  return absl::CivilDay(date->year, date->month, date->day);
}

std::optional<PartialDate> ParsePartialDate(std::string_view text) {
  const auto year = TakeDigits(text, 4);
  const auto month = TakePart(text);
  const auto day = TakePart(text);
  if (!year || !month || !day || !text.empty()) return std::nullopt;
  const PartialDate date{.year = *year, .month = *month, .day = *day};
  return IsValid(date) ? std::optional(date) : std::nullopt;
}

std::string FormatDate(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string FormatPartialDate(const PartialDate& date) {
  if (date.month == 0) return absl::StrFormat("%04d", date.year);
  if (date.day == 0) return absl::StrFormat("%04d-%02d", date.year, date.month);
  return absl::StrFormat("%04d-%02d-%02d", date.year, date.month, date.day);
}

absl::TimeZone PragueZone() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone("Europe/Prague", &loaded)) {
      std::fputs("time zone Europe/Prague is missing: install tzdata\n", stderr);
      std::abort();
    }
    return loaded;
  }();
  return zone;
}

absl::CivilDay Today(absl::Time now) { return absl::ToCivilDay(now, PragueZone()); }

bool IsPublicHoliday(absl::CivilDay day) {
  const std::pair<int, int> date(day.month(), day.day());
  if (std::find(kFixedHolidays.begin(), kFixedHolidays.end(), date) != kFixedHolidays.end()) {
    return true;
  }
  const int year = static_cast<int>(day.year());
  const absl::CivilDay easter = EasterSunday(year);
  return day == easter + 1 || (day == easter - 2 && year >= kFirstGoodFriday);
}

bool IsWorkingDay(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday &&
         !IsPublicHoliday(day);
}

absl::CivilDay AddWorkingDays(absl::CivilDay day, int count) {
  if (count == 0) {
    while (!IsWorkingDay(day)) ++day;
    return day;
  }
  const int step = count > 0 ? 1 : -1;
  for (; count != 0; count -= step) {
    do {
      day += step;
    } while (!IsWorkingDay(day));
  }
  return day;
}

absl::CivilDay DayOfAge(absl::CivilDay birth, int age) {
  const absl::CivilDay day(birth.year() + age, birth.month(), birth.day());
  // Civil time carries 29 February of a common year over to 1 March.
  return day.day() == birth.day() ? day : day - 1;
}

int AgeOn(absl::CivilDay birth, absl::CivilDay day) {
  const int age = static_cast<int>(day.year() - birth.year());
  return day < DayOfAge(birth, age) ? age - 1 : age;
}

}  // namespace opora::dates
