#include "services/case_conference/plans/plan_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "services/case_conference/conferences/facts.h"
#include "services/case_conference/conferences/sample.h"

namespace opora::conference {
namespace {

using common::v1::LANGUAGE_EN;
using rules::ReasonOf;
using rules::RuleOf;
using sample::InPhase;
using sample::kDay;
using sample::kNow;
using sample::Of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::Status CheckItem(const v1::Conference& conference, const v1::ActionItem& item) {
  const std::vector<absl::Status> refusals = ItemRefusals(conference, item);
  return refusals.empty() ? absl::OkStatus() : refusals.front();
}

std::string Refusal(const absl::Status& status) {
  return status.ok() ? "" : RuleOf(status) + " " + ReasonOf(status);
}

std::vector<std::string> Reasons(const std::vector<common::v1::Warning>& warnings) {
  std::vector<std::string> reasons;
  for (const auto& warning : warnings) reasons.push_back(warning.rule() + " " + warning.reason());
  return reasons;
}

v1::Conference Planning() {
  v1::Conference conference = InPhase(v1::PHASE_PLAN);
  v1::Topic& topic = *conference.add_topics();
  topic.set_topic_id("debt");
  topic.set_is_priority(true);
  v1::Solution& solution = *conference.add_solutions();
  solution.set_solution_id("instalments");
  solution.set_topic_id("debt");
  Of(conference, "client").set_view("I want to pay");
  return conference;
}

v1::Milestone& AddMilestone(v1::ActionItem& item, absl::CivilDay due) {
  v1::Milestone& milestone = *item.add_milestones();
  milestone.set_position(item.milestones_size());
  milestone.set_milestone_id("m" + std::to_string(item.milestones_size()));
  milestone.add_participant_ids("client");
  *milestone.mutable_due_date() = dates::ToDate(due);
  return milestone;
}

// The item of the story: by tomorrow, 7 and 10 November; Plan B during next week.
v1::ActionItem Item() {
  v1::ActionItem item;
  item.set_item_id("item");
  item.set_topic_id("debt");
  item.set_solution_id("instalments");
  item.add_participant_ids("client");
  item.add_participant_ids("professional");
  item.set_state(v1::ITEM_STATE_OPEN);
  AddMilestone(item, kDay + 1);
  AddMilestone(item, absl::CivilDay(2023, 11, 7));
  AddMilestone(item, absl::CivilDay(2023, 11, 10));
  item.set_plan_b_trigger_position(1);
  item.set_plan_b_participant_id("professional");
  item.set_plan_b_what("calls him");
  *item.mutable_plan_b_from() = dates::ToDate(absl::CivilDay(2023, 10, 30));
  *item.mutable_plan_b_to() = dates::ToDate(absl::CivilDay(2023, 11, 3));
  return item;
}

absl::CivilDay DueAfterDays(absl::CivilDay held_on, int days) {
  v1::ActionItem item;
  item.add_milestones()->set_due_days_after(days);
  EXPECT_TRUE(ResolveDeadlines(item, held_on).ok());
  return dates::FromDate(item.milestones(0).due_date());
}

absl::CivilDay DueAfterWeeks(absl::CivilDay held_on, int weeks) {
  v1::ActionItem item;
  item.add_milestones()->set_due_weeks_after(weeks);
  EXPECT_TRUE(ResolveDeadlines(item, held_on).ok());
  return dates::FromDate(item.milestones(0).due_date());
}

TEST(CONF_69, TomorrowIsTheDayAfter) {
  EXPECT_EQ(DueAfterDays(kDay, 0), kDay);
  EXPECT_EQ(DueAfterDays(kDay, 1), absl::CivilDay(2023, 10, 27));
  EXPECT_EQ(DueAfterDays(absl::CivilDay(2024, 2, 28), 1), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(DueAfterDays(absl::CivilDay(2023, 2, 28), 1), absl::CivilDay(2023, 3, 1));
  EXPECT_EQ(DueAfterDays(absl::CivilDay(2023, 12, 31), 1), absl::CivilDay(2024, 1, 1));
  // Over the change of the clock days stay days.
  EXPECT_EQ(DueAfterDays(absl::CivilDay(2023, 10, 28), 2), absl::CivilDay(2023, 10, 30));
  EXPECT_EQ(DueAfterDays(absl::CivilDay(2024, 3, 30), 2), absl::CivilDay(2024, 4, 1));
}

TEST(CONF_69, NextWeekIsItsFridayOnWhateverDayTheMeetingWas) {
  const absl::CivilDay monday(2023, 10, 23);
  for (int day = 0; day < 7; ++day) {
    EXPECT_EQ(DueAfterWeeks(monday + day, 0), monday + 4);
    EXPECT_EQ(DueAfterWeeks(monday + day, 1), monday + 11);
  }
  EXPECT_EQ(DueAfterWeeks(absl::CivilDay(2023, 12, 28), 1), absl::CivilDay(2024, 1, 5));
  EXPECT_EQ(DueAfterWeeks(absl::CivilDay(2024, 2, 22), 1), absl::CivilDay(2024, 3, 1));
}

TEST(CONF_69, APlanBOfAWeekIsItsMondayToFriday) {
  for (int day = 0; day < 7; ++day) {
    v1::ActionItem item;
    item.set_plan_b_weeks_after(1);
    item.set_plan_b_wording("during next week");
    ASSERT_TRUE(ResolveDeadlines(item, absl::CivilDay(2023, 10, 23) + day).ok());
    EXPECT_EQ(dates::FromDate(item.plan_b_from()), absl::CivilDay(2023, 10, 30));
    EXPECT_EQ(dates::FromDate(item.plan_b_to()), absl::CivilDay(2023, 11, 3));
    EXPECT_EQ(item.plan_b_wording(), "during next week");
  }
}

TEST(CONF_69, WordingAndDateAreBothKept) {
  v1::ActionItem item;
  item.add_milestones()->set_due_days_after(1);
  item.mutable_milestones(0)->set_due_wording("tomorrow");
  ASSERT_TRUE(ResolveDeadlines(item, kDay).ok());
  EXPECT_EQ(item.milestones(0).due_wording(), "tomorrow");
  EXPECT_EQ(item.milestones(0).due_days_after(), 1);
  EXPECT_TRUE(item.milestones(0).has_due_date());
}

TEST(CONF_65, EachStepSaysByWhenInExactlyOneWay) {
  v1::ActionItem none;
  none.add_milestones();
  EXPECT_EQ(Refusal(ResolveDeadlines(none, kDay)), "CONF-65 DEADLINE_MISSING");
  v1::ActionItem two;
  two.add_milestones()->set_due_days_after(1);
  two.mutable_milestones(0)->set_due_weeks_after(1);
  EXPECT_EQ(Refusal(ResolveDeadlines(two, kDay)), "CONF-65 DEADLINE_MISSING");
  v1::ActionItem date_too;
  date_too.add_milestones()->set_due_days_after(1);
  *date_too.mutable_milestones(0)->mutable_due_date() = dates::ToDate(kDay);
  EXPECT_EQ(Refusal(ResolveDeadlines(date_too, kDay)), "CONF-65 DEADLINE_MISSING");
  v1::ActionItem no_day;
  no_day.add_milestones()->mutable_due_date()->set_year(2023);
  no_day.mutable_milestones(0)->mutable_due_date()->set_month(2);
  no_day.mutable_milestones(0)->mutable_due_date()->set_day(29);
  EXPECT_EQ(ResolveDeadlines(no_day, kDay).code(), absl::StatusCode::kInvalidArgument);
}

TEST(CONF_66, AnItemHasAWholePlanBOrAReason) {
  const v1::Conference conference = Planning();
  EXPECT_EQ(Refusal(CheckItem(conference, Item())), "");
  const auto without = [&](void (v1::ActionItem::*clear)()) {
    v1::ActionItem item = Item();
    (item.*clear)();
    return Refusal(CheckItem(conference, item));
  };
  const std::string refused = "CONF-66 PLAN_B_MISSING";
  EXPECT_EQ(without(&v1::ActionItem::clear_plan_b_trigger_position), refused);
  EXPECT_EQ(without(&v1::ActionItem::clear_plan_b_participant_id), refused);
  EXPECT_EQ(without(&v1::ActionItem::clear_plan_b_what), refused);
  EXPECT_EQ(without(&v1::ActionItem::clear_plan_b_from), refused);
  EXPECT_EQ(without(&v1::ActionItem::clear_plan_b_to), refused);
  v1::ActionItem both = Item();
  both.set_no_plan_b_reason("none needed");
  EXPECT_EQ(Refusal(CheckItem(conference, both)), refused);
  v1::ActionItem beyond = Item();
  beyond.set_plan_b_trigger_position(4);
  EXPECT_EQ(Refusal(CheckItem(conference, beyond)), refused);
  v1::ActionItem none;
  none.set_topic_id("debt");
  none.add_participant_ids("client");
  none.set_no_plan_b_reason("he is there every day");
  EXPECT_EQ(Refusal(CheckItem(conference, none)), "");
}

TEST(CONF_69, APlanBIsGivenAsAWeekOrAsDates) {
  v1::ActionItem item = Item();
  item.set_plan_b_weeks_after(1);
  EXPECT_EQ(Refusal(ResolveDeadlines(item, kDay)), "CONF-66 PLAN_B_MISSING");
  v1::ActionItem reversed = Item();
  std::swap(*reversed.mutable_plan_b_from(), *reversed.mutable_plan_b_to());
  for (v1::Milestone& one : *reversed.mutable_milestones()) one.clear_due_days_after();
  EXPECT_EQ(ReasonOf(ResolveDeadlines(reversed, kDay)), "WINDOW_REVERSED");
}

TEST(CONF_67, WhoIsAParticipant) {
  const v1::Conference conference = Planning();
  v1::ActionItem stranger = Item();
  stranger.add_participant_ids("somebody");
  EXPECT_EQ(Refusal(CheckItem(conference, stranger)), "CONF-67 NOT_A_PARTICIPANT");
  v1::ActionItem step = Item();
  step.mutable_milestones(1)->add_participant_ids("somebody");
  EXPECT_EQ(Refusal(CheckItem(conference, step)), "CONF-67 NOT_A_PARTICIPANT");
  v1::ActionItem plan_b = Item();
  plan_b.set_plan_b_participant_id("somebody");
  EXPECT_EQ(Refusal(CheckItem(conference, plan_b)), "CONF-67 NOT_A_PARTICIPANT");
  v1::ActionItem informed = Item();
  informed.set_inform_participant_id("somebody");
  EXPECT_EQ(Refusal(CheckItem(conference, informed)), "CONF-67 NOT_A_PARTICIPANT");
  v1::ActionItem asked = Item();
  asked.set_to_be_asked("the landlord");
  EXPECT_EQ(Refusal(CheckItem(conference, asked)), "");
}

TEST(CONF_36, TheFacilitatorHasNoTaskAnywhereInAnItem) {
  const v1::Conference conference = Planning();
  const std::string refused = "CONF-36 FACILITATOR_HAS_NO_TASK";
  v1::ActionItem who = Item();
  who.add_participant_ids("facilitator");
  EXPECT_EQ(Refusal(CheckItem(conference, who)), refused);
  v1::ActionItem step = Item();
  step.mutable_milestones(2)->add_participant_ids("facilitator");
  EXPECT_EQ(Refusal(CheckItem(conference, step)), refused);
  v1::ActionItem plan_b = Item();
  plan_b.set_plan_b_participant_id("facilitator");
  EXPECT_EQ(Refusal(CheckItem(conference, plan_b)), refused);
}

TEST(CONF_38, AMeetingOfProfessionalsAsksNothingOfTheClient) {
  v1::Conference conference = Planning();
  conference.set_kind(v1::MEETING_KIND_PROFESSIONALS);
  EXPECT_EQ(Refusal(CheckItem(conference, Item())), "CONF-38 PROFESSIONALS_ONLY");
  v1::ActionItem item = Item();
  item.clear_participant_ids();
  item.add_participant_ids("professional");
  for (v1::Milestone& one : *item.mutable_milestones()) {
    one.clear_participant_ids();
    one.add_participant_ids("professional");
  }
  EXPECT_EQ(Refusal(CheckItem(conference, item)), "");
}

TEST(CONF_61, AnItemServesAPriorityAndItsSolution) {
  v1::Conference conference = Planning();
  v1::ActionItem item = Item();
  item.set_solution_id("another");
  EXPECT_EQ(ReasonOf(CheckItem(conference, item)), "SOLUTION_UNKNOWN");
  conference.mutable_topics(0)->set_is_priority(false);
  EXPECT_EQ(Refusal(CheckItem(conference, Item())), "CONF-61 NOT_A_PRIORITY");
}

TEST(CONF_68, DeadlinesOutOfOrderAreAWarning) {
  const v1::Conference conference = Planning();
  EXPECT_THAT(ItemWarnings(conference, Item(), LANGUAGE_EN), IsEmpty());
  v1::ActionItem item = Item();
  *item.mutable_milestones(2)->mutable_due_date() = dates::ToDate(absl::CivilDay(2023, 11, 6));
  EXPECT_THAT(Reasons(ItemWarnings(conference, item, LANGUAGE_EN)),
              ElementsAre("CONF-68 MILESTONES_OUT_OF_ORDER"));
  *item.mutable_milestones(2)->mutable_due_date() = item.milestones(1).due_date();
  EXPECT_THAT(ItemWarnings(conference, item, LANGUAGE_EN), IsEmpty());
}

TEST(CONF_74, APlanBThatEndsAfterTheNextDeadlineIsAWarning) {
  const v1::Conference conference = Planning();
  v1::ActionItem item = Item();
  *item.mutable_plan_b_to() = dates::ToDate(absl::CivilDay(2023, 11, 7));
  EXPECT_THAT(ItemWarnings(conference, item, LANGUAGE_EN), IsEmpty());
  *item.mutable_plan_b_to() = dates::ToDate(absl::CivilDay(2023, 11, 8));
  EXPECT_THAT(Reasons(ItemWarnings(conference, item, LANGUAGE_EN)),
              ElementsAre("CONF-74 PLAN_B_TOO_LATE"));
  item.set_plan_b_trigger_position(2);  // Before its trigger nothing is unattainable.
  EXPECT_THAT(ItemWarnings(conference, item, LANGUAGE_EN), IsEmpty());
}

TEST(XC_44, TheClientIsHeardBeforeASolution) {
  v1::Conference conference = Planning();
  Of(conference, "client").clear_view();
  EXPECT_THAT(Reasons(ItemWarnings(conference, Item(), LANGUAGE_EN)),
              ElementsAre("XC-44 CLIENT_NOT_HEARD"));
  Of(conference, "client").set_did_not_wish_to_speak(true);
  EXPECT_THAT(ItemWarnings(conference, Item(), LANGUAGE_EN), IsEmpty());
}

void Say(v1::ActionPlan& plan, const std::string& id, bool yes, const std::string& refused = "") {
  v1::PlanApproval& approval = *plan.add_approvals();
  approval.set_participant_id(id);
  approval.set_plan_version(plan.plan_version());
  approval.set_approved(yes);
  if (!refused.empty()) approval.add_refused_item_ids(refused);
}

v1::ActionPlan Plan(const v1::Conference& conference) {
  v1::ActionPlan plan;
  plan.set_plan_version(1);
  plan.set_state(v1::PLAN_STATE_DRAFT);
  for (const v1::Participant& one : conference.participants())
    Say(plan, one.participant_id(), true);
  return plan;
}

void TakeBack(v1::ActionPlan& plan, const std::string& id) {
  for (int i = plan.approvals_size() - 1; i >= 0; --i) {
    if (plan.approvals(i).participant_id() == id) plan.mutable_approvals()->DeleteSubrange(i, 1);
  }
}

TEST(CONF_75, EverybodyThereApproves) {
  v1::Conference conference = Planning();
  for (const v1::Participant& one : conference.participants()) {
    v1::ActionPlan plan = Plan(conference);
    TakeBack(plan, one.participant_id());
    EXPECT_THAT(MissingApprovals(conference, plan), ElementsAre(one.participant_id()));
    Say(plan, one.participant_id(), false);
    EXPECT_THAT(MissingApprovals(conference, plan), ElementsAre(one.participant_id()));
    std::vector<v1::ActionItem> items = {Item()};
    items[0].set_state(v1::ITEM_STATE_PROPOSED);
    EXPECT_FALSE(Approve(conference, plan, items, kNow));
    EXPECT_EQ(plan.state(), v1::PLAN_STATE_DRAFT);
    EXPECT_EQ(items[0].state(), v1::ITEM_STATE_PROPOSED);
  }
}

TEST(CONF_50, TheClientsApprovalIsNeverWaived) {
  v1::Conference conference = Planning();
  v1::ActionPlan plan = Plan(conference);
  for (const char* gone : {"client", "recorder"}) {
    TakeBack(plan, gone);
    Of(conference, gone).set_attendance(v1::ATTENDANCE_ABSENT);
  }
  EXPECT_THAT(MissingApprovals(conference, plan), ElementsAre("client"));
  conference.set_kind(v1::MEETING_KIND_PROFESSIONALS);
  EXPECT_THAT(MissingApprovals(conference, plan), IsEmpty());
}

TEST(CONF_75, ARefusedItemStaysProposedTheRestIsOpen) {
  const v1::Conference conference = Planning();
  v1::ActionPlan plan = Plan(conference);
  TakeBack(plan, "professional");
  Say(plan, "professional", true, "refused");
  std::vector<v1::ActionItem> items = {Item(), Item(), Item()};
  for (v1::ActionItem& item : items) item.set_state(v1::ITEM_STATE_PROPOSED);
  items[0].set_item_id("refused");
  items[2].set_state(v1::ITEM_STATE_CANCELLED);
  EXPECT_TRUE(Approve(conference, plan, items, kNow));
  EXPECT_EQ(plan.state(), v1::PLAN_STATE_APPROVED);
  EXPECT_TRUE(plan.has_approve_time());
  EXPECT_EQ(items[0].state(), v1::ITEM_STATE_PROPOSED);
  EXPECT_EQ(items[1].state(), v1::ITEM_STATE_OPEN);
  EXPECT_EQ(items[2].state(), v1::ITEM_STATE_CANCELLED);
}

TEST(CONF_75, ANewVersionWaitsForNewAnswers) {
  const v1::Conference conference = Planning();
  v1::ActionPlan plan = Plan(conference);
  plan.set_plan_version(2);
  EXPECT_EQ(MissingApprovals(conference, plan).size(), 6U);
}

TEST(CONF_75, AnApprovedPlanKeepsTheTimeOfItsApproval) {
  const v1::Conference conference = Planning();
  v1::ActionPlan plan = Plan(conference);
  std::vector<v1::ActionItem> items = {Item()};
  EXPECT_TRUE(Approve(conference, plan, items, kNow));
  EXPECT_TRUE(Approve(conference, plan, items, kNow + absl::Hours(1)));
  EXPECT_EQ(rpc::FromTimestamp(plan.approve_time()), kNow);
}

TEST(CONF_46, AnItemAgainstTheClientsChoiceIsNotApproved) {
  v1::Conference conference = Planning();
  v1::ActionPlan plan = Plan(conference);
  std::vector<v1::ActionItem> items = {Item()};
  items[0].set_state(v1::ITEM_STATE_PROPOSED);
  conference.mutable_solutions(0)->set_client_choice(v1::CLIENT_CHOICE_NOT_WANTED);
  EXPECT_TRUE(IsAgainstClientsChoice(conference, items[0]));
  EXPECT_TRUE(Approve(conference, plan, items, kNow));
  EXPECT_EQ(items[0].state(), v1::ITEM_STATE_PROPOSED);
  conference.mutable_solutions(0)->set_client_choice(v1::CLIENT_CHOICE_WANTED);
  EXPECT_FALSE(IsAgainstClientsChoice(conference, items[0]));
  EXPECT_TRUE(Approve(conference, plan, items, kNow));
  EXPECT_EQ(items[0].state(), v1::ITEM_STATE_OPEN);
}

TEST(CONF_72, PlanBBeginsTheDayAfterItsTriggerWasMissed) {
  v1::ActionItem item = Item();
  const Passed on_the_day = PassDeadlines(item, kDay + 1, kNow);
  EXPECT_EQ(on_the_day.missed, 0);
  EXPECT_EQ(item.state(), v1::ITEM_STATE_OPEN);
  const Passed day_after = PassDeadlines(item, kDay + 2, kNow);
  EXPECT_EQ(day_after.missed, 1);
  EXPECT_TRUE(day_after.plan_b_began);
  EXPECT_EQ(item.state(), v1::ITEM_STATE_PLAN_B_ACTIVE);
  EXPECT_TRUE(item.milestones(0).has_miss_time());
  EXPECT_FALSE(item.milestones(1).has_miss_time());
}

TEST(CONF_72, PassingDeadlinesTwiceIsPassingThemOnce) {
  v1::ActionItem item = Item();
  EXPECT_EQ(PassDeadlines(item, kDay + 100, kNow).missed, 3);
  const v1::ActionItem once = item;
  const Passed again = PassDeadlines(item, kDay + 100, kNow + absl::Hours(1));
  EXPECT_EQ(again.missed, 0);
  EXPECT_FALSE(again.plan_b_began);
  EXPECT_EQ(item.SerializeAsString(), once.SerializeAsString());
}

TEST(CONF_72, OnlyTheTriggerStartsPlanB) {
  v1::ActionItem item = Item();
  *item.mutable_milestones(0)->mutable_done_time() = rpc::ToTimestamp(kNow);
  const Passed passed = PassDeadlines(item, kDay + 100, kNow);
  EXPECT_EQ(passed.missed, 2);
  EXPECT_FALSE(passed.plan_b_began);
  EXPECT_EQ(item.state(), v1::ITEM_STATE_OPEN);
}

TEST(CONF_72, WhatIsNotUnderWayIsNotMissed) {
  for (auto state : {v1::ITEM_STATE_PROPOSED, v1::ITEM_STATE_DONE, v1::ITEM_STATE_CANCELLED,
                     v1::ITEM_STATE_SUPERSEDED}) {
    v1::ActionItem item = Item();
    item.set_state(state);
    EXPECT_EQ(PassDeadlines(item, kDay + 100, kNow).missed, 0);
    EXPECT_EQ(item.state(), state);
  }
}

TEST(CONF_73, NothingMarksTheClient) {
  for (const auto* descriptor : {v1::ActionItem::descriptor(), v1::Milestone::descriptor(),
                                 v1::ActionPlan::descriptor(), v1::ActionItemFact::descriptor()}) {
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const std::string name(descriptor->field(i)->name());
      for (const char* word : {"fail", "sanction", "complian", "fault"})
        EXPECT_EQ(name.find(word), std::string::npos) << name;
    }
  }
}

TEST(CONF_72, TheTriggerDoneLateBringsTheItemBackAndAllDoneEndIt) {
  v1::ActionItem item = Item();
  PassDeadlines(item, kDay + 2, kNow);
  *item.mutable_milestones(1)->mutable_done_time() = rpc::ToTimestamp(kNow);
  CompleteMilestone(item, "m2");
  EXPECT_EQ(item.state(), v1::ITEM_STATE_PLAN_B_ACTIVE);
  *item.mutable_milestones(0)->mutable_done_time() = rpc::ToTimestamp(kNow);
  CompleteMilestone(item, "m1");
  EXPECT_EQ(item.state(), v1::ITEM_STATE_OPEN);
  *item.mutable_milestones(2)->mutable_done_time() = rpc::ToTimestamp(kNow);
  CompleteMilestone(item, "m3");
  EXPECT_EQ(item.state(), v1::ITEM_STATE_DONE);
}

TEST(CONF_77, TheNextDeadlineIsTheEarliestOfWhatIsNotDone) {
  v1::ActionItem item = Item();
  EXPECT_EQ(NextDeadline(item), kDay + 1);
  *item.mutable_milestones(0)->mutable_done_time() = rpc::ToTimestamp(kNow);
  EXPECT_EQ(NextDeadline(item), absl::CivilDay(2023, 11, 7));
  for (v1::Milestone& one : *item.mutable_milestones())
    *one.mutable_done_time() = rpc::ToTimestamp(kNow);
  EXPECT_GT(NextDeadline(item), absl::CivilDay(2100, 1, 1));
}

TEST(CONF_64, TasksUnderWayAtTheEvaluationAreAWarning) {
  std::vector<v1::ActionItem> items = {Item()};
  EXPECT_THAT(Reasons(EvaluationWarnings(items, "recorder", LANGUAGE_EN)),
              ElementsAre("CONF-64 TASKS_OPEN"));
  for (auto over : {v1::ITEM_STATE_DONE, v1::ITEM_STATE_CANCELLED, v1::ITEM_STATE_SUPERSEDED}) {
    items[0].set_state(over);
    EXPECT_THAT(EvaluationWarnings(items, "recorder", LANGUAGE_EN), IsEmpty());
  }
}

TEST(CONF_17, AnEvaluatorWithTasksIsAWarning) {
  std::vector<v1::ActionItem> items = {Item()};
  items[0].set_state(v1::ITEM_STATE_DONE);
  EXPECT_THAT(Reasons(EvaluationWarnings(items, "professional", LANGUAGE_EN)),
              ElementsAre("CONF-17 EVALUATOR_HAS_TASKS"));
  items[0].set_state(v1::ITEM_STATE_SUPERSEDED);
  EXPECT_THAT(EvaluationWarnings(items, "professional", LANGUAGE_EN), IsEmpty());
}

TEST(XC_54, StatisticsOfAnItemAreCounts) {
  v1::ActionItem item = Item();
  PassDeadlines(item, kDay + 2, kNow);
  *item.mutable_milestones(1)->mutable_done_time() = rpc::ToTimestamp(kNow);
  const v1::ActionItemFact fact = FactOf(item);
  EXPECT_EQ(fact.milestones(), 3);
  EXPECT_EQ(fact.missed(), 1);
  EXPECT_EQ(fact.done(), 1);
  EXPECT_TRUE(fact.has_plan_b());
  EXPECT_EQ(fact.DebugString().find("calls"), std::string::npos);
}

}  // namespace
}  // namespace opora::conference
