#include "common/db/plan.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "opora/common/v1/policy.pb.h"
#include "opora/common/v1/types.pb.h"

namespace opora::db {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

[[noreturn]] void Unstorable(const FieldDescriptor& field) {
  std::fprintf(stderr, "field %s cannot be stored\n", field.full_name().c_str());
  std::abort();
}

ColumnKind MessageKind(const FieldDescriptor& field) {
  const std::string& name = field.message_type()->full_name();
  if (name == "google.protobuf.Timestamp") return ColumnKind::kTimestamp;
  if (name == "opora.common.v1.Date") return ColumnKind::kDate;
  if (name == "opora.common.v1.PartialDate") return ColumnKind::kPartialDate;
  if (name == "opora.common.v1.Money") return ColumnKind::kMoney;
  return ColumnKind::kJson;
}

ColumnKind KindOf(const FieldDescriptor& field) {
  if (field.name() == "etag") return ColumnKind::kVersion;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.is_repeated() ? ColumnKind::kTextArray : ColumnKind::kText;
    case FieldDescriptor::CPPTYPE_ENUM:
      return field.is_repeated() ? ColumnKind::kEnumArray : ColumnKind::kEnum;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      if (field.is_repeated()) Unstorable(field);
      return ColumnKind::kInteger;
    case FieldDescriptor::CPPTYPE_BOOL:
      if (field.is_repeated()) Unstorable(field);
      return ColumnKind::kBool;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageKind(field);
    default:
      Unstorable(field);
  }
}

Column ColumnOf(const FieldDescriptor& field) {
  Column column{&field, KindOf(field), {field.name()}, field.has_presence()};
  if (column.kind == ColumnKind::kMoney) {
    column.names = {field.name() + "_minor_units", field.name() + "_currency_code"};
  }
  if (column.kind == ColumnKind::kVersion) column.names = {"version"};
  return column;
}

std::unique_ptr<RecordPlan> MakePlan(const Descriptor* message) {
  const auto& option = message->options().GetExtension(common::v1::record);
  if (option.table().empty()) {
    std::fprintf(stderr, "message %s is not a record\n", message->full_name().c_str());
    std::abort();
  }
  auto plan = std::make_unique<RecordPlan>();
  plan->message = message;
  plan->table = option.table();
  plan->key = option.key();
  plan->parent = option.parent();
  std::vector<std::string> names;
  std::vector<std::string> inserted;
  std::vector<std::string> placeholders;
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor& field = *message->field(i);
    if (field.options().GetExtension(common::v1::field).computed()) continue;
    if (field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      plan->children.push_back({&field});
      continue;
    }
    const Column& column = plan->columns.emplace_back(ColumnOf(field));
    plan->versioned |= column.kind == ColumnKind::kVersion;
    for (const std::string& name : column.names) {
      names.push_back("r." + name);
      if (column.kind == ColumnKind::kVersion) continue;
      inserted.push_back(name);
      placeholders.push_back("$" + std::to_string(inserted.size()));
    }
  }
  plan->select = "SELECT " + absl::StrJoin(names, ", ") + " FROM " + plan->table + " r ";
  plan->insert = "INSERT INTO " + plan->table + " (" + absl::StrJoin(inserted, ", ") +
                 ") VALUES (" + absl::StrJoin(placeholders, ", ") + ")";
  return plan;
}

std::string EnumPrefix(const EnumDescriptor& type) {
  std::string prefix;
  for (char c : type.name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return prefix + "_";
}

std::string DateText(const Message& date) {
  const auto& value = static_cast<const common::v1::Date&>(date);
  return absl::StrFormat("%04d-%02d-%02d", value.year(), value.month(), value.day());
}

std::string PartialDateText(const Message& date) {
  const auto& value = static_cast<const common::v1::PartialDate&>(date);
  std::string text = absl::StrFormat("%04d", value.year());
  if (value.month() != 0) absl::StrAppendFormat(&text, "-%02d", value.month());
  if (value.day() != 0) absl::StrAppendFormat(&text, "-%02d", value.day());
  return text;
}

std::string JsonText(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    throw std::runtime_error("a message could not be written as JSON");
  }
  return json;
}

