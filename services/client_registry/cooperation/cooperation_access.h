#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "services/client_registry/agencies/unit_store.h"

namespace opora::registry {

// Whether a unit is a social department: one of that kind, or a municipality that is one unit
// (REG-03).
bool IsSocialDepartment(const UnitRow& unit);

// Whether the role keeps the network of its social department.
bool KeepsNetwork(common::v1::ActingRole role);

// The caller's social department, whose network the caller keeps.
//
// PERMISSION_DENIED NETWORK_NOT_KEPT (REG-03).
absl::StatusOr<rpc::Unit> KeptCooperation(rpc::Call& call);

// The same, for a record that this department keeps. PERMISSION_DENIED NETWORK_NOT_KEPT.
absl::Status CheckKept(rpc::Call& call, const rpc::Unit& keeper);

// A social department named by a request, empty department for an office that is one unit.
//
// INVALID_ARGUMENT AGENCY_UNKNOWN, DEPARTMENT_UNKNOWN, DEPARTMENT_REQUIRED, NOT_SOCIAL_DEPARTMENT.
absl::StatusOr<rpc::Unit> NamedDepartment(rpc::Call& call, const std::string& agency_id,
                                          const std::string& department_id);

// INVALID_ARGUMENT WORKER_UNKNOWN naming the field: not of the unit, or suspended.
absl::Status CheckColleague(rpc::Call& call, const rpc::Unit& unit, const std::string& worker_id,
                            std::string_view field);

}  // namespace opora::registry
