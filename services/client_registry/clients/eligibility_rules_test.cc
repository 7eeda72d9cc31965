#include "services/client_registry/clients/eligibility_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;

const absl::CivilDay kToday(2026, 7, 29);

v1::LongTermPlan Plan(int next_in_days) {
  v1::LongTermPlan plan;
  *plan.mutable_next_monitoring_on() = dates::ToDate(kToday + next_in_days);
  return plan;
}

TEST(REG_43, AnAssessmentLooksAtOneCriterionAtLeast) {
  v1::EligibilityAssessment assessment;
  *assessment.mutable_assessed_on() = dates::ToDate(kToday);
  EXPECT_EQ(ReasonOf(CheckAssessment(assessment, kToday)), "CRITERION_REQUIRED");
  assessment.set_insufficient_support(false);
  EXPECT_TRUE(CheckAssessment(assessment, kToday).ok());
  *assessment.mutable_assessed_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(CheckAssessment(assessment, kToday)), "NOT_IN_FUTURE");
}

TEST(REG_44, AWorseningOrManifoldSituationNeedsAPlan) {
  v1::EligibilityAssessment assessment;
  assessment.set_long_duration(true);
  assessment.set_insufficient_support(true);
  EXPECT_FALSE(NeedsLongTermPlan(assessment));
  assessment.set_worsening_situation(false);
  EXPECT_FALSE(NeedsLongTermPlan(assessment));
  assessment.set_worsening_situation(true);
  EXPECT_TRUE(NeedsLongTermPlan(assessment));
  assessment.clear_worsening_situation();
  assessment.set_multiple_difficulties(true);
  EXPECT_TRUE(NeedsLongTermPlan(assessment));
}

TEST(REG_44, APlanWithoutADayAheadIsAGap) {
  EXPECT_EQ(GapOf(nullptr, kToday), v1::PLAN_GAP_NO_PLAN);
  const v1::LongTermPlan without;
  EXPECT_EQ(GapOf(&without, kToday), v1::PLAN_GAP_NO_MONITORING);
  const v1::LongTermPlan yesterday = Plan(-1);
  EXPECT_EQ(GapOf(&yesterday, kToday), v1::PLAN_GAP_MONITORING_OVERDUE);
  const v1::LongTermPlan today = Plan(0);
  EXPECT_EQ(GapOf(&today, kToday), v1::PLAN_GAP_UNSPECIFIED);
}

TEST(REG_44, TheDayOfMonitoringLiesAhead) {
  v1::LongTermPlan plan = Plan(-1);
  EXPECT_EQ(ReasonOf(CheckPlan(plan, kToday)), "MONITORING_PAST");
  plan.clear_next_monitoring_on();
  EXPECT_TRUE(CheckPlan(plan, kToday).ok());
  EXPECT_FALSE(plan.has_next_monitoring_on());
  plan.set_monitoring_every_days(30);
  EXPECT_TRUE(CheckPlan(plan, kToday).ok());
  EXPECT_EQ(dates::FromDate(plan.next_monitoring_on()), kToday + 30);
}

TEST(REG_44, AMonitoringLeadsToTheNextOne) {
  v1::LongTermPlan plan = Plan(0);
  v1::RecordMonitoringRequest request;
  *request.mutable_monitored_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(Monitor(request, kToday, plan)), "NOT_IN_FUTURE");
  *request.mutable_monitored_on() = dates::ToDate(kToday - 2);
  EXPECT_TRUE(Monitor(request, kToday, plan).ok());
  EXPECT_FALSE(plan.has_next_monitoring_on());
  plan.set_monitoring_every_days(10);
  EXPECT_TRUE(Monitor(request, kToday, plan).ok());
  EXPECT_EQ(dates::FromDate(plan.next_monitoring_on()), kToday + 8);
  *request.mutable_next_monitoring_on() = dates::ToDate(kToday + 3);
  EXPECT_TRUE(Monitor(request, kToday, plan).ok());
  EXPECT_EQ(dates::FromDate(plan.next_monitoring_on()), kToday + 3);
  *request.mutable_next_monitoring_on() = dates::ToDate(kToday - 1);
  EXPECT_EQ(ReasonOf(Monitor(request, kToday, plan)), "MONITORING_PAST");
}

}  // namespace
}  // namespace opora::registry
