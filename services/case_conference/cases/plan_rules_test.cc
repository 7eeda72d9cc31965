#include "services/case_conference/cases/plan_rules.h"

#include <gtest/gtest.h>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::conference {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

v1::Assessment Assessed() {
  v1::Assessment assessment;
  assessment.add_strengths("vytrvalost");
  v1::Need& need = *assessment.add_needs();
  need.set_need_id("need");
  need.set_area(common::v1::DATA_AREA_DEBTS);
  need.set_client_view("chci vědět, kolik to je");
  return assessment;
}

v1::Case CaseOf(std::initializer_list<std::string> members) {
  v1::Case value;
  value.set_agency_id("lead");
  for (const std::string& agency : members) value.add_members()->set_agency_id(agency);
  return value;
}

void AddItem(v1::SupportPlan& plan, const std::string& agency, int from = 0, int to = 10) {
  v1::PlanItem& item = *plan.add_items();
  item.set_need_id("need");
  item.set_owner_agency_id(agency);
  item.set_kind(v1::SUPPORT_KIND_DEBT_COUNSELLING);
  *item.mutable_from_date() = dates::ToDate(kToday + from);
  *item.mutable_to_date() = dates::ToDate(kToday + to);
}

TEST(CONF_11, StrengthsOrOnceAReason) {
  v1::Assessment assessment;
  EXPECT_EQ(ReasonOf(CheckStrengths(assessment, false)), "STRENGTHS_MISSING");
  EXPECT_EQ(RuleOf(CheckStrengths(assessment, false)), "CONF-11");
  assessment.set_strengths_not_yet_known("nemluví");
  EXPECT_TRUE(CheckStrengths(assessment, false).ok());
  EXPECT_EQ(ReasonOf(CheckStrengths(assessment, true)), "STRENGTHS_MISSING");
  assessment.add_strengths("vytrvalost");
  EXPECT_TRUE(CheckStrengths(assessment, true).ok());
}

TEST(XC_02, ANeedOfAnExcludedTopicIsPointedOut) {
  EXPECT_TRUE(AssessmentWarnings(Assessed(), {common::v1::DATA_AREA_HEALTH}, LANGUAGE_CS).empty());
  const auto warnings = AssessmentWarnings(Assessed(), {common::v1::DATA_AREA_DEBTS}, LANGUAGE_CS);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].rule(), "XC-02");
}

TEST(CONF_12, AnItemServesAnAssessedNeedAndInheritsItsArea) {
  v1::SupportPlan plan;
  AddItem(plan, "lead");
  ASSERT_TRUE(CheckPlan(CaseOf({}), Assessed(), plan).ok());
  EXPECT_EQ(plan.items(0).area(), common::v1::DATA_AREA_DEBTS);
  EXPECT_EQ(plan.items(0).state(), v1::PLAN_ITEM_STATE_OPEN);
  plan.mutable_items(0)->set_need_id("other");
  EXPECT_EQ(ReasonOf(CheckPlan(CaseOf({}), Assessed(), plan)), "NEED_NOT_ASSESSED");
}

TEST(CONF_22, AnItemBelongsToAUnitOfTheCase) {
  v1::SupportPlan plan;
  AddItem(plan, "other");
  EXPECT_EQ(ReasonOf(CheckPlan(CaseOf({}), Assessed(), plan)), "OWNER_NOT_MEMBER");
  EXPECT_TRUE(CheckPlan(CaseOf({"other"}), Assessed(), plan).ok());
  plan.mutable_items(0)->set_owner_department_id("department");
  EXPECT_EQ(ReasonOf(CheckPlan(CaseOf({"other"}), Assessed(), plan)), "OWNER_NOT_MEMBER");
}

TEST(CONF_12, APeriodDoesNotRunBackwards) {
  v1::SupportPlan plan;
  AddItem(plan, "lead", 0, -1);
  EXPECT_EQ(ReasonOf(CheckPlan(CaseOf({}), Assessed(), plan)), "PERIOD_REVERSED");
}

int Duplicates(v1::SupportPlan plan) {
  EXPECT_TRUE(CheckPlan(CaseOf({"a", "b"}), Assessed(), plan).ok());
  FindDuplicates(plan);
  return plan.duplicates_size();
}

