#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/referral.pb.h"
#include "opora/registry/v1/waiting_list.pb.h"
#include "services/client_registry/waiting_lists/waiting_rules.h"

namespace opora::registry {

// An entry locked for one of its sides, with its list and, when it came by one, its referral: the
// person first, then the referral, then the entry.
struct LockedEntry {
  v1::WaitingEntry entry;
  v1::WaitingList list;
  WaitingSides sides;
  std::optional<v1::Referral> referral;
};
absl::StatusOr<LockedEntry> LockEntry(rpc::Call& call, const std::string& waiting_entry_id);

// Which sides of an entry the caller's unit is; neither is possible.
WaitingSides SidesOf(const rpc::Call& call, const v1::WaitingEntry& entry);

// ALREADY_EXISTS ALREADY_WAITING: some record of the person waits on the list. The person is
// locked.
absl::Status CheckNotWaiting(db::Tx& tx, const std::string& waiting_list_id,
                             const std::string& client_id);

// An entry of the person by this referral that waits, has an offer or has lapsed.
std::optional<v1::WaitingEntry> OpenEntryOf(db::Tx& tx, const std::string& referral_id);

// Entries that wait or have an offer in the published order; one more than the page holds when
// there are more. `page.after` are the keys of the last row: rank, date, identifier.
void FindEntries(db::Tx& tx, const v1::WaitingList& list, const rpc::Page& page,
                 const std::function<v1::WaitingEntry*()>& add);
std::vector<std::string> SortKeys(const v1::WaitingList& list, const v1::WaitingEntry& entry);

// Entries before this one by the published rule: those that wait, or wait and have an offer.
int32_t EntriesBefore(db::Tx& tx, const v1::WaitingList& list, const v1::WaitingEntry& entry,
                      bool with_offers);

// Whether anybody but the person waits or has an offer in the service, in this form or for it as a
// whole.
bool OthersWait(db::Tx& tx, const std::string& service_id, v1::ServiceForm form,
                const std::string& client_id);

// Entries whose offer has run out.
std::vector<std::string> LapsedOffers(db::Tx& tx, absl::Time now, int limit);

// Length and waiting time over a period of days: counts only.
v1::GetWaitingFiguresResponse ReadFigures(db::Tx& tx, const std::string& service_id,
                                          v1::ServiceForm form, absl::CivilDay from,
                                          absl::CivilDay to);

}  // namespace opora::registry
