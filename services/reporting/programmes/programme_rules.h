#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "opora/reporting/v1/programme.pb.h"

namespace opora::reporting {

using Goals = google::protobuf::RepeatedPtrField<v1::Goal>;

// INVALID_ARGUMENT GOALS_INCONSISTENT (REP-03).
absl::Status CheckGoals(const Goals& goals, std::string_view field);

// FAILED_PRECONDITION BASELINE_IMMUTABLE (REP-03).
absl::Status CheckRewording(const v1::AdvisoryProgramme& programme);

// Moves the programme; its end leaves no goal open (REP-15 to REP-17).
//
// FAILED_PRECONDITION PROGRAMME_STATE_REFUSES, INVALID_ARGUMENT STATE_REASON_REQUIRED,
// NOT_IN_FUTURE.
absl::Status Move(v1::AdvisoryProgramme& programme, const v1::MoveProgrammeRequest& request,
                  absl::Time now);

// Says what became of a goal (REP-03, REP-04).
//
// FAILED_PRECONDITION GOALS_NOT_APPROVED, INVALID_ARGUMENT OBLIGATIONS_DISAGREE, NOT_FOUND.
absl::Status Evaluate(v1::AdvisoryProgramme& programme, const v1::EvaluateGoalRequest& request);

}  // namespace opora::reporting
