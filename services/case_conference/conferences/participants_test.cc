#include "services/case_conference/conferences/participants.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "opora/conference/v1/conference_service.pb.h"
#include "services/case_conference/conferences/facts.h"
#include "services/case_conference/conferences/sample.h"

namespace opora::conference {
namespace {

using rules::ReasonOf;
using rules::RuleOf;
using sample::kNow;
using sample::Ready;

std::string Refusal(const absl::Status& status) {
  return status.ok() ? "" : RuleOf(status) + " " + ReasonOf(status);
}

v1::Participant Worker(const std::vector<v1::ConferenceRole>& roles) {
  v1::Participant participant;
  participant.set_worker_id("worker");
  participant.set_agency_id("agency");
  for (auto role : roles) participant.add_roles(role);
  return participant;
}

TEST(CONF_29, AParticipantIsAWorkerOfAUnitOrAPersonInWords) {
  const auto professional = Worker({v1::CONFERENCE_ROLE_PROFESSIONAL});
  EXPECT_TRUE(CheckNewParticipant(professional, "p").ok());
  v1::Participant both = professional;
  both.set_person("somebody");
  EXPECT_EQ(ReasonOf(CheckNewParticipant(both, "p")), "PARTICIPANT_UNCLEAR");
  v1::Participant neither = professional;
  neither.clear_worker_id();
  EXPECT_EQ(ReasonOf(CheckNewParticipant(neither, "p")), "PARTICIPANT_UNCLEAR");
  v1::Participant no_unit = professional;
  no_unit.clear_agency_id();
  EXPECT_EQ(ReasonOf(CheckNewParticipant(no_unit, "p")), "UNIT_REQUIRED");
  neither.set_person("the teacher");
  EXPECT_TRUE(CheckNewParticipant(neither, "p").ok());
}

TEST(CONF_29, TheFacilitatorMayOnlyRecordBesides) {
  const auto facilitator = v1::CONFERENCE_ROLE_FACILITATOR;
  EXPECT_TRUE(CheckNewParticipant(Worker({facilitator}), "p").ok());
  EXPECT_TRUE(CheckNewParticipant(Worker({facilitator, v1::CONFERENCE_ROLE_RECORDER}), "p").ok());
  for (auto other :
       {v1::CONFERENCE_ROLE_PROPOSER, v1::CONFERENCE_ROLE_CONVENER, v1::CONFERENCE_ROLE_ORGANISER,
        v1::CONFERENCE_ROLE_ADMINISTRATOR, v1::CONFERENCE_ROLE_CLIENT_FAMILY,
        v1::CONFERENCE_ROLE_PROFESSIONAL, v1::CONFERENCE_ROLE_SUPPORT_PERSON}) {
    const absl::Status status = CheckNewParticipant(Worker({facilitator, other}), "p");
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(Refusal(status), "CONF-29 FACILITATOR_ALONE");
  }
  v1::Conference conference = Ready();
  EXPECT_TRUE(CheckAloneFacilitator(conference).ok());
  sample::Of(conference, "facilitator").add_roles(v1::CONFERENCE_ROLE_ORGANISER);
  EXPECT_EQ(Refusal(CheckAloneFacilitator(conference)), "CONF-29 FACILITATOR_ALONE");
}

TEST(CONF_41, NobodyElseIsTheClient) {
  const absl::Status status = CheckNewParticipant(Worker({v1::CONFERENCE_ROLE_CLIENT}), "p");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Refusal(status), "CONF-41 CLIENT_IS_ONE");
  EXPECT_TRUE(CheckNewParticipant(Worker({v1::CONFERENCE_ROLE_CLIENT_FAMILY}), "p").ok());
}

TEST(CONF_40, NobodyIsNamedWithTheClientsWordAlreadyGiven) {
  v1::Participant asked = Worker({v1::CONFERENCE_ROLE_SUPPORT_PERSON});
  asked.mutable_client_agreement()->set_person("client");
  *asked.mutable_invite_time() = rpc::ToTimestamp(kNow);
  *asked.mutable_prepared_time() = rpc::ToTimestamp(kNow);
  *asked.mutable_briefed_time() = rpc::ToTimestamp(kNow);
  asked.set_topic_answer(v1::ANSWER_YES);
  asked.set_attendance(v1::ATTENDANCE_PRESENT);
  asked.set_independence(v1::INDEPENDENCE_INDEPENDENT);
  asked.set_decision_id("made up");
  const v1::Participant named = NewParticipant(asked);
  EXPECT_FALSE(named.has_client_agreement());
  EXPECT_FALSE(named.has_invite_time());
  EXPECT_FALSE(named.has_prepared_time());
  EXPECT_FALSE(named.has_briefed_time());
  EXPECT_FALSE(named.has_topic_answer());
  EXPECT_FALSE(named.has_attendance());
  EXPECT_FALSE(named.has_independence());
  EXPECT_FALSE(named.has_decision_id());
  EXPECT_EQ(named.worker_id(), "worker");
  EXPECT_NE(named.participant_id(), NewParticipant(asked).participant_id());
}

TEST(CONF_29, OnePersonMayHoldSeveralRoles) {
  v1::Conference conference = Ready();
  const int before = conference.participants_size();
  v1::Participant again = Worker({v1::CONFERENCE_ROLE_RECORDER, v1::CONFERENCE_ROLE_CONVENER});
  again.set_worker_id("worker-organiser");
  const v1::Participant* found = AddRoles(conference, again);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->participant_id(), "organiser");
  EXPECT_EQ(found->roles_size(), 4);
  AddRoles(conference, again);
  EXPECT_EQ(found->roles_size(), 4);
  EXPECT_EQ(conference.participants_size(), before);
  again.clear_worker_id();
  EXPECT_EQ(AddRoles(conference, again), nullptr);
}

