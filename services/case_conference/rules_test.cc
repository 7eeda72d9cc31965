#include "services/case_conference/rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <utility>

#include "common/rules/occurrence.h"
#include "re2/re2.h"

namespace opora::conference {
namespace {

using rules::Rule;
using ::testing::Contains;

std::string NameOf(const Rule& rule) {
  return absl::StrCat(std::string(rule.id), " ", std::string(rule.reason));
}

std::string Text(std::string_view text) { return std::string(text); }

TEST(XC_66, EveryRuleIsOfTheCatalogue) {
  EXPECT_FALSE(rule::All().empty());
  for (const Rule* rule : rule::All()) {
    EXPECT_TRUE(RE2::FullMatch(Text(rule->id), "(XC|REG|CONF|HOUS|REP)-[0-9]{2,3}"))
        << NameOf(*rule);
  }
}

TEST(XC_66, EveryReasonIsAStableWord) {
  for (const Rule* rule : rule::All()) {
    EXPECT_TRUE(RE2::FullMatch(Text(rule->reason), "[A-Z]+(_[A-Z]+)*")) << NameOf(*rule);
  }
}

TEST(XC_66, NoTwoRulesHaveOneIdAndReason) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  std::set<const Rule*> rows;
  for (const Rule* rule : rule::All()) {
    ASSERT_NE(rule, nullptr);
    EXPECT_TRUE(seen.emplace(rule->id, rule->reason).second) << NameOf(*rule);
    EXPECT_TRUE(rows.insert(rule).second) << NameOf(*rule);
  }
}

TEST(XC_66, NoRuleOfTheHeadersIsMissingFromAllOfThem) {
  std::size_t declared = 0;
  for (const char* header : {"rules.h", "cases/rules.h", "crises/rules.h"}) {
    std::ifstream file(std::string("services/case_conference/") + header);
    ASSERT_TRUE(file.is_open()) << header;
    for (std::string line; std::getline(file, line);) {
      if (line.rfind("extern const Rule k", 0) == 0) ++declared;
    }
  }
  const std::set<const Rule*> of_the_platform = {&rules::kNotInFuture, &rules::kLateEntry};
  const auto own = std::count_if(rule::All().begin(), rule::All().end(),
                                 [&](const Rule* rule) { return !of_the_platform.contains(rule); });
  EXPECT_EQ(declared, static_cast<std::size_t>(own));
}

TEST(XC_66, EveryRefusalIsToldInBothLanguagesWithItsRemedy) {
  const RE2 sentence("\\p{Lu}.*\\.|`[a-z_]+`.*\\.");
  for (const Rule* rule : rule::All()) {
    for (std::string_view text :
         {rule->message.en, rule->message.cs, rule->remedy.en, rule->remedy.cs}) {
      EXPECT_TRUE(RE2::FullMatch(Text(text), sentence)) << NameOf(*rule) << ": " << Text(text);
    }
    EXPECT_NE(rule->message.en, rule->message.cs) << NameOf(*rule);
    EXPECT_NE(rule->remedy.en, rule->remedy.cs) << NameOf(*rule);
  }
}

TEST(XC_66, EveryRemedyNamesARpcThatExists) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  EXPECT_EQ(pool->FindMethodByName("opora.registry.v1.ConsentService.NoSuchMethod"), nullptr);
  for (const Rule* rule : rule::All()) {
    if (rule->remedy_rpc.empty()) continue;
    EXPECT_NE(pool->FindMethodByName(Text(rule->remedy_rpc)), nullptr) << NameOf(*rule);
  }
}

TEST(XC_46, EveryRuleHasAClassAndACodeThatRefuses) {
  const std::set<absl::StatusCode> codes = {
      absl::StatusCode::kInvalidArgument, absl::StatusCode::kFailedPrecondition,
      absl::StatusCode::kPermissionDenied, absl::StatusCode::kResourceExhausted,
      absl::StatusCode::kAlreadyExists};
  for (const Rule* rule : rule::All()) {
    EXPECT_NE(rule->rule_class, common::v1::RULE_CLASS_UNSPECIFIED) << NameOf(*rule);
    EXPECT_THAT(codes, Contains(rule->code)) << NameOf(*rule);
  }
}

}  // namespace
}  // namespace opora::conference
