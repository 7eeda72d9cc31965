#pragma once

#include <vector>

#include "absl/status/status.h"
#include "common/audit/journal.h"
#include "common/db/session.h"

namespace opora::registry {

// Re-applies withdrawals and suspensions that the database may have forgotten in a restore (XC-69).
// Runs before the first call; what is applied already is left alone.
absl::Status ReplayJournal(db::Tx& tx, const std::vector<audit::JournalEntry>& entries);

}  // namespace opora::registry
