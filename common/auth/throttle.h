#pragma once

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"

namespace opora::auth {

// Lets one caller through per period, and one after the clock was set back.
class Throttle {
 public:
  explicit Throttle(absl::Duration period) : period_(period) {}

  bool Pass(absl::Time now) {
    int64_t last = last_ms_.load(std::memory_order_relaxed);
    if (absl::AbsDuration(now - absl::FromUnixMillis(last)) < period_) return false;
    return last_ms_.compare_exchange_strong(last, absl::ToUnixMillis(now));
  }

 private:
  const absl::Duration period_;
  std::atomic<int64_t> last_ms_{0};
};

}  // namespace opora::auth
