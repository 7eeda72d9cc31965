#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

// Who sees figures of which territory (REP-59).
namespace opora::reporting {

enum class Level {
  kOwnAgency,  // What the agency gave itself: providers, authorities without a territory of their
               // own.
  kMunicipality,  // All agencies of its territory.
  kRegion,        // All agencies of its municipalities.
  kEverything,    // Ministry and operator.
};

struct Reach {
  Level level = Level::kOwnAgency;
  std::string territory;  // Empty for kEverything and for an agency nobody told of.
};

// By the agency's type, as named in the contract without its prefix, and its territory.
Reach ReachOf(std::string_view agency_type, std::string_view territory);

// Whether figures about `territory`, which lies in `region` (empty for unknown), are the caller's
// to see; of an agency's own figures, whether they are about its territory.
//
// PERMISSION_DENIED OTHER_TERRITORY (REP-59).
absl::Status CheckReport(const Reach& reach, std::string_view territory, std::string_view region);

// The same for what is said about the territory as a whole: assessments, programmes, observations.
absl::Status CheckLocality(const Reach& reach, std::string_view territory, std::string_view region);

}  // namespace opora::reporting
