#include "services/housing_referral/programmes/judge.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/rules.h"

namespace opora::housing {
namespace {

const rules::Rule* FindRule(std::string_view id, std::string_view reason) {
  for (const rules::Rule* rule : rule::All()) {
    if (rule->id == id && rule->reason == reason) return rule;
  }
  return nullptr;
}

absl::Status CheckSetting(const v1::RuleSetting& setting, const std::string& field) {
  const rules::Rule* rule = FindRule(setting.rule(), setting.reason());
  if (rule == nullptr) return rules::Refuse(rule::kRuleUnknown, {.field = field});
  const rule::Recommendation* recommendation = rule::FindRecommendation(*rule);
  if (recommendation == nullptr) {
    return rules::Refuse(rule::kRuleNotConfigurable,
                         {.metadata = {{"configured", setting.rule()}}});
  }
  if (setting.mode() == v1::RULE_MODE_ENFORCE && !recommendation->may_refuse)
    return rules::Refuse(rule::kRuleNeverRefuses, {.field = field});
  return absl::OkStatus();
}

}  // namespace

ProgrammeRules::ProgrammeRules(const v1::RuleSettings& settings,
                               std::vector<v1::SeparationWaiver> waivers)
    : version_(settings.version()), waivers_(std::move(waivers)) {
  for (const v1::RuleSetting& setting : settings.settings())
    modes_[{setting.rule(), setting.reason()}] = setting.mode();
}

v1::RuleMode ProgrammeRules::ModeOf(const rules::Rule& rule) const {
  const rule::Recommendation* recommendation = rule::FindRecommendation(rule);
  if (recommendation == nullptr) return v1::RULE_MODE_ENFORCE;
  const auto set = modes_.find({std::string(rule.id), std::string(rule.reason)});
  return set == modes_.end() ? recommendation->default_mode : set->second;
}

bool ProgrammeRules::IsWaived(const rules::Rule& rule, std::string_view worker_id) const {
  return std::any_of(waivers_.begin(), waivers_.end(), [&](const v1::SeparationWaiver& waiver) {
    return waiver.rule() == rule.id && (!waiver.has_worker_id() || waiver.worker_id() == worker_id);
  });
}

absl::Status CheckSettings(const v1::RuleSettings& settings) {
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < settings.settings_size(); ++i) {
    const v1::RuleSetting& setting = settings.settings(i);
    const std::string field = absl::StrCat("settings[", i, "].rule");
    if (absl::Status status = CheckSetting(setting, field); !status.ok()) return status;
    if (!seen.emplace(setting.rule(), setting.reason()).second)
      return rules::InvalidField(field, "RULE_TWICE", "is set twice");
  }
  return absl::OkStatus();
}

std::vector<v1::RuleInForce> RulesInForce(const ProgrammeRules& rules,
                                          common::v1::Language language) {
  std::vector<v1::RuleInForce> all;
  for (const rules::Rule* rule : rule::All()) {
    v1::RuleInForce& one = all.emplace_back();
    one.set_rule(std::string(rule->id));
    one.set_reason(std::string(rule->reason));
    one.set_rule_class(rule->rule_class);
    one.set_default_mode(ProgrammeRules().ModeOf(*rule));
    one.set_mode(rules.ModeOf(*rule));
    one.set_message(std::string(rule->message.In(language)));
  }
  return all;
}

absl::Status Judge::Broken(const rules::Rule& rule, rules::Details details) {
  const v1::RuleMode mode = rules_.ModeOf(rule);
  if (mode == v1::RULE_MODE_OFF) return absl::OkStatus();
  if (mode == v1::RULE_MODE_ENFORCE && !rules_.IsWaived(rule, worker_id_))
    return rules::Refuse(rule, std::move(details));
  deviations_.push_back(&rule);
  return absl::OkStatus();
}

void Judge::BrokenByFact(const rules::Rule& rule) {
  if (rules_.ModeOf(rule) != v1::RULE_MODE_OFF) deviations_.push_back(&rule);
}

}  // namespace opora::housing
