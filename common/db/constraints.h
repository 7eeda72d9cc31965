#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "common/rules/rule.h"

namespace opora::db {

// Tells which rule a constraint of the schema stands for, so that a race that only the database
// sees is refused like the rule itself. To be called at start-up, before the first transaction.
void RegisterConstraint(std::string_view constraint, const rules::Rule& rule);

// The refusal for a violated constraint of SQLSTATE class 23: that of its rule, or a plain
// ALREADY_EXISTS (23505), FAILED_PRECONDITION (23503, 23P01) or INTERNAL (23502, 23514).
absl::Status StatusFromConstraint(std::string_view sqlstate, std::string_view text);

}  // namespace opora::db
