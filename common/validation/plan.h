#pragma once

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "common/validation/rules.h"

namespace opora::validation {

struct MessagePlan;

// When the rules of a value are not applied.
enum class Skip { kNever, kIfZero, kAlways };

// The compiled rules of one field.
struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  bool required = false;
  Skip skip = Skip::kNever;
  // Of the value, or of each item when the field is repeated.
  ValueRules rules;
  // Of a repeated field only.
  Skip skip_item = Skip::kNever;
  uint64_t min_items = 0;
  uint64_t max_items = std::numeric_limits<uint64_t>::max();
  bool unique = false;
  // Of the message that the field holds; null for other fields.
  const MessagePlan* message = nullptr;
};

// Fields of which at most one, or with `required` exactly one, may be set.
struct FieldGroup {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  bool required = false;
};

// How messages of one type are interpreted, of well-known types Timestamp and Duration too.
enum class MessageKind { kPlain, kTimestamp, kDuration };

// The compiled rules of one message type.
struct MessagePlan {
  MessageKind kind = MessageKind::kPlain;
  std::vector<FieldPlan> fields;
  std::vector<const google::protobuf::OneofDescriptor*> required_oneofs;
  std::vector<FieldGroup> groups;
  // "package.Message.field: what the interpreter lacks", empty when the plan is complete.
  std::vector<std::string> unsupported;
};

// The plan of a message type, compiled on first use together with all types it contains. Thread
// safe. The descriptor must live as long as the process, as generated ones do.
const MessagePlan& PlanFor(const google::protobuf::Descriptor& type);

}  // namespace opora::validation
