#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/db/session.h"

// How this service's following of another one's feed goes, as kept beside the position, so that
// every process of the service can tell it.
namespace opora::feed {

enum class FollowState { kFollowing, kCatchingUp, kDisconnected, kHalted };

// "FOLLOWING" and so on, as stored.
std::string_view FollowStateName(FollowState state);

struct Progress {
  std::string position;  // Empty before the first event.
  FollowState state = FollowState::kCatchingUp;
  std::string reason;  // Of DISCONNECTED and HALTED.
  std::string basis;   // What the effects were built by.
  // Everything told up to then has taken effect; absent until the effects are whole.
  std::optional<absl::Time> complete_time;
};

// nullopt when the feed was never followed.
std::optional<Progress> ReadProgress(db::Tx& tx, std::string_view feed);

// Puts the position before the first event. Whoever calls it drops the effects in the same
// transaction.
void StartOver(db::Tx& tx, std::string_view feed, std::string_view basis);

// False, changing nothing, when the position is another one by now.
bool NoteProgress(db::Tx& tx, std::string_view feed, std::string_view position, FollowState state,
                  std::string_view reason, std::optional<absl::Time> complete_time);

}  // namespace opora::feed
