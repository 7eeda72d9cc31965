#include "common/validation/validator.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/direction.h"
#include "common/text/utf8.h"
#include "common/validation/plan.h"

namespace opora::validation {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;

constexpr int kSingular = -1;

// Fields that hold what somebody or something is called, by their own name.
bool IsName(const FieldDescriptor& field) {
  return field.name() == "name" || field.name() == "person" ||
         absl::EndsWith(field.name(), "_name");
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const Reflection* reflection = message.GetReflection();
  return field.is_repeated() ? reflection->FieldSize(message, &field) > 0
                             : reflection->HasField(message, &field);
}

std::string_view ReadString(const Message& message, const FieldDescriptor* field, int index,
                            std::string& scratch) {
  const Reflection* reflection = message.GetReflection();
  return index == kSingular
             ? reflection->GetStringReference(message, field, &scratch)
             : reflection->GetRepeatedStringReference(message, field, index, &scratch);
}

// Any integer, bool or enum number; unsigned ones keep their bits. Zero for other types.
int64_t ReadInteger(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection* r = message.GetReflection();
  const bool one = index == kSingular;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return one ? r->GetInt32(message, field) : r->GetRepeatedInt32(message, field, index);
    case FieldDescriptor::CPPTYPE_INT64:
      return one ? r->GetInt64(message, field) : r->GetRepeatedInt64(message, field, index);
    case FieldDescriptor::CPPTYPE_UINT32:
      return one ? r->GetUInt32(message, field) : r->GetRepeatedUInt32(message, field, index);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<int64_t>(one ? r->GetUInt64(message, field)
                                      : r->GetRepeatedUInt64(message, field, index));
    case FieldDescriptor::CPPTYPE_BOOL:
      return one ? r->GetBool(message, field) : r->GetRepeatedBool(message, field, index);
    case FieldDescriptor::CPPTYPE_ENUM:
      return one ? r->GetEnumValue(message, field) : r->GetRepeatedEnumValue(message, field, index);
    default:
      return 0;
  }
}

// Timestamp and Duration alike. By reflection, since a message may come from another pool.
struct SecondsAndNanos {
  explicit SecondsAndNanos(const Message& message)
      : seconds(ReadInteger(message, message.GetDescriptor()->FindFieldByNumber(1), kSingular)),
        nanos(ReadInteger(message, message.GetDescriptor()->FindFieldByNumber(2), kSingular)) {}

  bool IsTimestamp() const {
    return seconds >= -62135596800 && seconds <= 253402300799 && nanos >= 0 && nanos <= 999999999;
  }
  bool IsDuration() const {
    const bool same_sign = (seconds <= 0 || nanos >= 0) && (seconds >= 0 || nanos <= 0);
    return same_sign && seconds >= -315576000000 && seconds <= 315576000000 &&
           nanos >= -999999999 && nanos <= 999999999;
  }

  int64_t seconds;
  int64_t nanos;
};

bool HasDuplicates(const Message& message, const FieldDescriptor* field) {
  const int size = message.GetReflection()->FieldSize(message, field);
  absl::flat_hash_set<std::string> strings;
  absl::flat_hash_set<int64_t> integers;
  std::string scratch;
  for (int i = 0; i < size; ++i) {
    const bool added = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING
                           ? strings.emplace(ReadString(message, field, i, scratch)).second
                           : integers.insert(ReadInteger(message, field, i)).second;
    if (!added) return true;
  }
  return false;
}

// One pass over a request.
class Walk {
 public:
  explicit Walk(absl::Time now) : now_(now) {}

  // Without rules, only what is always refused is looked for.
  void Visit(const Message& message, const MessagePlan& plan, bool with_rules) {
    if (!plan.unsupported.empty()) {
      unsupported_ = plan.unsupported.front();
      return;
    }
    for (const FieldPlan& field : plan.fields) VisitField(message, field, with_rules);
    if (!with_rules) return;
    for (const OneofDescriptor* oneof : plan.required_oneofs) {
      if (message.GetReflection()->HasOneof(message, oneof)) continue;
      Report(oneof->name(), "REQUIRED", "one field of it must be set");
    }
    for (const FieldGroup& group : plan.groups) CheckGroup(message, group);
  }

  absl::Status Result() const {
    if (!unsupported_.empty()) {
      return absl::InternalError(absl::StrCat("unsupported validation rule: ", unsupported_));
    }
    return violations_.ToStatus();
  }

 private:
  struct Step {
    const FieldDescriptor* field;
    int index;
  };

