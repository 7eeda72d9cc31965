#pragma once

#include <string>
#include <vector>

#include "common/audit/journal.h"
#include "common/db/session.h"
#include "opora/registry/v1/personal_tie.pb.h"

namespace opora::registry {

inline constexpr char kTiedKind[] = "PERSONAL_TIE";  // In the journal.

// What the journal remembers of a tie.
std::string TieKey(const v1::PersonalTie& tie);

// Enters the tie unless the same one holds.
bool InsertTie(db::Tx& tx, v1::PersonalTie& tie);

// Re-applies a tie after a restore; how many rows changed. That one ended is not remembered: it is
// ended again.
int64_t ReplayTie(db::Tx& tx, const audit::JournalEntry& entry);

}  // namespace opora::registry
