#pragma once

#include <atomic>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace opora::telemetry {

enum class Level { kDebug, kInfo, kWarn, kError };

std::string_view LevelName(Level level);                 // "WARN"
std::optional<Level> ParseLevel(std::string_view name);  // in any case of letters

// What a field of a log line says. Refers to its text, so it lives no longer than the call it is an
// argument of.
class Value {
 public:
  // NOLINTBEGIN(google-explicit-constructor)
  template <typename T>
  requires(std::is_arithmetic_v<T> && !std::same_as<T, char>) Value(T value)
      : value_(Widen(value)) {}

  Value(const char* text) : value_(std::string_view(text == nullptr ? "" : text)) {}

  // std::string, std::string_view, absl::string_view.
  template <typename T>
  requires requires(const T& text) { std::string_view(text.data(), text.size()); }
  Value(const T& text) : value_(std::string_view(text.data(), text.size())) {}
  // NOLINTEND(google-explicit-constructor)

  void AppendJson(std::string& line) const;

 private:
  using Variant = std::variant<bool, int64_t, uint64_t, double, std::string_view>;

  template <typename T>
  static Variant Widen(T value) {
    if constexpr (std::same_as<T, bool>) {
      return value;
    } else if constexpr (std::floating_point<T>) {
      return static_cast<double>(value);
    } else if constexpr (std::signed_integral<T>) {
      return static_cast<int64_t>(value);
    } else {
      return static_cast<uint64_t>(value);
    }
  }

  Variant value_;
};

// A field named ts, level or message would come twice: those are the line's own.
struct Field {
  std::string_view key;
  Value value;
};

// One answered call. Holds no payload, no name and no id of a client, ever: `subject_hash` stands
// for the caller, `reason` and `rule` are the machine-readable parts of a refusal.
struct AccessLine {
  absl::Time ts = absl::Now();
  Level level = Level::kInfo;
  std::string service;
  std::string method;
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason;
  std::string rule;
  absl::Duration time;
  absl::Duration queue_time;
  absl::Duration db_time;
  int64_t request_bytes = 0;
  int64_t response_bytes = 0;
  std::string agency;
  std::string subject_hash;
  std::string request_id;
  std::string trace_id;
  std::string peer;
};

struct LoggerOptions {
  int fd = 1;
  Level level = Level::kInfo;
  size_t queue_bytes = 4 << 20;
};

// Writes one JSON object per line and per write(2). A thread of its own does the writing, so a
// caller never waits for the reader of the log: what does not fit into the queue is dropped,
// counted, and reported in the log once there is room again. Texts are cut after 4 KB.
class Logger {
 public:
  explicit Logger(const LoggerOptions& options = {});

  // Writes what is queued, however long that takes.
  ~Logger();

  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  void Log(Level level, std::string_view message, std::initializer_list<Field> fields = {});
  void Log(const AccessLine& line);

  // False when not all that was logged before has been written in time.
  bool Flush(absl::Duration timeout);

  bool Enabled(Level level) const { return level >= level_.load(std::memory_order_relaxed); }
  Level level() const { return level_.load(std::memory_order_relaxed); }
  void SetLevel(Level level) { level_.store(level, std::memory_order_relaxed); }
  void SetFd(int fd) { fd_.store(fd, std::memory_order_relaxed); }

  // Lines lost so far: the queue was full or write(2) failed.
  uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  void Push(std::string line, bool urgent);
  void Run();
  bool Write(const std::string& line);
  void WriteBatch(const std::vector<std::string>& batch, uint64_t& unreported);

  const size_t queue_bytes_;
  std::atomic<int> fd_;
  std::atomic<Level> level_;
  std::atomic<uint64_t> dropped_{0};

  std::mutex mutex_;  // guards all below but the thread
  std::condition_variable wake_, written_changed_;
  std::vector<std::string> queue_;
  size_t bytes_ = 0;  // queued or being written
  uint64_t pushed_ = 0, written_ = 0, refused_ = 0;
  bool idle_ = false, urgent_ = false, stopping_ = false;
  std::thread thread_;
};

// The process's own logger, on standard output. It outlives everything; at exit it is flushed for
// at most two seconds.
Logger& ProcessLog();

inline void Log(Level level, std::string_view message, std::initializer_list<Field> fields = {}) {
  ProcessLog().Log(level, message, fields);
}
inline void Log(const AccessLine& line) { ProcessLog().Log(line); }

// Sends gRPC's own log to the process's: its errors as WARN, since the peer may have caused them,
// the rest (only with GRPC_VERBOSITY) as DEBUG.
void RouteGrpcLog();

}  // namespace opora::telemetry
