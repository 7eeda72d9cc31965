#include "common/telemetry/log.h"

#include <grpc/support/log.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"

namespace opora::telemetry {
namespace {

constexpr std::array<std::string_view, 4> kLevelNames = {"DEBUG", "INFO", "WARN", "ERROR"};
constexpr size_t kMaxText = 4096;
constexpr absl::Duration kExitTimeout = absl::Seconds(2);
// One wake-up of the writer serves all lines of this time.
constexpr std::chrono::milliseconds kLinger{5};

// The length of the well-formed UTF-8 sequence that `text` begins with, by table 3-7 of the Unicode
// standard; 0 when it begins with none.
size_t SequenceLength(std::string_view text) {
  const auto within = [text](size_t i, unsigned low, unsigned high) {
    if (i >= text.size()) return false;
    const unsigned byte = static_cast<unsigned char>(text[i]);
    return low <= byte && byte <= high;
  };
  if (within(0, 0x00, 0x7F)) return 1;
  if (within(0, 0xC2, 0xDF)) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (within(0, 0xE0, 0xEF)) {
    const unsigned low = within(0, 0xE0, 0xE0) ? 0xA0 : 0x80;   // shorter forms exist
    const unsigned high = within(0, 0xED, 0xED) ? 0x9F : 0xBF;  // surrogates
    return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (within(0, 0xF0, 0xF4)) {
    const unsigned low = within(0, 0xF0, 0xF0) ? 0x90 : 0x80;
    const unsigned high = within(0, 0xF4, 0xF4) ? 0x8F : 0xBF;  // above U+10FFFF
    return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

void AppendEscape(std::string& line, unsigned code_point) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  line += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) line += kDigits[(code_point >> shift) & 15];
}

// Escapes what JSON demands and, besides, what steers a terminal (DEL and C1) or ends a line for
// some readers (U+2028, U+2029).
void AppendCharacter(std::string& line, std::string_view character) {
  const unsigned lead = static_cast<unsigned char>(character[0]);
  if (lead == '"' || lead == '\\') {
    line += '\\';
    line += character;
  } else if (lead == '\n') {
    line += "\\n";
  } else if (lead < 0x20 || lead == 0x7F) {
    AppendEscape(line, lead);
  } else if (lead == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0) {
    AppendEscape(line, static_cast<unsigned char>(character[1]));
  } else if (character == "\u2028" || character == "\u2029") {
    AppendEscape(line, character == "\u2028" ? 0x2028 : 0x2029);
  } else {
    line += character;
  }
}

std::string_view Cut(std::string_view text) {
  if (text.size() <= kMaxText) return text;
  size_t end = kMaxText;
  while (end > kMaxText - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void AppendText(std::string& line, std::string_view whole) {
  const std::string_view text = Cut(whole);
  line += '"';
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text.substr(i));
    if (length == 0) {
      line += "\uFFFD";
    } else {
      AppendCharacter(line, text.substr(i, length));
    }
    i += length == 0 ? 1 : length;
  }
  line += text.size() < whole.size() ? "…\"" : "\"";
}

template <typename T>
void AppendNumber(std::string& line, T number) {
  char digits[32];
  const auto result = std::to_chars(digits, digits + sizeof(digits), number);
  line.append(digits, result.ptr);
}

void Append(std::string& line, std::string_view key, const Value& value) {
  line += ',';
  AppendText(line, key);
  line += ':';
  value.AppendJson(line);
}

std::string Begin(absl::Time ts, Level level) {
  std::string line;
  line.reserve(512);
  line += R"({"ts":")";
  line += absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", ts, absl::UTCTimeZone());
  line += '"';
  Append(line, "level", LevelName(level));
  return line;
}

std::string Line(Level level, std::string_view message, std::initializer_list<Field> fields) {
  std::string line = Begin(absl::Now(), level);
  Append(line, "message", message);
  for (const Field& field : fields) Append(line, field.key, field.value);
  line += "}\n";
  return line;
}

double Milliseconds(absl::Duration duration) {
  return static_cast<double>(absl::ToInt64Microseconds(duration)) / 1000;
}

std::string Line(const AccessLine& access) {
  const std::string code = absl::StatusCodeToString(access.code);
  std::string line = Begin(access.ts, access.level);
  for (const Field& field : std::initializer_list<Field>{
           {"service", access.service},
           {"method", access.method},
           {"code", code},
           {"reason", access.reason},
           {"rule", access.rule},
           {"ms", Milliseconds(access.time)},
           {"queue_ms", Milliseconds(access.queue_time)},
           {"db_ms", Milliseconds(access.db_time)},
           {"req_bytes", access.request_bytes},
           {"res_bytes", access.response_bytes},
           {"agency", access.agency},
           {"subject_hash", access.subject_hash},
           {"request_id", access.request_id},
           {"trace_id", access.trace_id},
           {"peer", access.peer},
       }) {
    Append(line, field.key, field.value);
  }
  line += "}\n";
  return line;
}

}  // namespace

std::string_view LevelName(Level level) { return kLevelNames.at(static_cast<size_t>(level)); }

std::optional<Level> ParseLevel(std::string_view name) {
  for (size_t i = 0; i < kLevelNames.size(); ++i) {
    if (absl::EqualsIgnoreCase(std::string(name), std::string(kLevelNames[i]))) {
      return static_cast<Level>(i);
    }
  }
  return std::nullopt;
}

void Value::AppendJson(std::string& line) const {
  if (const auto* text = std::get_if<std::string_view>(&value_)) {
    AppendText(line, *text);
  } else if (const bool* flag = std::get_if<bool>(&value_)) {
    line += *flag ? "true" : "false";
  } else if (const auto* number = std::get_if<int64_t>(&value_)) {
    AppendNumber(line, *number);
  } else if (const auto* count = std::get_if<uint64_t>(&value_)) {
    AppendNumber(line, *count);
  } else if (const double real = std::get<double>(value_); std::isfinite(real)) {
    AppendNumber(line, real);
  } else {
    line += "null";  // JSON has no other word for it
  }
}

Logger::Logger(const LoggerOptions& options)
    : queue_bytes_(options.queue_bytes), fd_(options.fd), level_(options.level) {
  // The writer must neither run the process's signal handlers nor die of SIGPIPE.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { Run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Logger::~Logger() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Logger::Log(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (Enabled(level)) Push(Line(level, message, fields), level == Level::kError);
}

void Logger::Log(const AccessLine& line) {
  if (Enabled(line.level)) Push(Line(line), false);
}

void Logger::Push(std::string line, bool urgent) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (bytes_ + line.size() > queue_bytes_) {
      ++refused_;
      dropped_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    bytes_ += line.size();
    queue_.push_back(std::move(line));
    ++pushed_;
    urgent_ = urgent_ || urgent || bytes_ > queue_bytes_ / 2;
    wake = std::exchange(idle_, false) || urgent_;
  }
  if (wake) wake_.notify_one();
}

