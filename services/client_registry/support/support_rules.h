#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/support.pb.h"

namespace opora::registry {

// INVALID_ARGUMENT UNIT_OF_CATEGORY (REG-81), NOT_IN_FUTURE (XC-57).
absl::Status CheckSupport(const v1::SupportRecord& record, const v1::SupportCategory& category,
                          absl::Time now);

// LATE_ENTRY (XC-57).
std::vector<common::v1::Warning> SupportWarnings(const v1::SupportRecord& record, absl::Time now,
                                                 common::v1::Language language);

// Records of one category that lie within a month of one by another agency, oldest first (REG-87).
// Takes records of one person.
std::vector<std::vector<v1::SupportRecord>> FindDuplicates(std::vector<v1::SupportRecord> records);

}  // namespace opora::registry
