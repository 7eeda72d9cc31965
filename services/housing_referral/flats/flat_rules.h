#pragma once

#include <span>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/rules/rule.h"
#include "opora/housing/v1/flat.pb.h"

namespace opora::housing {

// Where a defect may go from where.
struct DefectStep {
  v1::DefectState from;
  v1::DefectState to;
};
std::span<const DefectStep> DefectSteps();

// FAILED_PRECONDITION DEFECT_STATE_REFUSES; INVALID_ARGUMENT for a rejection without a reason.
absl::Status CheckDefectMove(const v1::Defect& defect, const v1::MoveDefectRequest& request);

// INVALID_ARGUMENT CONTACTS_REVEAL (XC-45).
absl::Status CheckContacts(std::string_view text);

// Whether a household fits a flat (HOUS-32); nobody knows for an unknown size.
bool IsSuitable(const v1::Flat& flat, int household_size);

// Whether the newest check found the flat ready on the day (HOUS-55).
bool IsReady(const v1::ReadinessCheck* newest);

}  // namespace opora::housing
