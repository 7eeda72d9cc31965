#include "common/time/date.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace opora::dates {
namespace {

using absl::CivilDay;

TEST(ParseDate, ReadsDaysOfTheCalendar) {
  EXPECT_EQ(ParseDate("2026-07-29"), CivilDay(2026, 7, 29));
  EXPECT_EQ(ParseDate("2024-02-29"), CivilDay(2024, 2, 29));
  EXPECT_EQ(ParseDate("1850-01-01"), CivilDay(1850, 1, 1));
  EXPECT_EQ(ParseDate("2200-12-31"), CivilDay(2200, 12, 31));
}

TEST(ParseDate, RefusesAnythingElse) {
  for (const char* text : {"",
                           "2026",
                           "2026-07",
                           "2026-7-29",
                           "2026-07-29 ",
                           " 2026-07-29",
                           "2026-02-29",
                           "1900-02-29",
                           "2026-04-31",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-00",
                           "1849-12-31",
                           "2201-01-01",
                           "2026/07/29",
                           "29.7.2026",
                           "+026-07-29",
                           "2026-07--9",
                           "20260729",
                           "2026-07-29T00:00:00Z",
                           "9999-12-31",
                           "0000-00-00",
                           "2026-07-2９"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(ParsePartialDate, ReadsYearMonthAndDay) {
  EXPECT_EQ(ParsePartialDate("1987"), (PartialDate{1987, 0, 0}));
  EXPECT_EQ(ParsePartialDate("1987-06"), (PartialDate{1987, 6, 0}));
  EXPECT_EQ(ParsePartialDate("1987-06-30"), (PartialDate{1987, 6, 30}));
}

TEST(ParsePartialDate, RefusesAnythingElse) {
  for (const char* text : {"", "198", "1987-", "1987-00", "1987-13", "1987-06-", "1987-06-00",
                           "1987-06-31", "1987-06-30-", "1987--30", "1849", "2201", "19870630"}) {
    EXPECT_EQ(ParsePartialDate(text), std::nullopt) << text;
  }
}

TEST(IsValid, KnowsWhichPartsMayBeUnknown) {
  EXPECT_TRUE(IsValid({1987, 0, 0}));
  EXPECT_TRUE(IsValid({1987, 6, 0}));
  EXPECT_TRUE(IsValid({2024, 2, 29}));
  EXPECT_FALSE(IsValid({1987, 0, 5}));
  EXPECT_FALSE(IsValid({0, 0, 0}));
  EXPECT_FALSE(IsValid({1987, -1, 0}));
  EXPECT_FALSE(IsValid({1987, 6, -1}));
  EXPECT_FALSE(IsValid({2023, 2, 29}));
}

TEST(Format, IsReadBack) {
  for (const char* text : {"1987", "1987-06", "1987-06-30"}) {
    EXPECT_EQ(FormatPartialDate(*ParsePartialDate(text)), text);
  }
  EXPECT_EQ(FormatDate(CivilDay(1987, 6, 3)), "1987-06-03");
}

TEST(Today, ChangesAtMidnightInPrague) {
  const auto utc = [](int month, int day, int hour) {
    return absl::FromCivil(absl::CivilHour(2026, month, day, hour), absl::UTCTimeZone());
  };
  EXPECT_EQ(Today(utc(1, 31, 22)), CivilDay(2026, 1, 31));
  EXPECT_EQ(Today(utc(1, 31, 23)), CivilDay(2026, 2, 1));
  EXPECT_EQ(Today(utc(7, 31, 21)), CivilDay(2026, 7, 31));
  EXPECT_EQ(Today(utc(7, 31, 22)), CivilDay(2026, 8, 1));
}

TEST(PublicHolidays, Of2026) {
  std::vector<std::string> holidays;
  for (CivilDay day(2026, 1, 1); day.year() == 2026; ++day) {
    if (IsPublicHoliday(day)) holidays.push_back(FormatDate(day));
  }
  EXPECT_EQ(holidays, (std::vector<std::string>{
                          "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-08",
                          "2026-07-05", "2026-07-06", "2026-09-28", "2026-10-28", "2026-11-17",
                          "2026-12-24", "2026-12-25", "2026-12-26"}));
}

TEST(PublicHolidays, FollowEaster) {
  // Good Fridays, the earliest and the latest possible Easter among them.
  for (const CivilDay good_friday :
       {CivilDay(2016, 3, 25), CivilDay(2024, 3, 29), CivilDay(2025, 4, 18), CivilDay(2038, 4, 23),
        CivilDay(2160, 3, 21), CivilDay(2049, 4, 16)}) {
    EXPECT_TRUE(IsPublicHoliday(good_friday)) << good_friday;
    EXPECT_FALSE(IsPublicHoliday(good_friday + 1)) << good_friday;
    EXPECT_FALSE(IsPublicHoliday(good_friday + 2)) << good_friday;
    EXPECT_TRUE(IsPublicHoliday(good_friday + 3)) << good_friday;
  }
}

TEST(PublicHolidays, HaveGoodFridaySince2016) {
  EXPECT_FALSE(IsPublicHoliday(CivilDay(2015, 4, 3)));
  EXPECT_TRUE(IsPublicHoliday(CivilDay(2015, 4, 6)));
}

TEST(WorkingDays, AreWeekdaysButHolidays) {
  EXPECT_TRUE(IsWorkingDay(CivilDay(2026, 7, 29)));
  EXPECT_FALSE(IsWorkingDay(CivilDay(2026, 8, 1)));
  EXPECT_FALSE(IsWorkingDay(CivilDay(2026, 8, 2)));
  EXPECT_FALSE(IsWorkingDay(CivilDay(2026, 10, 28)));
}

TEST(AddWorkingDays, CountsFromTheDayAfter) {
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 7, 29), 1), CivilDay(2026, 7, 30));
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 7, 31), 1), CivilDay(2026, 8, 3));
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 8, 1), 1), CivilDay(2026, 8, 3));
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 4, 2), 3), CivilDay(2026, 4, 9));
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 12, 23), 5), CivilDay(2027, 1, 4));
}

