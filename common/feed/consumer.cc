#include "common/feed/consumer.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"

namespace opora::feed {
namespace {

using common::v1::Event;

// Versions of aggregates within one message. Several events of one transaction may tell of the same
// version, so that "seen before" is judged by what was known when the message began.
class Versions {
 public:
  enum class Verdict { kApply, kSeen, kGap };

  Verdict Judge(db::Tx& tx, const Event& event, const Consumer& consumer) {
    const std::pair key(event.aggregate(), event.aggregate_id());
    if (!seen_.contains(key)) {
      const std::optional<int64_t> known = consumer.version(tx, event);
      seen_[key] = {known, known};
    }
    Seen& seen = seen_[key];
    if (!seen.at_first.has_value()) return Verdict::kApply;
    if (event.version() <= *seen.at_first) return Verdict::kSeen;
    const bool follows = event.previous_version() == *seen.now || event.version() == *seen.now;
    if (!follows) return Verdict::kGap;
    seen.now = event.version();
    return Verdict::kApply;
  }

 private:
  struct Seen {
    std::optional<int64_t> at_first;
    std::optional<int64_t> now;
  };
  std::map<std::pair<std::string, std::string>, Seen> seen_;
};

absl::Status Gap(const Event& event) {
  return rules::StatusWithReason(
      absl::StatusCode::kDataLoss, "FEED_GAP",
      absl::StrCat("event ", event.event_id(), " follows version ", event.previous_version(),
                   " of ", event.aggregate(), " ", event.aggregate_id(),
                   ", which has not taken effect"));
}

// Locks the position, so that two processes of the service do not consume side by side.
absl::Status Lock(db::Tx& tx, const std::string& feed, std::string_view after) {
  tx.Run("INSERT INTO consumer_positions (feed, position) VALUES ($1, '') ON CONFLICT DO NOTHING",
         {feed});
  const pqxx::result rows =
      tx.Run("SELECT position FROM consumer_positions WHERE feed = $1 FOR UPDATE", {feed});
  if (rows[0][0].as<std::string>() == after) return absl::OkStatus();
  return rules::StatusWithReason(absl::StatusCode::kAborted, "FEED_POSITION_MOVED",
                                 "another process consumes the feed");
}

}  // namespace

std::string StoredPosition(db::Tx& tx, std::string_view feed) {
  const pqxx::result rows =
      tx.Run("SELECT position FROM consumer_positions WHERE feed = $1", {std::string(feed)});
  return rows.empty() ? "" : rows[0][0].as<std::string>();
}

absl::Status ApplyBatch(db::Tx& tx, std::string_view feed, std::string_view after,
                        const common::v1::WatchResponse& batch, const Consumer& consumer) {
  const std::string name(feed);
  RETURN_IF_ERROR(Lock(tx, name, after));
  Versions versions;
  for (const Event& event : batch.events()) {
    switch (versions.Judge(tx, event, consumer)) {
      case Versions::Verdict::kSeen:
        break;
      case Versions::Verdict::kGap:
        return Gap(event);
      case Versions::Verdict::kApply:
        RETURN_IF_ERROR(consumer.apply(tx, event));
    }
  }
  tx.Run(
      "UPDATE consumer_positions SET position = $2, update_time = clock_timestamp() WHERE feed = "
      "$1",
      {name, batch.position()});
  return absl::OkStatus();
}

}  // namespace opora::feed
