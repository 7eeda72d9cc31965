#include "services/reporting/reports/counting_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::reporting {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

v1::CountingRule InHours() {
  v1::CountingRule rule;
  rule.set_threshold_unit(registry::v1::SUPPORT_UNIT_HOUR);
  return rule;
}

TEST(REG_84, WithoutAThresholdNothingIsCounted) {
  v1::CountingRule rule = InHours();
  const absl::Status status = CheckThreshold(rule);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "THRESHOLD_UNSET");
  EXPECT_EQ(RuleOf(status), "REG-84");
  rule.set_threshold_milli(3000);
  EXPECT_TRUE(CheckThreshold(rule).ok());
}

TEST(REP_67, EachOtherUnitIsConvertedOnceAtMost) {
  v1::CountingRule rule = InHours();
  EXPECT_TRUE(CheckCountingRule(rule).ok());
  rule.add_conversions()->set_unit(registry::v1::SUPPORT_UNIT_DAY);
  EXPECT_TRUE(CheckCountingRule(rule).ok());
  rule.add_conversions()->set_unit(registry::v1::SUPPORT_UNIT_DAY);
  EXPECT_EQ(ReasonOf(CheckCountingRule(rule)), "CONVERSION_INCONSISTENT");
  rule.mutable_conversions(1)->set_unit(registry::v1::SUPPORT_UNIT_HOUR);
  EXPECT_EQ(RuleOf(CheckCountingRule(rule)), "REP-67");
}

TEST(REP_66, ProgressIsRoundedDown) {
  EXPECT_EQ(ProgressMilli(0, 720), 0);
  EXPECT_EQ(ProgressMilli(7, 720), 9);
  EXPECT_EQ(ProgressMilli(719, 720), 998);
  EXPECT_EQ(ProgressMilli(720, 720), 1000);
}

TEST(REP_81, APeriodRunsForward) {
  v1::CountingRule rule = InHours();
  *rule.mutable_period_from() = dates::ToDate(absl::CivilDay(2024, 1, 1));
  *rule.mutable_period_to() = dates::ToDate(absl::CivilDay(2023, 12, 31));
  EXPECT_EQ(ReasonOf(CheckCountingRule(rule)), "PERIOD_REVERSED");
}

}  // namespace
}  // namespace opora::reporting
