#include "common/text/direction.h"

#include <gtest/gtest.h>

#include <string>

namespace opora::text {
namespace {

TEST(Direction, EveryInvisibleTurnIsFound) {
  for (const char* turn : {"\u061C", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D",
                           "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    EXPECT_TRUE(HasDirectionControls(std::string("Nov") + turn + "ák"));
    EXPECT_TRUE(HasDirectionControls(turn));
  }
}

TEST(Direction, LettersOfEveryScriptAreNone) {
  for (const char* name : {"", "Novák", "O\u2019Connor", "محمد", "שרה", "\u200Bx", "a\u200Db", "’",
                           "\xE2", "\xE2\x80", "😀"})
    EXPECT_FALSE(HasDirectionControls(name)) << name;
}

}  // namespace
}  // namespace opora::text
