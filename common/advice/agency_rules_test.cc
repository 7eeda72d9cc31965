#include "common/advice/agency_rules.h"

#include <gtest/gtest.h>

#include "common/advice/refusals.h"

namespace opora::advice {
namespace {

using common::v1::RULE_MODE_ENFORCE;
using common::v1::RULE_MODE_OFF;
using common::v1::RULE_MODE_WARN;

constexpr rules::Rule RuleWith(std::string_view id, std::string_view reason,
                               common::v1::RuleClass of) {
  return {id, reason, of, absl::StatusCode::kFailedPrecondition, {"En.", "Cs."}, {"En.", "Cs."}};
}

constexpr rules::Rule kRefuses = RuleWith("CONF-34", "CLIENT_NOT_PREPARED", rules::kAdvice);
constexpr rules::Rule kSibling = RuleWith("CONF-34", "PARTICIPANT_NOT_PREPARED", rules::kAdvice);
constexpr rules::Rule kOfFacts = RuleWith("CONF-111", "CRISIS_WITHOUT_CONTACT", rules::kAdvice);
constexpr rules::Rule kProtects = RuleWith("REG-32", "ROLE_WITHOUT_CLIENTS", rules::kAdvice);
constexpr rules::Rule kOfLaw = RuleWith("XC-27", "ADDRESS_PROTECTED", rules::kLaw);
constexpr rules::Rule kFirm = RuleWith("CONF-36", "FACILITATOR_HAS_NO_TASK", rules::kHard);

constexpr const rules::Rule* kAll[] = {&kRefuses,  &kSibling, &kOfFacts,
                                       &kProtects, &kOfLaw,   &kFirm};
constexpr rules::Recommendation kRecommendations[] = {{&kRefuses, RULE_MODE_ENFORCE},
                                                      {&kSibling, RULE_MODE_WARN},
                                                      {&kOfFacts, RULE_MODE_WARN, false}};

common::v1::AgencyRuleSettings With(
    std::vector<std::pair<rules::Rule, common::v1::RuleMode>> modes) {
  common::v1::AgencyRuleSettings settings;
  settings.set_version(4);
  for (const auto& [rule, mode] : modes) {
    auto& setting = *settings.add_settings();
    setting.set_rule(std::string(rule.id));
    setting.set_reason(std::string(rule.reason));
    setting.set_mode(mode);
  }
  return settings;
}

std::string Refusal(std::vector<std::pair<rules::Rule, common::v1::RuleMode>> modes) {
  const absl::Status status = CheckSettings(With(std::move(modes)), kAll, kRecommendations);
  return rules::RuleOf(status) + " " + rules::ReasonOf(status);
}

TEST(XC_47, LawsHardRulesAndWhatProtectsClientsCannotBeSet) {
  for (const rules::Rule& rule : {kOfLaw, kFirm, kProtects}) {
    for (auto mode : {RULE_MODE_ENFORCE, RULE_MODE_WARN, RULE_MODE_OFF})
      EXPECT_EQ(Refusal({{kRefuses, RULE_MODE_OFF}, {rule, mode}}), "XC-47 RULE_NOT_CONFIGURABLE");
  }
}

TEST(XC_46, OnlyKnownRecommendationsAreSetEachOnce) {
  EXPECT_EQ(Refusal({{RuleWith("CONF-34", "NO_SUCH", rules::kAdvice), RULE_MODE_OFF}}),
            "XC-46 RULE_UNKNOWN");
  EXPECT_EQ(Refusal({{RuleWith("CONF-35", "CLIENT_NOT_PREPARED", rules::kAdvice), RULE_MODE_OFF}}),
            "XC-46 RULE_UNKNOWN");
  EXPECT_EQ(Refusal({{kRefuses, RULE_MODE_OFF}, {kRefuses, RULE_MODE_WARN}}), " RULE_TWICE");
  EXPECT_EQ(Refusal({{kRefuses, RULE_MODE_OFF}, {kSibling, RULE_MODE_ENFORCE}}), " ");
  EXPECT_EQ(Refusal({}), " ");
}

TEST(XC_56, ARuleAboutFactsIsNeverEnforced) {
  EXPECT_EQ(Refusal({{kOfFacts, RULE_MODE_ENFORCE}}), "XC-46 RULE_NEVER_REFUSES");
  EXPECT_EQ(Refusal({{kOfFacts, RULE_MODE_WARN}}), " ");
  EXPECT_EQ(Refusal({{kOfFacts, RULE_MODE_OFF}}), " ");
}

TEST(XC_46, WhatIsNotSetBindsByItsDefault) {
  const AgencyRules agency(With({{kRefuses, RULE_MODE_WARN}}));
  EXPECT_EQ(agency.version(), 4);
  EXPECT_EQ(agency.SetFor(kRefuses), RULE_MODE_WARN);
  EXPECT_EQ(agency.SetFor(kSibling), std::nullopt);
  EXPECT_EQ(agency.ModeOf(kRecommendations[0]), RULE_MODE_WARN);
  EXPECT_EQ(agency.ModeOf(kRecommendations[1]), RULE_MODE_WARN);
  EXPECT_EQ(AgencyRules().version(), 0);
  EXPECT_EQ(AgencyRules().ModeOf(kRecommendations[0]), RULE_MODE_ENFORCE);
}

TEST(XC_46, EveryRuleIsListedAsItBinds) {
  const auto listed = RulesInForce(AgencyRules(With({{kSibling, RULE_MODE_OFF}})), kAll,
                                   kRecommendations, common::v1::LANGUAGE_CS);
  ASSERT_EQ(listed.size(), 6u);
  EXPECT_EQ(listed[0].mode(), RULE_MODE_ENFORCE);
  EXPECT_TRUE(listed[0].configurable());
  EXPECT_EQ(listed[1].default_mode(), RULE_MODE_WARN);
  EXPECT_EQ(listed[1].mode(), RULE_MODE_OFF);
  EXPECT_EQ(listed[1].message(), "Cs.");
  EXPECT_FALSE(listed[2].may_refuse());
  for (std::size_t i = 3; i < listed.size(); ++i) {
    EXPECT_EQ(listed[i].mode(), RULE_MODE_ENFORCE);
    EXPECT_FALSE(listed[i].configurable());
  }
}

}  // namespace
}  // namespace opora::advice