void AppendMoney(const Message& record, const Column& column, Params& params) {
  const auto& money = static_cast<const common::v1::Money&>(
      record.GetReflection()->GetMessage(record, column.field));
  params.emplace_back(std::to_string(money.minor_units()));
  params.emplace_back(money.currency_code());
}

std::string IntegerText(const Message& record, const FieldDescriptor& field) {
  const Reflection& reflection = *record.GetReflection();
  return std::to_string(field.cpp_type() == FieldDescriptor::CPPTYPE_INT32
                            ? reflection.GetInt32(record, &field)
                            : reflection.GetInt64(record, &field));
}

std::string ArrayText(const Message& record, const Column& column) {
  const Reflection& reflection = *record.GetReflection();
  std::vector<std::string> elements;
  for (int i = 0; i < reflection.FieldSize(record, column.field); ++i) {
    elements.push_back(column.kind == ColumnKind::kTextArray
                           ? reflection.GetRepeatedString(record, column.field, i)
                           : StoredName(*reflection.GetRepeatedEnum(record, column.field, i)));
  }
  return ArrayLiteral(elements);
}

void ReadTimestamp(std::string_view text, Message& out) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S%Ez", std::string(text) + ":00", &time, &error)) {
    throw std::runtime_error("unreadable timestamp");
  }
  auto& timestamp = static_cast<google::protobuf::Timestamp&>(out);
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(timestamp.seconds()))));
}

int DigitsAt(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  if (text.size() < at + count) return 0;
  if (!absl::SimpleAtoi(absl::string_view(text.data() + at, count), &value)) {
    throw std::runtime_error("unreadable date");
  }
  return value;
}

template <typename DateMessage>
void ReadDate(std::string_view text, Message& out) {
  auto& date = static_cast<DateMessage&>(out);
  date.set_year(DigitsAt(text, 0, 4));
  date.set_month(DigitsAt(text, 5, 2));
  date.set_day(DigitsAt(text, 8, 2));
}

const EnumValueDescriptor& KnownValue(const FieldDescriptor& field, std::string_view name) {
  const EnumValueDescriptor* value = FromStoredName(*field.enum_type(), name);
  if (value == nullptr) throw std::runtime_error("RECORD_NEWER_THAN_SERVICE");
  return *value;
}

void ReadArray(std::string_view text, const Column& column, Message& record) {
  const Reflection& reflection = *record.GetReflection();
  for (const std::string& element : ParseArray(text)) {
    if (column.kind == ColumnKind::kTextArray) {
      reflection.AddString(&record, column.field, element);
    } else {
      reflection.AddEnum(&record, column.field, &KnownValue(*column.field, element));
    }
  }
}

void ReadInteger(std::string_view text, const FieldDescriptor& field, Message& record) {
  int64_t value = 0;
  if (!absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &value)) {
    throw std::runtime_error("unreadable integer");
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    record.GetReflection()->SetInt32(&record, &field, static_cast<int32_t>(value));
  } else {
    record.GetReflection()->SetInt64(&record, &field, value);
  }
}

void ReadMessage(std::string_view text, const Column& column, Message& record) {
  Message& out = *record.GetReflection()->MutableMessage(&record, column.field);
  switch (column.kind) {
    case ColumnKind::kTimestamp:
      return ReadTimestamp(text, out);
    case ColumnKind::kDate:
      return ReadDate<common::v1::Date>(text, out);
    case ColumnKind::kPartialDate:
      return ReadDate<common::v1::PartialDate>(text, out);
    default: {
      google::protobuf::util::JsonParseOptions options;
      if (!google::protobuf::util::JsonStringToMessage(std::string(text), &out, options).ok()) {
        throw std::runtime_error("RECORD_NEWER_THAN_SERVICE");
      }
    }
  }
}

