#pragma once

#include <optional>
#include <string>

namespace opora::db {

// The parameter of a statement: NULL for what is empty.
inline std::optional<std::string> OrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace opora::db
