#include "common/text/fold.h"

#include <gtest/gtest.h>

namespace opora::text {
namespace {

TEST(FoldName, DropsCaseAndDiacritics) {
  EXPECT_EQ(FoldName("Kopecký"), FoldName("KOPECKY"));
  EXPECT_EQ(FoldName("Příliš žluťoučký kůň ĎÁBELSKÉ ÓDY"), "prilis zlutoucky kun dabelske ody");
  EXPECT_EQ(FoldName("Müller"), "muller");
  EXPECT_EQ(FoldName("Groß"), FoldName("GROSS"));
}

TEST(FoldName, IsTheSameForBothNormalizationForms) {
  EXPECT_EQ(FoldName("Příliš"), FoldName("Pr\u030Ci\u0301lis\u030C"));
}

TEST(FoldName, KeepsTwoLettersForCh) { EXPECT_EQ(FoldName("Chocholoušek"), "chocholousek"); }

TEST(FoldName, ReadsHyphensAndApostrophesAsSpaces) {
  EXPECT_EQ(FoldName("O'Connor"), "o connor");
  EXPECT_EQ(FoldName("O\u2019Connor"), "o connor");
  EXPECT_EQ(FoldName("O\u00B4Connor"), "o connor");
  EXPECT_EQ(FoldName("Nováková-Malá"), "novakova mala");
  EXPECT_EQ(FoldName("Nováková \u2013 Malá"), "novakova mala");
  EXPECT_EQ(FoldName("Nová\u2011Malá"), "nova mala");
}

TEST(FoldName, CollapsesAndTrimsSpaces) {
  EXPECT_EQ(FoldName("  Jan \t\n  Novák\u00A0"), "jan novak");
  EXPECT_EQ(FoldName("\u3000 - ' "), "");
  EXPECT_EQ(FoldName(""), "");
}

TEST(FoldName, DropsWhatCannotBeSeen) {
  EXPECT_EQ(FoldName("No\u200Bvá\u200Dk\uFEFF\u200F"), "novak");
  EXPECT_EQ(FoldName("Nov\u00ADák\x01\x7f"), "novak");
  EXPECT_EQ(FoldName("\u202ENovák\u202C"), "novak");
}

TEST(FoldName, ReadsCompatibilityFormsAsPlainLetters) {
  EXPECT_EQ(FoldName("Ｎｏｖáｋ"), "novak");
  EXPECT_EQ(FoldName("Soﬁa"), "sofia");
  EXPECT_EQ(FoldName("℡"), "tel");
}

TEST(FoldName, ReadsForeignLettersThatDoNotDecompose) {
  EXPECT_EQ(FoldName("Łukasz"), "lukasz");
  EXPECT_EQ(FoldName("Đặng Thị Hạnh"), "dang thi hanh");
  EXPECT_EQ(FoldName("Sørensen"), "sorensen");
  EXPECT_EQ(FoldName("IŞIK"), FoldName("ışık"));
  EXPECT_EQ(FoldName("İnci"), "inci");
}

TEST(FoldName, KeepsOtherScriptsAndSymbols) {
  EXPECT_EQ(FoldName("Шевченко"), FoldName("ШЕВЧЕНКО"));
  EXPECT_EQ(FoldName("Jan 😀"), "jan 😀");
  EXPECT_EQ(FoldName("'; DROP"), "; drop");
}

TEST(FoldName, IsStable) {
  for (const char* name : {"Příliš", "İnci", "℡", "O'Connor", "Łukasz", "Groß", "ŉ", "ǰ"}) {
    EXPECT_EQ(FoldName(FoldName(name)), FoldName(name)) << name;
  }
}

TEST(HasLetters, OfAnyScript) {
  EXPECT_TRUE(HasLetters("1a"));
  EXPECT_TRUE(HasLetters("Č"));
  EXPECT_TRUE(HasLetters("Ш"));
  EXPECT_FALSE(HasLetters(""));
  EXPECT_FALSE(HasLetters(" 123-'%\u200B"));
  EXPECT_FALSE(HasLetters("😀"));
}

}  // namespace
}  // namespace opora::text
