#include "services/client_registry/workforce/supervision_rules.h"

#include <gtest/gtest.h>

namespace opora::registry {
namespace {

TEST(REG_39, TimeThatStandsOutIsFarAboveTheUsual) {
  const std::vector<ContactTime> times = {{"a", 60}, {"b", 60}, {"c", 90}, {"much", 400}};
  const auto hints = OutlyingContacts(times);
  ASSERT_EQ(hints.size(), 1U);
  EXPECT_EQ(hints[0].client_id(), "much");
  EXPECT_EQ(hints[0].minutes(), 400);
  EXPECT_EQ(hints[0].usual_minutes(), 60);
}

TEST(REG_39, ALittleMoreOrFewClientsAreNoMatter) {
  EXPECT_TRUE(OutlyingContacts({{"a", 60}, {"b", 60}, {"c", 90}, {"d", 179}}).empty());
  EXPECT_TRUE(OutlyingContacts({{"a", 10}, {"b", 10}, {"c", 10}, {"d", 100}}).empty());
  EXPECT_TRUE(OutlyingContacts({{"a", 10}, {"b", 10}, {"much", 4000}}).empty());
  EXPECT_TRUE(OutlyingContacts({}).empty());
}

TEST(XC_53, TheMedianIsTheMiddleOfWhatIsKnown) {
  EXPECT_EQ(Median({}), std::nullopt);
  EXPECT_EQ(Median({7}), 7);
  EXPECT_EQ(Median({9, 1, 5}), 5);
  EXPECT_EQ(Median({9, 1, 5, 3}), 3);
}

}  // namespace
}  // namespace opora::registry