TEST(AddWorkingDays, CountsBack) {
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 8, 3), -1), CivilDay(2026, 7, 31));
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 4, 7), -1), CivilDay(2026, 4, 2));
}

TEST(AddWorkingDays, OfNoneMovesOffADayOff) {
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 7, 29), 0), CivilDay(2026, 7, 29));
  EXPECT_EQ(AddWorkingDays(CivilDay(2026, 4, 3), 0), CivilDay(2026, 4, 7));
}

TEST(AgeOn, RisesOnTheBirthday) {
  const CivilDay birth(2008, 7, 29);
  EXPECT_EQ(AgeOn(birth, CivilDay(2026, 7, 28)), 17);
  EXPECT_EQ(AgeOn(birth, CivilDay(2026, 7, 29)), 18);
  EXPECT_EQ(AgeOn(birth, CivilDay(2026, 12, 31)), 18);
  EXPECT_EQ(AgeOn(birth, birth), 0);
  EXPECT_EQ(AgeOn(birth, birth - 1), -1);
}

TEST(AgeOn, RisesOnTheLastOfFebruaryForThoseBornOnTheLeapDay) {
  const CivilDay birth(2008, 2, 29);
  EXPECT_EQ(AgeOn(birth, CivilDay(2023, 2, 27)), 14);
  EXPECT_EQ(AgeOn(birth, CivilDay(2023, 2, 28)), 15);
  EXPECT_EQ(AgeOn(birth, CivilDay(2024, 2, 28)), 15);
  EXPECT_EQ(AgeOn(birth, CivilDay(2024, 2, 29)), 16);
  EXPECT_EQ(AgeOn(birth, CivilDay(2026, 2, 28)), 18);
}

TEST(DayOfAge, IsTheDayAgeOnFirstReaches) {
  for (CivilDay birth(2007, 1, 1); birth < CivilDay(2009, 1, 1); ++birth) {
    for (const int age : {0, 1, 15, 18, 92, 93}) {
      const CivilDay day = DayOfAge(birth, age);
      ASSERT_EQ(AgeOn(birth, day), age) << birth;
      ASSERT_EQ(AgeOn(birth, day - 1), age - 1) << birth;
    }
  }
}

}  // namespace
}  // namespace opora::dates
