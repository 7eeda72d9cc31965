#include "services/reporting/following/pseudonym.h"

#include <gtest/gtest.h>

#include <regex>

namespace opora::reporting {
namespace {

TEST(XC_54, APseudonymTellsNothingWithoutTheKey) {
  const Pseudonyms ours("0123456789abcdef0123456789abcdef");
  const Pseudonyms others("fedcba9876543210fedcba9876543210");
  const std::string client = "6f1c2a34-0000-4000-8000-000000000001";
  EXPECT_TRUE(std::regex_match(ours.Client(client), std::regex("[0-9a-f]{32}")));
  EXPECT_EQ(ours.Client(client), ours.Client(client));
  EXPECT_NE(ours.Client(client), others.Client(client));
  EXPECT_NE(ours.Client(client), ours.Of("support", client)) << "kinds never meet";
  EXPECT_NE(ours.KeyFingerprint(), others.KeyFingerprint());
}

}  // namespace
}  // namespace opora::reporting
