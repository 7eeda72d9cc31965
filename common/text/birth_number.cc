#include "common/text/birth_number.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "common/status_macros.h"

namespace opora::text {
namespace {

constexpr size_t kOldSize = 9;
constexpr size_t kSize = 10;
constexpr size_t kDateSize = 6;

// Ten digits are used for births from this year on.
constexpr int kFirstTenDigitYear = 1954;
// Numbers whose remainder does not fit into one digit were given out until 1985.
constexpr int kLastExceptionYear = 1985;
// Since 2004 the month may be raised by 20 on days when the numbers run out.
constexpr int kFirstRaisedMonthYear = 2004;

absl::Status Wrong(std::string_view what) {
  return absl::InvalidArgumentError(std::string("birth number: ") + std::string(what));
}

absl::StatusOr<std::string> Digits(std::string_view text) {
  std::string digits(text);
  if (digits.size() > kDateSize && digits[kDateSize] == '/') digits.erase(kDateSize, 1);
  const bool numeric = std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
  if (!numeric || (digits.size() != kOldSize && digits.size() != kSize)) {
    return Wrong("must be 9 or 10 digits with an optional slash after the sixth");
  }
  if (digits.find_first_not_of('0', kDateSize) == std::string::npos) {
    return Wrong("the suffix stands for an unknown number");
  }
  return digits;
}

int TwoDigits(std::string_view digits, size_t at) {
  return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}

// Nine digits never mean the 19th century here: whoever is that old is dead, and what is meant is a
// later number with a digit missing.
absl::StatusOr<int> BirthYear(std::string_view digits) {
  const int year = 1900 + TwoDigits(digits, 0);
  if (digits.size() == kSize) return year < kFirstTenDigitYear ? year + 100 : year;
  if (year >= kFirstTenDigitYear) return Wrong("must have 10 digits for births since 1954");
  return year;
}

absl::Status ReadBirth(BirthNumber& number) {
  ASSIGN_OR_RETURN(const int year, BirthYear(number.digits));
  int month = TwoDigits(number.digits, 2);
  number.sex = month > 50 ? Sex::kFemale : Sex::kMale;
  if (month > 50) month -= 50;
  if (month > 20 && year >= kFirstRaisedMonthYear) month -= 20;
  const int day = TwoDigits(number.digits, 4);
  number.birth_date = absl::CivilDay(year, month, day);
  if (month < 1 || month > 12 || day < 1 || number.birth_date.day() != day) {
    return Wrong("the birth date does not exist");
  }
  return absl::OkStatus();
}

bool HasCheckDigit(const BirthNumber& number) {
  int64_t value = 0;
  if (!absl::SimpleAtoi(number.digits, &value)) return false;
  if (value % 11 == 0) return true;
  const bool ten_as_zero = value / 10 % 11 == 10 && number.digits.back() == '0';
  return ten_as_zero && number.birth_date.year() <= kLastExceptionYear;
}

}  // namespace

absl::StatusOr<BirthNumber> ParseBirthNumber(std::string_view text, absl::CivilDay today) {
  BirthNumber number;
  ASSIGN_OR_RETURN(number.digits, Digits(text));
  RETURN_IF_ERROR(ReadBirth(number));
  if (number.digits.size() == kSize && !HasCheckDigit(number)) {
    return Wrong("the check digit does not fit");
  }
  if (number.birth_date > today) return Wrong("the birth date is in the future");
  return number;
}

}  // namespace opora::text
