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

// Whoever knows the whole, the parts that are shown and the limit, cannot tell a hidden part to
// less than two numbers.
TEST(REP_51, AHiddenPartIsNotGivenAwayByTheOthers) {
  for (int64_t a = 0; a <= 12; ++a) {
    for (int64_t b = 0; b <= 12; ++b) {
      for (int64_t c = 0; c <= 12; ++c) {
        v1::PersonCount parts[] = {Shown(a, kLimit), Shown(b, kLimit), Shown(c, kLimit)};
        HideWithCompany({&parts[0], &parts[1], &parts[2]});
        int hidden = 0;
        int others = 0;
        for (const auto& part : parts) {
          hidden += part.suppressed() ? 1 : 0;
          others += !part.suppressed() && part.value() > 0 ? 1 : 0;
        }
        EXPECT_TRUE(hidden != 1 || others == 0) << a << " " << b << " " << c;
      }
    }
  }
}

}  // namespace
}  // namespace opora::reporting
