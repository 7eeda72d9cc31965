#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/unit.pb.h"
#include "services/client_registry/agencies/unit_rules.h"

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
  bool or_closed = false;  // For a fact about a department that may have been closed since.
};

// Reads a unit, and checks that a named worker belongs to it. Empty texts are absent.
//
// INVALID_ARGUMENT naming the field: AGENCY_UNKNOWN, DEPARTMENT_UNKNOWN, DEPARTMENT_REQUIRED (an
// agency with departments acts through one of them, XC-17), WORKER_UNKNOWN.
// FAILED_PRECONDITION DEPARTMENT_CLOSED: nothing new names a closed department (REG-02).
absl::StatusOr<UnitRow> ReadUnit(db::Tx& tx, const std::string& agency_id,
                                 const std::string& department_id, const std::string& worker_id,
                                 const UnitFields& fields);

// Whether clients are worked with by the agency as one unit, or gave it consents as one.
bool HasClientsAsAWhole(db::Tx& tx, const std::string& agency_id);

// What the department still does; its workers are locked, so that nobody is assigned meanwhile.
DepartmentUse LockDepartmentUse(db::Tx& tx, const std::string& department_id);

// Whether the worker has assignments that are not ended.
bool HasOpenAssignments(db::Tx& tx, const std::string& worker_id);

// Workers of an agency by name, with the roles that they hold on the day; one more than the page
// holds when there are more.
void FindWorkers(db::Tx& tx, const v1::ListWorkersRequest& filter, absl::CivilDay day,
                 const rpc::Page& page, const std::function<v1::WorkerEntry*()>& add);

}  // namespace opora::registry