TEST(CONF_114, WhoGetsARoleWithAnInvitationIsInvited) {
  v1::Conference conference = Ready();
  sample::Of(conference, "recorder").clear_invite_time();
  v1::Participant organiser = Worker({v1::CONFERENCE_ROLE_ORGANISER});
  organiser.set_worker_id("worker-recorder");
  organiser.set_decision_id("decision");
  ASSERT_NE(AddRoles(conference, organiser), nullptr);
  EXPECT_FALSE(sample::Of(conference, "recorder").has_invite_time());
  *organiser.mutable_invite_time() = rpc::ToTimestamp(kNow);
  ASSERT_NE(AddRoles(conference, organiser), nullptr);
  EXPECT_TRUE(sample::Of(conference, "recorder").has_invite_time());
  EXPECT_EQ(sample::Of(conference, "recorder").decision_id(), "decision");
}

template <typename Word>
void ExpectAttested() {
  const v1::Conference conference = Ready();
  const auto take = [&](Word& word) {
    return TakeWord(conference, "worker-convener", kNow, "answers[0]", word);
  };
  Word word;
  word.set_participant_id("client");
  EXPECT_EQ(Refusal(take(word)), "XC-58 ATTESTATION_REQUIRED");
  EXPECT_FALSE(word.has_attestation());
  common::v1::Attestation& attestation = *word.mutable_attestation();
  attestation.set_person("the client");
  *attestation.mutable_occurred_at() = rpc::ToTimestamp(kNow + absl::Hours(1));
  EXPECT_EQ(ReasonOf(take(word)), "NOT_IN_FUTURE");
  *attestation.mutable_occurred_at() = rpc::ToTimestamp(kNow - absl::Hours(1));
  attestation.set_attesting_worker_id("made up");
  EXPECT_TRUE(take(word).ok());
  EXPECT_EQ(word.attestation().attesting_worker_id(), "worker-convener");
  word.set_participant_id("nobody");
  EXPECT_EQ(Refusal(take(word)), "CONF-67 NOT_A_PARTICIPANT");
  word.set_participant_id("convener");  // The own word needs none.
  EXPECT_TRUE(take(word).ok());
  EXPECT_FALSE(word.has_attestation());
}

TEST(XC_58, TheWordOfAnotherIsAttestedInWhateverItIsSaid) {
  ExpectAttested<v1::ParticipantAnswer>();
  ExpectAttested<v1::PlanApproval>();
  ExpectAttested<v1::MinutesAgreement>();
  ExpectAttested<v1::ShareAgreement>();
}

TEST(XC_58, APersonWithoutAccountIsNobodysOwnWord) {
  v1::PlanApproval word;
  word.set_participant_id("client");
  EXPECT_EQ(Refusal(TakeWord(Ready(), "", kNow, "f", word)), "XC-58 ATTESTATION_REQUIRED");
}

TEST(CONF_44, PresenceIsAsItWas) {
  v1::Participant participant;
  EXPECT_FALSE(TookPart(participant));
  const auto is = [&](v1::Attendance attendance, bool present, bool took_part) {
    participant.set_attendance(attendance);
    EXPECT_EQ(IsPresent(participant), present);
    EXPECT_EQ(TookPart(participant), took_part);
  };
  is(v1::ATTENDANCE_PRESENT, true, true);
  is(v1::ATTENDANCE_REMOTE, true, true);
  is(v1::ATTENDANCE_LEFT, false, true);
  is(v1::ATTENDANCE_ABSENT, false, false);
}

TEST(XC_54, StatisticsAreToldCountsAndDatesOnly) {
  v1::Conference conference = Ready();
  conference.set_topic("what it is about");
  sample::Of(conference, "organiser").set_agency_id("agency-1");
  sample::Of(conference, "recorder").set_agency_id("agency-1");
  sample::Of(conference, "convener").set_agency_id("agency-2");
  sample::Of(conference, "client").set_view("my view");
  const v1::ConferenceFact fact = FactOf(conference);
  EXPECT_EQ(fact.participants(), 6);
  EXPECT_EQ(fact.agencies(), 2);
  const auto* descriptor = v1::ConferenceFact::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i)
    EXPECT_NE(descriptor->field(i)->cpp_type(), google::protobuf::FieldDescriptor::CPPTYPE_STRING);
}

}  // namespace
}  // namespace opora::conference
