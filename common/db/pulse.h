#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace opora::db {

// Whether the database says anything at all. One that is frozen, or behind a line that was cut,
// neither answers nor refuses: each call that tries it holds a worker until its deadline.
class Pulse {
 public:
  // A probe is on its way.
  void Asked() {
    int64_t none = 0;
    asked_ms_.compare_exchange_strong(none, absl::ToUnixMillis(absl::Now()));
  }

  // The probe was answered, or refused.
  void Answered() {
    Heard();
    asked_ms_.store(0);
  }

  // Something else was answered.
  void Heard() { heard_ms_.store(absl::ToUnixMillis(absl::Now()), std::memory_order_relaxed); }

  bool Silent() const {
    const int64_t asked = asked_ms_.load();
    if (asked == 0) return false;
    const int64_t since = std::max(asked, heard_ms_.load(std::memory_order_relaxed));
    return absl::Now() - absl::FromUnixMillis(since) > kSilence;
  }

 private:
  static constexpr absl::Duration kSilence = absl::Seconds(1);

  std::atomic<int64_t> asked_ms_{0};  // Since 1970; 0 when nothing is unanswered.
  std::atomic<int64_t> heard_ms_{0};
};

}  // namespace opora::db
