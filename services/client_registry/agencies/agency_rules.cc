#include "services/client_registry/agencies/agency_rules.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/rpc/policy.h"
#include "common/rules/period.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/agencies/refusals.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;
using common::v1::Stance;

constexpr int64_t kThousandths = 1000;

// Roles whose power does not end at the agency: if an agency could give them to its own workers,
// its administrator would be that of all.
bool ReachesBeyondAgency(ActingRole role) {
  return rpc::IsInGroup(role, common::v1::ROLE_GROUP_PLATFORM_ADMINISTRATION) ||
         rpc::IsInGroup(role, common::v1::ROLE_GROUP_STEWARDSHIP);
}

bool NeedsQualification(ActingRole role) {
  return role == common::v1::ACTING_ROLE_CASE_MANAGER ||
         role == common::v1::ACTING_ROLE_SUPPORT_COORDINATOR;
}

bool MayOverrideCaseload(ActingRole role) {
  return role == common::v1::ACTING_ROLE_HEAD_OF_UNIT || role == common::v1::ACTING_ROLE_TEAM_LEAD;
}

// What the agency does not know of the client is not taken for membership.
bool IsOfTargetGroup(const v1::Service& service, const v1::ClientAssignment& assignment) {
  if (!service.target_groups_only()) return true;
  const auto& groups = service.target_groups();
  return assignment.has_target_group() &&
         std::find(groups.begin(), groups.end(), assignment.target_group()) != groups.end();
}

int32_t Saturated(int64_t value) {
  return static_cast<int32_t>(std::min<int64_t>(value, std::numeric_limits<int32_t>::max()));
}

}  // namespace

absl::Status CheckKeepsDirectory(const rpc::Caller& caller, std::string_view agency_id) {
  if (rpc::IsInGroup(caller.role, common::v1::ROLE_GROUP_PLATFORM_ADMINISTRATION)) {
    return absl::OkStatus();
  }
  return CheckOwnAgency(caller, agency_id);
}

absl::Status CheckOwnAgency(const rpc::Caller& caller, std::string_view agency_id) {
  if (!agency_id.empty() && caller.unit.agency_id == agency_id) return absl::OkStatus();
  return rules::Refuse(rule::kForeignAgency);
}

absl::Status CheckDepartment(const v1::Worker& worker, const v1::Agency& agency) {
  if (!worker.has_department_id()) return absl::OkStatus();
  for (const v1::Department& department : agency.departments()) {
    if (department.department_id() != worker.department_id()) continue;
    if (!department.has_closed_on()) return absl::OkStatus();
    return rules::Refuse(rule::kDepartmentClosed, {.field = "worker.department_id"});
  }
  return rules::InvalidField("worker.department_id", "DEPARTMENT_UNKNOWN",
                             "is no department of the agency");
}

bool HasDelegatedWork(v1::AgencyType type) {
  switch (type) {
    case v1::AGENCY_TYPE_MUNICIPALITY_I:
    case v1::AGENCY_TYPE_MUNICIPALITY_II:
    case v1::AGENCY_TYPE_MUNICIPALITY_EXTENDED:
    case v1::AGENCY_TYPE_REGION:
    case v1::AGENCY_TYPE_LABOUR_OFFICE:
      return true;
    default:
      return false;
  }
}

absl::Status CheckMayGrant(const rpc::Caller& caller, ActingRole role) {
  if (!ReachesBeyondAgency(role) ||
      rpc::IsInGroup(caller.role, common::v1::ROLE_GROUP_PLATFORM_ADMINISTRATION)) {
    return absl::OkStatus();
  }
  return rules::Refuse(rule::kPlatformRole);
}

absl::Status CheckRoleGrant(const rpc::Caller& caller, const v1::RoleAssignment& role,
                            v1::AgencyType type) {
  RETURN_IF_ERROR(CheckMayGrant(caller, role.role()));
  if (role.delegated_social_work() && !HasDelegatedWork(type)) {
    return rules::Refuse(rule::kDelegatedNotForAgency);
  }
  return rules::CheckPeriod(role, "role_assignment.");
}

std::vector<common::v1::Warning> QualificationWarnings(ActingRole role, const v1::Worker& worker,
                                                       common::v1::Language language) {
  if (!NeedsQualification(role) || worker.qualified_social_worker()) return {};
  return {rules::Warn(rule::kQualificationMissing, language)};
}

Stance StanceOf(ActingRole role) { return rpc::MeaningOf(role).stance(); }

