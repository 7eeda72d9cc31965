#pragma once

#include <string>
#include <vector>

#include "common/audit/journal.h"
#include "common/db/session.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/representation.pb.h"

// What closed a consent without withdrawing it, in the journal outside the database (XC-59, XC-69):
// a restored backup opens nothing that a quarrel or a court had closed.
namespace opora::registry {

inline constexpr char kDisputedKind[] = "CONSENT_DISPUTED";
inline constexpr char kLiftedKind[] = "CONSENT_OBJECTION_LIFTED";
inline constexpr char kEndedKind[] = "REPRESENTATION_ENDED";

// The record_id of a line about an objection, and about an end.
std::string DoubtKey(const std::string& consent_id, const std::string& representation_id);
std::string EndKey(const v1::Representation& representation);

// Re-applies these kinds of entries; others are left alone. An objection of a representative whom
// the restored database does not know withdraws the consent: the safe error. Returns the number of
// rows changed.
int64_t ReplayDoubts(db::Tx& tx, const std::vector<audit::JournalEntry>& entries);

// True for the kinds that ReplayDoubts knows.
bool IsDoubt(const audit::JournalEntry& entry);

}  // namespace opora::registry
