#pragma once

#include <span>
#include <string>
#include <string_view>

#include "opora/registry/v1/referral.pb.h"

// What a state of a referral means for figures of needs and gaps (REP-57).
namespace opora::reporting {

enum class NeedIs {
  kNotTold,   // Nobody was asked yet.
  kWaiting,   // Asked, and nobody has taken it on.
  kDeclined,  // Turned down.
  kTakenOn,   // Met, or about to be.
  kDropped,   // The sender asks no more.
};

struct ReferralMeaning {
  registry::v1::ReferralState state;
  NeedIs need;
};

// One row for each state that a referral can be in.
std::span<const ReferralMeaning> ReferralMeanings();

// Stored names of the states of these meanings as a list of SQL: "('SENT', 'SEEN')".
std::string StatesOf(std::span<const NeedIs> needs);

}  // namespace opora::reporting
