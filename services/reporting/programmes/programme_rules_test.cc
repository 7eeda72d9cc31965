#include "services/reporting/programmes/programme_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::reporting {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2024, 6, 20, 9, 0, 0), absl::UTCTimeZone());

v1::AdvisoryProgramme Programme(v1::ProgrammeState state) {
  v1::AdvisoryProgramme programme;
  programme.set_state(state);
  for (const char* number : {"1", "1.1", "1.2"}) {
    v1::Goal& goal = *programme.add_goals();
    goal.set_number(number);
    goal.set_state(v1::GOAL_STATE_OPEN);
  }
  programme.mutable_goals(2)->add_obligations("APPLY");
  programme.mutable_goals(2)->add_obligations("PUBLISH");
  return programme;
}

v1::MoveProgrammeRequest To(v1::ProgrammeState state) {
  v1::MoveProgrammeRequest request;
  request.set_state(state);
  request.set_reason("agreed by both sides");
  *request.mutable_ended_on() = dates::ToDate(absl::CivilDay(2024, 6, 20));
  return request;
}

v1::EvaluateGoalRequest Says(v1::GoalState state, std::vector<std::string> fulfilled) {
  v1::EvaluateGoalRequest request;
  request.set_number("1.2");
  request.set_state(state);
  for (std::string& one : fulfilled) request.add_fulfilled(std::move(one));
  return request;
}

TEST(REP_03, GoalsAreNumberedOnceBelowTheirOwn) {
  v1::AdvisoryProgramme programme = Programme(v1::PROGRAMME_STATE_PREPARED);
  EXPECT_TRUE(CheckGoals(programme.goals(), "goals").ok());
  programme.add_goals()->set_number("1.1");
  EXPECT_EQ(ReasonOf(CheckGoals(programme.goals(), "goals")), "GOALS_INCONSISTENT");
  programme.mutable_goals(3)->set_number("2.1");
  EXPECT_EQ(RuleOf(CheckGoals(programme.goals(), "goals")), "REP-03");
}

TEST(REP_03, AnApprovedWordingStays) {
  EXPECT_TRUE(CheckRewording(Programme(v1::PROGRAMME_STATE_PREPARED)).ok());
  for (const auto state : {v1::PROGRAMME_STATE_RUNNING, v1::PROGRAMME_STATE_SUSPENDED,
                           v1::PROGRAMME_STATE_ENDED_EARLY, v1::PROGRAMME_STATE_COMPLETED}) {
    const absl::Status status = CheckRewording(Programme(state));
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(status), "BASELINE_IMMUTABLE");
  }
}

TEST(REP_03, NobodyEvaluatesGoalsThatNobodyApproved) {
  v1::AdvisoryProgramme programme = Programme(v1::PROGRAMME_STATE_PREPARED);
  EXPECT_EQ(ReasonOf(Evaluate(programme, Says(v1::GOAL_STATE_NOT_MET, {}))), "GOALS_NOT_APPROVED");
}

TEST(REP_04, AGoalOfTwoObligationsIsMetWithBoth) {
  v1::AdvisoryProgramme programme = Programme(v1::PROGRAMME_STATE_RUNNING);
  EXPECT_EQ(ReasonOf(Evaluate(programme, Says(v1::GOAL_STATE_MET, {"APPLY"}))),
            "OBLIGATIONS_DISAGREE");
  EXPECT_EQ(ReasonOf(Evaluate(programme, Says(v1::GOAL_STATE_PARTLY, {"SING"}))),
            "OBLIGATIONS_DISAGREE");
  EXPECT_EQ(ReasonOf(Evaluate(programme, Says(v1::GOAL_STATE_NOT_MET, {"APPLY"}))),
            "OBLIGATIONS_DISAGREE");
  EXPECT_TRUE(Evaluate(programme, Says(v1::GOAL_STATE_PARTLY, {"APPLY"})).ok());
  EXPECT_EQ(programme.goals(2).state(), v1::GOAL_STATE_PARTLY);
  EXPECT_TRUE(Evaluate(programme, Says(v1::GOAL_STATE_MET, {"APPLY", "PUBLISH"})).ok());
}

TEST(REP_15, AProgrammeMovesByItsTableOnly) {
  int allowed = 0;
  for (int from = v1::PROGRAMME_STATE_PREPARED; from <= v1::ProgrammeState_MAX; ++from) {
    for (int to = v1::PROGRAMME_STATE_PREPARED; to <= v1::ProgrammeState_MAX; ++to) {
      v1::AdvisoryProgramme programme = Programme(static_cast<v1::ProgrammeState>(from));
      const absl::Status status = Move(programme, To(static_cast<v1::ProgrammeState>(to)), kNow);
      allowed += status.ok() ? 1 : 0;
      if (!status.ok()) {
        EXPECT_EQ(ReasonOf(status), "PROGRAMME_STATE_REFUSES");
        EXPECT_EQ(programme.state(), from);
      }
    }
  }
  EXPECT_EQ(allowed, 7);
}

TEST(REP_16, AnInterruptionHasAReasonAndAnEndItsDay) {
  v1::AdvisoryProgramme programme = Programme(v1::PROGRAMME_STATE_RUNNING);
  v1::MoveProgrammeRequest request = To(v1::PROGRAMME_STATE_SUSPENDED);
  request.clear_reason();
  EXPECT_EQ(RuleOf(Move(programme, request, kNow)), "REP-16");
  v1::MoveProgrammeRequest undated = To(v1::PROGRAMME_STATE_COMPLETED);
  undated.clear_ended_on();
  EXPECT_EQ(ReasonOf(Move(programme, undated, kNow)), "STATE_REASON_REQUIRED");
}

TEST(REP_17, NoGoalVanishesWithAnEarlyEnd) {
  v1::AdvisoryProgramme programme = Programme(v1::PROGRAMME_STATE_RUNNING);
  EXPECT_TRUE(Evaluate(programme, Says(v1::GOAL_STATE_PARTLY, {"APPLY"})).ok());
  EXPECT_TRUE(Move(programme, To(v1::PROGRAMME_STATE_ENDED_EARLY), kNow).ok());
  EXPECT_EQ(programme.goals_size(), 3);
  EXPECT_EQ(programme.goals(0).state(), v1::GOAL_STATE_NOT_EVALUATED);
  EXPECT_EQ(programme.goals(1).state(), v1::GOAL_STATE_NOT_EVALUATED);
  EXPECT_EQ(programme.goals(2).state(), v1::GOAL_STATE_PARTLY);
}

}  // namespace
}  // namespace opora::reporting
