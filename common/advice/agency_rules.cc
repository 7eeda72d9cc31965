#include "common/advice/agency_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/advice/refusals.h"
#include "common/status_macros.h"

namespace opora::advice {
namespace {

using common::v1::AgencyRuleSetting;
using common::v1::AgencyRuleSettings;
using common::v1::RuleMode;

constexpr char kNewest[] =
    "SELECT s.version, i.rule, i.reason, i.mode FROM agency_rule_settings s LEFT JOIN "
    "agency_rule_setting_items i USING (settings_id) WHERE s.agency_id = $1 AND s.version = "
    "(SELECT max(version) FROM agency_rule_settings WHERE agency_id = $1)";

absl::Status CheckSetting(const AgencyRuleSetting& setting, const std::string& field,
                          std::span<const rules::Rule* const> all,
                          rules::Recommendations recommendations) {
  const bool known = std::any_of(all.begin(), all.end(), [&](const rules::Rule* rule) {
    return rule->id == setting.rule() && rule->reason == setting.reason();
  });
  if (!known) return rules::Refuse(rule::kRuleUnknown, {.field = field});
  const rules::Recommendation* recommendation =
      rules::FindRecommendation(recommendations, setting.rule(), setting.reason());
  if (recommendation == nullptr) {
    return rules::Refuse(
        rule::kRuleNotConfigurable,
        {.metadata = {{"configured", absl::StrCat(setting.rule(), " ", setting.reason())}}});
  }
  if (setting.mode() == common::v1::RULE_MODE_ENFORCE && !recommendation->may_refuse)
    return rules::Refuse(rule::kRuleNeverRefuses, {.field = field});
  return absl::OkStatus();
}

}  // namespace

AgencyRules::AgencyRules(const AgencyRuleSettings& settings) : version_(settings.version()) {
  for (const AgencyRuleSetting& setting : settings.settings())
    modes_[{setting.rule(), setting.reason()}] = setting.mode();
}

std::optional<RuleMode> AgencyRules::SetFor(const rules::Rule& rule) const {
  const auto set = modes_.find({std::string(rule.id), std::string(rule.reason)});
  return set == modes_.end() ? std::nullopt : std::optional(set->second);
}

RuleMode AgencyRules::ModeOf(const rules::Recommendation& recommendation) const {
  return SetFor(*recommendation.rule).value_or(recommendation.default_mode);
}

AgencyRules RulesOf(db::Tx& tx, const std::string& agency_id) {
  AgencyRuleSettings settings;
  for (const auto& row : tx.Run(kNewest, {agency_id})) {
    settings.set_version(row[0].as<int>());
    if (row[1].is_null()) continue;
    AgencyRuleSetting& setting = *settings.add_settings();
    setting.set_rule(row[1].as<std::string>());
    setting.set_reason(row[2].as<std::string>());
    RuleMode mode = common::v1::RULE_MODE_UNSPECIFIED;
    common::v1::RuleMode_Parse(absl::StrCat("RULE_MODE_", row[3].as<std::string>()), &mode);
    setting.set_mode(mode);
  }
  return AgencyRules(settings);
}

absl::Status CheckSettings(const AgencyRuleSettings& settings,
                           std::span<const rules::Rule* const> all,
                           rules::Recommendations recommendations) {
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < settings.settings_size(); ++i) {
    const AgencyRuleSetting& setting = settings.settings(i);
    const std::string field = absl::StrCat("settings[", i, "].rule");
    RETURN_IF_ERROR(CheckSetting(setting, field, all, recommendations));
    if (!seen.emplace(setting.rule(), setting.reason()).second)
      return rules::InvalidField(field, "RULE_TWICE", "is set twice");
  }
  return absl::OkStatus();
}

std::vector<common::v1::AgencyRuleInForce> RulesInForce(const AgencyRules& agency,
                                                        std::span<const rules::Rule* const> all,
                                                        rules::Recommendations recommendations,
                                                        common::v1::Language language) {
  std::vector<common::v1::AgencyRuleInForce> in_force;
  for (const rules::Rule* rule : all) {
    const auto* found = rules::FindRecommendation(recommendations, rule->id, rule->reason);
    common::v1::AgencyRuleInForce& one = in_force.emplace_back();
    one.set_rule(std::string(rule->id));
    one.set_reason(std::string(rule->reason));
    one.set_rule_class(rule->rule_class);
    one.set_configurable(found != nullptr);
    one.set_may_refuse(found == nullptr || found->may_refuse);
    one.set_default_mode(found == nullptr ? common::v1::RULE_MODE_ENFORCE : found->default_mode);
    one.set_mode(found == nullptr ? common::v1::RULE_MODE_ENFORCE : agency.ModeOf(*found));
    one.set_message(std::string(rule->message.In(language)));
  }
  return in_force;
}

}  // namespace opora::advice
