#include "services/case_conference/conferences/verbs.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "common/rules/rule.h"
#include "opora/conference/v1/conference_service.pb.h"
#include "opora/conference/v1/plan.pb.h"
#include "services/case_conference/conferences/sample.h"
#include "services/case_conference/rules.h"

namespace opora::conference {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

v1::Participant WithRole(v1::ConferenceRole role) {
  v1::Participant self;
  self.add_roles(role);
  self.set_silence_ground(v1::SILENCE_GROUND_PROFESSION);
  return self;
}

v1::Conference In(v1::ConferenceState state, v1::Phase phase = v1::PHASE_UNSPECIFIED) {
  v1::Conference conference;
  conference.set_state(state);
  conference.set_phase(phase);
  return conference;
}

std::string Refusal(const v1::Conference& conference, v1::ConferenceRole role,
                    std::string_view verb) {
  const absl::Status status = CheckVerb(conference, WithRole(role), verb);
  return status.ok() ? "" : RuleOf(status) + " " + ReasonOf(status);
}

void ForEveryCase(const std::function<void(const v1::Conference&, const v1::Participant&)>& check) {
  for (int state = 1; state < v1::ConferenceState_ARRAYSIZE; ++state) {
    const bool meets = state == v1::CONFERENCE_STATE_IN_SESSION;
    for (int phase = meets ? 1 : 0; phase < (meets ? v1::Phase_ARRAYSIZE : 1); ++phase) {
      for (const bool interrupted : {false, true}) {
        for (int role = 1; role < v1::ConferenceRole_ARRAYSIZE; ++role) {
          v1::Conference conference =
              In(static_cast<v1::ConferenceState>(state), static_cast<v1::Phase>(phase));
          conference.set_interrupted(interrupted && meets);
          v1::Participant self = WithRole(static_cast<v1::ConferenceRole>(role));
          check(conference, self);
          self.clear_silence_ground();
          check(conference, self);
        }
      }
    }
  }
}

TEST(XC_66, ActionsSayWhatTheVerbsThenAnswerInEveryStatePhaseAndRole) {
  ForEveryCase([](const v1::Conference& conference, const v1::Participant& self) {
    const auto actions = Actions(conference, self, common::v1::LANGUAGE_CS);
    ASSERT_EQ(actions.size(), Verbs().size());
    for (const common::v1::Action& action : actions) {
      const absl::Status status = CheckVerb(conference, self, action.verb());
      EXPECT_EQ(action.allowed(), status.ok()) << action.verb();
      EXPECT_EQ(action.rule(), status.ok() ? "" : RuleOf(status)) << action.verb();
      EXPECT_EQ(action.allowed(), action.remedy().empty()) << action.verb();
    }
  });
}

// So that actions need not ask for anybody's settings.
TEST(XC_46, NoVerbIsRefusedByARecommendationThatAgenciesSet) {
  ForEveryCase([](const v1::Conference& conference, const v1::Participant& self) {
    for (const Verb& verb : Verbs()) {
      const absl::Status status = CheckVerb(conference, self, verb.name);
      EXPECT_EQ(
          rules::FindRecommendation(rule::Recommendations(), RuleOf(status), ReasonOf(status)),
          nullptr)
          << verb.name;
    }
  });
}

TEST(XC_66, EveryVerbIsAMethodAndEveryChangeOfAConferenceIsAVerb) {
  std::set<std::string> verbs;
  for (const Verb& verb : Verbs()) EXPECT_TRUE(verbs.insert(std::string(verb.name)).second);
  std::set<std::string> methods;
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const char* name :
       {"opora.conference.v1.ConferenceService", "opora.conference.v1.ActionPlanService"}) {
    const auto* service = pool->FindServiceByName(name);
    ASSERT_NE(service, nullptr);
    for (int i = 0; i < service->method_count(); ++i)
      methods.insert(std::string(service->method(i)->name()));
  }
  for (const char* other :
       {"ProposeConference", "RecordConference", "GetConference", "ListConferences",
        "GetSharedContent", "ListMyTasks", "ProcessDeadlines"})
    methods.erase(other);
  EXPECT_EQ(verbs, methods);
}

