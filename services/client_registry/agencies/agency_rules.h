#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/agency.pb.h"

namespace opora::registry {

// Whether the caller keeps the directory of this agency: administrators that of their own agency,
// those of the platform that of every agency.
//
// PERMISSION_DENIED FOREIGN_AGENCY (REG-27).
absl::Status CheckKeepsDirectory(const rpc::Caller& caller, std::string_view agency_id);

// PERMISSION_DENIED FOREIGN_AGENCY: the agency is not the caller's own, whatever the role.
absl::Status CheckOwnAgency(const rpc::Caller& caller, std::string_view agency_id);

// INVALID_ARGUMENT DEPARTMENT_UNKNOWN: the worker's department is none of the agency's (REG-02).
absl::Status CheckDepartment(const v1::Worker& worker, const v1::Agency& agency);

// Whether social work in delegated competence exists at agencies of this type (XC-14, XC-18).
bool HasDelegatedWork(v1::AgencyType type);

// PERMISSION_DENIED PLATFORM_ROLE (REG-27): the role reaches beyond the agency; only administrators
// of the platform give and take it.
absl::Status CheckMayGrant(const rpc::Caller& caller, common::v1::ActingRole role);

// Whether the caller may give the role to a worker of an agency of this type.
//
// PERMISSION_DENIED DELEGATED_WORK_NOT_FOR_AGENCY (XC-14, XC-18), PLATFORM_ROLE (REG-27).
// INVALID_ARGUMENT: a day that is not in the calendar, a period that ends before it begins.
absl::Status CheckRoleGrant(const rpc::Caller& caller, const v1::RoleAssignment& role,
                            v1::AgencyType type);

// QUALIFICATION_MISSING for a role that asks for a qualification which is not recorded (XC-52).
std::vector<common::v1::Warning> QualificationWarnings(common::v1::ActingRole role,
                                                       const v1::Worker& worker,
                                                       common::v1::Language language);

// Stance in which a role acts.
common::v1::Stance StanceOf(common::v1::ActingRole role);

// One supports, the other controls (XC-32).
bool StancesConflict(common::v1::Stance left, common::v1::Stance right);

// Whether the assignment may stand beside the open ones to all records of the client.
//
// FAILED_PRECONDITION STANCE_CONFLICT (XC-32), ALREADY_EXISTS CASE_MANAGER_EXISTS (REG-34).
absl::Status CheckBesideOpen(const v1::ClientAssignment& wanted,
                             const std::vector<v1::ClientAssignment>& open);

// Clients for full-time equivalents in thousandths, rounded down (REG-14, REG-17).
int64_t CaseloadLimit(int32_t caseload_per_fte, int32_t fte_milli);

// Places of one worker in one service, before the client in question is added.
struct Caseload {
  std::optional<int64_t> limit;  // Absent when nobody has set one; that is no limit (REG-21).
  int64_t clients = 0;           // Whom the worker cooperates with now (REG-16).
  bool serves_client = false;    // The client in question is among them.
  bool takes_place = true;       // The client is of the class that the limit counts (REG-15).
};

// Whether a client of this class takes a place in the service (REG-15).
bool TakesPlace(const v1::Service& service, v1::ClientClass client_class);

// INVALID_ARGUMENT TARGET_GROUPS_MISSING: for certain groups only, and none is named (REG-24).
absl::Status CheckTargetGroups(const v1::Service& service);

// Whether the client may be assigned within the service on that day.
//
// FAILED_PRECONDITION NOT_TARGET_GROUP unless a reason is given (REG-24), SERVICE_CLOSED.
absl::Status CheckAdmission(const v1::Service& service, const v1::ClientAssignment& wanted,
                            absl::CivilDay day);

// TARGET_GROUP_WAIVED when the client is assigned although of none of the groups (REG-24).
std::vector<common::v1::Warning> AdmissionWarnings(const v1::Service& service,
                                                   const v1::ClientAssignment& assigned,
                                                   common::v1::Language language);

// One more client would be above the limit.
bool IsFull(const Caseload& caseload);

// RESOURCE_EXHAUSTED CASELOAD_FULL, unless a head of unit or a team lead gives a reason (REG-14).
absl::Status CheckCaseload(const Caseload& caseload, common::v1::ActingRole acting_role,
                           std::string_view override_reason);

// Capacity of a service from its staffing in force, its figures in force and its present load, each
// kind and form apart; what is unknown is absent (REG-12 to REG-21).
v1::GetServiceCapacityResponse CapacityOf(const std::optional<v1::Staffing>& staffing,
                                          const std::vector<v1::Capacity>& capacities,
                                          int32_t load);

}  // namespace opora::registry
