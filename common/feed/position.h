#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/db/session.h"

namespace opora::feed {

// A place in a feed: whoever stands here has all transactions up to and including this one. `seq`
// is that of a transaction that exists (0 before the first), so that a feed that was cut can be
// told.
struct Position {
  int epoch = 0;
  int64_t seq = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

// Opaque text of a position in the feed of this service, and back.
//
// INVALID_ARGUMENT FEED_POSITION_MALFORMED: mistyped, or of another service's feed.
std::string FormatPosition(std::string_view service, const Position& position);
absl::StatusOr<Position> ParsePosition(std::string_view service, std::string_view text);

// The epoch of the database, opened anew when it is another than at the last time: restored,
// promoted or copied. Earlier positions survive as far as nothing can have been lost before them.
// To be called in a transaction, which it may leave something in.
//
// UNAVAILABLE SERVICE_READ_ONLY: the database is a standby.
absl::StatusOr<int> EnsureEpoch(db::Tx& tx);

// Whether the database still is the one of epoch `current`, the newest that the reader knows of.
//
// UNAVAILABLE FEED_EPOCH_CHANGING: it is not, and the reader is about to notice; ask again.
absl::Status CheckEpoch(db::Tx& tx, int current);

// The same, and whether a reader can go on from a position.
//
// OUT_OF_RANGE FEED_POSITION_LOST: it belongs to a history that this database does not have, or the
// feed was cut behind it; the consumer rebuilds.
absl::Status CheckPosition(db::Tx& tx, int current, const Position& position);

// The place before the oldest transaction that is kept, `newest` when there is none.
int64_t BeforeOldest(db::Tx& tx, int64_t newest);

}  // namespace opora::feed
