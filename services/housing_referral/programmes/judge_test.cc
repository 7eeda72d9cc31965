#include "services/housing_referral/programmes/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/flats/refusals.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/rules.h"
#include "services/housing_referral/tenancies/refusals.h"

namespace opora::housing {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

void Set(const char* rule, const char* reason, v1::RuleMode mode, v1::RuleSettings& settings) {
  v1::RuleSetting& setting = *settings.add_settings();
  setting.set_rule(rule);
  setting.set_reason(reason);
  setting.set_mode(mode);
}

v1::RuleSettings NotConfirmed(v1::RuleMode mode) {
  v1::RuleSettings settings;
  settings.set_version(3);
  Set("HOUS-43", "FLAT_NOT_CONFIRMED", mode, settings);
  return settings;
}

Judge JudgeBy(const v1::RuleSettings& settings, std::vector<v1::SeparationWaiver> waivers = {}) {
  return {ProgrammeRules(settings, std::move(waivers)), "worker", LANGUAGE_CS};
}

TEST(XC_46, ARecommendationBindsAsTheProgrammeSetsIt) {
  Judge enforced = JudgeBy(NotConfirmed(v1::RULE_MODE_ENFORCE));
  EXPECT_EQ(RuleOf(enforced.Broken(rule::kFlatNotConfirmed)), "HOUS-43");
  EXPECT_THAT(enforced.deviations(), IsEmpty());
  Judge warned = JudgeBy(NotConfirmed(v1::RULE_MODE_WARN));
  EXPECT_TRUE(warned.Broken(rule::kFlatNotConfirmed).ok());
  EXPECT_THAT(warned.deviations(), ElementsAre(&rule::kFlatNotConfirmed));
  v1::ActivateProgrammeResponse response;
  warned.WarnIn(response);
  ASSERT_EQ(response.warnings_size(), 1);
  EXPECT_EQ(response.warnings(0).reason(), "FLAT_NOT_CONFIRMED");
  Judge off = JudgeBy(NotConfirmed(v1::RULE_MODE_OFF));
  EXPECT_TRUE(off.Broken(rule::kFlatNotConfirmed).ok());
  EXPECT_THAT(off.deviations(), IsEmpty());
}

TEST(XC_46, WithoutASettingTheDefaultBinds) {
  Judge judge = JudgeBy({});
  EXPECT_EQ(ReasonOf(judge.Broken(rule::kFlatNotConfirmed)), "FLAT_NOT_CONFIRMED");
  EXPECT_TRUE(judge.Broken(rule::kManagerNotIntroduced).ok()) << "default WARN";
  EXPECT_EQ(judge.rules().version(), 0);
}

TEST(XC_47, LawsAndHardRulesCannotBeSet) {
  for (const rules::Rule* one : rule::All()) {
    if (one->id == "XC-57") continue;  // Of every service; the other half of it only warns.
    v1::RuleSettings settings;
    Set(std::string(one->id).c_str(), std::string(one->reason).c_str(), v1::RULE_MODE_OFF,
        settings);
    const absl::Status status = CheckSettings(settings);
    const rule::Recommendation* settable = rule::FindRecommendation(*one);
    EXPECT_EQ(status.ok(), settable != nullptr) << one->id;
    if (settable == nullptr) {
      EXPECT_EQ(ReasonOf(status), "RULE_NOT_CONFIGURABLE");
    }
    // Even a setting that slipped into the table does not loosen them.
    if (settable == nullptr) {
      EXPECT_FALSE(JudgeBy(settings).Broken(*one).ok()) << one->id << " " << one->reason;
    }
  }
}

TEST(XC_46, AnUnknownRuleOrOneSetTwiceIsRefused) {
  v1::RuleSettings unknown;
  Set("HOUS-43", "NO_SUCH_REASON", v1::RULE_MODE_OFF, unknown);
  EXPECT_EQ(ReasonOf(CheckSettings(unknown)), "RULE_UNKNOWN");
  v1::RuleSettings twice = NotConfirmed(v1::RULE_MODE_WARN);
  Set("HOUS-43", "FLAT_NOT_CONFIRMED", v1::RULE_MODE_OFF, twice);
  EXPECT_EQ(ReasonOf(CheckSettings(twice)), "RULE_TWICE");
}

TEST(HOUS_48, AMissingKeyWorkerNeverHoldsBackTheNotification) {
  v1::RuleSettings settings;
  Set("HOUS-48", "KEY_WORKER_MISSING", v1::RULE_MODE_ENFORCE, settings);
  EXPECT_EQ(ReasonOf(CheckSettings(settings)), "RULE_NEVER_REFUSES");
  EXPECT_TRUE(JudgeBy({}).Broken(rule::kKeyWorkerMissing).ok());
}

TEST(XC_34, AWaiverTurnsARefusalIntoAWarningForItsWorker) {
  v1::SeparationWaiver waiver;
  waiver.set_rule("HOUS-07");
  waiver.set_worker_id("worker");
  Judge waived = JudgeBy({}, {waiver});
  EXPECT_TRUE(waived.Broken(rule::kLiaisonIsKeyWorker).ok());
  EXPECT_THAT(waived.deviations(), ElementsAre(&rule::kLiaisonIsKeyWorker));
  waiver.set_worker_id("somebody else");
  EXPECT_FALSE(JudgeBy({}, {waiver}).Broken(rule::kLiaisonIsKeyWorker).ok());
  waiver.clear_worker_id();
  EXPECT_TRUE(JudgeBy({}, {waiver}).Broken(rule::kLiaisonIsKeyWorker).ok())
      << "for the whole programme";
}

TEST(XC_56, AFactIsKeptAsADeviationWhateverBinds) {
  Judge judge = JudgeBy({});
  judge.BrokenByFact(rule::kFlatNotReady);
  EXPECT_THAT(judge.deviations(), ElementsAre(&rule::kFlatNotReady));
}

TEST(XC_46, AllRulesAreListedAsTheyBind) {
  const ProgrammeRules set(NotConfirmed(v1::RULE_MODE_OFF), {});
  const auto listed = RulesInForce(set, LANGUAGE_CS);
  EXPECT_EQ(listed.size(), rule::All().size());
  for (const v1::RuleInForce& one : listed) {
    if (one.reason() != "FLAT_NOT_CONFIRMED") continue;
    EXPECT_EQ(one.default_mode(), v1::RULE_MODE_ENFORCE);
    EXPECT_EQ(one.mode(), v1::RULE_MODE_OFF);
  }
}

}  // namespace
}  // namespace opora::housing
