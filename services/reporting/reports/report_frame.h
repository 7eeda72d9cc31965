#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "opora/reporting/v1/report.pb.h"

// What every report stands on: whose figures, of which days, as known when (REP-59, REP-69,
// REP-81).
namespace opora::reporting {

struct Frame {
  std::vector<std::string> agencies;  // Whose figures are counted.
  std::string known_at;               // As known at this instant, a timestamptz.
  std::string from = "-infinity";     // First and last day, dates.
  std::string to = "infinity";
};

// The end of the day, or a time that never comes for none: all that is known.
//
// INVALID_ARGUMENT NOT_IN_FUTURE.
absl::StatusOr<std::string> KnownAt(const common::v1::Date* day, absl::Time now,
                                    std::string_view field);

// The feed's part of a figure's origin, when the projections of the feed are whole.
//
// UNAVAILABLE PROJECTION_INCOMPLETE (REP-81).
absl::StatusOr<v1::Provenance> ProvenanceOf(db::Tx& tx, std::string_view feed);

}  // namespace opora::reporting
