#pragma once

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace buf::validate {
class FieldRules;
}  // namespace buf::validate

namespace opora::validation {

// One constraint on a value, with what to say where it does not hold.
template <typename T>
struct Rule {
  std::string reason;
  std::string description;
  std::function<bool(const T&)> holds;
};

template <typename T>
using Rules = std::vector<Rule<T>>;

// A timestamp, and the time at which it is judged.
struct Instant {
  absl::Time value;
  absl::Time now;
};

// Strings and bytes are checked as string_view; int32, int64, bool and enum as int64_t.
using ValueRules = std::variant<std::monostate, Rules<std::string_view>, Rules<int64_t>,
                                Rules<uint64_t>, Rules<Instant>, Rules<absl::Duration>>;

// Compiles the rules of one value of `field`: of the field itself, or of an item of a repeated one.
// INVALID_ARGUMENT when the rules do not fit the field's type or hold a malformed pattern.
absl::StatusOr<ValueRules> CompileRules(const buf::validate::FieldRules& rules,
                                        const google::protobuf::FieldDescriptor& field);

}  // namespace opora::validation
