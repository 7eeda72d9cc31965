#pragma once

#include "absl/status/status.h"
#include "common/app/application.h"
#include "common/audit/journal.h"

namespace opora::app {

// What must be true of the database before the first call: a primary that loses nothing it
// acknowledged, migrated to this release, with a schema that fits the messages; the journal of
// withdrawals re-applied (XC-69).
//
// FAILED_PRECONDITION with what is wrong; UNAVAILABLE when the database cannot be reached.
absl::Status CheckDatabase(const Definition& definition, const config::Config& config,
                           const audit::Journal& journal);

}  // namespace opora::app