TEST(CONF_20, TheSameSupportOfTwoAgenciesAtOneTimeIsADuplicate) {
  v1::SupportPlan plan;
  AddItem(plan, "a", 0, 10);
  AddItem(plan, "b", 10, 20);
  EXPECT_EQ(Duplicates(plan), 1);
  v1::SupportPlan other = plan;
  *other.mutable_items(1)->mutable_from_date() = dates::ToDate(kToday + 11);
  EXPECT_EQ(Duplicates(other), 0) << "one after the other";
  other = plan;
  other.mutable_items(1)->set_owner_agency_id("a");
  EXPECT_EQ(Duplicates(other), 0) << "one agency";
  other = plan;
  other.mutable_items(1)->set_kind(v1::SUPPORT_KIND_COUNSELLING);
  EXPECT_EQ(Duplicates(other), 0) << "another kind";
  other = plan;
  other.mutable_items(0)->clear_to_date();
  other.mutable_items(1)->clear_to_date();
  EXPECT_EQ(Duplicates(other), 1) << "both open";
}

TEST(CONF_20, KeepingOneCancelsTheOtherAndBothCanBeJustified) {
  v1::SupportPlan plan;
  AddItem(plan, "a");
  AddItem(plan, "b");
  ASSERT_TRUE(CheckPlan(CaseOf({"a", "b"}), Assessed(), plan).ok());
  FindDuplicates(plan);
  v1::DecideDuplicateRequest request;
  request.set_reason("stačí jedna");
  request.set_duplicate_id("unknown");
  EXPECT_EQ(DecideDuplicate(request, plan).code(), absl::StatusCode::kNotFound);
  request.set_duplicate_id(plan.duplicates(0).duplicate_id());
  v1::SupportPlan justified = plan;
  ASSERT_TRUE(DecideDuplicate(request, justified).ok());
  EXPECT_EQ(justified.duplicates(0).decision(), v1::DUPLICATE_DECISION_JUSTIFIED);
  EXPECT_EQ(justified.items(1).state(), v1::PLAN_ITEM_STATE_OPEN);
  request.set_keep_item_id("neither");
  EXPECT_EQ(ReasonOf(DecideDuplicate(request, plan)), "KEEP_UNKNOWN");
  request.set_keep_item_id(plan.items(1).item_id());
  ASSERT_TRUE(DecideDuplicate(request, plan).ok());
  EXPECT_EQ(plan.items(0).state(), v1::PLAN_ITEM_STATE_CANCELLED);
  EXPECT_EQ(plan.items(1).state(), v1::PLAN_ITEM_STATE_OPEN);
  EXPECT_EQ(ReasonOf(DecideDuplicate(request, plan)), "DUPLICATE_DECIDED");
}

TEST(XC_44, ASolutionBeforeTheClientsViewWarns) {
  v1::SupportPlan plan;
  AddItem(plan, "lead");
  v1::Assessment assessment = Assessed();
  EXPECT_TRUE(PlanWarnings(plan, assessment, LANGUAGE_CS).empty());
  assessment.mutable_needs(0)->clear_client_view();
  ASSERT_EQ(PlanWarnings(plan, assessment, LANGUAGE_CS).size(), 1U);
  EXPECT_EQ(PlanWarnings(plan, assessment, LANGUAGE_CS)[0].rule(), "XC-44");
}

TEST(XC_40, ApprovedByTheClientOrDecidedWithAReason) {
  v1::ApproveSupportPlanRequest request;
  v1::SupportPlan plan;
  EXPECT_EQ(ReasonOf(Approve(request, kNow, plan)), "APPROVAL_UNCLEAR");
  request.set_unapproved_reason("ohrožení");
  ASSERT_TRUE(Approve(request, kNow, plan).ok());
  EXPECT_EQ(plan.unapproved_reason(), "ohrožení");
  *request.mutable_client_approval()->mutable_occurred_at() = rpc::ToTimestamp(kNow);
  EXPECT_EQ(ReasonOf(Approve(request, kNow, plan)), "APPROVAL_UNCLEAR");
  request.clear_unapproved_reason();
  ASSERT_TRUE(Approve(request, kNow, plan).ok());
  EXPECT_FALSE(plan.has_unapproved_reason());
  EXPECT_EQ(plan.state(), v1::SUPPORT_PLAN_STATE_APPROVED);
}

TEST(CONF_14, AStartNeedsAnEvaluationSetInAdvance) {
  v1::SupportPlan plan;
  EXPECT_EQ(ReasonOf(CheckStart(plan)), "PLAN_NOT_APPROVED");
  plan.set_state(v1::SUPPORT_PLAN_STATE_APPROVED);
  EXPECT_EQ(ReasonOf(CheckStart(plan)), "EVALUATION_DATE_MISSING");
  const auto set = [&](int days) {
    return PlanEvaluation(dates::ToDate(kToday + days), 4, kNow, "date", plan);
  };
  EXPECT_EQ(ReasonOf(set(-1)), "EVALUATION_DATE_PAST");
  EXPECT_TRUE(set(0).ok());
  EXPECT_TRUE(set(28).ok());
  EXPECT_TRUE(CheckStart(plan).ok());
}

