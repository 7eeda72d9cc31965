#include "common/db/fence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/telemetry/log.h"

namespace opora::db {
namespace {

constexpr absl::Duration kFirstPause = absl::Microseconds(500);
constexpr absl::Duration kLongestPause = absl::Milliseconds(20);
constexpr absl::Duration kWorthTelling = absl::Seconds(5);

}  // namespace

// The time is that of the statement's beginning: before the sequence was looked at.
Fence::Fence(const std::string& sequence)
    : read_head_(absl::StrCat("SELECT CASE WHEN is_called THEN last_value ELSE 0 END, "
                              "(extract(epoch FROM statement_timestamp()) * 1000000)::bigint FROM ",
                              sequence)) {}

Fence::Head Fence::ReadHead(Tx& tx) {
  const pqxx::result rows = tx.Run(read_head_);
  return {rows[0][0].as<int64_t>(), absl::FromUnixMicros(rows[0][1].as<int64_t>())};
}

bool Fence::Await(Tx& tx, const std::function<bool()>& give_up) {
  const std::string fence = tx.Run("SELECT pg_current_xact_id()")[0][0].as<std::string>();
  const absl::Time begun = absl::Now();
  bool told = false;
  absl::Duration pause = kFirstPause;
  while (!tx.Run("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8", {fence})[0][0]
              .as<bool>()) {
    if (give_up()) return false;
    if (!told && absl::Now() - begun > kWorthTelling) {
      told = true;
      telemetry::Log(telemetry::Level::kWarn, "a long transaction holds up feed and seals",
                     {{"older_than_xid", fence}});
    }
    absl::SleepFor(pause);
    pause = std::min(pause * 2, kLongestPause);
  }
  return true;
}

}  // namespace opora::db
