#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/waiting_list.pb.h"

namespace opora::registry {

// Who a caller is towards an entry; one unit can be both.
struct WaitingSides {
  bool asker = false;
  bool provider = false;
};

// The state machine of an entry; refusals, `actions` and the documentation come from it.
struct WaitingStep {
  v1::WaitingState from;
  std::string_view verb;
  v1::WaitingState to;
  bool provider_only;
};
const std::vector<WaitingStep>& WaitingSteps();

// FAILED_PRECONDITION WAITING_STATE_REFUSES; PERMISSION_DENIED WAITING_OTHER_SIDE.
absl::StatusOr<v1::WaitingState> NextWaitingState(v1::WaitingState from, std::string_view verb,
                                                  const WaitingSides& sides);

// The published rule: true when the first is before the second. Ties are broken by the identifier,
// so that the order is total and nobody's choice.
bool IsBefore(const v1::WaitingEntry& first, const v1::WaitingEntry& second, v1::WaitingOrder rule);

// An entry as asked for: since today unless a day is given, never of the future.
absl::Status CheckEntry(v1::WaitingEntry& entry, absl::Time now);

// Until when an offer stands: the time asked, which lies ahead, else the end of the last of the
// list's days.
//
// INVALID_ARGUMENT OFFER_UNTIL_PAST.
absl::StatusOr<absl::Time> OfferUntil(const v1::OfferPlaceRequest& request,
                                      const v1::WaitingList& list, absl::Time now);

// FAILED_PRECONDITION OFFER_LAPSED.
absl::Status CheckOfferStands(const v1::WaitingEntry& entry, absl::Time now);

// What this side may do now.
std::vector<common::v1::Action> WaitingActions(const v1::WaitingEntry& entry,
                                               const WaitingSides& sides, absl::Time now,
                                               common::v1::Language language);

}  // namespace opora::registry