bool Logger::Flush(absl::Duration timeout) {
  std::unique_lock lock(mutex_);
  const uint64_t target = pushed_;
  urgent_ = true;
  wake_.notify_one();
  return written_changed_.wait_for(lock, absl::ToChronoNanoseconds(timeout),
                                   [&] { return written_ >= target; });
}

void Logger::Run() {
  uint64_t unreported = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    idle_ = true;
    wake_.wait(lock, [&] { return !queue_.empty() || refused_ > 0 || stopping_; });
    if (queue_.empty() && refused_ == 0) return;
    const std::vector<std::string> batch = std::exchange(queue_, {});
    const size_t batch_bytes = bytes_;
    unreported += std::exchange(refused_, 0);
    idle_ = urgent_ = false;

    lock.unlock();
    WriteBatch(batch, unreported);
    lock.lock();

    bytes_ -= batch_bytes;
    written_ += batch.size();
    written_changed_.notify_all();
    wake_.wait_for(lock, kLinger, [&] { return urgent_ || stopping_; });
  }
}

void Logger::WriteBatch(const std::vector<std::string>& batch, uint64_t& unreported) {
  for (const std::string& line : batch) {
    if (Write(line)) continue;
    ++unreported;
    dropped_.fetch_add(1, std::memory_order_relaxed);
  }
  if (unreported > 0 &&
      Write(Line(Level::kWarn, "log lines were dropped", {{"dropped", unreported}}))) {
    unreported = 0;
  }
}

bool Logger::Write(const std::string& line) {
  const int fd = fd_.load(std::memory_order_relaxed);
  for (size_t done = 0; done < line.size();) {
    const ssize_t size = write(fd, line.data() + done, line.size() - done);
    if (size >= 0) {
      done += static_cast<size_t>(size);
    } else if (errno == EAGAIN) {  // somebody else made it non-blocking
      pollfd writable{fd, POLLOUT, 0};
      poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

Logger& ProcessLog() {
  // Never destroyed: threads may log until the last instruction of the process.
  static Logger* const logger = [] {
    auto* created = new Logger;
    std::atexit([] { ProcessLog().Flush(kExitTimeout); });
    return created;
  }();
  return *logger;
}

void RouteGrpcLog() {
  gpr_log_verbosity_init();  // before grpc_init() gRPC would keep even its errors to itself
  gpr_set_log_function([](gpr_log_func_args* args) {
    const bool error = args->severity == GPR_LOG_SEVERITY_ERROR;
    Log(error ? Level::kWarn : Level::kDebug, args->message,
        {{"component", "grpc"}, {"file", args->file}, {"line", args->line}});
  });
}

}  // namespace opora::telemetry