  void VisitField(const Message& message, const FieldPlan& plan, bool with_rules) {
    with_rules = with_rules && plan.skip != Skip::kAlways;
    const bool set = IsSet(message, *plan.field);
    path_.push_back({plan.field, kSingular});
    if (with_rules && plan.required && !set) {
      Report("REQUIRED", "is required");
    } else if (plan.field->is_repeated()) {
      VisitItems(message, plan, with_rules && (set || plan.skip != Skip::kIfZero));
    } else if (set || (with_rules && !plan.field->has_presence())) {
      VisitValue(message, plan, with_rules && (set || plan.skip != Skip::kIfZero));
    }
    path_.pop_back();
  }

  void VisitItems(const Message& message, const FieldPlan& plan, bool with_rules) {
    const int size = message.GetReflection()->FieldSize(message, plan.field);
    if (with_rules && static_cast<uint64_t>(size) > plan.max_items) {
      // A list that is refused for its length is not worth the walk over its items.
      return Report("REPEATED_MAX_ITEMS",
                    absl::StrCat("must have at most ", plan.max_items, " items"));
    }
    if (with_rules && static_cast<uint64_t>(size) < plan.min_items) {
      Report("REPEATED_MIN_ITEMS", absl::StrCat("must have at least ", plan.min_items, " items"));
    }
    if (with_rules && plan.unique && HasDuplicates(message, plan.field)) {
      Report("REPEATED_UNIQUE", "must not have equal items");
    }
    const bool item_rules = with_rules && plan.skip_item != Skip::kAlways;
    for (int i = 0; i < size; ++i) {
      path_.back().index = i;
      VisitValue(message, plan, item_rules);
    }
  }

  void VisitValue(const Message& message, const FieldPlan& plan, bool with_rules) {
    switch (plan.field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return VisitString(message, plan, with_rules);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return VisitMessage(message, plan, with_rules);
      default:
        return VisitInteger(message, plan, with_rules);
    }
  }

  void VisitString(const Message& message, const FieldPlan& plan, bool with_rules) {
    std::string scratch;
    const std::string_view value = ReadString(message, plan.field, path_.back().index, scratch);
    if (plan.field->type() == FieldDescriptor::TYPE_STRING) {
      if (value.find('\0') != value.npos) {
        return Report("STRING_NUL", "must not contain the NUL character");
      }
      if (!text::CountCodePoints(value).has_value()) {
        return Report("STRING_UTF8", "must be well-formed UTF-8");
      }
      if (IsName(*plan.field) && text::HasDirectionControls(value)) {
        return Report("STRING_DIRECTION",
                      "must not contain invisible characters that turn the direction of writing");
      }
    }
    if (with_rules) Apply(plan, value, value.empty());
  }

  void VisitInteger(const Message& message, const FieldPlan& plan, bool with_rules) {
    const int64_t value = ReadInteger(message, plan.field, path_.back().index);
    const auto* type = plan.field->enum_type();
    if (type != nullptr && type->FindValueByNumber(static_cast<int>(value)) == nullptr) {
      return Report("ENUM_DEFINED_ONLY", absl::StrCat("must be a value of ", type->name()));
    }
    if (!with_rules) return;
    if (std::holds_alternative<Rules<uint64_t>>(plan.rules)) {
      return Apply(plan, static_cast<uint64_t>(value), value == 0);
    }
    Apply(plan, value, value == 0);
  }

  void VisitMessage(const Message& parent, const FieldPlan& plan, bool with_rules) {
    const int index = path_.back().index;
    const Reflection* reflection = parent.GetReflection();
    const Message& message = index == kSingular
                                 ? reflection->GetMessage(parent, plan.field)
                                 : reflection->GetRepeatedMessage(parent, plan.field, index);
    switch (plan.message->kind) {
      case MessageKind::kPlain:
        return Visit(message, *plan.message, with_rules);
      case MessageKind::kTimestamp:
        return VisitTimestamp(message, plan, with_rules);
      case MessageKind::kDuration:
        return VisitDuration(message, plan, with_rules);
    }
  }

  void VisitTimestamp(const Message& message, const FieldPlan& plan, bool with_rules) {
    const SecondsAndNanos raw(message);
    if (!raw.IsTimestamp()) return Report("TIMESTAMP_RANGE", "must lie in the years 1 to 9999");
    const absl::Time value = absl::FromUnixSeconds(raw.seconds) + absl::Nanoseconds(raw.nanos);
    if (with_rules) Apply(plan, Instant{value, now_}, false);
  }

