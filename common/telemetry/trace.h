#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace opora::telemetry {

// One span's identity as in https://www.w3.org/TR/trace-context/.
struct TraceContext {
  std::string trace_id;  // 32 lower-case hexadecimal digits, not all zero
  std::string span_id;   // 16, likewise
  bool sampled = false;

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

// The context in a `traceparent` header; nothing unless it is a well-formed one of version 00. A
// caller that gets nothing begins a new trace: the standard forbids to repair a header.
std::optional<TraceContext> ParseTraceparent(std::string_view header);

std::string FormatTraceparent(const TraceContext& context);

// A new trace with random ids.
TraceContext NewTrace(bool sampled = false);

// A new span of the parent's trace.
TraceContext ChildOf(const TraceContext& parent);

}  // namespace opora::telemetry
