#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/client.pb.h"

namespace opora::registry {

// Folded forms under which a client is matched (REG-41). Empty where unknown.
struct MatchKeys {
  std::string given;
  std::string family;
  std::string birth_date;    // "YYYY[-MM[-DD]]"
  std::string birth_number;  // Digits.
  std::string phone;         // Digits without the country's prefix.
};

// A client as asked for: named or by code name (REG-116), dates of the calendar, a birth number
// that exists and agrees with the birth date. Fills an unknown birth date from the birth number.
absl::Status CheckClient(v1::Client& client, absl::CivilDay today);

MatchKeys KeysOf(const v1::Client& client);

// Weight of the evidence that two records are of one person, 0 to 1000. Same birth number weighs
// most; name and full birth date are enough to say ALREADY_EXISTS. Worth a look is what slips of
// the pen, a partial date or a marriage may have made of one person, and a shared telephone: a new
// name often keeps it. Two full birth dates that are not nearly the same are two people.
int Score(const MatchKeys& left, const MatchKeys& right);
inline constexpr int kSamePerson = 800;
inline constexpr int kWorthALook = 500;

// One statement as asked for: its date exists, it is not of the future.
absl::Status CheckStatement(const v1::Statement& statement, absl::Time now);

}  // namespace opora::registry
