#include "common/text/likeness.h"

#include <gtest/gtest.h>

#include <string>

namespace opora::text {
namespace {

TEST(EditDistance, CountsSlips) {
  EXPECT_EQ(EditDistance("", "", 3), 0);
  EXPECT_EQ(EditDistance("novak", "novak", 0), 0);
  EXPECT_EQ(EditDistance("novak", "nowak", 3), 1);
  EXPECT_EQ(EditDistance("novak", "novk", 3), 1);
  EXPECT_EQ(EditDistance("novak", "nnovak", 3), 1);
  EXPECT_EQ(EditDistance("novak", "nvoak", 3), 1);
  EXPECT_EQ(EditDistance("novak", "kavon", 4), 4);
  EXPECT_EQ(EditDistance("", "ab", 3), 2);
}

TEST(EditDistance, IsTheSameInBothDirectionsAndEndsAtItsLimit) {
  EXPECT_EQ(EditDistance("prihodova", "rihodovaa", 5), EditDistance("rihodovaa", "prihodova", 5));
  EXPECT_EQ(EditDistance("novak", "kavon", 2), 3);
  EXPECT_EQ(EditDistance("a", std::string(1000, 'b'), 2), 3);
}

TEST(IsNearlySame, AsksForLettersBeforeItForgives) {
  EXPECT_TRUE(IsNearlySame("jan", "jan"));
  EXPECT_FALSE(IsNearlySame("jan", "jana"));
  EXPECT_FALSE(IsNearlySame("hana", "jana"));
  EXPECT_TRUE(IsNearlySame("novak", "nowak"));
  EXPECT_FALSE(IsNearlySame("novak", "novotny"));
  EXPECT_TRUE(IsNearlySame("prihodova", "prihodowva"));
  EXPECT_FALSE(IsNearlySame("novak", "noawk x"));
}

}  // namespace
}  // namespace opora::text
