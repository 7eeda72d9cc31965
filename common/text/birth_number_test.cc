#include "common/text/birth_number.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace opora::text {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr CivilDay kToday(2026, 7, 29);

struct Valid {
  std::string text;
  std::string digits;
  CivilDay birth_date;
  Sex sex;
};

void PrintTo(const Valid& number, std::ostream* out) { *out << number.text; }

class ValidNumber : public ::testing::TestWithParam<Valid> {};

TEST_P(ValidNumber, GivesDigitsBirthDateAndSex) {
  const auto number = ParseBirthNumber(GetParam().text, kToday);
  ASSERT_TRUE(number.ok()) << number.status();
  EXPECT_EQ(number->digits, GetParam().digits);
  EXPECT_EQ(number->birth_date, GetParam().birth_date);
  EXPECT_EQ(number->sex, GetParam().sex);
}

INSTANTIATE_TEST_SUITE_P(
    TenDigits, ValidNumber,
    ::testing::Values(Valid{"710319/2745", "7103192745", CivilDay(1971, 3, 19), Sex::kMale},
                      Valid{"7103192745", "7103192745", CivilDay(1971, 3, 19), Sex::kMale},
                      Valid{"855101/0017", "8551010017", CivilDay(1985, 1, 1), Sex::kFemale},
                      Valid{"541231/0013", "5412310013", CivilDay(1954, 12, 31), Sex::kMale},
                      Valid{"000229/1234", "0002291234", CivilDay(2000, 2, 29), Sex::kMale},
                      Valid{"045101/1231", "0451011231", CivilDay(2004, 1, 1), Sex::kFemale},
                      Valid{"260729/0015", "2607290015", kToday, Sex::kMale}));

INSTANTIATE_TEST_SUITE_P(
    RaisedMonths, ValidNumber,
    ::testing::Values(Valid{"042101/1239", "0421011239", CivilDay(2004, 1, 1), Sex::kMale},
                      Valid{"047101/1233", "0471011233", CivilDay(2004, 1, 1), Sex::kFemale}));

INSTANTIATE_TEST_SUITE_P(
    RemainderTen, ValidNumber,
    ::testing::Values(Valid{"780123/3540", "7801233540", CivilDay(1978, 1, 23), Sex::kMale},
                      Valid{"846215/0060", "8462150060", CivilDay(1984, 12, 15), Sex::kFemale},
                      Valid{"851231/0060", "8512310060", CivilDay(1985, 12, 31), Sex::kMale}));

INSTANTIATE_TEST_SUITE_P(
    NineDigits, ValidNumber,
    ::testing::Values(Valid{"536231/123", "536231123", CivilDay(1953, 12, 31), Sex::kFemale},
                      Valid{"000101001", "000101001", CivilDay(1900, 1, 1), Sex::kMale},
                      Valid{"440229/999", "440229999", CivilDay(1944, 2, 29), Sex::kMale}));

std::string WhyRefused(const std::string& text) {
  const auto number = ParseBirthNumber(text, kToday);
  if (number.ok()) return "";
  EXPECT_EQ(number.status().code(), absl::StatusCode::kInvalidArgument);
  if (!text.empty()) {
    EXPECT_THAT(std::string(number.status().message()), Not(HasSubstr(text)));
  }
  return std::string(number.status().message());
}

TEST(RefusedNumber, OfAnotherForm) {
  for (const char* text : {"", "/", "710319", "710319/", "71031927451", "710319/27", "710319//2745",
                           "71-03-19/2745", " 710319/2745", "710319 2745", "7103192/745",
                           "710319/274a", "７10319/2745", "+103192745"}) {
    EXPECT_THAT(WhyRefused(text), HasSubstr("must be 9 or 10 digits")) << text;
  }
}

TEST(RefusedNumber, WithAWrongCheckDigit) {
  EXPECT_THAT(WhyRefused("710319/2746"), HasSubstr("check digit"));
  EXPECT_THAT(WhyRefused("710391/2745"), HasSubstr("birth date"));
}

TEST(RefusedNumber, WithEveryOtherLastDigit) {
  for (const char digit : std::string("012346789")) {
    EXPECT_THAT(WhyRefused(std::string("710319/274") + digit), HasSubstr("check digit")) << digit;
  }
}

TEST(RefusedNumber, WithRemainderTenAfter1985) {
  EXPECT_THAT(WhyRefused("860101/0100"), HasSubstr("check digit"));
  EXPECT_THAT(WhyRefused("040229/0010"), HasSubstr("check digit"));
}

TEST(RefusedNumber, WithABirthDateThatDoesNotExist) {
  for (const char* text : {"710229/1234", "710019/1234", "711319/1234", "716319/1234",
                           "710300/1234", "710332/1234", "710359/1234", "530229/123"}) {
    EXPECT_THAT(WhyRefused(text), HasSubstr("does not exist")) << text;
  }
}

TEST(RefusedNumber, WithRaisedMonthBefore2004) {
  EXPECT_THAT(WhyRefused("032101/0019"), HasSubstr("does not exist"));
  EXPECT_THAT(WhyRefused("717119/1234"), HasSubstr("does not exist"));
  EXPECT_THAT(WhyRefused("532101/123"), HasSubstr("does not exist"));
}

TEST(RefusedNumber, OfNineDigitsSince1954) {
  EXPECT_THAT(WhyRefused("540101/123"), HasSubstr("must have 10 digits"));
  EXPECT_THAT(WhyRefused("780123/354"), HasSubstr("must have 10 digits"));
}

TEST(RefusedNumber, ThatIsAPlaceholder) {
  EXPECT_THAT(WhyRefused("710319/0000"), HasSubstr("unknown number"));
  EXPECT_THAT(WhyRefused("480319/000"), HasSubstr("unknown number"));
}

TEST(RefusedNumber, BornTomorrow) {
  EXPECT_THAT(WhyRefused("260730/0014"), HasSubstr("in the future"));
}

}  // namespace
}  // namespace opora::text
