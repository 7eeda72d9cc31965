#include "services/case_conference/minutes/minutes_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "services/case_conference/conferences/sample.h"

namespace opora::conference {
namespace {

using rules::ReasonOf;
using rules::RuleOf;
using sample::kDay;
using sample::Of;
using sample::Ready;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Refusal(const absl::Status& status) {
  return status.ok() ? "" : RuleOf(status) + " " + ReasonOf(status);
}

v1::Minutes Circulated() {
  v1::Minutes minutes;
  minutes.set_state(v1::MINUTES_STATE_CIRCULATED);
  minutes.set_text("what was agreed");
  minutes.set_edition(1);
  *minutes.mutable_answers_due_date() = dates::ToDate(kDay);
  return minutes;
}

v1::MinutesAgreement& Say(v1::Minutes& minutes, const std::string& id, bool agreed) {
  v1::MinutesAgreement& agreement = *minutes.add_agreements();
  agreement.set_participant_id(id);
  agreement.set_edition(minutes.edition());
  agreement.set_agreed(agreed);
  return agreement;
}

TEST(CONF_78, AnEditAfterTheFirstAgreementStartsAnew) {
  const v1::Conference conference = Ready();
  v1::Minutes minutes = Circulated();
  EXPECT_TRUE(Edit(minutes, "shorter").ok());
  EXPECT_EQ(minutes.edition(), 1);
  for (const v1::Participant& one : conference.participants())
    Say(minutes, one.participant_id(), true);
  EXPECT_THAT(MissingAgreements(conference, minutes), IsEmpty());
  EXPECT_TRUE(Edit(minutes, "other").ok());
  EXPECT_EQ(minutes.edition(), 2);
  EXPECT_EQ(MissingAgreements(conference, minutes).size(), 6U);
  EXPECT_TRUE(Edit(minutes, "other again").ok());
  EXPECT_EQ(minutes.edition(), 2);
}

TEST(CONF_78, ApprovedMinutesStayAsTheyAre) {
  for (auto approved : {v1::MINUTES_STATE_APPROVED, v1::MINUTES_STATE_APPROVED_WITH_OBJECTIONS}) {
    v1::Minutes minutes = Circulated();
    minutes.set_state(approved);
    EXPECT_TRUE(IsApproved(minutes));
    EXPECT_EQ(Refusal(Edit(minutes, "other")), "CONF-78 MINUTES_STATE_REFUSES");
    EXPECT_EQ(minutes.text(), "what was agreed");
  }
  EXPECT_FALSE(IsApproved(Circulated()));
}

TEST(CONF_78, EverybodyWhoTookPartAgrees) {
  v1::Conference conference = Ready();
  Of(conference, "recorder").set_attendance(v1::ATTENDANCE_ABSENT);
  Of(conference, "organiser").set_attendance(v1::ATTENDANCE_LEFT);
  v1::Minutes minutes = Circulated();
  for (const char* id : {"client", "convener", "facilitator", "professional"})
    Say(minutes, id, true);
  EXPECT_THAT(MissingAgreements(conference, minutes), ElementsAre("organiser"));
  Say(minutes, "organiser", false);
  EXPECT_THAT(MissingAgreements(conference, minutes), ElementsAre("organiser"));
}

TEST(CONF_80, ObjectionsAreClosedAfterTheSetDayAndNotBefore) {
  const v1::Minutes minutes = Circulated();
  EXPECT_EQ(Refusal(CheckClosing(minutes, kDay)), "CONF-80 ANSWERS_NOT_DUE");
  EXPECT_EQ(Refusal(CheckClosing(minutes, kDay + 1)), "");
  v1::Minutes draft = minutes;
  draft.set_state(v1::MINUTES_STATE_DRAFT);
  EXPECT_EQ(Refusal(CheckClosing(draft, kDay + 1)), "CONF-78 MINUTES_STATE_REFUSES");
}

TEST(CONF_48, WordsThatAreNotUnderstoodBlockUntilTheyAreChanged) {
  v1::Minutes minutes = Circulated();
  Say(minutes, "client", false).set_is_incomprehensible(true);
  EXPECT_EQ(Refusal(CheckClosing(minutes, kDay + 1)), "CONF-48 INCOMPREHENSIBLE");
  EXPECT_TRUE(Edit(minutes, "in plain words").ok());
  EXPECT_EQ(Refusal(CheckClosing(minutes, kDay + 1)), "");
}

TEST(CONF_79, BriefIsCountedInCharactersNotInBytes) {
  std::string czech;
  for (int i = 0; i < kBriefMinutes; ++i) czech += "ž";
  EXPECT_TRUE(IsBrief(czech));
  EXPECT_FALSE(IsBrief(czech + "a"));
  EXPECT_TRUE(IsBrief(std::string(kBriefMinutes, 'a')));
  EXPECT_FALSE(IsBrief(std::string(kBriefMinutes + 1, 'a')));
}

v1::ContentShare Share(const v1::Conference& conference) {
  v1::ContentShare share;
  for (const v1::Participant& one : conference.participants()) {
    v1::ShareAgreement& agreement = *share.add_agreements();
    agreement.set_participant_id(one.participant_id());
    agreement.set_agreed(true);
  }
  return share;
}

TEST(XC_22, OneMissingAnswerOrOneNoBlocks) {
  const v1::Conference conference = Ready();
  EXPECT_THAT(MissingForShare(conference, Share(conference)), IsEmpty());
  for (int i = 0; i < conference.participants_size(); ++i) {
    const std::string& id = conference.participants(i).participant_id();
    v1::ContentShare silent = Share(conference);
    silent.mutable_agreements()->DeleteSubrange(i, 1);
    EXPECT_THAT(MissingForShare(conference, silent), ElementsAre(id));
    v1::ContentShare no = Share(conference);
    no.mutable_agreements(i)->set_agreed(false);
    EXPECT_THAT(MissingForShare(conference, no), ElementsAre(id));
  }
}

TEST(XC_22, AYesBesideANoIsANo) {
  const v1::Conference conference = Ready();
  v1::ContentShare share = Share(conference);
  share.add_agreements()->set_participant_id("recorder");
  EXPECT_THAT(MissingForShare(conference, share), ElementsAre("recorder"));
}

TEST(XC_22, TheClientIsAskedAlsoWhenAbsent) {
  v1::Conference conference = Ready();
  for (const char* absent : {"client", "recorder"})
    Of(conference, absent).set_attendance(v1::ATTENDANCE_ABSENT);
  EXPECT_THAT(MissingForShare(conference, v1::ContentShare()),
              ElementsAre("client", "convener", "organiser", "facilitator", "professional"));
}

}  // namespace
}  // namespace opora::conference
