#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/db/session.h"
#include "common/rules/recommendation.h"

namespace opora::advice {

// How recommendations bind in an agency, by one version of its settings (XC-46).
class AgencyRules {
 public:
  AgencyRules() = default;
  explicit AgencyRules(const common::v1::AgencyRuleSettings& settings);

  // 0 while only defaults bind.
  int version() const { return version_; }
  // What the agency set; nothing where the default binds.
  std::optional<common::v1::RuleMode> SetFor(const rules::Rule& rule) const;
  common::v1::RuleMode ModeOf(const rules::Recommendation& recommendation) const;

 private:
  int version_ = 0;
  std::map<std::pair<std::string, std::string>, common::v1::RuleMode> modes_;
};

// The newest settings of the agency, in one statement.
AgencyRules RulesOf(db::Tx& tx, const std::string& agency_id);

// Settings as asked for: recommendations that can be set, each once, none about facts enforced.
//
// FAILED_PRECONDITION RULE_NOT_CONFIGURABLE; INVALID_ARGUMENT RULE_UNKNOWN, RULE_NEVER_REFUSES,
// RULE_TWICE.
absl::Status CheckSettings(const common::v1::AgencyRuleSettings& settings,
                           std::span<const rules::Rule* const> all,
                           rules::Recommendations recommendations);

// Every rule as it binds.
std::vector<common::v1::AgencyRuleInForce> RulesInForce(const AgencyRules& agency,
                                                        std::span<const rules::Rule* const> all,
                                                        rules::Recommendations recommendations,
                                                        common::v1::Language language);

}  // namespace opora::advice
