#include "services/case_conference/conferences/session_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "services/case_conference/conferences/sample.h"

namespace opora::conference {
namespace {

using common::v1::LANGUAGE_EN;
using rules::ReasonOf;
using rules::RuleOf;
using sample::InPhase;
using sample::Of;

std::string Refusal(const absl::Status& status) {
  return status.ok() ? "" : RuleOf(status) + " " + ReasonOf(status);
}

std::string MoveRefusal(const v1::Conference& conference, const Move& move,
                        v1::PlanState plan = v1::PLAN_STATE_APPROVED) {
  return Refusal(CheckMove(conference, plan, move));
}

std::string MoveWarning(const v1::Conference& conference, v1::Phase to) {
  const auto warnings = MoveWarnings(conference, to, LANGUAGE_EN);
  return warnings.empty() ? "" : warnings[0].rule() + " " + warnings[0].reason();
}

v1::Topic& AddTopic(v1::Conference& conference, const std::string& id, bool is_priority) {
  v1::Topic& topic = *conference.add_topics();
  topic.set_topic_id(id);
  topic.set_area(common::v1::DATA_AREA_DEBTS);
  topic.set_is_priority(is_priority);
  return topic;
}

TEST(CONF_58, PhasesGoOnOneByOneOrBackWithAReason) {
  for (int from = 1; from < v1::Phase_ARRAYSIZE; ++from) {
    v1::Conference conference = InPhase(static_cast<v1::Phase>(from));
    AddTopic(conference, "debt", true);
    for (int to = 1; to < v1::Phase_ARRAYSIZE; ++to) {
      const auto phase = static_cast<v1::Phase>(to);
      const std::string forward = to == from + 1 ? "" : "CONF-58 PHASE_ORDER";
      EXPECT_EQ(MoveRefusal(conference, {phase, "", ""}),
                to < from ? "CONF-58 REASON_MISSING" : forward);
      EXPECT_EQ(MoveRefusal(conference, {phase, "something new", ""}), to < from ? "" : forward);
    }
  }
}

TEST(CONF_61, SolutionsNeedAPriority) {
  v1::Conference conference = InPhase(v1::PHASE_PRIORITIES);
  EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_SOLUTIONS, "", ""}), "CONF-61 NO_PRIORITY");
  AddTopic(conference, "housing", false);
  EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_SOLUTIONS, "", ""}), "CONF-61 NO_PRIORITY");
  AddTopic(conference, "debt", true);
  EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_SOLUTIONS, "", ""}), "");
}

TEST(CONF_61, OnlyPrioritiesGoFurther) {
  v1::Conference conference = InPhase(v1::PHASE_SOLUTIONS);
  AddTopic(conference, "housing", false);
  AddTopic(conference, "debt", true);
  EXPECT_EQ(Refusal(CheckPriority(conference, "debt")), "");
  EXPECT_EQ(Refusal(CheckPriority(conference, "housing")), "CONF-61 NOT_A_PRIORITY");
  EXPECT_EQ(Refusal(CheckPriority(conference, "unknown")), "CONF-61 NOT_A_PRIORITY");
}

TEST(CONF_63, ConclusionNeedsAnApprovedPlanOrAReason) {
  const v1::Conference conference = InPhase(v1::PHASE_PLAN);
  for (auto plan : {v1::PLAN_STATE_UNSPECIFIED, v1::PLAN_STATE_DRAFT, v1::PLAN_STATE_CHANGED}) {
    EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_CONCLUSION, "", ""}, plan),
              "CONF-63 PLAN_NOT_APPROVED");
    EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_CONCLUSION, "a reason to go back", ""}, plan),
              "CONF-63 PLAN_NOT_APPROVED");
    EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_CONCLUSION, "", "no"}, plan),
              "CONF-63 PLAN_NOT_APPROVED");
    EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_CONCLUSION, "", "he wants to think"}, plan), "");
  }
  EXPECT_EQ(MoveRefusal(conference, {v1::PHASE_CONCLUSION, "", ""}), "");
}

TEST(CONF_52, RulesOfTheMeetingBeforeMapping) {
  v1::Conference conference = InPhase(v1::PHASE_WELCOME);
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_MAPPING), "CONF-52 RULES_MISSING");
  conference.set_meeting_rules("One speaks.");
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_MAPPING), "");
}

TEST(CONF_43, EverybodyThereIsHeard) {
  v1::Conference conference = InPhase(v1::PHASE_MAPPING);
  for (v1::Participant& one : *conference.mutable_participants()) one.set_view("told");
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_PRIORITIES), "");
  Of(conference, "facilitator").clear_view();
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_PRIORITIES), "");
  v1::Participant& client = Of(conference, "client");
  client.clear_view();
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_PRIORITIES), "CONF-43 PARTICIPANT_NOT_HEARD");
  client.set_did_not_wish_to_speak(true);
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_PRIORITIES), "");
  client.set_did_not_wish_to_speak(false);
  client.set_attendance(v1::ATTENDANCE_ABSENT);
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_PRIORITIES), "");
}

TEST(CONF_62, EveryPriorityHasASolutionBeforeThePlan) {
  v1::Conference conference = InPhase(v1::PHASE_SOLUTIONS);
  AddTopic(conference, "housing", false);
  AddTopic(conference, "debt", true);
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_PLAN), "CONF-62 SOLUTION_MISSING");
  conference.add_solutions()->set_topic_id("debt");
  EXPECT_EQ(MoveWarning(conference, v1::PHASE_PLAN), "");
}

TEST(CONF_113, AnExcludedTopicStaysClosedUnlessLifted) {
  v1::Conference conference = InPhase(v1::PHASE_PRIORITIES);
  AddTopic(conference, "debt", true);
  const absl::Status status = CheckTopicOpen(conference, "debt", {common::v1::DATA_AREA_DEBTS});
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Refusal(status), "CONF-113 EXCLUDED_TOPIC");
  EXPECT_TRUE(CheckTopicOpen(conference, "debt", {common::v1::DATA_AREA_HEALTH}).ok());
  conference.add_lifted_areas(common::v1::DATA_AREA_DEBTS);
  EXPECT_TRUE(CheckTopicOpen(conference, "debt", {common::v1::DATA_AREA_DEBTS}).ok());
}

}  // namespace
}  // namespace opora::conference
