#include "services/housing_referral/complaints/complaint_rules.h"

#include <gtest/gtest.h>

#include "common/rpc/call.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/housing_referral/complaints/refusals.h"

namespace opora::housing {
namespace {

using rules::ReasonOf;

constexpr auto kJustified = v1::COMPLAINT_CONCLUSION_JUSTIFIED;

v1::Interview Vague(v1::IntervieweeRole role = v1::INTERVIEWEE_ROLE_COMPLAINANT) {
  v1::Interview interview;
  interview.set_round(1);
  interview.set_flat_label("11");
  interview.set_role(role);
  interview.set_result(v1::INTERVIEW_RESULT_INTERVIEWED);
  interview.set_statement("terrible noise all the time");
  interview.set_confirms(true);
  return interview;
}

v1::Interview Structured(v1::IntervieweeRole role = v1::INTERVIEWEE_ROLE_COMPLAINANT) {
  v1::Interview interview = Vague(role);
  interview.set_time_of_day_answer(v1::ANSWER_KIND_ANSWERED);
  interview.set_time_of_day("evening");
  interview.set_every_day_answer(v1::ANSWER_KIND_DOES_NOT_KNOW);
  interview.set_times_answer(v1::ANSWER_KIND_ANSWERED);
  interview.set_times_last_month(12);
  interview.set_kind_answer(v1::ANSWER_KIND_DECLINED);
  return interview;
}

TEST(HOUS_82, AGeneralJudgementIsTooVague) {
  EXPECT_EQ(QualityOf(Vague()), v1::INTERVIEW_QUALITY_TOO_VAGUE);
  EXPECT_EQ(QualityOf(Structured()), v1::INTERVIEW_QUALITY_STRUCTURED);
  v1::Interview unasked = Structured();
  unasked.set_kind_answer(v1::ANSWER_KIND_UNSPECIFIED);
  EXPECT_EQ(QualityOf(unasked), v1::INTERVIEW_QUALITY_TOO_VAGUE);
  v1::Interview nothing = Structured();
  nothing.set_time_of_day_answer(v1::ANSWER_KIND_DOES_NOT_KNOW);
  nothing.set_times_answer(v1::ANSWER_KIND_DOES_NOT_KNOW);
  EXPECT_EQ(QualityOf(nothing), v1::INTERVIEW_QUALITY_TOO_VAGUE) << "knows nothing at all";
  v1::Interview absent = Structured();
  absent.set_result(v1::INTERVIEW_RESULT_NOT_HOME);
  EXPECT_EQ(QualityOf(absent), v1::INTERVIEW_QUALITY_UNSPECIFIED);
}

TEST(HOUS_82, AnAnsweredQuestionHasItsValue) {
  EXPECT_TRUE(CheckInterview(Structured(), 0).ok());
  v1::Interview empty = Structured();
  empty.clear_times_last_month();
  EXPECT_EQ(ReasonOf(CheckInterview(empty, 0)), "VALUE_REQUIRED");
}

TEST(HOUS_82, VagueInterviewsSupportNoJustifiedConclusion) {
  v1::Complaint complaint;
  *complaint.add_interviews() = Vague();
  *complaint.add_interviews() = Vague(v1::INTERVIEWEE_ROLE_NEIGHBOUR);
  EXPECT_EQ(UnsupportedBecause(kJustified, complaint), &rule::kTooVague);
  EXPECT_EQ(UnsupportedBecause(v1::COMPLAINT_CONCLUSION_NOT_PROVEN, complaint), nullptr);
}

TEST(HOUS_80, TheComplainantAloneSupportsNone) {
  v1::Complaint complaint;
  *complaint.add_interviews() = Structured();
  EXPECT_EQ(UnsupportedBecause(kJustified, complaint), &rule::kComplainantAlone);
  v1::Interview denies = Structured(v1::INTERVIEWEE_ROLE_NEIGHBOUR);
  denies.set_confirms(false);
  *complaint.add_interviews() = denies;
  EXPECT_EQ(UnsupportedBecause(v1::COMPLAINT_CONCLUSION_PARTLY_JUSTIFIED, complaint),
            &rule::kComplainantAlone);
  *complaint.add_interviews() = Structured(v1::INTERVIEWEE_ROLE_NEIGHBOUR);
  EXPECT_EQ(UnsupportedBecause(kJustified, complaint), nullptr);
}

TEST(HOUS_81, OneRoundWithFlatsUnreachedIsNotEnough) {
  v1::Complaint complaint;
  complaint.set_rounds(1);
  complaint.add_covered_flats("11");
  complaint.add_covered_flats("13");
  *complaint.add_interviews() = Structured();
  EXPECT_TRUE(NeedsAnotherRound(complaint));
  complaint.set_rounds(2);
  EXPECT_FALSE(NeedsAnotherRound(complaint));
  complaint.set_rounds(1);
  v1::Interview refused = Vague();
  refused.set_flat_label("13");
  refused.set_result(v1::INTERVIEW_RESULT_REFUSED);
  *complaint.add_interviews() = refused;
  EXPECT_FALSE(NeedsAnotherRound(complaint)) << "everybody was reached";
}

TEST(HOUS_81, RoundsFollowEachOther) {
  v1::Interview third = Structured();
  third.set_round(3);
  EXPECT_EQ(ReasonOf(CheckInterview(third, 1)), "ROUND_SKIPPED");
  EXPECT_TRUE(CheckInterview(third, 2).ok());
  EXPECT_TRUE(CheckInterview(third, 3).ok());
}

v1::Complaint Concluded() {
  v1::Complaint complaint;
  complaint.mutable_client_told_result_time()->set_seconds(1);
  *complaint.mutable_answered_on() = dates::ToDate(absl::CivilDay(2024, 5, 24));
  complaint.set_answer("It was not confirmed.");
  return complaint;
}

TEST(HOUS_85, NothingIsClosedWithoutAWrittenAnswer) {
  EXPECT_TRUE(CheckClose(Concluded()).ok());
  v1::Complaint unanswered = Concluded();
  unanswered.clear_answer();
  EXPECT_EQ(ReasonOf(CheckClose(unanswered)), "COMPLAINANT_UNANSWERED");
  unanswered.set_complainant_unreachable(true);
  EXPECT_TRUE(CheckClose(unanswered).ok()) << "anonymous, or without an address";
}

TEST(HOUS_84, NothingIsClosedBeforeTheClientKnowsTheResult) {
  v1::Complaint untold = Concluded();
  untold.clear_client_told_result_time();
  EXPECT_EQ(ReasonOf(CheckClose(untold)), "CLIENT_UNTOLD");
}

TEST(HOUS_85, TheAnswerTellsNothingOfTheTenantsLife) {
  EXPECT_EQ(ReasonOf(CheckAnswer("Nájemník má dluhy a chodí k němu sociální pracovnice.")),
            "ANSWER_REVEALS");
  EXPECT_TRUE(CheckAnswer("The noise was not confirmed.").ok());
}

TEST(HOUS_86, AComplaintGoesItsWayAndNoOther) {
  using enum v1::ComplaintState;
  const std::vector<std::pair<const char*, v1::ComplaintState>> way = {
      {"ForwardComplaint", v1::COMPLAINT_STATE_FORWARDED},
      {"InformClient", v1::COMPLAINT_STATE_CLIENT_INFORMED},
      {"OpenInvestigation", v1::COMPLAINT_STATE_INVESTIGATING},
      {"ConcludeComplaint", v1::COMPLAINT_STATE_CONCLUDED},
      {"TellClientResult", v1::COMPLAINT_STATE_CLIENT_TOLD_RESULT},
      {"AnswerComplainant", v1::COMPLAINT_STATE_COMPLAINANT_ANSWERED},
      {"CloseComplaint", v1::COMPLAINT_STATE_CLOSED}};
  v1::ComplaintState state = v1::COMPLAINT_STATE_RECEIVED;
  for (const auto& [verb, next] : way) {
    EXPECT_EQ(NextState(state, verb).value(), next) << verb;
    EXPECT_EQ(ReasonOf(NextState(v1::COMPLAINT_STATE_CLOSED, verb).status()),
              "COMPLAINT_STATE_REFUSES");
    state = next;
  }
  EXPECT_FALSE(NextState(v1::COMPLAINT_STATE_RECEIVED, "OpenInvestigation").ok())
      << "nobody is designated yet";
}

TEST(HOUS_72, WhoSupportsTheTenantIsNoImpartialOfficer) {
  EXPECT_FALSE(IsPartial({}, "officer", false));
  EXPECT_TRUE(IsPartial({}, "officer", true)) << "key worker";
  v1::ProgrammeRole role;
  role.set_worker_id("officer");
  role.set_function(v1::PROGRAMME_FUNCTION_SUPPORT_WORKER);
  EXPECT_TRUE(IsPartial({role}, "officer", false));
  EXPECT_FALSE(IsPartial({role}, "somebody else", false));
}

TEST(HOUS_73, AComplaintIsOverdueAfterSoManyWorkingDays) {
  const absl::CivilDay friday(2024, 5, 17);
  // Received on Friday: two working days end on Tuesday, overdue on Wednesday.
  EXPECT_LT(LastOverdueDay(absl::CivilDay(2024, 5, 21), 2), friday);
  EXPECT_EQ(LastOverdueDay(absl::CivilDay(2024, 5, 22), 2), absl::CivilDay(2024, 5, 19))
      << "and so is what came on the weekend";
  EXPECT_EQ(WorkingDaysBetween(friday, absl::CivilDay(2024, 5, 22)), 3);
}

TEST(HOUS_83, TheMotiveIsTheOfficersAlone) {
  v1::Complaint complaint;
  complaint.set_motive(v1::COMPLAINT_MOTIVE_ENVY);
  rpc::Caller colleague;
  colleague.role = common::v1::ACTING_ROLE_HOUSING_OFFICER;
  AsSeenBy(colleague, complaint);
  EXPECT_FALSE(complaint.has_motive());
}

TEST(XC_36, TalksWithTheClientAreNotForThoseWhoControl) {
  v1::Complaint complaint;
  complaint.add_talks();
  rpc::Caller caller;
  caller.stance = common::v1::STANCE_SUPPORT;
  AsSeenBy(caller, complaint);
  EXPECT_EQ(complaint.talks_size(), 1);
  caller.stance = common::v1::STANCE_CONTROL;
  AsSeenBy(caller, complaint);
  EXPECT_EQ(complaint.talks_size(), 0);
}

}  // namespace
}  // namespace opora::housing