TEST(CONF_14, TheNextEvaluationMovesOnByItsInterval) {
  const auto moved = [](int planned, int weeks, int evaluated) -> int {
    v1::SupportPlan plan;
    *plan.mutable_next_evaluation_date() = dates::ToDate(kToday + planned);
    if (weeks > 0) plan.set_evaluation_interval_weeks(weeks);
    MoveEvaluation(kToday + evaluated, plan);
    if (!plan.has_next_evaluation_date()) return -1;
    return static_cast<int>(dates::FromDate(plan.next_evaluation_date()) - kToday);
  };
  EXPECT_EQ(moved(0, 4, 0), 28);
  EXPECT_EQ(moved(0, 4, 40), 56) << "late: the next one to come";
  EXPECT_EQ(moved(10, 4, 0), 38) << "early: stands for it";
  EXPECT_EQ(moved(0, 0, 0), -1) << "a single one";
}

TEST(CONF_15, FulfilledIsEvaluatedAndHasNothingOpen) {
  v1::SupportPlan plan;
  AddItem(plan, "lead");
  ASSERT_TRUE(CheckPlan(CaseOf({}), Assessed(), plan).ok());
  const auto close = [&](bool evaluated) {
    return CheckClose(v1::CASE_RESULT_FULFILLED, &plan, evaluated);
  };
  EXPECT_EQ(ReasonOf(close(false)), "EVALUATION_MISSING");
  EXPECT_EQ(ReasonOf(CheckClose(v1::CASE_RESULT_FULFILLED, nullptr, true)), "EVALUATION_MISSING");
  EXPECT_EQ(ReasonOf(close(true)), "ITEMS_OPEN");
  plan.mutable_items(0)->set_state(v1::PLAN_ITEM_STATE_DONE);
  EXPECT_TRUE(close(true).ok());
}

TEST(CONF_15, AnyOtherResultClosesAtOnceAndNothingFails) {
  v1::SupportPlan plan;
  AddItem(plan, "lead");
  AddItem(plan, "lead");
  ASSERT_TRUE(CheckPlan(CaseOf({}), Assessed(), plan).ok());
  plan.mutable_items(0)->set_state(v1::PLAN_ITEM_STATE_DONE);
  for (int result = v1::CASE_RESULT_CLIENT_LEFT; result <= v1::CaseResult_MAX; ++result)
    EXPECT_TRUE(CheckClose(static_cast<v1::CaseResult>(result), &plan, false).ok());
  EXPECT_EQ(CancelOpenItems("MOVED", plan), 1);
  EXPECT_EQ(plan.items(0).state(), v1::PLAN_ITEM_STATE_DONE);
  EXPECT_EQ(plan.items(1).state(), v1::PLAN_ITEM_STATE_CANCELLED);
  for (const char* word : {"FAIL", "BROKEN", "MISSED"})
    EXPECT_EQ(v1::PlanItemState_descriptor()->DebugString().find(word), std::string::npos);
}

TEST(CONF_17, AnEvaluatorWithItemsOfThePlanWarns) {
  v1::SupportPlan plan;
  AddItem(plan, "lead");
  v1::Evaluation evaluation;
  evaluation.set_evaluator_worker_id("worker");
  EXPECT_TRUE(EvaluationWarnings(evaluation, &plan, LANGUAGE_CS).empty());
  EXPECT_TRUE(EvaluationWarnings(evaluation, nullptr, LANGUAGE_CS).empty());
  plan.mutable_items(0)->set_owner_worker_id("worker");
  ASSERT_EQ(EvaluationWarnings(evaluation, &plan, LANGUAGE_CS).size(), 1U);
  EXPECT_EQ(EvaluationWarnings(evaluation, &plan, LANGUAGE_CS)[0].rule(), "CONF-17");
}

TEST(CONF_21, AppointmentsAtOneTimeConflict) {
  const auto demand = [](int from, int to) {
    v1::Demand made;
    *made.mutable_start_time() = rpc::ToTimestamp(kNow + absl::Minutes(from));
    if (to > 0) *made.mutable_end_time() = rpc::ToTimestamp(kNow + absl::Minutes(to));
    return made;
  };
  EXPECT_TRUE(SameTime(demand(0, 60), demand(30, 90)));
  EXPECT_FALSE(SameTime(demand(0, 60), demand(60, 90)));
  EXPECT_TRUE(SameTime(demand(0, 0), demand(59, 0))) << "an hour when no end is given";
  EXPECT_FALSE(SameTime(demand(0, 0), demand(60, 0)));
  EXPECT_FALSE(SameTime(v1::Demand(), demand(0, 60)));
}

}  // namespace
}  // namespace opora::conference
