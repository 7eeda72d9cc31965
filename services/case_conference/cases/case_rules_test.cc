#include "services/case_conference/cases/case_rules.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"

namespace opora::conference {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;

const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

constexpr const char* kVerbs[] = {"AgreeCase",       "CreateSupportPlan", "StartCase",
                                  "StartEvaluation", "StartNewCycle",     "CloseCase"};

// The chart on the wall: a state, and what the verbs above make of it (CONF-10).
constexpr char kChart[] = R"(
    UNSPECIFIED  .          .        .            .           .          .
    PROPOSED     ASSESSING  .        .            .           .          CLOSED
    ASSESSING    .          PLANNED  .            .           .          CLOSED
    PLANNED      .          .        IN_PROGRESS  .           .          CLOSED
    IN_PROGRESS  .          .        .            EVALUATING  .          CLOSED
    EVALUATING   .          .        .            .           ASSESSING  CLOSED
    CLOSED       .          .        .            .           .          .
)";

v1::CaseState StateOf(const std::string& name) {
  v1::CaseState state = v1::CASE_STATE_UNSPECIFIED;
  EXPECT_TRUE(v1::CaseState_Parse("CASE_STATE_" + name, &state)) << name;
  return state;
}

std::map<std::pair<int, std::string>, v1::CaseState> Chart() {
  std::map<std::pair<int, std::string>, v1::CaseState> chart;
  const std::vector<std::string> words =
      absl::StrSplit(kChart, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  for (std::size_t i = 0; i + 6 < words.size(); i += 7) {
    for (std::size_t verb = 0; verb < 6; ++verb) {
      if (words[i + 1 + verb] != ".")
        chart[{StateOf(words[i]), kVerbs[verb]}] = StateOf(words[i + 1 + verb]);
    }
  }
  return chart;
}

TEST(CONF_10, EachStateIsLeftByItsVerbsAndNoOther) {
  const auto chart = Chart();
  EXPECT_EQ(chart.size(), 10U);
  for (int state = v1::CaseState_MIN; state <= v1::CaseState_MAX; ++state) {
    for (const char* verb : kVerbs) {
      const auto next = NextCaseState(static_cast<v1::CaseState>(state), verb);
      const auto wanted = chart.find({state, verb});
      ASSERT_EQ(next.ok(), wanted != chart.end()) << state << " " << verb;
      if (next.ok()) {
        EXPECT_EQ(*next, wanted->second);
        continue;
      }
      EXPECT_EQ(next.status().code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(ReasonOf(next.status()), "CASE_STATE_REFUSES");
      EXPECT_EQ(RuleOf(next.status()), "CONF-10");
    }
  }
}

TEST(CONF_10, AllOtherVerbsLeaveTheStateAsItIs) {
  const std::set<std::string> moving(std::begin(kVerbs), std::end(kVerbs));
  for (const CaseStep& step : CaseSteps()) {
    if (moving.contains(std::string(step.verb))) continue;
    EXPECT_EQ(step.from, step.to) << step.verb;
  }
}

TEST(XC_66, ActionsAreWhatTheTableAllows) {
  for (int number = v1::CaseState_MIN; number <= v1::CaseState_MAX; ++number) {
    for (CaseSide side : {CaseSide::kMember, CaseSide::kLead}) {
      v1::Case value;
      value.set_state(static_cast<v1::CaseState>(number));
      for (const auto& action : CaseActions(value, side, LANGUAGE_CS)) {
        bool allowed = false;
        for (const CaseStep& step : CaseSteps())
          allowed |= step.from == value.state() && step.verb == action.verb() && side >= step.side;
        EXPECT_EQ(action.allowed(), allowed) << number << " " << action.verb();
        EXPECT_EQ(action.remedy().empty(), allowed);
      }
    }
  }
}

v1::Case Asked(v1::CaseType type, bool agreed) {
  v1::Case asked;
  asked.set_client_id("6f1c3a40-0000-4000-8000-000000000001");
  asked.set_type(type);
  if (agreed) {
    asked.mutable_client_agreement()->set_person("klient");
    *asked.mutable_client_agreement()->mutable_occurred_at() =
        rpc::ToTimestamp(kNow - absl::Hours(1));
  }
  return asked;
}

rpc::Caller Worker(common::v1::ActingRole role) {
  rpc::Caller caller;
  caller.worker_id = "worker";
  caller.unit = {"agency", "department"};
  caller.role = role;
  return caller;
}

void AddMember(v1::Case& value, const std::string& agency, v1::Discipline discipline) {
  v1::CaseMember& member = *value.add_members();
  member.set_agency_id(agency);
  member.set_discipline(discipline);
}

const rpc::Caller kSocialWorker = Worker(common::v1::ACTING_ROLE_SOCIAL_WORKER);

TEST(XC_51, ACaseBeginsWithTheClientsAgreement) {
  const auto agreed = NewCase(Asked(v1::CASE_TYPE_INDIVIDUAL, true), kSocialWorker, kNow);
  ASSERT_TRUE(agreed.ok());
  EXPECT_EQ(agreed->state(), v1::CASE_STATE_ASSESSING);
  EXPECT_EQ(agreed->client_agreement().attesting_worker_id(), "worker");
  const auto proposed = NewCase(Asked(v1::CASE_TYPE_INDIVIDUAL, false), kSocialWorker, kNow);
  ASSERT_TRUE(proposed.ok());
  EXPECT_EQ(proposed->state(), v1::CASE_STATE_PROPOSED);
}

TEST(XC_51, ChildProtectionRestsOnTheLawAndItsOwnWorkers) {
  v1::Case asked = Asked(v1::CASE_TYPE_CHILD_PROTECTION, false);
  const rpc::Caller child = Worker(common::v1::ACTING_ROLE_CHILD_PROTECTION_WORKER);
  EXPECT_EQ(ReasonOf(NewCase(asked, kSocialWorker, kNow).status()), "CHILD_PROTECTION_ROLE");
  EXPECT_EQ(ReasonOf(NewCase(asked, child, kNow).status()), "BASIS_ROW_MISSING");
  asked.set_basis_row("CHILD_PROTECTION_BODIES");
  EXPECT_EQ(ReasonOf(NewCase(asked, kSocialWorker, kNow).status()), "CHILD_PROTECTION_ROLE");
  const auto opened = NewCase(asked, child, kNow);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->state(), v1::CASE_STATE_ASSESSING);
}

TEST(XC_51, NoOtherTypeRestsOnARowOfTheLaw) {
  v1::Case asked = Asked(v1::CASE_TYPE_INDIVIDUAL, false);
  asked.set_basis_row("CHILD_PROTECTION_BODIES");
  const auto opened = NewCase(asked, kSocialWorker, kNow);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->state(), v1::CASE_STATE_PROPOSED);
  EXPECT_FALSE(opened->has_basis_row());
}

