#pragma once

#include <pqxx/pqxx>

#include <optional>
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

// The values of an array column. One that this release does not know stands in it as unspecified:
// a limit that lists it limits all the same, and it is none that is asked for.
template <typename Enum>
std::set<Enum> EnumsOf(std::string_view literal) {
  std::set<Enum> values;
  for (const std::string& name : ParseArray(literal)) values.insert(EnumOf<Enum>(name));
  return values;
}

}  // namespace opora::db
