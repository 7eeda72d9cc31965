#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "opora/registry/v1/agency.pb.h"

namespace opora::registry {

// The department of the agency, null when it has none of this id.
v1::Department* FindDepartment(v1::Agency& agency, std::string_view department_id);

// ALREADY_EXISTS DEPARTMENT_EXISTS: another open department has the name (REG-02).
absl::Status CheckDepartmentName(const v1::Agency& agency, std::string_view name,
                                 std::string_view except_department_id);

// FAILED_PRECONDITION AGENCY_WORKS_UNDIVIDED: its first department would take clients of the whole
// away from every unit (REG-02, XC-17).
absl::Status CheckDivisible(const v1::Agency& agency, bool has_clients_as_a_whole);

// What a department still does.
struct DepartmentUse {
  int64_t workers = 0;      // Not suspended.
  int64_t assignments = 0;  // Not ended.
};

// FAILED_PRECONDITION DEPARTMENT_IN_USE (REG-02).
absl::Status CheckClosable(const DepartmentUse& use);

}  // namespace opora::registry
