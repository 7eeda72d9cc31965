#include "services/client_registry/projects/project_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

constexpr char kProject[] =
    "valid_from { year: 2023 month: 4 day: 1 } valid_to { year: 2025 month: 6 day: 30 } ";

TEST(REG_10, AProjectHasABeginningAnEndAndEachAgencyOnce) {
  EXPECT_EQ(ReasonOf(CheckProject(Parse<v1::Project>(
                "valid_from { year: 2025 month: 6 day: 30 } valid_to { year: 2023 month: 4 day: 1 "
                "}"))),
            "PERIOD_REVERSED");
  const std::string town = "participants { agency_id: 'town' } ";
  EXPECT_EQ(ReasonOf(CheckProject(Parse<v1::Project>(kProject + town + town))),
            "PARTICIPANT_TWICE");
  EXPECT_TRUE(CheckProject(Parse<v1::Project>(kProject + town)).ok());
}

TEST(REG_26, ATargetMayOutlastItsProjectButNotRunBackwards) {
  EXPECT_EQ(
      ReasonOf(CheckProject(Parse<v1::Project>(
          std::string(kProject) +
          "targets { persons: 120 valid_from { year: 2026 month: 3 day: 31 } valid_to { year: "
          "2023 month: 4 day: 1 } }"))),
      "PERIOD_REVERSED");
  EXPECT_TRUE(CheckProject(Parse<v1::Project>(
                               std::string(kProject) +
                               "targets { persons: 120 valid_from { year: 2023 month: 4 day: 1 } "
                               "valid_to { year: 2026 month: 3 day: 31 } }"))
                  .ok());
}

}  // namespace
}  // namespace opora::registry
