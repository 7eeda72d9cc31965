#include "services/client_registry/cooperation/cooperation_access.h"

#include "common/db/or_null.h"
#include "services/client_registry/cooperation/refusals.h"

namespace opora::registry {
namespace {

constexpr char kSocial[] = "SOCIAL";

bool IsMunicipality(const std::string& type) { return type.starts_with("MUNICIPALITY"); }

}  // namespace

bool IsSocialDepartment(const UnitRow& unit) {
  return unit.department_kind == kSocial ||
         (unit.department_kind.empty() && IsMunicipality(unit.agency_type));
}

bool KeepsNetwork(common::v1::ActingRole role) {
  switch (role) {
    case common::v1::ACTING_ROLE_SUPPORT_COORDINATOR:
    case common::v1::ACTING_ROLE_PROGRAMME_COORDINATOR:
    case common::v1::ACTING_ROLE_HEAD_OF_UNIT:
    case common::v1::ACTING_ROLE_AGENCY_ADMIN:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<rpc::Unit> KeptCooperation(rpc::Call& call) {
  const rpc::Unit& unit = call.caller().unit;
  const auto row = ReadUnit(call.tx(), unit.agency_id, unit.department_id, "", {});
  if (!row.ok() || !IsSocialDepartment(*row) || !KeepsNetwork(call.caller().role))
    return rules::Refuse(rule::kNetworkNotKept);
  return unit;
}

absl::Status CheckKept(rpc::Call& call, const rpc::Unit& keeper) {
  ASSIGN_OR_RETURN(const rpc::Unit own, KeptCooperation(call));
  return own == keeper ? absl::OkStatus() : rules::Refuse(rule::kNetworkNotKept);
}

absl::StatusOr<rpc::Unit> NamedDepartment(rpc::Call& call, const std::string& agency_id,
                                          const std::string& department_id) {
  ASSIGN_OR_RETURN(const UnitRow row, ReadUnit(call.tx(), agency_id, department_id, "",
                                               {"agency_id", "department_id", ""}));
  if (IsSocialDepartment(row)) return rpc::Unit{agency_id, department_id};
  return rules::InvalidField("department_id", "NOT_SOCIAL_DEPARTMENT", "is no social department");
}

absl::Status CheckColleague(rpc::Call& call, const rpc::Unit& unit, const std::string& worker_id,
                            std::string_view field) {
  if (!call.tx()
           .Run(
               "SELECT 1 FROM workers WHERE worker_id = $1 AND agency_id = $2 AND department_id IS "
               "NOT DISTINCT FROM $3::uuid AND NOT suspended",
               {worker_id, unit.agency_id, db::OrNull(unit.department_id)})
           .empty()) {
    return absl::OkStatus();
  }
  return rules::InvalidField(field, "WORKER_UNKNOWN", "is no working colleague of the department");
}

}  // namespace opora::registry
