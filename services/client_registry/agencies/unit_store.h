#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/db/session.h"

namespace opora::registry {

// A unit as the directory knows it: an agency without departments, or one department of one that
// has them.
struct UnitRow {
  std::string agency_type;      // As stored, "NGO".
  std::string department_kind;  // Empty for an agency without departments.
};

// The request's fields that name the unit, for the refusal.
struct UnitFields {
  std::string agency;
  std::string department;
  std::string worker;
};

// Reads a unit, and checks that a named worker belongs to it. Empty texts are absent.
//
// INVALID_ARGUMENT naming the field: AGENCY_UNKNOWN, DEPARTMENT_UNKNOWN, DEPARTMENT_REQUIRED (an
// agency with departments acts through one of them, XC-17), WORKER_UNKNOWN.
absl::StatusOr<UnitRow> ReadUnit(db::Tx& tx, const std::string& agency_id,
                                 const std::string& department_id, const std::string& worker_id,
                                 const UnitFields& fields);

}  // namespace opora::registry
