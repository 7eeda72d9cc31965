#include "common/ids/ids.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace opora::ids {
namespace {

constexpr uint8_t kCounterBits = 12;
constexpr uint16_t kMaxCounter = (1 << kCounterBits) - 1;

using Uuid = std::array<uint8_t, 16>;

Uuid RandomBytes() {
  Uuid bytes;
  size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      std::perror("getrandom");
      std::abort();
    }
    filled += static_cast<size_t>(got);
  }
  return bytes;
}

std::string ToText(Uuid bytes, uint8_t version) {
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
  std::string text = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  for (const size_t hyphen : {8, 13, 18, 23}) text.insert(hyphen, 1, '-');
  return text;
}

struct Tick {
  int64_t milliseconds;
  uint16_t counter;
};

// Hands out ticks in strictly rising order.
class Sequence {
 public:
  // `seed` starts the counter of a new millisecond, so that ids of several processes differ.
  Tick Next(int64_t milliseconds, uint16_t seed) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (milliseconds > last_.milliseconds) {
      // The upper half stays free for ids made within the same millisecond.
      last_ = {milliseconds, static_cast<uint16_t>(seed & (kMaxCounter >> 1))};
    } else if (last_.counter < kMaxCounter) {
      ++last_.counter;
    } else {
      last_ = {last_.milliseconds + 1, 0};
    }
    return last_;
  }

 private:
  absl::Mutex mutex_;
  Tick last_ ABSL_GUARDED_BY(mutex_) = {-1, 0};
};

Sequence& ProcessSequence() {
  static auto* const sequence = new Sequence;
  return *sequence;
}

}  // namespace

std::string RandomId() { return ToText(RandomBytes(), 4); }

std::string TimeOrderedId(absl::Time now) {
  Uuid bytes = RandomBytes();
  const auto seed = static_cast<uint16_t>(bytes[6] << 8 | bytes[7]);
  const Tick tick = ProcessSequence().Next(std::max<int64_t>(0, absl::ToUnixMillis(now)), seed);
  for (int i = 0; i < 6; ++i) {
    bytes[i] = static_cast<uint8_t>(tick.milliseconds >> (40 - 8 * i));
  }
  bytes[6] = static_cast<uint8_t>(tick.counter >> 8);
  bytes[7] = static_cast<uint8_t>(tick.counter);
  return ToText(bytes, 7);
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = absl::ascii_isdigit(static_cast<unsigned char>(text[i])) ||
                     (text[i] >= 'a' && text[i] <= 'f');
    if (hyphen ? text[i] != '-' : !hex) return false;
  }
  return true;
}

}  // namespace opora::ids
