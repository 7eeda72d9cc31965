#include "common/feed/progress.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace opora::feed {
namespace {

constexpr std::array<std::pair<FollowState, std::string_view>, 4> kStates = {
    {{FollowState::kFollowing, "FOLLOWING"},
     {FollowState::kCatchingUp, "CATCHING_UP"},
     {FollowState::kDisconnected, "DISCONNECTED"},
     {FollowState::kHalted, "HALTED"}}};

FollowState StateNamed(std::string_view name) {
  for (const auto& [state, text] : kStates) {
    if (text == name) return state;
  }
  throw std::runtime_error("RECORD_NEWER_THAN_SERVICE");
}

}  // namespace

std::string_view FollowStateName(FollowState state) {
  for (const auto& [known, text] : kStates) {
    if (known == state) return text;
  }
  return "";
}

std::optional<Progress> ReadProgress(db::Tx& tx, std::string_view feed) {
  const pqxx::result rows = tx.Run(
      "SELECT position, state, reason, basis, (extract(epoch FROM complete_time) * "
      "1000000)::bigint FROM consumer_positions WHERE feed = $1",
      {std::string(feed)});
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  Progress progress{row[0].as<std::string>(), StateNamed(row[1].as<std::string>()),
                    row[2].as<std::string>(), row[3].as<std::string>(), std::nullopt};
  if (!row[4].is_null()) progress.complete_time = absl::FromUnixMicros(row[4].as<int64_t>());
  return progress;
}

void StartOver(db::Tx& tx, std::string_view feed, std::string_view basis) {
  tx.Run(
      "INSERT INTO consumer_positions (feed, position, basis) VALUES ($1, '', $2) ON CONFLICT "
      "(feed) DO UPDATE SET position = '', basis = $2, state = 'CATCHING_UP', reason = '', "
      "complete_time = NULL, update_time = clock_timestamp()",
      {std::string(feed), std::string(basis)});
}

bool NoteProgress(db::Tx& tx, std::string_view feed, std::string_view position, FollowState state,
                  std::string_view reason, std::optional<absl::Time> complete_time) {
  std::optional<std::string> complete;
  if (complete_time.has_value()) complete = std::to_string(absl::ToUnixMicros(*complete_time));
  return tx.Run(
               "UPDATE consumer_positions SET state = $3, reason = $4, complete_time = "
               "coalesce(to_timestamp($5::numeric / 1000000), complete_time), update_time = "
               "clock_timestamp() WHERE feed = $1 AND position = $2",
               {std::string(feed), std::string(position), std::string(FollowStateName(state)),
                std::string(reason), complete})
             .affected_rows() == 1;
}

}  // namespace opora::feed