TEST(CONF_57, EachStateHasItsWayOnAndNoOther) {
  using S = std::set<std::string>;
  const auto moves = [](v1::ConferenceState from) {
    S found;
    for (const Verb& verb : Verbs()) {
      const bool allowed = std::find(verb.from.begin(), verb.from.end(), from) != verb.from.end();
      if (!allowed || verb.to == v1::CONFERENCE_STATE_UNSPECIFIED || verb.to == from) continue;
      found.insert(v1::ConferenceState_Name(verb.to).substr(17));
    }
    return found;
  };
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_PROPOSED), (S{"CONTRACTED", "DECLINED", "CANCELLED"}));
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_CONTRACTED), (S{"ORGANISING", "CANCELLED"}));
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_ORGANISING), (S{"READY", "CANCELLED"}));
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_READY), (S{"IN_SESSION", "ORGANISING", "CANCELLED"}));
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_IN_SESSION), (S{"CLOSED", "ORGANISING", "CANCELLED"}));
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_CLOSED), (S{"EVALUATED"}));  // Or minutes approved by all.
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_MINUTES_APPROVED), (S{"EVALUATED"}));
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_EVALUATED), S{});
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_DECLINED), S{});
  EXPECT_EQ(moves(v1::CONFERENCE_STATE_CANCELLED), S{});
}

TEST(CONF_57, TheEndsRefuseEveryVerb) {
  for (auto end : {v1::CONFERENCE_STATE_DECLINED, v1::CONFERENCE_STATE_CANCELLED}) {
    for (const Verb& verb : Verbs()) {
      EXPECT_EQ(Refusal(In(end), v1::CONFERENCE_ROLE_CONVENER, verb.name),
                "CONF-57 CONFERENCE_STATE_REFUSES")
          << verb.name;
    }
  }
}

TEST(CONF_57, ApplyMovesOnlyWhereTheVerbMoves) {
  v1::Conference conference = In(v1::CONFERENCE_STATE_CONTRACTED);
  Apply(conference, "NameFacilitator");
  EXPECT_EQ(conference.state(), v1::CONFERENCE_STATE_CONTRACTED);
  Apply(conference, "AddParticipants");
  EXPECT_EQ(conference.state(), v1::CONFERENCE_STATE_ORGANISING);
  Apply(conference, "");
  EXPECT_EQ(conference.state(), v1::CONFERENCE_STATE_ORGANISING);
}

TEST(CONF_57, AVerbNobodyKnowsIsRefused) {
  EXPECT_EQ(Refusal(In(v1::CONFERENCE_STATE_READY), v1::CONFERENCE_ROLE_CONVENER, "Dance"),
            "CONF-57 CONFERENCE_STATE_REFUSES");
}

TEST(CONF_32, OrganisingWaitsForTheContract) {
  const auto convener = v1::CONFERENCE_ROLE_CONVENER;
  for (const char* verb : {"AddParticipants", "ArrangeMeeting"}) {
    EXPECT_EQ(Refusal(In(v1::CONFERENCE_STATE_PROPOSED), convener, verb),
              "CONF-32 CONTRACT_MISSING");
    EXPECT_EQ(Refusal(In(v1::CONFERENCE_STATE_CONTRACTED), convener, verb), "");
  }
}

TEST(CONF_32, AReadyConferenceLacksNoContract) {
  EXPECT_EQ(
      Refusal(In(v1::CONFERENCE_STATE_READY), v1::CONFERENCE_ROLE_ORGANISER, "AddParticipants"),
      "CONF-57 CONFERENCE_STATE_REFUSES");
}

