#pragma once

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "common/rules/occurrence.h"
#include "common/rules/recommendation.h"
#include "common/rules/rule.h"
#include "re2/re2.h"

// For tests of services: what every table of rules must be (XC-66).
namespace opora::rules {

inline std::string NameOf(const Rule& rule) {
  return std::string(rule.id) + " " + std::string(rule.reason);
}

// Every row is of the catalogue, with a class and a code that refuses.
inline void ExpectIdentity(const Rule& rule) {
  const std::set<absl::StatusCode> codes = {
      absl::StatusCode::kInvalidArgument,  absl::StatusCode::kFailedPrecondition,
      absl::StatusCode::kPermissionDenied, absl::StatusCode::kResourceExhausted,
      absl::StatusCode::kAlreadyExists,    absl::StatusCode::kUnavailable,
      absl::StatusCode::kUnauthenticated};
  EXPECT_TRUE(RE2::FullMatch(std::string(rule.id), "(XC|REG|CONF|HOUS|REP)-[0-9]{2,3}"))
      << NameOf(rule);
  EXPECT_TRUE(RE2::FullMatch(std::string(rule.reason), "[A-Z]+(_[A-Z]+)*")) << NameOf(rule);
  EXPECT_NE(rule.rule_class, common::v1::RULE_CLASS_UNSPECIFIED) << NameOf(rule);
  EXPECT_TRUE(codes.contains(rule.code)) << NameOf(rule);
}

// Sentences in both languages, and a remedy whose RPC exists.
inline void ExpectWords(const Rule& rule) {
  static const RE2 sentence("\\p{Lu}.*\\.");
  for (std::string_view text : {rule.message.en, rule.message.cs, rule.remedy.en, rule.remedy.cs})
    EXPECT_TRUE(RE2::FullMatch(std::string(text), sentence)) << NameOf(rule) << ": " << text;
  EXPECT_NE(rule.message.en, rule.message.cs) << NameOf(rule);
  EXPECT_NE(rule.remedy.en, rule.remedy.cs) << NameOf(rule);
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  if (!rule.remedy_rpc.empty()) {
    EXPECT_NE(pool->FindMethodByName(std::string(rule.remedy_rpc)), nullptr) << NameOf(rule);
  }
}

// Rows that the `refusals.h` of a service's folders declare.
inline std::ptrdiff_t RowsDeclaredIn(const std::string& service) {
  static const RE2 row("inline constexpr Rule k.*");
  std::ptrdiff_t declared = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(service)) {
    if (!entry.path().filename().string().ends_with("refusals.h")) continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);)
      if (RE2::FullMatch(line, row)) ++declared;
  }
  return declared;
}

// All of the above for each row; no two are alike, and none that a folder of the service declares
// is missing. The service is a path from the project's root; `shared` are rows that stand
// elsewhere.
inline void ExpectCatalogue(std::span<const Rule* const> all, const std::string& service,
                            std::span<const Rule* const> shared = {}) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Rule* rule : all) {
    ASSERT_NE(rule, nullptr);
    EXPECT_TRUE(seen.emplace(rule->id, rule->reason).second) << NameOf(*rule);
    ExpectIdentity(*rule);
    ExpectWords(*rule);
  }
  std::set<const Rule*> of_others = {&kNotInFuture, &kLateEntry};
  of_others.insert(shared.begin(), shared.end());
  const auto own = std::count_if(all.begin(), all.end(),
                                 [&](const Rule* rule) { return !of_others.contains(rule); });
  EXPECT_EQ(RowsDeclaredIn(service), own);
}

// XC-46, XC-47: a rule of class W is set by agencies, unless it is named here as one that cannot
// be; none of another class is. What warns of facts never refuses by default either.
inline void ExpectRecommendations(std::span<const Rule* const> all, Recommendations recommendations,
                                  const std::set<std::string>& fixed) {
  std::set<std::string> settable;
  for (const Recommendation& one : recommendations) {
    EXPECT_EQ(one.rule->rule_class, kAdvice) << NameOf(*one.rule);
    EXPECT_TRUE(settable.insert(NameOf(*one.rule)).second) << NameOf(*one.rule);
    EXPECT_NE(one.default_mode, common::v1::RULE_MODE_OFF) << NameOf(*one.rule);
    EXPECT_TRUE(one.may_refuse || one.default_mode == common::v1::RULE_MODE_WARN)
        << NameOf(*one.rule);
  }
  std::set<std::string> advice;
  for (const Rule* rule : all) {
    // What every service warns of is no setting of anybody.
    if (rule->rule_class == kAdvice && rule != &kLateEntry) advice.insert(NameOf(*rule));
  }
  for (const std::string& name : fixed)
    EXPECT_TRUE(settable.insert(name).second) << name << " can be set";
  EXPECT_EQ(settable, advice);
}

}  // namespace opora::rules
