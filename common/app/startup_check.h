#pragma once

#include "absl/status/statusor.h"
#include "common/app/application.h"
#include "common/audit/journal.h"

namespace opora::app {

// What must be true of the database before the first call: a primary that loses nothing it
// acknowledged, migrated to this release, with a schema that fits the messages; the journal of
// withdrawals re-applied (XC-69); every class of records with its retention (XC-68). False when
// the database knows of a journal that is not there: nothing may be read then.
//
// FAILED_PRECONDITION with what is wrong; UNAVAILABLE when the database cannot be reached.
absl::StatusOr<bool> CheckDatabase(const Definition& definition, const config::Config& config,
                                   audit::Journal& journal);

}  // namespace opora::app
