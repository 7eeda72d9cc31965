#pragma once

#include <string>

#include "common/audit/journal.h"
#include "common/db/session.h"
#include "opora/registry/v1/death.pb.h"

namespace opora::registry {

inline constexpr char kDiedKind[] = "CLIENT_DIED";  // In the journal.

// What the journal remembers of a death.
std::string DeathKey(const v1::Death& death);

// Re-applies a death after a restore, so that no consent comes back with the backup; how many rows
// changed. That one was retracted is not remembered: it is retracted again.
int64_t ReplayDeath(db::Tx& tx, const audit::JournalEntry& entry);

}  // namespace opora::registry
