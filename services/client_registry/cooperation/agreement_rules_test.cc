#include "services/client_registry/cooperation/agreement_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const absl::CivilDay kDay(2026, 7, 29);

constexpr char kConcluded[] =
    "state: AGREEMENT_STATE_IN_FORCE valid_from { year: 2026 month: 7 day: 1 } ";

v1::AgreementState StateOf(const std::string& text, absl::CivilDay day = kDay) {
  return StateOn(Parse<v1::CooperationAgreement>(text), day);
}

TEST(REG_04, TheStateIsThatOfTheDay) {
  EXPECT_EQ(StateOf("state: AGREEMENT_STATE_PROPOSED"), v1::AGREEMENT_STATE_PROPOSED);
  EXPECT_EQ(StateOf("state: AGREEMENT_STATE_ENDED"), v1::AGREEMENT_STATE_ENDED);
  EXPECT_EQ(StateOf(kConcluded), v1::AGREEMENT_STATE_IN_FORCE);
  EXPECT_EQ(StateOf(kConcluded, absl::CivilDay(2026, 6, 30)), v1::AGREEMENT_STATE_PROPOSED);
  const std::string until = std::string(kConcluded) + "valid_to { year: 2026 month: 7 day: 29 }";
  EXPECT_EQ(StateOf(until), v1::AGREEMENT_STATE_IN_FORCE);
  EXPECT_EQ(StateOf(until, kDay + 1), v1::AGREEMENT_STATE_ENDED);
}

TEST(REG_04, AnEndedAgreementComesIntoForceNoMore) {
  for (const char* verb : {"PutAgreementInForce", "EndAgreement"}) {
    const absl::Status refused = CheckVerb(v1::AGREEMENT_STATE_ENDED, verb);
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << verb;
    EXPECT_EQ(RuleOf(refused), "REG-04") << verb;
    EXPECT_TRUE(CheckVerb(v1::AGREEMENT_STATE_PROPOSED, verb).ok()) << verb;
  }
  EXPECT_EQ(ReasonOf(CheckVerb(v1::AGREEMENT_STATE_IN_FORCE, "PutAgreementInForce")),
            "AGREEMENT_STATE_REFUSES");
}

TEST(REG_04, ANoticeKeepsTheAgreementUntilItsLastDay) {
  auto agreement = Parse<v1::CooperationAgreement>(kConcluded);
  End(kDay + 30, agreement);
  EXPECT_EQ(StateOn(agreement, kDay + 30), v1::AGREEMENT_STATE_IN_FORCE);
  EXPECT_EQ(StateOn(agreement, kDay + 31), v1::AGREEMENT_STATE_ENDED);
}

TEST(REG_04, WhatHasNotBegunIsDropped) {
  auto agreement = Parse<v1::CooperationAgreement>(kConcluded);
  End(absl::CivilDay(2026, 6, 1), agreement);
  EXPECT_FALSE(agreement.has_valid_from());
  EXPECT_EQ(StateOn(agreement, kDay), v1::AGREEMENT_STATE_ENDED);
}

TEST(REG_04, APartyIsNamedOnce) {
  const std::string party = "parties { key_actor_id: 'school' } ";
  EXPECT_EQ(ReasonOf(CheckParties(Parse<v1::CooperationAgreement>(party + party))), "PARTY_TWICE");
  EXPECT_TRUE(CheckParties(Parse<v1::CooperationAgreement>(party)).ok());
}

TEST(XC_66, ActionsOfAnAgreementAreWhatItsVerbsWouldAnswer) {
  for (const auto state :
       {v1::AGREEMENT_STATE_PROPOSED, v1::AGREEMENT_STATE_IN_FORCE, v1::AGREEMENT_STATE_ENDED}) {
    for (const auto& action : AgreementActions(state, true, common::v1::LANGUAGE_CS)) {
      EXPECT_EQ(action.allowed(), CheckVerb(state, action.verb()).ok()) << action.verb();
      EXPECT_EQ(action.allowed(), action.remedy().empty()) << action.verb();
    }
    for (const auto& action : AgreementActions(state, false, common::v1::LANGUAGE_EN)) {
      EXPECT_FALSE(action.allowed());
      EXPECT_EQ(action.rule(), "REG-03");
    }
  }
}

}  // namespace
}  // namespace opora::registry