TEST(CONF_29, RolesDoWhatIsTheirs) {
  const auto proposed = In(v1::CONFERENCE_STATE_PROPOSED);
  EXPECT_EQ(Refusal(proposed, v1::CONFERENCE_ROLE_PROFESSIONAL, "SignContract"),
            "CONF-29 ROLE_IN_CONFERENCE");
  EXPECT_EQ(Refusal(proposed, v1::CONFERENCE_ROLE_ORGANISER, "SignContract"),
            "CONF-29 ROLE_IN_CONFERENCE");
  EXPECT_EQ(Refusal(proposed, v1::CONFERENCE_ROLE_ADMINISTRATOR, "SignContract"), "");
  const auto ready = In(v1::CONFERENCE_STATE_READY);
  EXPECT_EQ(Refusal(ready, v1::CONFERENCE_ROLE_RECORDER, "StartMeeting"),
            "CONF-29 ROLE_IN_CONFERENCE");
  EXPECT_EQ(Refusal(ready, v1::CONFERENCE_ROLE_FACILITATOR, "StartMeeting"), "");
  const auto closed = In(v1::CONFERENCE_STATE_CLOSED);
  EXPECT_EQ(Refusal(closed, v1::CONFERENCE_ROLE_PROFESSIONAL, "WriteMinutes"),
            "CONF-29 ROLE_IN_CONFERENCE");
  EXPECT_EQ(Refusal(closed, v1::CONFERENCE_ROLE_RECORDER, "WriteMinutes"), "");
}

TEST(CONF_29, TheRefusalNamesTheRolesThatMay) {
  const absl::Status status = CheckVerb(In(v1::CONFERENCE_STATE_READY),
                                        WithRole(v1::CONFERENCE_ROLE_RECORDER), "StartMeeting");
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(status), "ROLE_IN_CONFERENCE");
}

TEST(CONF_44, ContentIsForThoseWhoAreBoundToSilence) {
  const auto closed = In(v1::CONFERENCE_STATE_CLOSED);
  v1::Participant recorder = WithRole(v1::CONFERENCE_ROLE_RECORDER);
  EXPECT_TRUE(CheckVerb(closed, recorder, "WriteMinutes").ok());
  recorder.clear_silence_ground();
  const absl::Status refused = CheckVerb(closed, recorder, "WriteMinutes");
  EXPECT_EQ(RuleOf(refused) + " " + ReasonOf(refused), "CONF-44 SILENCE_MISSING");
  // Organising a meeting shows nothing of what will be said.
  v1::Participant organiser = WithRole(v1::CONFERENCE_ROLE_ORGANISER);
  organiser.clear_silence_ground();
  EXPECT_TRUE(CheckVerb(In(v1::CONFERENCE_STATE_ORGANISING), organiser, "AddParticipants").ok());
}

TEST(CONF_58, OnlyTheFacilitatorMovesThePhases) {
  const auto meeting = In(v1::CONFERENCE_STATE_IN_SESSION, v1::PHASE_WELCOME);
  for (int role = 1; role < v1::ConferenceRole_ARRAYSIZE; ++role) {
    const bool may = role == v1::CONFERENCE_ROLE_FACILITATOR;
    EXPECT_EQ(Refusal(meeting, static_cast<v1::ConferenceRole>(role), "AdvancePhase"),
              may ? "" : "CONF-58 NOT_THE_FACILITATOR");
  }
}

void ExpectOnlyIn(v1::Phase allowed, v1::ConferenceRole role, std::string_view verb,
                  const std::string& otherwise) {
  for (int phase = 1; phase < v1::Phase_ARRAYSIZE; ++phase) {
    const auto meeting = In(v1::CONFERENCE_STATE_IN_SESSION, static_cast<v1::Phase>(phase));
    EXPECT_EQ(Refusal(meeting, role, verb), phase == allowed ? "" : otherwise) << verb << phase;
  }
  for (auto before : {v1::CONFERENCE_STATE_PROPOSED, v1::CONFERENCE_STATE_READY})
    EXPECT_EQ(Refusal(In(before), role, verb), otherwise) << verb;
}

TEST(CONF_49, ItemsAreMadeInPhasePlanAndNotBefore) {
  ExpectOnlyIn(v1::PHASE_PLAN, v1::CONFERENCE_ROLE_PROFESSIONAL, "AddActionItem",
               "CONF-49 NOT_IN_PLAN_PHASE");
  ExpectOnlyIn(v1::PHASE_PLAN, v1::CONFERENCE_ROLE_PROFESSIONAL, "ApprovePlan",
               "CONF-49 NOT_IN_PLAN_PHASE");
}

