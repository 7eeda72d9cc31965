#include "common/text/utf8.h"

#include <gtest/gtest.h>

namespace opora::text {
namespace {

TEST(CountCodePoints, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("abc"), 3u);
  EXPECT_EQ(CountCodePoints("Příliš"), 6u);
  EXPECT_EQ(CountCodePoints("😀"), 1u);
  EXPECT_EQ(CountCodePoints("\xf4\x8f\xbf\xbf"), 1u);
}

TEST(CountCodePoints, RefusesMalformedText) {
  for (const char* text : {"\xff", "a\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80",
                           "\xe2\x82", "\xf8\x88\x80\x80\x80"}) {
    EXPECT_EQ(CountCodePoints(text), std::nullopt);
  }
}

TEST(ToNfc, Composes) {
  EXPECT_EQ(ToNfc("Pr\u030Ci\u0301lis\u030C"), "Příliš");
  EXPECT_EQ(ToNfc("Příliš"), "Příliš");
  EXPECT_EQ(ToNfc("\u212B"), "\u00C5");
  EXPECT_EQ(ToNfc(""), "");
}

TEST(ToNfc, KeepsCompatibilityCharacters) { EXPECT_EQ(ToNfc("ﬁ č. ①"), "ﬁ č. ①"); }

TEST(ToNfc, ReturnsMalformedTextAsItIs) { EXPECT_EQ(ToNfc("e\xcc\x81\xff"), "e\xcc\x81\xff"); }

}  // namespace
}  // namespace opora::text
