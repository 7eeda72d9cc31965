#pragma once

#include <span>

#include "common/rules/rule.h"
#include "opora/housing/v1/programme.pb.h"

// Every refusal and warning of housing. The rows stand in the `refusals.h` of each folder.
namespace opora::housing::rule {

std::span<const rules::Rule* const> All();

// A recommendation and how it binds where a programme sets nothing (XC-46).
struct Recommendation {
  const rules::Rule* rule;
  v1::RuleMode default_mode;
  bool may_refuse = true;  // False for those that warn whatever is set.
};

// All of them; every rule of class W has one.
std::span<const Recommendation> Recommendations();

// The recommendation of a rule, nullptr for laws and hard rules.
const Recommendation* FindRecommendation(const rules::Rule& rule);

}  // namespace opora::housing::rule
