#include "common/rules/period.h"

#include <gtest/gtest.h>

#include <optional>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::rules {
namespace {

const absl::CivilDay kToday(2026, 3, 2);

// A record with a period, as the generated messages are.
struct Record {
  std::optional<common::v1::Date> from;
  std::optional<common::v1::Date> to;

  bool has_valid_from() const { return from.has_value(); }
  bool has_valid_to() const { return to.has_value(); }
  const common::v1::Date& valid_from() const { return *from; }
  const common::v1::Date& valid_to() const { return *to; }
};

Record Lasting(absl::CivilDay from, absl::CivilDay to) {
  return {dates::ToDate(from), dates::ToDate(to)};
}

TEST(Period, IsRefusedWhenItEndsBeforeItBegins) {
  const absl::Status reversed = CheckPeriod(Lasting(kToday, kToday - 1), "project.");
  EXPECT_EQ(ReasonOf(reversed), "PERIOD_REVERSED");
  EXPECT_NE(reversed.message().find("project.valid_to"), std::string::npos);
  EXPECT_TRUE(CheckPeriod(Lasting(kToday, kToday), "project.").ok());
}

TEST(Period, IsOpenOnTheSideWithoutADay) {
  EXPECT_TRUE(CheckPeriod(Record{.from = dates::ToDate(kToday)}, "").ok());
  EXPECT_TRUE(CheckPeriod(Record{.to = dates::ToDate(kToday)}, "").ok());
}

TEST(Period, ConsistsOfDaysOfTheCalendar) {
  Record record = Lasting(kToday, kToday);
  record.to->set_month(13);
  EXPECT_EQ(CheckPeriod(record, "").code(), absl::StatusCode::kInvalidArgument);
}

TEST(XC_57, ADayOfThePastIsNotTomorrow) {
  EXPECT_EQ(ReasonOf(CheckPastDay(dates::ToDate(kToday + 1), kToday, "day")), "NOT_IN_FUTURE");
  EXPECT_TRUE(CheckPastDay(dates::ToDate(kToday), kToday, "day").ok());
}

}  // namespace
}  // namespace opora::rules
