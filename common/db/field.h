#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <string_view>

#include "common/db/plan.h"

// What statements written by hand take and give: enumerations by the names under which records
// store them, and columns that may be NULL.
namespace opora::db {

// The text of a column, empty for NULL.
inline std::string Text(const pqxx::field& field) { return field.is_null() ? "" : field.c_str(); }

// The name of a value that the contract knows.
template <typename Enum>
std::string Stored(Enum value) {
  return StoredName(*google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value));
}

// The parameter of a filter: NULL for unspecified, which means any.
template <typename Enum>
std::optional<std::string> StoredOrNull(Enum value) {
  return value == Enum() ? std::nullopt : std::optional(Stored(value));
}

// The value of a name; unspecified for none, and for one that this release does not know.
template <typename Enum>
Enum EnumOf(std::string_view name) {
  const auto* value = FromStoredName(*google::protobuf::GetEnumDescriptor<Enum>(), name);
  return value == nullptr ? Enum() : static_cast<Enum>(value->number());
}

// The values of an array column that this release knows, in their order where `Values` keeps it.
template <typename Enum, typename Values = std::set<Enum>>
Values EnumsOf(std::string_view literal) {
  Values values;
  for (const std::string& name : ParseArray(literal))
    if (const Enum value = EnumOf<Enum>(name); value != Enum()) values.insert(values.end(), value);
  return values;
}

}  // namespace opora::db
