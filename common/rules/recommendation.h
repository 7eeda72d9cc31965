#pragma once

#include <span>
#include <string_view>

#include "common/rules/rule.h"
#include "opora/common/v1/rule_settings.pb.h"

namespace opora::rules {

// A recommendation and how it binds where an agency sets nothing (XC-46).
struct Recommendation {
  const Rule* rule;
  common::v1::RuleMode default_mode;
  bool may_refuse = true;  // False for those that warn of facts, whatever is set (XC-56).
};

using Recommendations = std::span<const Recommendation>;

// The recommendation of this id and reason, nullptr where it is none that can be set.
const Recommendation* FindRecommendation(Recommendations all, std::string_view id,
                                         std::string_view reason);

}  // namespace opora::rules
