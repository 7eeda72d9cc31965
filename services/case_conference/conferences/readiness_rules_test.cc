#include "services/case_conference/conferences/readiness_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/sample.h"

namespace opora::conference {
namespace {

using common::v1::LANGUAGE_EN;
using rules::ReasonOf;
using rules::RuleOf;
using sample::kDay;
using sample::Of;
using sample::Ready;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string First(const std::vector<absl::Status>& refusals) {
  if (refusals.empty()) return "";
  EXPECT_EQ(refusals.front().code(), absl::StatusCode::kFailedPrecondition);
  return RuleOf(refusals.front()) + " " + ReasonOf(refusals.front());
}

std::string ReadyRefusal(const v1::Conference& conference, absl::CivilDay today = kDay,
                         const std::string& reason = "") {
  return First(ReadyRefusals(conference, today, reason));
}

std::string StartRefusal(const v1::Conference& conference) {
  return First(StartRefusals(conference));
}

std::vector<std::string> Reasons(const std::vector<common::v1::Warning>& warnings) {
  std::vector<std::string> reasons;
  for (const auto& warning : warnings) reasons.push_back(warning.reason());
  return reasons;
}

void Remove(v1::Conference& conference, const std::string& id) {
  auto& participants = *conference.mutable_participants();
  for (int i = 0; i < participants.size(); ++i) {
    if (participants[i].participant_id() != id) continue;
    participants.DeleteSubrange(i, 1);
    return;
  }
}

TEST(CONF_54, AnUpcomingChangeNeedsItsKind) {
  v1::Conference conference;
  conference.add_triggers(v1::TRIGGER_START_OF_WORK);
  EXPECT_TRUE(CheckProposal(conference).ok());
  conference.add_triggers(v1::TRIGGER_UPCOMING_CHANGE);
  const absl::Status status = CheckProposal(conference);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(RuleOf(status) + " " + ReasonOf(status), "CONF-54 CHANGE_KIND_MISSING");
  conference.set_change_kind(v1::CHANGE_KIND_THREAT_OF_REMOVAL);
  EXPECT_TRUE(CheckProposal(conference).ok());
}

TEST(CONF_29, ReadyNeedsConvenerFacilitatorClientAndAProfessional) {
  EXPECT_EQ(ReadyRefusal(Ready()), "");
  for (const char* role : {"convener", "facilitator", "client", "professional"}) {
    v1::Conference conference = Ready();
    Remove(conference, role);
    EXPECT_EQ(ReadyRefusal(conference), "CONF-29 ROLES_MISSING") << role;
  }
}

TEST(CONF_29, AMissingOrganiserOrRecorderIsAWarning) {
  EXPECT_THAT(ReadyWarnings(Ready(), LANGUAGE_EN), IsEmpty());
  for (const char* role : {"organiser", "recorder"}) {
    v1::Conference conference = Ready();
    Remove(conference, role);
    EXPECT_EQ(ReadyRefusal(conference), "") << role;
    EXPECT_THAT(Reasons(ReadyWarnings(conference, LANGUAGE_EN)), ElementsAre("ROLES_RECOMMENDED"));
  }
}

TEST(CONF_114, NobodyIsReadyWhoWasNotInvited) {
  v1::Conference conference = Ready();
  Of(conference, "recorder").clear_invite_time();
  EXPECT_EQ(ReadyRefusal(conference), "CONF-114 NOT_INVITED");
}

TEST(CONF_51, PlaceAndTimeAreArranged) {
  v1::Conference no_place = Ready();
  no_place.clear_place();
  EXPECT_EQ(ReadyRefusal(no_place), "CONF-51 ARRANGEMENT_MISSING");
  v1::Conference no_time = Ready();
  no_time.clear_scheduled_time();
  EXPECT_EQ(ReadyRefusal(no_time), "CONF-51 ARRANGEMENT_MISSING");
}

TEST(CONF_51, EveryAnswerCountsUntilTheDayHasPassed) {
  v1::Conference conference = Ready();
  Of(conference, "professional").clear_place_answer();
  EXPECT_EQ(ReadyRefusal(conference), "CONF-51 ANSWERS_MISSING");
  EXPECT_EQ(ReadyRefusal(conference, kDay, "no answer came"), "CONF-51 ANSWERS_MISSING");
  EXPECT_EQ(ReadyRefusal(conference, kDay + 1), "CONF-51 ANSWERS_MISSING");
  EXPECT_EQ(ReadyRefusal(conference, kDay + 1, "no answer came"), "");
  EXPECT_THAT(MissingAnswers(conference), ElementsAre("professional"));
}

TEST(CONF_51, ANoIsNotGoneOnWithout) {
  v1::Conference conference = Ready();
  Of(conference, "recorder").set_topic_answer(v1::ANSWER_NO);
  EXPECT_EQ(ReadyRefusal(conference, kDay + 1, "no answer came"), "CONF-51 ANSWER_IS_NO");
}

TEST(CONF_51, AnUrgentOneNeedsClientAndConvenerOnly) {
  v1::Conference conference = Ready();
  conference.set_urgent(true);
  for (const char* other : {"organiser", "facilitator", "recorder", "professional"}) {
    Of(conference, other).clear_topic_answer();
    Of(conference, other).set_place_answer(v1::ANSWER_NO);
  }
  EXPECT_EQ(ReadyRefusal(conference), "");
  for (const char* needed : {"client", "convener"}) {
    v1::Conference lacking = conference;
    Of(lacking, needed).clear_participants_answer();
    EXPECT_EQ(ReadyRefusal(lacking), "CONF-51 ANSWERS_MISSING") << needed;
  }
}

TEST(CONF_51, AChangeOpensTheAnswersAgain) {
  v1::Conference conference = Ready();
  ReopenAnswers(conference);
  EXPECT_EQ(MissingAnswers(conference).size(),
            static_cast<std::size_t>(conference.participants_size()));
  EXPECT_EQ(ReadyRefusal(conference), "CONF-51 ANSWERS_MISSING");
}

TEST(CONF_34, AnUnpreparedClientIsRefusedAnybodyElseIsAWarning) {
  v1::Conference conference = Ready();
  Of(conference, "recorder").clear_prepared_time();
  EXPECT_EQ(ReadyRefusal(conference), "");
  EXPECT_THAT(Reasons(ReadyWarnings(conference, LANGUAGE_EN)),
              ElementsAre("PARTICIPANT_NOT_PREPARED"));
  Of(conference, "client").clear_prepared_time();
  EXPECT_EQ(ReadyRefusal(conference), "CONF-34 CLIENT_NOT_PREPARED");
}

TEST(CONF_38, NoMeetingWithoutTheClient) {
  for (auto absent : {v1::ATTENDANCE_ABSENT, v1::ATTENDANCE_LEFT}) {
    v1::Conference conference = Ready();
    Of(conference, "client").set_attendance(absent);
    EXPECT_EQ(StartRefusal(conference), "CONF-38 CLIENT_ABSENT");
    conference.set_kind(v1::MEETING_KIND_PROFESSIONALS);
    EXPECT_EQ(StartRefusal(conference), "");
  }
  v1::Conference by_phone = Ready();
  Of(by_phone, "client").set_attendance(v1::ATTENDANCE_REMOTE);
  EXPECT_EQ(StartRefusal(by_phone), "");
}

TEST(CONF_29, NoMeetingWithoutTheFacilitator) {
  v1::Conference conference = Ready();
  Of(conference, "facilitator").set_attendance(v1::ATTENDANCE_ABSENT);
  EXPECT_EQ(StartRefusal(conference), "CONF-29 FACILITATOR_ABSENT");
  conference.set_kind(v1::MEETING_KIND_PROFESSIONALS);
  EXPECT_EQ(StartRefusal(conference), "CONF-29 FACILITATOR_ABSENT");
}

TEST(CONF_39, AChildNeedsTheClosePersonInTheRoom) {
  v1::Conference conference = Ready();
  conference.set_client_is_child(true);
  EXPECT_EQ(StartRefusal(conference), "CONF-39 CLOSE_PERSON_ABSENT");
  v1::Participant& aunt = sample::Add(conference, "aunt", {v1::CONFERENCE_ROLE_SUPPORT_PERSON});
  EXPECT_EQ(StartRefusal(conference), "");
  for (auto elsewhere : {v1::ATTENDANCE_ABSENT, v1::ATTENDANCE_REMOTE, v1::ATTENDANCE_LEFT}) {
    aunt.set_attendance(elsewhere);
    EXPECT_EQ(StartRefusal(conference), "CONF-39 CLOSE_PERSON_ABSENT");
  }
  aunt.clear_attendance();  // Merely invited.
  EXPECT_EQ(StartRefusal(conference), "CONF-39 CLOSE_PERSON_ABSENT");
  conference.set_client_is_child(false);
  EXPECT_EQ(StartRefusal(conference), "");
}

TEST(CONF_47, TheClientIsBriefedTheOthersShouldBe) {
  v1::Conference conference = Ready();
  EXPECT_THAT(StartWarnings(conference, LANGUAGE_EN), IsEmpty());
  Of(conference, "recorder").clear_briefed_time();
  EXPECT_EQ(StartRefusal(conference), "");
  EXPECT_THAT(Reasons(StartWarnings(conference, LANGUAGE_EN)), ElementsAre("NOT_BRIEFED"));
  Of(conference, "recorder").set_attendance(v1::ATTENDANCE_ABSENT);
  EXPECT_THAT(StartWarnings(conference, LANGUAGE_EN), IsEmpty());
  Of(conference, "client").clear_briefed_time();
  EXPECT_EQ(StartRefusal(conference), "CONF-47 CLIENT_NOT_BRIEFED");
}

TEST(CONF_44, WhoHasNoGroundOfSilenceIsPointedOut) {
  v1::Conference conference = Ready();
  Of(conference, "professional").clear_silence_ground();
  EXPECT_EQ(StartRefusal(conference), "");
  EXPECT_THAT(Reasons(StartWarnings(conference, LANGUAGE_EN)), ElementsAre("SILENCE_MISSING"));
}

}  // namespace
}  // namespace opora::conference
