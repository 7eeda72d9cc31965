#include "common/validation/plan.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "buf/validate/validate.pb.h"

namespace opora::validation {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

using Plans = absl::flat_hash_map<const Descriptor*, std::unique_ptr<MessagePlan>>;

// A rule that this build's validate.proto lacks arrives as an unknown field.
bool HasUnknownFields(const Message& message) {
  const auto* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated()) continue;
    if (HasUnknownFields(reflection->GetMessage(message, field))) return true;
  }
  return false;
}

Skip SkipOf(const buf::validate::FieldRules& rules) {
  switch (rules.ignore()) {
    case buf::validate::IGNORE_UNSPECIFIED:
      return Skip::kNever;
    case buf::validate::IGNORE_IF_ZERO_VALUE:
      return Skip::kIfZero;
    case buf::validate::IGNORE_ALWAYS:
      return Skip::kAlways;
  }
  return Skip::kNever;
}

MessageKind KindOf(const Descriptor& type) {
  if (type.full_name() == "google.protobuf.Timestamp") return MessageKind::kTimestamp;
  if (type.full_name() == "google.protobuf.Duration") return MessageKind::kDuration;
  return MessageKind::kPlain;
}

bool CanBeUnique(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return false;
    default:
      return true;
  }
}

// Compiles one message type into its plan.
class Compiler {
 public:
  Compiler(const Descriptor& type, MessagePlan& plan) : type_(type), plan_(plan) {}

  void Compile() {
    plan_.kind = KindOf(type_);
    if (plan_.kind != MessageKind::kPlain) return;
    for (int i = 0; i < type_.field_count(); ++i) CompileField(*type_.field(i));
    for (int i = 0; i < type_.real_oneof_decl_count(); ++i) CompileOneof(*type_.oneof_decl(i));
    CompileGroups();
  }

 private:
  void CompileField(const FieldDescriptor& field) {
    const auto& rules = field.options().GetExtension(buf::validate::field);
    if (HasUnknownFields(rules)) Refuse(field.full_name(), "the rule is not known");
    FieldPlan plan;
    plan.field = &field;
    plan.required = rules.required();
    plan.skip = SkipOf(rules);
    if (!field.is_repeated()) {
      CompileValue(rules, plan);
    } else if (rules.has_repeated()) {
      CompileRepeated(rules.repeated(), plan);
    } else if (rules.type_case() != buf::validate::FieldRules::TYPE_NOT_SET) {
      Refuse(field.full_name(), "the rules are not for a repeated field");
    }
    plan_.fields.push_back(std::move(plan));
  }

  void CompileValue(const buf::validate::FieldRules& rules, FieldPlan& plan) {
    auto compiled = CompileRules(rules, *plan.field);
    if (!compiled.ok())
      return Refuse(plan.field->full_name(), std::string(compiled.status().message()));
    plan.rules = *std::move(compiled);
  }

  void CompileRepeated(const buf::validate::RepeatedRules& rules, FieldPlan& plan) {
    const std::string& name = plan.field->full_name();
    if (plan.field->is_map()) return Refuse(name, "rules of maps are not known");
    if (rules.has_min_items()) plan.min_items = rules.min_items();
    if (rules.has_max_items()) plan.max_items = rules.max_items();
    plan.unique = rules.unique();
    if (plan.unique && !CanBeUnique(*plan.field)) Refuse(name, "`unique` is not for this type");
    if (rules.items().has_required()) Refuse(name, "`required` is not for items");
    plan.skip_item = SkipOf(rules.items());
    CompileValue(rules.items(), plan);
  }

  void CompileOneof(const OneofDescriptor& oneof) {
    const auto& rules = oneof.options().GetExtension(buf::validate::oneof);
    if (HasUnknownFields(rules)) Refuse(oneof.full_name(), "the rule is not known");
    if (rules.required()) plan_.required_oneofs.push_back(&oneof);
  }

  void CompileGroups() {
    const auto& rules = type_.options().GetExtension(buf::validate::message);
    if (HasUnknownFields(rules)) Refuse(type_.full_name(), "the rule is not known");
    for (const auto& rule : rules.oneof()) {
      if (HasUnknownFields(rule)) Refuse(type_.full_name(), "the rule is not known");
      if (rule.fields().empty()) Refuse(type_.full_name(), "`oneof` names no field");
      FieldGroup group{.fields = {}, .required = rule.required()};
      for (const std::string& name : rule.fields()) AddToGroup(name, group);
      plan_.groups.push_back(std::move(group));
    }
  }

  void AddToGroup(const std::string& name, FieldGroup& group) {
    const FieldDescriptor* field = type_.FindFieldByName(name);
    if (field == nullptr) {
      return Refuse(type_.full_name(), absl::StrCat("`oneof` names the missing field ", name));
    }
    group.fields.push_back(field);
    const auto& rules = field->options().GetExtension(buf::validate::field);
    if (!rules.has_ignore()) plan_.fields[field->index()].skip = Skip::kIfZero;
  }

  void Refuse(const std::string& element, const std::string& reason) {
    plan_.unsupported.push_back(absl::StrCat(element, ": ", reason));
  }

  const Descriptor& type_;
  MessagePlan& plan_;
};

class PlanCache {
 public:
  const MessagePlan& Get(const Descriptor& type) ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      const absl::ReaderMutexLock lock(&mutex_);
      if (const auto found = plans_.find(&type); found != plans_.end()) return *found->second;
    }
    const absl::MutexLock lock(&mutex_);
    return Compile(type);
  }

 private:
  // Recursive types end the recursion: a plan is in the map before its fields are compiled, and
  // nobody else sees the map until the whole closure is complete.
  const MessagePlan& Compile(const Descriptor& type) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto [found, added] = plans_.try_emplace(&type, nullptr);
    if (!added) return *found->second;
    MessagePlan& plan = *(found->second = std::make_unique<MessagePlan>());
    Compiler(type, plan).Compile();
    for (FieldPlan& field : plan.fields) {
      if (field.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        field.message = &Compile(*field.field->message_type());
      }
    }
    return plan;
  }

  absl::Mutex mutex_;
  Plans plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

const MessagePlan& PlanFor(const Descriptor& type) {
  static auto* const cache = new PlanCache;
  return cache->Get(type);
}

}  // namespace opora::validation
