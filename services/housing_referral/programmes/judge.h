#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/rules/rule.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/housing/v1/programme.pb.h"

namespace opora::housing {

// How recommendations bind in a programme on a day: one version of its settings and the waivers.
class ProgrammeRules {
 public:
  ProgrammeRules() = default;
  ProgrammeRules(const v1::RuleSettings& settings, std::vector<v1::SeparationWaiver> waivers);

  // 0 while only defaults bind.
  int version() const { return version_; }
  // Laws and hard rules always ENFORCE (XC-47).
  v1::RuleMode ModeOf(const rules::Rule& rule) const;
  // Whether the worker, or the whole programme, has a waiver of the rule.
  bool IsWaived(const rules::Rule& rule, std::string_view worker_id) const;

 private:
  int version_ = 0;
  std::map<std::pair<std::string, std::string>, v1::RuleMode> modes_;
  std::vector<v1::SeparationWaiver> waivers_;
};

// Settings as asked for: known recommendations only, each once (XC-46, XC-47).
absl::Status CheckSettings(const v1::RuleSettings& settings);

// Every rule as it binds.
std::vector<v1::RuleInForce> RulesInForce(const ProgrammeRules& rules,
                                          common::v1::Language language);

// Judges one act by the rules of its programme: refuses, or lets pass with a warning that is kept.
class Judge {
 public:
  Judge(ProgrammeRules rules, std::string worker_id, common::v1::Language language)
      : rules_(std::move(rules)), worker_id_(std::move(worker_id)), language_(language) {}

  // The rule is not followed. Its refusal where it binds; otherwise OK, and a warning unless OFF.
  absl::Status Broken(const rules::Rule& rule, rules::Details details = {});
  // The same for a fact, which nothing refuses (XC-56).
  void BrokenByFact(const rules::Rule& rule);

  const ProgrammeRules& rules() const { return rules_; }
  // Rules that were not followed, in order.
  const std::vector<const rules::Rule*>& deviations() const { return deviations_; }

  template <typename Response>
  void WarnIn(Response& response) const {
    for (const rules::Rule* rule : deviations_)
      *response.add_warnings() = rules::Warn(*rule, language_);
  }

 private:
  ProgrammeRules rules_;
  std::string worker_id_;
  common::v1::Language language_;
  std::vector<const rules::Rule*> deviations_;
};

}  // namespace opora::housing