  void VisitDuration(const Message& message, const FieldPlan& plan, bool with_rules) {
    const SecondsAndNanos raw(message);
    if (!raw.IsDuration()) return Report("DURATION_RANGE", "must be a valid Duration");
    if (with_rules) Apply(plan, absl::Seconds(raw.seconds) + absl::Nanoseconds(raw.nanos), false);
  }

  template <typename T>
  void Apply(const FieldPlan& plan, const T& value, bool is_zero) {
    const auto* rules = std::get_if<Rules<T>>(&plan.rules);
    if (rules == nullptr || (is_zero && plan.skip_item == Skip::kIfZero)) return;
    for (const Rule<T>& rule : *rules) {
      if (!rule.holds(value)) Report(rule.reason, rule.description);
    }
  }

  void CheckGroup(const Message& message, const FieldGroup& group) {
    size_t set = 0;
    for (const FieldDescriptor* field : group.fields) set += IsSet(message, *field);
    if (set == 1 || (set == 0 && !group.required)) return;
    const std::string names = absl::StrJoin(
        group.fields, ", ",
        [](std::string* out, const FieldDescriptor* field) { out->append(field->name()); });
    Report("MESSAGE_ONEOF",
           absl::StrCat(group.required ? "exactly" : "at most", " one must be set of ", names));
  }

  void Report(const std::string& reason, const std::string& description) {
    Report("", reason, description);
  }

  // `last` is what the path ends in when that is not the field being visited.
  void Report(const std::string& last, const std::string& reason, const std::string& description) {
    // Millions of violations fit into a request; only the first ones are worth their text.
    if (violations_.full()) return violations_.AddOmitted();
    violations_.Add(PathTo(last), reason, description);
  }

  std::string PathTo(const std::string& last) const {
    std::string path;
    for (const Step& step : path_) {
      absl::StrAppend(&path, path.empty() ? "" : ".", step.field->name());
      if (step.index != kSingular) absl::StrAppend(&path, "[", step.index, "]");
    }
    if (!last.empty()) absl::StrAppend(&path, path.empty() ? "" : ".", last);
    return path;
  }

  const absl::Time now_;
  std::vector<Step> path_;
  Violations violations_;
  std::string unsupported_;
};

void CollectUnsupported(const MessagePlan& plan, absl::flat_hash_set<const MessagePlan*>& seen,
                        std::vector<std::string>& unsupported) {
  if (!seen.insert(&plan).second) return;
  unsupported.insert(unsupported.end(), plan.unsupported.begin(), plan.unsupported.end());
  for (const FieldPlan& field : plan.fields) {
    if (field.message != nullptr) CollectUnsupported(*field.message, seen, unsupported);
  }
}

void NormalizeString(Message* message, const FieldDescriptor* field, int index) {
  std::string scratch;
  const std::string_view value = ReadString(*message, field, index, scratch);
  if (text::IsAscii(value)) return;
  std::string normalized = text::ToNfc(value);
  if (normalized == value) return;
  const Reflection* reflection = message->GetReflection();
  if (index == kSingular) {
    reflection->SetString(message, field, std::move(normalized));
  } else {
    reflection->SetRepeatedString(message, field, index, std::move(normalized));
  }
}

void NormalizeValue(Message* message, const FieldDescriptor* field, int index) {
  const Reflection* reflection = message->GetReflection();
  if (field->type() == FieldDescriptor::TYPE_STRING) {
    NormalizeString(message, field, index);
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    NormalizeStrings(index == kSingular
                         ? reflection->MutableMessage(message, field)
                         : reflection->MutableRepeatedMessage(message, field, index));
  }
}

}  // namespace

absl::Status Validate(const Message& request) { return Validate(request, absl::Now()); }

absl::Status Validate(const Message& request, absl::Time now) {
  Walk walk(now);
  walk.Visit(request, PlanFor(*request.GetDescriptor()), true);
  return walk.Result();
}

absl::Status CheckSupported(const Descriptor* type) {
  absl::flat_hash_set<const MessagePlan*> seen;
  std::vector<std::string> unsupported;
  CollectUnsupported(PlanFor(*type), seen, unsupported);
  if (unsupported.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("unsupported validation rules: ", absl::StrJoin(unsupported, "; ")));
}

void NormalizeStrings(Message* message) {
  const Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      NormalizeValue(message, field, kSingular);
      continue;
    }
    const int size = reflection->FieldSize(*message, field);
    for (int i = 0; i < size; ++i) NormalizeValue(message, field, i);
  }
}

}  // namespace opora::validation
