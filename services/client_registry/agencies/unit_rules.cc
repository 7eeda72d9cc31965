#include "services/client_registry/agencies/unit_rules.h"

#include "absl/strings/str_cat.h"
#include "common/text/fold.h"
#include "services/client_registry/agencies/refusals.h"

namespace opora::registry {

v1::Department* FindDepartment(v1::Agency& agency, std::string_view department_id) {
  for (v1::Department& department : *agency.mutable_departments()) {
    if (department.department_id() == department_id) return &department;
  }
  return nullptr;
}

absl::Status CheckDepartmentName(const v1::Agency& agency, std::string_view name,
                                 std::string_view except_department_id) {
  const std::string folded = text::FoldName(name);
  for (const v1::Department& other : agency.departments()) {
    if (other.department_id() == except_department_id || other.has_closed_on()) continue;
    if (text::FoldName(other.name()) == folded) return rules::Refuse(rule::kDepartmentExists);
  }
  return absl::OkStatus();
}

absl::Status CheckDivisible(const v1::Agency& agency, bool has_clients_as_a_whole) {
  if (!agency.departments().empty() || !has_clients_as_a_whole) return absl::OkStatus();
  return rules::Refuse(rule::kAgencyWorksUndivided);
}

absl::Status CheckClosable(const DepartmentUse& use) {
  if (use.workers == 0 && use.assignments == 0) return absl::OkStatus();
  return rules::Refuse(rule::kDepartmentInUse,
                       {.metadata = {{"workers", absl::StrCat(use.workers)},
                                     {"assignments", absl::StrCat(use.assignments)}}});
}

}  // namespace opora::registry
