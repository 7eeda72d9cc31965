#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/audit/journal.h"
#include "common/db/session.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/protection.pb.h"
#include "services/client_registry/protection/protection_rules.h"

namespace opora::registry::protection {

// Puts everything in line that changes who is protected, and with whom: protections, households,
// families, merges. To be taken first; held until the end of the transaction. Such acts are rare
// and short, and a lock on roots alone would leave circles and late children.
void LockGraph(db::Tx& tx);

// The level that holds for the person, over all records.
Level LevelOf(db::Tx& tx, const std::string& client_id);

// Level, whether it follows somebody else with whom the person still belongs, what waits.
Protected ReadProtected(db::Tx& tx, const std::string& client_id, absl::Time now);

// Protects all records of the person; nothing else yet.
void Raise(db::Tx& tx, const v1::AddressProtection& protection);

// Lowers all protections of the person, and those that follow the person.
void Lower(db::Tx& tx, const std::string& client_id, Level to);

// Ends the proposals that wait for the person.
void WithdrawWaiting(db::Tx& tx, const std::string& client_id);

// Carries the protections of these people to everybody who is protected with them now, takes the
// addresses of all out of sight and leaves audit and journal with the call (XC-69). After
// LockGraph.
void Spread(rpc::Call& call, const std::vector<std::string>& people);

// The strongest protection of the person; false when there is none.
bool FindStrongest(db::Tx& tx, const std::string& client_id, v1::AddressProtection& protection);

// The human behind an account, as far as it is known.
Account ReadAccount(db::Tx& tx, const std::string& worker_id);

// How a worker comes to a shielded address.
struct Entitlement {
  // To the person, in the stance of support: since before the protection, or with a harm test
  // passed since. Whoever could assign themselves would else need nobody.
  bool assigned = false;
  bool author = false;    // Of an address of the person.
  bool released = false;  // To this worker, now.

  bool MayRelease() const { return assigned || author; }
  bool MayRead() const { return MayRelease() || released; }
};
Entitlement ReadEntitlement(const rpc::Call& call, db::Tx& tx, const std::string& client_id);

// True for an agency whose address cannot be stored.
bool HasSecretAddress(db::Tx& tx, const std::string& agency_id);

// True when the agency's own names hold what looks like an address.
bool NamesHoldAddress(db::Tx& tx, const std::string& agency_id);

// Notes for the steward that a new record may be of a protected person who has this telephone,
// under whatever name; the registering unit learns nothing of it.
void MatchByPhone(rpc::Call& call, const std::string& client_id);

// Takes every address that the agency holds out of the tables.
void ForgetAddressesOf(db::Tx& tx, const std::string& agency_id);

// Kinds of lines in the journal outside the database.
inline constexpr char kJournalShielded[] = "ADDRESS_SHIELDED";  // Client, whose protection.
inline constexpr char kJournalHidden[] = "ADDRESS_HIDDEN";      // The same.
inline constexpr char kJournalLowered[] = "ADDRESS_LOWERED";    // Client, lowering.

// Re-applies protections after a restore; tells how many rows that took. A lowering that the
// database does not know is not re-applied: more protection is the safe error.
int64_t Replay(db::Tx& tx, const std::vector<audit::JournalEntry>& entries);

}  // namespace opora::registry::protection