TEST(CONF_03, AnIndividualCaseHasOneCaseManager) {
  EXPECT_EQ(
      NewCase(Asked(v1::CASE_TYPE_INDIVIDUAL, true), kSocialWorker, kNow)->case_manager_worker_id(),
      "worker");
}

TEST(CONF_10, WhatTheServerDecidesIsNotTakenFromTheCaller) {
  v1::Case asked = Asked(v1::CASE_TYPE_INDIVIDUAL, false);
  asked.set_state(v1::CASE_STATE_CLOSED);
  asked.set_result(v1::CASE_RESULT_FULFILLED);
  asked.set_cycle(7);
  asked.set_agency_id("foreign");
  const auto opened = NewCase(asked, kSocialWorker, kNow);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->state(), v1::CASE_STATE_PROPOSED);
  EXPECT_FALSE(opened->has_result());
  EXPECT_EQ(opened->cycle(), 1);
  EXPECT_EQ(opened->agency_id(), "agency");
}

TEST(CONF_22, MembersComeWithTheClientsAgreement) {
  v1::Case asked = Asked(v1::CASE_TYPE_INDIVIDUAL, false);
  AddMember(asked, "other", v1::DISCIPLINE_DEBTS);
  const auto refused = NewCase(asked, kSocialWorker, kNow);
  EXPECT_EQ(ReasonOf(refused.status()), "ATTACH_NEEDS_AGREEMENT");
  EXPECT_EQ(RuleOf(refused.status()), "CONF-22");
  *asked.mutable_client_agreement() = Asked(v1::CASE_TYPE_INDIVIDUAL, true).client_agreement();
  EXPECT_TRUE(NewCase(asked, kSocialWorker, kNow).ok());
}

TEST(CONF_25, ATeamHasTwoDisciplines) {
  v1::Case asked = Asked(v1::CASE_TYPE_TEAM, true);
  AddMember(asked, "agency", v1::DISCIPLINE_SOCIAL_WORK);
  AddMember(asked, "agency", v1::DISCIPLINE_SOCIAL_WORK);
  EXPECT_EQ(ReasonOf(NewCase(asked, kSocialWorker, kNow).status()), "TEAM_OF_ONE_DISCIPLINE");
  AddMember(asked, "agency", v1::DISCIPLINE_NURSING);
  EXPECT_TRUE(NewCase(asked, kSocialWorker, kNow).ok());
}

TEST(CONF_19, TwoAgenciesNeedACaseManager) {
  v1::Case value;
  value.set_agency_id("one");
  EXPECT_TRUE(CheckCoordinated(value).ok());
  AddMember(value, "one", v1::DISCIPLINE_DEBTS);
  EXPECT_TRUE(CheckCoordinated(value).ok());
  AddMember(value, "two", v1::DISCIPLINE_DEBTS);
  EXPECT_EQ(ReasonOf(CheckCoordinated(value)), "CASE_MANAGER_MISSING");
  value.set_case_manager_worker_id("worker");
  EXPECT_TRUE(CheckCoordinated(value).ok());
}

TEST(CONF_08, OnlyAKnownLackOfAnAgreementIsATask) {
  v1::Case value;
  value.set_agency_id("one");
  v1::CaseMember member;
  member.set_agency_id("two");
  EXPECT_TRUE(AttachWarnings(value, member, LANGUAGE_CS).empty());
  member.set_has_cooperation_agreement(true);
  EXPECT_TRUE(AttachWarnings(value, member, LANGUAGE_CS).empty());
  member.set_has_cooperation_agreement(false);
  ASSERT_EQ(AttachWarnings(value, member, LANGUAGE_CS).size(), 1U);
  EXPECT_EQ(AttachWarnings(value, member, LANGUAGE_CS)[0].rule(), "CONF-08");
}

TEST(CONF_24, AServiceBesideATeamWarns) {
  v1::Case value;
  value.set_agency_id("one");
  value.set_type(v1::CASE_TYPE_TEAM);
  v1::CaseMember member;
  member.set_agency_id("two");
  ASSERT_EQ(AttachWarnings(value, member, LANGUAGE_CS).size(), 1U);
  EXPECT_EQ(AttachWarnings(value, member, LANGUAGE_CS)[0].rule(), "CONF-24");
  member.set_agency_id("one");
  EXPECT_TRUE(AttachWarnings(value, member, LANGUAGE_CS).empty());
}

}  // namespace
}  // namespace opora::conference
