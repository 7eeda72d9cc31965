#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace opora::text {

enum class Sex { kFemale, kMale };

// A Czech birth number (rodné číslo).
struct BirthNumber {
  // 9 or 10 digits without the slash.
  std::string digits;
  absl::CivilDay birth_date;
  Sex sex = Sex::kFemale;
};

// Reads "YYMMDD/SSS" (born 1900 to 1953) or "YYMMDD/SSSC" (born since 1954), the slash optional.
// INVALID_ARGUMENT says what is wrong with the number without repeating it: its form, its birth
// date, its check digit, or a suffix of zeros, which stands for an unknown number. A number of
// another kind, such as an insurance number of a foreigner, is no birth number either. `today`
// refuses births in the future.
absl::StatusOr<BirthNumber> ParseBirthNumber(std::string_view text, absl::CivilDay today);

}  // namespace opora::text
