#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/db/session.h"
#include "opora/common/v1/feed.pb.h"

// For those who follow the feed of another service: each event takes effect exactly once.
namespace opora::feed {

struct Consumer {
  // Version of the event's aggregate that has taken effect here, 0 for none; nullopt when this
  // aggregate is not followed version by version. Asked once per message and aggregate.
  std::function<std::optional<int64_t>(db::Tx&, const common::v1::Event&)> version;
  // The effect of one event.
  std::function<absl::Status(db::Tx&, const common::v1::Event&)> apply;
};

// Where this service stands in a feed, empty when it never read it.
std::string StoredPosition(db::Tx& tx, std::string_view feed);

// Applies what one message of the feed tells and stores its position, in the transaction of `tx`,
// which the caller commits when the answer is OK and otherwise rolls back. `after` is the position
// at which the message was asked for.
//
// ABORTED FEED_POSITION_MOVED: another process consumes the feed; begin again at StoredPosition.
// DATA_LOSS FEED_GAP: versions of an aggregate do not meet. The consumer must halt and alarm; to go
// on would build on something that is not so.
absl::Status ApplyBatch(db::Tx& tx, std::string_view feed, std::string_view after,
                        const common::v1::WatchResponse& batch, const Consumer& consumer);

}  // namespace opora::feed
