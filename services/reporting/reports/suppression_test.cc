#include "services/reporting/reports/suppression.h"

#include <gtest/gtest.h>

namespace opora::reporting {
namespace {

constexpr int64_t kLimit = 5;

TEST(XC_54, SmallNumbersAreNotShown) {
  for (int64_t persons = 1; persons < kLimit; ++persons) {
    EXPECT_TRUE(Shown(persons, kLimit).suppressed());
    EXPECT_FALSE(Shown(persons, kLimit).has_value()) << "hidden is not zero";
  }
  EXPECT_EQ(Shown(kLimit, kLimit).value(), kLimit);
  EXPECT_TRUE(Shown(0, kLimit).has_value());
  EXPECT_FALSE(Shown(0, kLimit).suppressed());
}

TEST(REP_51, ARestThatIsSmallHidesThePart) {
  for (int64_t part = kLimit; part <= 20; ++part) {
    v1::PersonCount shown = Shown(part, kLimit);
    HideTelltale(Shown(20, kLimit), shown, kLimit);
    const bool small_rest = 20 - part > 0 && 20 - part < kLimit;
    EXPECT_EQ(shown.suppressed(), small_rest) << part;
  }
}

// The only provider serves all persons: what it serves beyond those who count is the hidden number.
TEST(REP_68, TheHiddenNumberBelowTheThresholdIsNotTheRestOfAnother) {
  for (int64_t served = 7; served <= 20; ++served) {
    v1::PersonCount shown = Shown(served, kLimit);
    HideJustAbove(Shown(7, kLimit), shown, kLimit);
    EXPECT_EQ(shown.suppressed(), served > 7 && served < 7 + kLimit) << served;
  }
}

}  // namespace
}  // namespace opora::reporting
