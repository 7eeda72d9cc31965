#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/contact_record.pb.h"

// What is usual in which role, and what is warned of (REG-28 to REG-33, XC-35).
namespace opora::registry {

// Technique of a role when none is named (REG-109).
v1::ContactTechnique UsualTechnique(common::v1::ActingRole role);

// PERMISSION_DENIED GROUP_BY_EXPERT (REG-33), unless the deviation says so (XC-56).
// INVALID_ARGUMENT NOT_IN_FUTURE (XC-57); DEVIATION_OF_NO_RULE: names another rule.
absl::Status CheckContact(const v1::ContactRecord& contact, absl::Time now);

// What the server fills in: stance, technique, whether the role was disclosed.
void FillContact(v1::ContactRecord& contact);

// FORM_UNUSUAL and STAGE_UNUSUAL (REG-28 to REG-31), ROLE_NOT_DISCLOSED (XC-35), LATE_ENTRY
// (XC-57).
std::vector<common::v1::Warning> ContactWarnings(const v1::ContactRecord& contact, absl::Time now,
                                                 common::v1::Language language);

}  // namespace opora::registry
