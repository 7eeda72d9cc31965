#include "common/db/constraints.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/telemetry/log.h"

namespace opora::db {
namespace {

using Constraints = std::map<std::string, const rules::Rule*, std::less<>>;

Constraints& Registered() {
  static auto* registered = new Constraints();
  return *registered;
}

// libpqxx 6 hands over no constraint name, only the server's (terse, row-free) text. Names stand in
// it in double quotes in every language of the server, so those are compared with what we know.
const rules::Rule* RuleNamedIn(std::string_view text) {
  bool quoted = false;
  for (const std::string& part : std::vector<std::string>(absl::StrSplit(std::string(text), '"'))) {
    if (quoted) {
      if (auto found = Registered().find(part); found != Registered().end()) return found->second;
    }
    quoted = !quoted;
  }
  return nullptr;
}

}  // namespace

void RegisterConstraint(std::string_view constraint, const rules::Rule& rule) {
  Registered()[std::string(constraint)] = &rule;
}

absl::Status StatusFromConstraint(std::string_view sqlstate, std::string_view text) {
  if (const rules::Rule* rule = RuleNamedIn(text)) return rules::Refuse(*rule);
  if (sqlstate == "23505") {
    return rules::StatusWithReason(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS",
                                   "the record exists already");
  }
  if (sqlstate == "23503") {
    return rules::StatusWithReason(absl::StatusCode::kFailedPrecondition,
                                   "REFERENCED_RECORD_MISSING",
                                   "a record that the request names does not exist");
  }
  if (sqlstate == "23P01") {
    return rules::StatusWithReason(absl::StatusCode::kFailedPrecondition, "OVERLAP",
                                   "the period overlaps another");
  }
  telemetry::Log(telemetry::Level::kError, "an invariant of the schema was violated",
                 {{"sqlstate", std::string(sqlstate)}, {"error", std::string(text)}});
  return rules::StatusWithReason(absl::StatusCode::kInternal, "INVARIANT_VIOLATED",
                                 "internal error");
}

}  // namespace opora::db
