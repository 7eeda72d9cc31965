#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/reporting/v1/programme.pb.h"

namespace opora::reporting {

// INVALID_ARGUMENT MUNICIPAL_DATA_NOT_TOTAL (REP-48), NOT_IN_FUTURE (XC-57).
absl::Status CheckObservation(const v1::Observation& observation, absl::Time now);

// part of whole in hundredths of a per cent, a half of the last digit rounded up (REP-45).
int64_t PercentHundredths(int64_t part, int64_t whole);

// The observations that count: of the same figure, date and source the one entered last; newest
// date first (REP-47). `all` is in order of entry.
std::vector<v1::Observation> InForce(const std::vector<v1::Observation>& all);

// Persons in enforcement of inhabitants, at the newest date for which one source tells both.
std::optional<v1::ComputedShare> ShareInEnforcement(const std::vector<v1::Observation>& in_force);

// The share of a larger territory beside one of this date: computed or as published, of the same
// year where there is one; nullopt when nothing is known of it (REP-46).
std::optional<v1::Comparison> CompareShare(const v1::Locality& larger,
                                           const std::vector<v1::Observation>& in_force,
                                           const common::v1::PartialDate& as_of);

}  // namespace opora::reporting
