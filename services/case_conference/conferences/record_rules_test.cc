#include "services/case_conference/conferences/record_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/sample.h"
#include "services/case_conference/conferences/session_refusals.h"

namespace opora::conference {
namespace {

using rules::ReasonOf;
using rules::RuleOf;
using sample::kDay;
using sample::kNow;
using sample::Of;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// A meeting to which nothing was missing.
v1::Conference Held() {
  v1::Conference conference = sample::Ready();
  conference.set_contract_goal("goal");
  conference.set_contract_topic("topic");
  *conference.mutable_contract_date() = dates::ToDate(kDay - 7);
  v1::Topic& topic = *conference.add_topics();
  topic.set_topic_id("debt");
  topic.set_proposer_participant_id("client");
  topic.set_is_priority(true);
  return conference;
}

v1::RecordConferenceRequest ThroughAllPhases() {
  v1::RecordConferenceRequest request;
  for (int phase = 1; phase < v1::Phase_ARRAYSIZE; ++phase)
    request.add_phases(static_cast<v1::Phase>(phase));
  request.set_deviation_reason("on paper");
  return request;
}

std::vector<std::string> Deviations(v1::Conference conference,
                                    const v1::RecordConferenceRequest& request,
                                    v1::PlanState plan = v1::PLAN_STATE_APPROVED) {
  Deviate(RefusalsOf(conference, plan, request), request.deviation_reason(), conference);
  std::vector<std::string> rules;
  for (const auto& deviation : conference.deviations()) {
    EXPECT_EQ(deviation.reason(), "on paper");
    rules.push_back(deviation.rule());
  }
  return rules;
}

TEST(CONF_115, WhatWasHeldAsItShouldBeDoesNotDeviate) {
  EXPECT_THAT(Deviations(Held(), ThroughAllPhases()), IsEmpty());
}

TEST(CONF_115, EachMissingStepIsADeviation) {
  v1::Conference conference = Held();
  conference.clear_contract_goal();
  Of(conference, "client").clear_prepared_time();
  Of(conference, "client").clear_briefed_time();
  Of(conference, "client").clear_topic_answer();
  Of(conference, "recorder").clear_invite_time();
  EXPECT_THAT(Deviations(conference, ThroughAllPhases()),
              ElementsAre("CONF-32", "CONF-114", "CONF-51", "CONF-34", "CONF-47"));
}

TEST(XC_56, AMeetingWithoutTheClientOrACloseFriendIsAFact) {
  v1::Conference conference = Held();
  Of(conference, "client").set_attendance(v1::ATTENDANCE_ABSENT);
  conference.set_client_is_child(true);
  EXPECT_THAT(Deviations(conference, ThroughAllPhases()), ElementsAre("CONF-38", "CONF-39"));
}

TEST(CONF_115, PhasesThatWereLeftOutDeviate) {
  v1::RecordConferenceRequest request;
  request.set_deviation_reason("on paper");
  EXPECT_THAT(Deviations(Held(), request), ElementsAre("CONF-58"));
  request.add_phases(v1::PHASE_WELCOME);
  request.add_phases(v1::PHASE_PLAN);
  request.add_phases(v1::PHASE_CONCLUSION);
  EXPECT_THAT(Deviations(Held(), request), ElementsAre("CONF-58"));
  // Going back is no deviation: the reason of the record is its reason.
  v1::RecordConferenceRequest back = ThroughAllPhases();
  back.clear_phases();
  for (auto phase :
       {v1::PHASE_WELCOME, v1::PHASE_MAPPING, v1::PHASE_WELCOME, v1::PHASE_MAPPING,
        v1::PHASE_PRIORITIES, v1::PHASE_SOLUTIONS, v1::PHASE_PLAN, v1::PHASE_CONCLUSION})
    back.add_phases(phase);
  EXPECT_THAT(Deviations(Held(), back), IsEmpty());
}

TEST(CONF_63, AnUnapprovedPlanDeviatesUnlessThereIsAReasonForNone) {
  for (const auto& request : {ThroughAllPhases(), [] {
                                v1::RecordConferenceRequest none;
                                none.set_deviation_reason("on paper");
                                return none;
                              }()}) {
    v1::Conference conference = Held();
    EXPECT_THAT(Deviations(conference, request, v1::PLAN_STATE_DRAFT), Contains("CONF-63"));
    conference.set_without_plan_reason("he wants to think");
    EXPECT_THAT(Deviations(conference, request, v1::PLAN_STATE_DRAFT), Not(Contains("CONF-63")));
  }
}

TEST(CONF_115, ARuleDeviatesOnce) {
  v1::Conference conference = Held();
  Deviate({rules::Refuse(rule::kRolesMissing), absl::OkStatus(),
           rules::Refuse(rule::kFacilitatorAbsent)},
          "on paper", conference);
  EXPECT_EQ(conference.deviations_size(), 1);
}

TEST(CONF_115, IdsOfThePaperBecomeIdsOfTheServerEverywhere) {
  v1::RecordConferenceRequest request;
  *request.mutable_conference() = Held();
  request.mutable_conference()->set_client_id("client");  // Like a participant, and stays.
  v1::ActionItem& item = *request.add_items();
  item.set_item_id("item");
  item.set_topic_id("debt");
  item.add_participant_ids("client");
  item.add_milestones()->add_participant_ids("professional");
  item.set_plan_b_participant_id("professional");
  v1::PlanApproval& approval = *request.add_approvals();
  approval.set_participant_id("client");
  approval.add_refused_item_ids("item");
  ASSERT_TRUE(Renumber(request).ok());
  const v1::Conference& conference = request.conference();
  const std::string& client = conference.participants(0).participant_id();
  EXPECT_NE(client, "client");
  EXPECT_EQ(conference.client_id(), "client");
  EXPECT_EQ(conference.topics(0).proposer_participant_id(), client);
  EXPECT_EQ(item.participant_ids(0), client);
  EXPECT_EQ(item.topic_id(), conference.topics(0).topic_id());
  EXPECT_EQ(item.milestones(0).participant_ids(0), item.plan_b_participant_id());
  EXPECT_EQ(approval.participant_id(), client);
  EXPECT_EQ(approval.refused_item_ids(0), item.item_id());
  v1::RecordConferenceRequest twice;
  for (int i = 0; i < 2; ++i) twice.mutable_conference()->add_topics()->set_topic_id("same");
  EXPECT_EQ(ReasonOf(Renumber(twice)), "ID_TWICE");
}

TEST(XC_56, APaperOpensNothing) {
  v1::Conference asked = Held();
  asked.set_state(v1::CONFERENCE_STATE_EVALUATED);
  asked.add_lifted_areas(common::v1::DATA_AREA_HEALTH);
  asked.add_deviations()->set_rule("CONF-1");
  v1::Participant& recorder = Of(asked, "recorder");
  recorder.set_agency_id("agency");
  recorder.set_decision_id("made up");
  recorder.mutable_client_agreement()->set_person("client");
  recorder.set_independence(v1::INDEPENDENCE_INDEPENDENT);
  v1::Conference paper = PaperConference(asked, kNow);
  EXPECT_EQ(paper.state(), v1::CONFERENCE_STATE_CLOSED);
  EXPECT_THAT(paper.lifted_areas(), IsEmpty());
  EXPECT_THAT(paper.deviations(), IsEmpty());
  for (const v1::Participant& one : paper.participants()) EXPECT_FALSE(one.has_invite_time());
  const v1::Participant& stored = Of(paper, "recorder");
  EXPECT_FALSE(stored.has_decision_id());
  EXPECT_FALSE(stored.has_client_agreement());
  EXPECT_FALSE(stored.has_independence());
}

TEST(CONF_41, AClientWhoIsNotNamedWasAbsent) {
  v1::Conference asked = Held();
  asked.mutable_participants()->DeleteSubrange(0, 1);
  const v1::Conference paper = PaperConference(asked, kNow);
  const v1::Participant* client = InRole(paper, v1::CONFERENCE_ROLE_CLIENT);
  ASSERT_NE(client, nullptr);
  EXPECT_EQ(client->attendance(), v1::ATTENDANCE_ABSENT);
  v1::Conference two = Held();
  for (v1::Participant& one : *two.mutable_participants()) {
    if (one.has_worker_id()) one.set_agency_id("agency");
  }
  *two.add_participants() = two.participants(0);
  EXPECT_EQ(ReasonOf(CheckPaper(two, kNow)), "CLIENT_IS_ONE");
}

TEST(XC_57, APaperTellsOfThePast) {
  v1::Conference conference = Held();
  for (v1::Participant& one : *conference.mutable_participants()) {
    if (one.has_worker_id()) one.set_agency_id("agency");
  }
  EXPECT_TRUE(CheckPaper(conference, kNow).ok()) << CheckPaper(conference, kNow);
  *conference.mutable_held_on() = dates::ToDate(kDay + 1);
  EXPECT_EQ(ReasonOf(CheckPaper(conference, kNow)), "NOT_IN_FUTURE");
  *conference.mutable_held_on() = dates::ToDate(kDay);
  *Of(conference, "client").mutable_briefed_time() = rpc::ToTimestamp(kNow + absl::Hours(1));
  EXPECT_EQ(ReasonOf(CheckPaper(conference, kNow)), "NOT_IN_FUTURE");
}

TEST(CONF_66, APaperWithoutPlanBHadNone) {
  v1::ActionItem item;
  item.set_topic_id("debt");
  item.add_participant_ids("client");
  item.add_milestones()->set_due_days_after(1);
  std::string reason;
  for (int i = 0; i < 400; ++i) reason += "ž";
  EXPECT_TRUE(LacksPlanB(item));
  ASSERT_TRUE(ReadItem(Held(), reason, item).ok());
  EXPECT_EQ(item.no_plan_b_reason().size(), 500U);
  EXPECT_FALSE(LacksPlanB(item));
  item.clear_no_plan_b_reason();
  item.mutable_milestones(0)->clear_due_date();
  item.set_plan_b_what("half of one");
  EXPECT_EQ(ReasonOf(ReadItem(Held(), "on paper", item)), "PLAN_B_MISSING");
  item.set_topic_id("another");
  EXPECT_EQ(ReasonOf(ReadItem(Held(), "on paper", item)), "TOPIC_UNKNOWN");
}

}  // namespace
}  // namespace opora::conference
