#include "services/client_registry/support/support_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/time/date.h"

namespace opora::registry {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;
using ::testing::IsEmpty;

absl::Time At(absl::CivilDay day, int hour) {
  return absl::FromCivil(absl::CivilHour(day) + hour, dates::PragueZone());
}

// A Wednesday.
const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = At(kToday, 12);

v1::SupportRecord Record(v1::SupportUnit unit, absl::Time occurred_at) {
  v1::SupportRecord record;
  record.set_unit(unit);
  *record.mutable_occurred_at() = rpc::ToTimestamp(occurred_at);
  return record;
}

v1::SupportCategory CountedIn(v1::SupportUnit unit) {
  v1::SupportCategory category;
  category.set_unit(unit);
  return category;
}

bool IsLate(absl::CivilDay occurred_on, absl::CivilDay entered_on) {
  const bool late = rules::IsLateEntry(At(occurred_on, 23), At(entered_on, 0));
  EXPECT_EQ(late, rules::IsLateEntry(At(occurred_on, 0), At(entered_on, 23)));
  return late;
}

TEST(REG_81, SupportIsCountedInTheUnitOfItsCategory) {
  for (int of_category = v1::SUPPORT_UNIT_HOUR; of_category <= v1::SupportUnit_MAX; ++of_category) {
    for (int of_record = v1::SupportUnit_MIN; of_record <= v1::SupportUnit_MAX; ++of_record) {
      const absl::Status status =
          CheckSupport(Record(static_cast<v1::SupportUnit>(of_record), kNow),
                       CountedIn(static_cast<v1::SupportUnit>(of_category)), kNow);
      EXPECT_EQ(status.ok(), of_record == of_category);
      if (status.ok()) continue;
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
      EXPECT_EQ(ReasonOf(status), "UNIT_OF_CATEGORY");
      EXPECT_EQ(RuleOf(status), "REG-81");
    }
  }
}

TEST(XC_57, SupportIsNotGivenInTheFuture) {
  const v1::SupportCategory hours = CountedIn(v1::SUPPORT_UNIT_HOUR);
  const auto check = [&](absl::Time occurred_at) {
    return ReasonOf(CheckSupport(Record(v1::SUPPORT_UNIT_HOUR, occurred_at), hours, kNow));
  };
  EXPECT_EQ(check(kNow + absl::Minutes(1) + absl::Microseconds(1)), "NOT_IN_FUTURE");
  EXPECT_EQ(check(kNow + absl::Minutes(1)), "");
  EXPECT_EQ(check(kNow - absl::Hours(24 * 400)), "");
}

TEST(XC_57, TheRefusedFieldIsNamedByTheCaller) {
  EXPECT_EQ(ReasonOf(rules::CheckOccurrence(kNow + absl::Hours(1), kNow, "occurred_at")),
            "NOT_IN_FUTURE");
  EXPECT_TRUE(rules::CheckOccurrence(kNow, kNow, "occurred_at").ok());
}

TEST(XC_57, AnEntryIsLateAfterThreeWorkingDays) {
  const absl::CivilDay thursday(2026, 7, 23);
  EXPECT_TRUE(IsLate(thursday, thursday + 6));
  EXPECT_FALSE(IsLate(thursday, thursday + 5));
  EXPECT_FALSE(IsLate(thursday, thursday));
  const absl::CivilDay saturday(2026, 7, 25);
  EXPECT_TRUE(IsLate(saturday, saturday + 5));
  EXPECT_FALSE(IsLate(saturday, saturday + 4));
}

TEST(XC_57, HolidaysAreNoWorkingDays) {
  // Monday 6 July is the day of Jan Hus.
  const absl::CivilDay thursday(2026, 7, 2);
  EXPECT_TRUE(IsLate(thursday, thursday + 7));
  EXPECT_FALSE(IsLate(thursday, thursday + 6));
}

TEST(XC_57, ALateEntryIsMarkedNotRefused) {
  const v1::SupportRecord late = Record(v1::SUPPORT_UNIT_HOUR, kNow - absl::Hours(24 * 30));
  EXPECT_TRUE(CheckSupport(late, CountedIn(v1::SUPPORT_UNIT_HOUR), kNow).ok());
  const auto warnings = SupportWarnings(late, kNow, LANGUAGE_CS);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].rule(), "XC-57");
  EXPECT_EQ(warnings[0].reason(), "LATE_ENTRY");
  EXPECT_THAT(SupportWarnings(Record(v1::SUPPORT_UNIT_HOUR, kNow), kNow, LANGUAGE_CS), IsEmpty());
}

v1::SupportRecord Given(const char* agency, const char* category, absl::CivilDay day) {
  v1::SupportRecord record = Record(v1::SUPPORT_UNIT_HOUR, At(day, 12));
  record.set_agency_id(agency);
  record.set_category_id(category);
  return record;
}

TEST(REG_87, TheSameSupportFromTwoAgenciesWithinAMonthIsADuplication) {
  const auto found =
      FindDuplicates({Given("most", "counselling", kToday),
                      Given("town", "counselling", kToday - 31), Given("town", "escort", kToday)});
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(found[0].size(), 2U);
  EXPECT_EQ(found[0][0].agency_id(), "town");
}

TEST(REG_87, OneAgencyAloneOrSupportFarApartIsNone) {
  EXPECT_THAT(FindDuplicates(
                  {Given("most", "counselling", kToday), Given("most", "counselling", kToday - 1)}),
              IsEmpty());
  EXPECT_THAT(FindDuplicates({Given("most", "counselling", kToday),
                              Given("town", "counselling", kToday - 32)}),
              IsEmpty());
}

}  // namespace
}  // namespace opora::registry
