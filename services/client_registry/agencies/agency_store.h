#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "common/rpc/page.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/agency.pb.h"

namespace opora::registry {

// Agencies of a type, or of all, by name; one more than the page holds when there are more.
void FindAgencies(db::Tx& tx, v1::AgencyType type, const rpc::Page& page,
                  const std::function<v1::Agency*()>& add);

// The figures recorded for exactly these keys; false when there are none.
bool FindStaffing(db::Tx& tx, const v1::Staffing& keys, v1::Staffing& found);
bool FindCapacity(db::Tx& tx, const v1::Capacity& keys, v1::Capacity& found);

// The newest figures that were recorded for this day or an earlier one (REG-18); of capacities the
// newest of each form and kind.
std::optional<v1::Staffing> StaffingAsOf(db::Tx& tx, const std::string& service_id,
                                         absl::CivilDay day);
std::vector<v1::Capacity> CapacitiesAsOf(db::Tx& tx, const std::string& service_id,
                                         absl::CivilDay day);

// Persons with active assignments in a service, of the class that it counts: of all its workers, or
// of one (REG-15, REG-16, REG-20).
int32_t ClientsOfService(db::Tx& tx, const std::string& service_id);
int32_t ClientsOfWorker(db::Tx& tx, const std::string& service_id, const std::string& worker_id);

// Whether the worker holds the role on that day.
bool HoldsRole(db::Tx& tx, const std::string& worker_id, common::v1::ActingRole role,
               absl::CivilDay day);

// Locks all records of the person for change, so that rules over the person are decided by one
// transaction at a time. False when there is no such client.
bool LockPerson(db::Tx& tx, const std::string& client_id);

// Assignments to any record of the person that are not ended: active and paused ones. A pause frees
// a place, not from a stance.
std::vector<v1::ClientAssignment> OpenAssignments(db::Tx& tx, const std::string& client_id);
// Those of them that are not paused.
std::vector<v1::ClientAssignment> ActiveAssignments(db::Tx& tx, const std::string& client_id);

// Assignments to any record of the person whose period contains the day, newest first; one more
// than the page holds when there are more.
void FindAssignments(db::Tx& tx, const std::string& client_id, absl::CivilDay day,
                     const rpc::Page& page, const std::function<v1::ClientAssignment*()>& add);
// Sort keys of an assignment in that list.
std::vector<std::string> SortKeys(const v1::ClientAssignment& assignment);

// Notes that a unit works with the client.
void AddUnit(db::Tx& tx, const std::string& client_id, const rpc::Unit& unit);

// True when a service of the agency limits the caseload of its workers on that day, or whom it
// takes (REG-14, REG-24).
bool HasCaseloadLimits(db::Tx& tx, const std::string& agency_id, absl::CivilDay day);

}  // namespace opora::registry
