#include "common/validation/rules.h"

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "buf/validate/validate.pb.h"
#include "common/ids/ids.h"
#include "common/text/utf8.h"

namespace opora::validation {
namespace {

using buf::validate::FieldRules;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Longer lists of values are described by their number: error details have a size budget.
constexpr size_t kMaxListText = 200;

// What the HTML standard, and so protovalidate and browsers, take for an address.
constexpr char kEmail[] = R"(^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@)"
                          R"([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"
                          R"((?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$)";

absl::Duration ToDuration(const google::protobuf::Duration& proto) {
  return absl::Seconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

absl::Time ToTime(const google::protobuf::Timestamp& proto) {
  return absl::FromUnixSeconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

template <typename T>
std::string Text(const T& value) {
  return absl::StrCat(value);
}
std::string Text(absl::Duration value) { return absl::FormatDuration(value); }
std::string Text(absl::Time value) {
  return absl::FormatTime(absl::RFC3339_full, value, absl::UTCTimeZone());
}

template <typename T>
struct Bounds {
  std::optional<T> lt, lte, gt, gte;
};

template <typename T>
struct Bound {
  T limit;
  bool strict;
};

template <typename T>
std::optional<Bound<T>> Stricter(const std::optional<T>& strict,
                                 const std::optional<T>& inclusive) {
  if (strict.has_value()) return Bound<T>{*strict, true};
  if (inclusive.has_value()) return Bound<T>{*inclusive, false};
  return std::nullopt;
}

template <typename T>
std::function<bool(const T&)> Above(const Bound<T>& bound) {
  return
      [bound](const T& value) { return bound.strict ? value > bound.limit : value >= bound.limit; };
}

template <typename T>
std::function<bool(const T&)> Below(const Bound<T>& bound) {
  return
      [bound](const T& value) { return bound.strict ? value < bound.limit : value <= bound.limit; };
}

template <typename T>
Rule<T> AboveRule(const Bound<T>& bound) {
  return {bound.strict ? "_GT" : "_GTE",
          absl::StrCat(bound.strict ? "greater than " : "at least ", Text(bound.limit)),
          Above(bound)};
}

template <typename T>
Rule<T> BelowRule(const Bound<T>& bound) {
  return {bound.strict ? "_LT" : "_LTE",
          absl::StrCat(bound.strict ? "less than " : "at most ", Text(bound.limit)), Below(bound)};
}

// Both bounds make one rule, since crossed ones allow what is outside of them.
template <typename T>
std::optional<Rule<T>> RangeRule(const std::string& kind, const Bounds<T>& bounds) {
  const auto lower = Stricter(bounds.gt, bounds.gte);
  const auto upper = Stricter(bounds.lt, bounds.lte);
  if (!lower && !upper) return std::nullopt;
  Rule<T> rule = lower ? AboveRule(*lower) : BelowRule(*upper);
  if (lower && upper) {
    const Rule<T> below = BelowRule(*upper);
    const bool crossed = lower->limit > upper->limit;
    absl::StrAppend(&rule.reason, below.reason, crossed ? "_EXCLUSIVE" : "");
    absl::StrAppend(&rule.description, crossed ? " or " : " and ", below.description);
    rule.holds = [above = rule.holds, below = below.holds, crossed](const T& value) {
      return crossed ? above(value) || below(value) : above(value) && below(value);
    };
  }
  rule.reason = absl::StrCat(kind, rule.reason);
  rule.description = absl::StrCat("must be ", rule.description);
  return rule;
}

std::string ListText(const std::vector<std::string>& names) {
  const std::string joined = absl::StrJoin(names, ", ");
  if (joined.size() <= kMaxListText) return absl::StrCat("one of ", joined);
  return absl::StrCat("one of ", names.size(), " listed values");
}

// The rules const, in and not_in, which all scalar types have. T is what is checked, `name` the
// text of a value.
template <typename T, typename Proto, typename Name>
void AddMembership(const std::string& kind, const Proto& proto, Name name, Rules<T>& rules) {
  using Owned = std::conditional_t<std::is_same_v<T, std::string_view>, std::string, T>;
  if (proto.has_const_()) {
    rules.push_back({kind + "_CONST", absl::StrCat("must be ", name(proto.const_())),
                     [only = Owned(proto.const_())](const T& value) { return value == only; }});
  }
  const auto add = [&](const auto& values, bool member, const char* suffix, const char* must) {
    if (values.empty()) return;
    std::set<Owned, std::less<>> set(values.begin(), values.end());
    std::vector<std::string> names;
    for (const auto& value : values) names.push_back(name(value));
    rules.push_back({kind + suffix, must + ListText(names),
                     [set, member](const T& value) { return set.contains(value) == member; }});
  };
  add(proto.in(), true, "_IN", "must be ");
  add(proto.not_in(), false, "_NOT_IN", "must not be ");
}

template <typename T, typename Proto>
Rules<T> NumberRules(const std::string& kind, const Proto& proto) {
  Rules<T> rules;
  AddMembership(
      kind, proto, [](T value) { return Text(value); }, rules);
  Bounds<T> bounds;
  if (proto.has_lt()) bounds.lt = proto.lt();
  if (proto.has_lte()) bounds.lte = proto.lte();
  if (proto.has_gt()) bounds.gt = proto.gt();
  if (proto.has_gte()) bounds.gte = proto.gte();
  if (auto rule = RangeRule(kind, bounds)) rules.push_back(*std::move(rule));
  return rules;
}

Rules<int64_t> BoolRules(const buf::validate::BoolRules& proto) {
  Rules<int64_t> rules;
  if (proto.has_const_()) {
    rules.push_back({"BOOL_CONST", proto.const_() ? "must be true" : "must be false",
                     [only = proto.const_()](int64_t value) { return (value != 0) == only; }});
  }
  return rules;
}

Rules<int64_t> EnumRules(const buf::validate::EnumRules& proto, const EnumDescriptor& type) {
  Rules<int64_t> rules;
  // `defined_only` needs no rule: unknown values are refused whatever the rules say.
  const auto name = [&type](int number) {
    const auto* value = type.FindValueByNumber(number);
    return value == nullptr ? absl::StrCat(number) : value->name();
  };
  AddMembership("ENUM", proto, name, rules);
  return rules;
}

using Size = std::function<size_t(std::string_view)>;

struct SizeLimits {
  std::optional<uint64_t> exact, min, max;
};

// How limits on a size are called.
struct SizeNames {
  const char* exact;
  const char* min;
  const char* max;
  const char* unit;
};

void AddSizeRules(const SizeNames& names, const SizeLimits& limits, const Size& size,
                  Rules<std::string_view>& rules) {
  const auto add = [&](const char* reason, const char* must, uint64_t limit, auto compare) {
    rules.push_back({reason, absl::StrCat("must have ", must, " ", limit, " ", names.unit),
                     [=](std::string_view value) { return compare(size(value), limit); }});
  };
  if (limits.exact) add(names.exact, "exactly", *limits.exact, std::equal_to<>());
  if (limits.min) add(names.min, "at least", *limits.min, std::greater_equal<>());
  if (limits.max) add(names.max, "at most", *limits.max, std::less_equal<>());
}

constexpr SizeNames kStringLength = {"STRING_LEN", "STRING_MIN_LEN", "STRING_MAX_LEN",
                                     "characters"};
constexpr SizeNames kStringBytes = {"STRING_LEN_BYTES", "STRING_MIN_BYTES", "STRING_MAX_BYTES",
                                    "bytes"};
constexpr SizeNames kBytesLength = {"BYTES_LEN", "BYTES_MIN_LEN", "BYTES_MAX_LEN", "bytes"};

size_t ByteCount(std::string_view value) { return value.size(); }
size_t CharacterCount(std::string_view value) {
  return text::CountCodePoints(value).value_or(value.size());
}

void AddStringSizes(const buf::validate::StringRules& proto, Rules<std::string_view>& rules) {
  SizeLimits characters;
  if (proto.has_len()) characters.exact = proto.len();
  if (proto.has_min_len()) characters.min = proto.min_len();
  if (proto.has_max_len()) characters.max = proto.max_len();
  AddSizeRules(kStringLength, characters, CharacterCount, rules);
  SizeLimits bytes;
  if (proto.has_len_bytes()) bytes.exact = proto.len_bytes();
  if (proto.has_min_bytes()) bytes.min = proto.min_bytes();
  if (proto.has_max_bytes()) bytes.max = proto.max_bytes();
  AddSizeRules(kStringBytes, bytes, ByteCount, rules);
}

absl::Status AddPattern(const std::string& reason, const std::string& description,
                        const std::string& pattern, Rules<std::string_view>& rules) {
  RE2::Options options;
  options.set_log_errors(false);
  auto expression = std::make_shared<const RE2>(pattern, options);
  if (!expression->ok()) {
    return absl::InvalidArgumentError(absl::StrCat("malformed pattern: ", expression->error()));
  }
  rules.push_back({reason, description, [expression](std::string_view value) {
                     return RE2::PartialMatch(re2::StringPiece(value.data(), value.size()),
                                              *expression);
                   }});
  return absl::OkStatus();
}

absl::StatusOr<ValueRules> StringRules(const buf::validate::StringRules& proto) {
  Rules<std::string_view> rules;
  AddMembership(
      "STRING", proto, [](const std::string& value) { return value; }, rules);
  AddStringSizes(proto, rules);
  if (proto.has_prefix()) {
    rules.push_back(
        {"STRING_PREFIX", absl::StrCat("must begin with ", proto.prefix()),
         [prefix = proto.prefix()](std::string_view value) { return value.starts_with(prefix); }});
  }
  if (proto.has_contains()) {
    rules.push_back({"STRING_CONTAINS", absl::StrCat("must contain ", proto.contains()),
                     [part = proto.contains()](std::string_view value) {
                       return value.find(part) != value.npos;
                     }});
  }
  if (proto.uuid()) {
    rules.push_back({"STRING_UUID", "must be a UUID in lower case",
                     [](std::string_view value) { return ids::IsUuid(value); }});
  }
  absl::Status status;
  if (proto.email()) {
    status.Update(AddPattern("STRING_EMAIL", "must be an e-mail address", kEmail, rules));
  }
  if (proto.has_pattern()) {
    status.Update(AddPattern("STRING_PATTERN",
                             absl::StrCat("must match the pattern ", proto.pattern()),
                             proto.pattern(), rules));
  }
  if (!status.ok()) return status;
  return rules;
}

Rules<std::string_view> BytesRules(const buf::validate::BytesRules& proto) {
  Rules<std::string_view> rules;
  SizeLimits limits;
  if (proto.has_min_len()) limits.min = proto.min_len();
  if (proto.has_max_len()) limits.max = proto.max_len();
  AddSizeRules(kBytesLength, limits, ByteCount, rules);
  return rules;
}

Rules<absl::Duration> DurationRules(const buf::validate::DurationRules& proto) {
  Bounds<absl::Duration> bounds;
  if (proto.has_lt()) bounds.lt = ToDuration(proto.lt());
  if (proto.has_lte()) bounds.lte = ToDuration(proto.lte());
  if (proto.has_gt()) bounds.gt = ToDuration(proto.gt());
  if (proto.has_gte()) bounds.gte = ToDuration(proto.gte());
  Rules<absl::Duration> rules;
  if (auto rule = RangeRule("DURATION", bounds)) rules.push_back(*std::move(rule));
  return rules;
}

Rules<Instant> TimestampRules(const buf::validate::TimestampRules& proto) {
  Bounds<absl::Time> bounds;
  if (proto.has_lt()) bounds.lt = ToTime(proto.lt());
  if (proto.has_lte()) bounds.lte = ToTime(proto.lte());
  if (proto.has_gt()) bounds.gt = ToTime(proto.gt());
  if (proto.has_gte()) bounds.gte = ToTime(proto.gte());
  Rules<Instant> rules;
  if (auto rule = RangeRule("TIMESTAMP", bounds)) {
    rules.push_back(
        {rule->reason, rule->description,
         [holds = rule->holds](const Instant& instant) { return holds(instant.value); }});
  }
  if (proto.lt_now()) {
    rules.push_back({"TIMESTAMP_LT_NOW", "must not be in the future",
                     [](const Instant& instant) { return instant.value <= instant.now; }});
  }
  if (proto.gt_now()) {
    rules.push_back({"TIMESTAMP_GT_NOW", "must not be in the past",
                     [](const Instant& instant) { return instant.value >= instant.now; }});
  }
  return rules;
}

// The type a set of rules is for, as the field's type says it.
bool Fits(FieldRules::TypeCase kind, const FieldDescriptor& field) {
  const auto message_is = [&field](std::string_view name) {
    return field.type() == FieldDescriptor::TYPE_MESSAGE &&
           field.message_type()->full_name() == name;
  };
  switch (kind) {
    case FieldRules::kInt32:
      return field.type() == FieldDescriptor::TYPE_INT32;
    case FieldRules::kInt64:
      return field.type() == FieldDescriptor::TYPE_INT64;
    case FieldRules::kUint32:
      return field.type() == FieldDescriptor::TYPE_UINT32;
    case FieldRules::kUint64:
      return field.type() == FieldDescriptor::TYPE_UINT64;
    case FieldRules::kBool:
      return field.type() == FieldDescriptor::TYPE_BOOL;
    case FieldRules::kString:
      return field.type() == FieldDescriptor::TYPE_STRING;
    case FieldRules::kBytes:
      return field.type() == FieldDescriptor::TYPE_BYTES;
    case FieldRules::kEnum:
      return field.type() == FieldDescriptor::TYPE_ENUM;
    case FieldRules::kDuration:
      return message_is("google.protobuf.Duration");
    case FieldRules::kTimestamp:
      return message_is("google.protobuf.Timestamp");
    case FieldRules::kRepeated:
      return false;
    case FieldRules::TYPE_NOT_SET:
      return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<ValueRules> CompileRules(const FieldRules& rules, const FieldDescriptor& field) {
  if (!Fits(rules.type_case(), field)) {
    return absl::InvalidArgumentError("the rules are for another type");
  }
  switch (rules.type_case()) {
    case FieldRules::kInt32:
      return NumberRules<int64_t>("INT32", rules.int32());
    case FieldRules::kInt64:
      return NumberRules<int64_t>("INT64", rules.int64());
    case FieldRules::kUint32:
      return NumberRules<uint64_t>("UINT32", rules.uint32());
    case FieldRules::kUint64:
      return NumberRules<uint64_t>("UINT64", rules.uint64());
    case FieldRules::kBool:
      return BoolRules(rules.bool_());
    case FieldRules::kString:
      return StringRules(rules.string());
    case FieldRules::kBytes:
      return BytesRules(rules.bytes());
    case FieldRules::kEnum:
      return EnumRules(rules.enum_(), *field.enum_type());
    case FieldRules::kDuration:
      return DurationRules(rules.duration());
    case FieldRules::kTimestamp:
      return TimestampRules(rules.timestamp());
    case FieldRules::kRepeated:
    case FieldRules::TYPE_NOT_SET:
      break;
  }
  return ValueRules();
}

}  // namespace opora::validation
