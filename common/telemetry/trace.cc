#include "common/telemetry/trace.h"

#include <sys/random.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace opora::telemetry {
namespace {

constexpr size_t kTraceIdDigits = 32;
constexpr size_t kSpanIdDigits = 16;
constexpr std::string_view kHexDigits = "0123456789abcdef";

// The standard allows lower case only; std::isxdigit would let upper case pass.
bool IsHex(std::string_view text) {
  return text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

bool IsId(std::string_view text) {
  return IsHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

std::string RandomId(size_t digits) {
  unsigned char bytes[kTraceIdDigits / 2];
  const size_t size = std::min(digits / 2, sizeof(bytes));
  // Up to 256 bytes come whole and uninterrupted (getrandom(2)); without them nothing is safe.
  if (getrandom(bytes, size, 0) != static_cast<ssize_t>(size)) {
    std::perror("getrandom");
    std::abort();
  }
  std::string id;
  id.reserve(digits);
  for (size_t i = 0; i < size; ++i) {
    id += kHexDigits[bytes[i] >> 4];
    id += kHexDigits[bytes[i] & 15];
  }
  return id;
}

std::string NewId(size_t digits) {
  std::string id = RandomId(digits);
  while (!IsId(id)) id = RandomId(digits);
  return id;
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(std::string_view header) {
  constexpr std::string_view kForm = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  constexpr size_t kTraceId = 3, kSpanId = 36, kFlags = 53;
  if (header.size() != kForm.size() || header.substr(0, kTraceId) != "00-" ||
      header[kSpanId - 1] != '-' || header[kFlags - 1] != '-') {
    return std::nullopt;
  }
  const std::string_view trace_id = header.substr(kTraceId, kTraceIdDigits);
  const std::string_view span_id = header.substr(kSpanId, kSpanIdDigits);
  const std::string_view flags = header.substr(kFlags);
  if (!IsId(trace_id) || !IsId(span_id) || !IsHex(flags)) return std::nullopt;
  // Of the eight flags version 00 defines one; the others are not to be understood or passed on.
  const bool sampled = kHexDigits.find(flags[1]) % 2 == 1;
  return TraceContext{std::string(trace_id), std::string(span_id), sampled};
}

std::string FormatTraceparent(const TraceContext& context) {
  std::string header = "00-";
  header.append(context.trace_id).append("-").append(context.span_id);
  return header.append(context.sampled ? "-01" : "-00");
}

TraceContext NewTrace(bool sampled) {
  return {NewId(kTraceIdDigits), NewId(kSpanIdDigits), sampled};
}

TraceContext ChildOf(const TraceContext& parent) {
  return {parent.trace_id, NewId(kSpanIdDigits), parent.sampled};
}

}  // namespace opora::telemetry