TEST(CONF_43, ViewsAreHeardInMapping) {
  ExpectOnlyIn(v1::PHASE_MAPPING, v1::CONFERENCE_ROLE_PROFESSIONAL, "RecordViews",
               "CONF-43 NOT_IN_MAPPING_PHASE");
}

TEST(CONF_61, PrioritiesAreSelectedInTheirPhase) {
  ExpectOnlyIn(v1::PHASE_PRIORITIES, v1::CONFERENCE_ROLE_RECORDER, "SelectPriorities",
               "CONF-61 NOT_IN_PRIORITIES_PHASE");
}

TEST(CONF_61, TopicsComeUntilPrioritiesAreSelected) {
  for (int phase = 1; phase < v1::Phase_ARRAYSIZE; ++phase) {
    const auto meeting = In(v1::CONFERENCE_STATE_IN_SESSION, static_cast<v1::Phase>(phase));
    EXPECT_EQ(Refusal(meeting, v1::CONFERENCE_ROLE_PROFESSIONAL, "AddTopic"),
              phase <= v1::PHASE_PRIORITIES ? "" : "CONF-61 TOPIC_TOO_LATE");
  }
  for (auto before : {v1::CONFERENCE_STATE_PROPOSED, v1::CONFERENCE_STATE_READY})
    EXPECT_EQ(Refusal(In(before), v1::CONFERENCE_ROLE_PROFESSIONAL, "AddTopic"), "");
}

TEST(CONF_62, SolutionsAreProposedInTheirPhase) {
  ExpectOnlyIn(v1::PHASE_SOLUTIONS, v1::CONFERENCE_ROLE_PROFESSIONAL, "AddSolution",
               "CONF-62 NOT_IN_SOLUTIONS_PHASE");
}

TEST(CONF_63, TheMeetingEndsInConclusion) {
  ExpectOnlyIn(v1::PHASE_CONCLUSION, v1::CONFERENCE_ROLE_FACILITATOR, "CloseMeeting",
               "CONF-63 NOT_IN_CONCLUSION_PHASE");
}

TEST(CONF_39, AnInterruptedMeetingKnowsOnlyWaitingAdjourningAndCallingOff) {
  const std::set<std::string_view> allowed = {"RecordAttendance", "AdjournMeeting",
                                              "CancelConference"};
  for (int phase = 1; phase < v1::Phase_ARRAYSIZE; ++phase) {
    v1::Conference meeting = In(v1::CONFERENCE_STATE_IN_SESSION, static_cast<v1::Phase>(phase));
    meeting.set_interrupted(true);
    v1::Participant everything;
    everything.set_silence_ground(v1::SILENCE_GROUND_PROFESSION);
    for (int role = 1; role < v1::ConferenceRole_ARRAYSIZE; ++role)
      everything.add_roles(static_cast<v1::ConferenceRole>(role));
    for (const Verb& verb : Verbs()) {
      const bool in_session =
          std::find(verb.from.begin(), verb.from.end(), meeting.state()) != verb.from.end();
      if (!in_session) continue;
      const absl::Status status = CheckVerb(meeting, everything, verb.name);
      EXPECT_EQ(status.ok(), allowed.contains(verb.name)) << verb.name;
      if (!status.ok()) {
        EXPECT_EQ(ReasonOf(status), "MEETING_INTERRUPTED") << verb.name;
      }
    }
  }
}

TEST(CONF_80, EvaluationDoesNotWaitForTheMinutesNorTheyForIt) {
  const auto organiser = v1::CONFERENCE_ROLE_ORGANISER;
  EXPECT_EQ(Refusal(In(v1::CONFERENCE_STATE_CLOSED), organiser, "EvaluateConference"), "");
  EXPECT_EQ(Refusal(In(v1::CONFERENCE_STATE_EVALUATED), organiser, "CloseMinutes"), "");
  EXPECT_EQ(Refusal(In(v1::CONFERENCE_STATE_EVALUATED), organiser, "EvaluateConference"),
            "CONF-57 CONFERENCE_STATE_REFUSES");
}

}  // namespace
}  // namespace opora::conference