bool StancesConflict(Stance left, Stance right) {
  return left != right && left != common::v1::STANCE_UNSPECIFIED &&
         right != common::v1::STANCE_UNSPECIFIED;
}

absl::Status CheckBesideOpen(const v1::ClientAssignment& wanted,
                             const std::vector<v1::ClientAssignment>& open) {
  for (const v1::ClientAssignment& other : open) {
    if (other.worker_id() == wanted.worker_id() &&
        StancesConflict(other.stance(), wanted.stance())) {
      return rules::Refuse(rule::kStanceConflict);
    }
  }
  if (wanted.role() != common::v1::ACTING_ROLE_CASE_MANAGER) return absl::OkStatus();
  for (const v1::ClientAssignment& other : open) {
    if (other.role() == wanted.role() && other.state() != v1::ASSIGNMENT_STATE_PAUSED)
      return rules::Refuse(rule::kCaseManagerExists);
  }
  return absl::OkStatus();
}

int64_t CaseloadLimit(int32_t caseload_per_fte, int32_t fte_milli) {
  return int64_t{caseload_per_fte} * fte_milli / kThousandths;
}

bool IsFull(const Caseload& caseload) {
  return caseload.limit.has_value() && caseload.takes_place && !caseload.serves_client &&
         caseload.clients >= *caseload.limit;
}

bool TakesPlace(const v1::Service& service, v1::ClientClass client_class) {
  return service.counted_class() != v1::CLIENT_CLASS_LONG_TERM ||
         client_class != v1::CLIENT_CLASS_SHORT_TERM;
}

absl::Status CheckTargetGroups(const v1::Service& service) {
  if (!service.target_groups_only() || !service.target_groups().empty()) return absl::OkStatus();
  return rules::InvalidField("service.target_groups", "TARGET_GROUPS_MISSING",
                             "are needed: the service is for certain groups only");
}

absl::Status CheckAdmission(const v1::Service& service, const v1::ClientAssignment& wanted,
                            absl::CivilDay day) {
  if (service.has_closed_on() && dates::FromDate(service.closed_on()) <= day)
    return rules::Refuse(rule::kServiceClosed);
  if (IsOfTargetGroup(service, wanted) || !wanted.target_group_waiver().empty())
    return absl::OkStatus();
  return rules::Refuse(rule::kNotTargetGroup);
}

std::vector<common::v1::Warning> AdmissionWarnings(const v1::Service& service,
                                                   const v1::ClientAssignment& assigned,
                                                   common::v1::Language language) {
  if (IsOfTargetGroup(service, assigned)) return {};
  const bool waived = !assigned.target_group_waiver().empty();
  return {rules::Warn(waived ? rule::kTargetGroupWaived : rule::kNotTargetGroup, language)};
}

absl::Status CheckCaseload(const Caseload& caseload, ActingRole acting_role,
                           std::string_view override_reason) {
  if (!IsFull(caseload)) return absl::OkStatus();
  if (!override_reason.empty() && MayOverrideCaseload(acting_role)) return absl::OkStatus();
  return rules::Refuse(rule::kCaseloadFull,
                       {.metadata = {{"limit", absl::StrCat(*caseload.limit)},
                                     {"clients", absl::StrCat(caseload.clients)}}});
}

v1::GetServiceCapacityResponse CapacityOf(const std::optional<v1::Staffing>& staffing,
                                          const std::vector<v1::Capacity>& capacities,
                                          int32_t load) {
  v1::GetServiceCapacityResponse response;
  response.set_load(load);
  if (staffing.has_value()) {
    *response.mutable_staffing() = *staffing;
    response.set_shared(staffing->shared_by_size() > 0);
    if (staffing->has_fte_milli() && staffing->has_caseload_per_fte()) {
      const int64_t clients = CaseloadLimit(staffing->caseload_per_fte(), staffing->fte_milli());
      response.set_caseload_capacity(Saturated(clients));
    }
  }
  for (const v1::Capacity& capacity : capacities) {
    *response.add_capacities() = capacity;
    if (capacity.kind() == v1::CAPACITY_KIND_IMMEDIATE &&
        capacity.form() == v1::SERVICE_FORM_UNSPECIFIED && capacity.has_clients()) {
      response.set_immediate_capacity(capacity.clients());
    }
  }
  // A capacity of none has no utilisation.
  if (response.caseload_capacity() > 0) {
    response.set_utilisation_milli(
        Saturated(int64_t{load} * kThousandths / response.caseload_capacity()));
  }
  return response;
}

}  // namespace opora::registry
