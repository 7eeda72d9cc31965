#include "common/rules/chart.h"

#include <gtest/gtest.h>

#include "opora/common/v1/metadata.pb.h"

namespace opora::rules {
namespace {

struct Step {
  common::v1::RuleClass from;
  std::string_view verb;
  common::v1::RuleClass to;
};

TEST(Chart, ArrowsBetweenTheSameStatesShareALineAndWhatNobodyReachesIsTheBeginning) {
  const std::vector<Step> steps = {
      {common::v1::RULE_CLASS_LAW, "Soften", common::v1::RULE_CLASS_HARD},
      {common::v1::RULE_CLASS_LAW, "Relax", common::v1::RULE_CLASS_HARD},
      {common::v1::RULE_CLASS_HARD, "Keep", common::v1::RULE_CLASS_HARD},
  };
  EXPECT_EQ(Draw(ChartOf(steps), common::v1::LANGUAGE_EN),
            "stateDiagram-v2\n"
            "  state \"RULE_CLASS_LAW\" as s1\n"
            "  state \"RULE_CLASS_HARD\" as s2\n"
            "  [*] --> s1\n"
            "  s1 --> s2: Soften, Relax\n"
            "  s2 --> s2: Keep\n");
}

}  // namespace
}  // namespace opora::rules