void ReadColumn(std::string_view text, const Column& column, Message& record) {
  const Reflection& reflection = *record.GetReflection();
  switch (column.kind) {
    case ColumnKind::kText:
      return reflection.SetString(&record, column.field, std::string(text));
    case ColumnKind::kInteger:
      return ReadInteger(text, *column.field, record);
    case ColumnKind::kBool:
      return reflection.SetBool(&record, column.field, text == "t");
    case ColumnKind::kEnum:
      return reflection.SetEnum(&record, column.field, &KnownValue(*column.field, text));
    case ColumnKind::kTextArray:
    case ColumnKind::kEnumArray:
      return ReadArray(text, column, record);
    case ColumnKind::kVersion: {
      int64_t version = 0;
      (void)absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &version);
      return reflection.SetString(&record, column.field, absl::StrFormat("\"%x\"", version));
    }
    default:
      return ReadMessage(text, column, record);
  }
}

void ReadMoney(const pqxx::field& units, const pqxx::field& currency, const Column& column,
               Message& record) {
  auto& money = static_cast<common::v1::Money&>(
      *record.GetReflection()->MutableMessage(&record, column.field));
  money.set_minor_units(units.as<int64_t>());
  money.set_currency_code(currency.as<std::string>());
}

}  // namespace

const RecordPlan& PlanOf(const Descriptor* message) {
  static absl::Mutex mutex;
  static auto* plans = new absl::flat_hash_map<const Descriptor*, std::unique_ptr<RecordPlan>>();
  {
    absl::ReaderMutexLock lock(&mutex);
    if (auto found = plans->find(message); found != plans->end()) return *found->second;
  }
  auto plan = MakePlan(message);
  absl::MutexLock lock(&mutex);
  return *plans->emplace(message, std::move(plan)).first->second;
}

std::string StoredName(const EnumValueDescriptor& value) {
  return std::string(absl::StripPrefix(value.name(), EnumPrefix(*value.type())));
}

const EnumValueDescriptor* FromStoredName(const EnumDescriptor& type, std::string_view name) {
  return type.FindValueByName(EnumPrefix(type) + std::string(name));
}

std::string TimestampText(const Message& message) {
  const auto& timestamp = static_cast<const google::protobuf::Timestamp&>(message);
  const absl::Time time =
      absl::FromUnixSeconds(timestamp.seconds()) + absl::Microseconds(timestamp.nanos() / 1000);
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

void AppendParams(const Message& record, const Column& column, Params& params) {
  const Reflection& reflection = *record.GetReflection();
  const FieldDescriptor& field = *column.field;
  if (column.nullable && !reflection.HasField(record, &field)) {
    params.insert(params.end(), column.names.size(), std::nullopt);
    return;
  }
  switch (column.kind) {
    case ColumnKind::kText:
      params.emplace_back(reflection.GetString(record, &field));
      return;
    case ColumnKind::kInteger:
      params.emplace_back(IntegerText(record, field));
      return;
    case ColumnKind::kBool:
      params.emplace_back(reflection.GetBool(record, &field) ? "t" : "f");
      return;
    case ColumnKind::kEnum:
      params.emplace_back(StoredName(*reflection.GetEnum(record, &field)));
      return;
    case ColumnKind::kTimestamp:
      params.emplace_back(TimestampText(reflection.GetMessage(record, &field)));
      return;
    case ColumnKind::kDate:
      params.emplace_back(DateText(reflection.GetMessage(record, &field)));
      return;
    case ColumnKind::kPartialDate:
      params.emplace_back(PartialDateText(reflection.GetMessage(record, &field)));
      return;
    case ColumnKind::kMoney:
      AppendMoney(record, column, params);
      return;
    case ColumnKind::kTextArray:
    case ColumnKind::kEnumArray:
      params.emplace_back(ArrayText(record, column));
      return;
    case ColumnKind::kJson:
      params.emplace_back(JsonText(reflection.GetMessage(record, &field)));
      return;
    case ColumnKind::kVersion:
      return;
  }
}

void ReadRow(const pqxx::row& row, const RecordPlan& plan, Message& record) {
  pqxx::row::size_type at = 0;
  for (const Column& column : plan.columns) {
    if (!row[at].is_null()) {
      if (column.kind == ColumnKind::kMoney) {
        ReadMoney(row[at], row[at + 1], column, record);
      } else {
        ReadColumn(std::string_view(row[at].c_str(), row[at].size()), column, record);
      }
    }
    at += static_cast<pqxx::row::size_type>(column.names.size());
  }
}

}  // namespace opora::db
