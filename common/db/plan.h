#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "common/db/session.h"

// How one message is laid out in its table; computed once per message type.
namespace opora::db {

enum class ColumnKind {
  kText,     // string; uuid or text column
  kInteger,  // int32, int64
  kBool,
  kEnum,         // text, names without the prefix of the enumeration
  kTimestamp,    // google.protobuf.Timestamp, cut to microseconds
  kDate,         // opora.common.v1.Date
  kPartialDate,  // text YYYY[-MM[-DD]]
  kMoney,        // two columns: <name>_minor_units, <name>_currency_code
  kTextArray,
  kEnumArray,
  kJson,     // any other message; never changed after creation
  kVersion,  // the field "etag", column "version"
};

struct Column {
  const google::protobuf::FieldDescriptor* field;
  ColumnKind kind;
  std::vector<std::string> names;  // One, or two for money.
  bool nullable;
};

struct Child {
  const google::protobuf::FieldDescriptor* field;
};

struct RecordPlan {
  const google::protobuf::Descriptor* message;
  std::string table;
  std::string key;
  std::string parent;  // Column that holds the key of the parent, empty for a root.
  std::vector<Column> columns;
  std::vector<Child> children;
  bool versioned = false;

  std::string select;  // "SELECT r.a, r.b FROM table r "
  std::string insert;  // "INSERT INTO table (…) VALUES ($1, …)"
};

// The plan of a message; aborts when it has no (opora.common.v1.record) option or a field that
// cannot be stored, which is a mistake of the contract.
const RecordPlan& PlanOf(const google::protobuf::Descriptor* message);

// Appends the parameters of a column of `record`.
void AppendParams(const google::protobuf::Message& record, const Column& column, Params& params);

// Reads the columns of a row in plan order, from `first` on.
// Throws std::runtime_error RECORD_NEWER_THAN_SERVICE for a value it does not know.
void ReadRow(const pqxx::row& row, const RecordPlan& plan, google::protobuf::Message& record);

// Name of an enum value as stored: without the prefix of its enumeration.
std::string StoredName(const google::protobuf::EnumValueDescriptor& value);
const google::protobuf::EnumValueDescriptor* FromStoredName(
    const google::protobuf::EnumDescriptor& type, std::string_view name);

// Text form of a google.protobuf.Timestamp message for a timestamptz parameter.
std::string TimestampText(const google::protobuf::Message& timestamp);

}  // namespace opora::db
