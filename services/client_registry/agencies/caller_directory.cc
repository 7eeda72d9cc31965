#include "services/client_registry/agencies/caller_directory.h"

#include <string>
#include <string_view>

#include "common/db/plan.h"
#include "common/ids/ids.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

// One row per known sign-in: the schema admits a role once per day.
constexpr char kPerson[] =
    "SELECT w.worker_id, w.agency_id, coalesce(w.department_id::text, ''), w.suspended, "
    "a.suspended, "
    "r.role_assignment_id IS NOT NULL, coalesce(r.delegated_social_work, false), "
    "d.closed_on IS NOT NULL "
    "FROM workers w JOIN agencies a USING (agency_id) "
    "LEFT JOIN departments d ON d.department_id = w.department_id "
    "LEFT JOIN role_assignments r ON r.worker_id = w.worker_id AND r.role = $3 "
    "AND $4::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity') "
    "WHERE w.issuer = $1 AND w.subject = $2";

// The reason is for the caller's own administrator; the text tells nothing.
absl::Status Denied(std::string_view reason) {
  return rules::StatusWithReason(absl::StatusCode::kPermissionDenied, reason,
                                 "the caller may not make this call");
}

absl::Status CheckAgencySystem(db::Tx& tx, const std::string& agency_id) {
  if (!ids::IsUuid(agency_id)) return Denied("AGENCY_UNKNOWN");
  const pqxx::result rows =
      tx.Run("SELECT suspended FROM agencies WHERE agency_id = $1", {agency_id});
  if (rows.empty()) return Denied("AGENCY_UNKNOWN");
  return rows[0][0].as<bool>() ? Denied("AGENCY_SUSPENDED") : absl::OkStatus();
}

absl::Status ResolvePerson(db::Tx& tx, const rpc::CallFacts& facts, rpc::Caller& caller) {
  const common::v1::ActingRole role = facts.context.acting_role();
  const auto* value = common::v1::ActingRole_descriptor()->FindValueByNumber(role);
  if (value == nullptr) return Denied("ROLE_NOT_HELD");
  const pqxx::result rows = tx.Run(kPerson, {caller.issuer, caller.subject, db::StoredName(*value),
                                             dates::DateText(dates::DayAt(facts.now))});
  if (rows.empty()) return Denied("WORKER_UNKNOWN");
  const pqxx::row row = rows[0];
  const rpc::Unit unit{row[1].as<std::string>(), row[2].as<std::string>()};
  if (!caller.unit.agency_id.empty() && caller.unit.agency_id != unit.agency_id) {
    return Denied("AGENCY_MISMATCH");
  }
  if (row[3].as<bool>()) return Denied("WORKER_SUSPENDED");
  if (row[4].as<bool>()) return Denied("AGENCY_SUSPENDED");
  if (row[7].as<bool>()) return Denied("DEPARTMENT_CLOSED");
  if (role != common::v1::ACTING_ROLE_UNSPECIFIED && !row[5].as<bool>()) {
    return Denied("ROLE_NOT_HELD");
  }
  caller.worker_id = row[0].as<std::string>();
  caller.unit = unit;
  caller.role = role;
  caller.delegated_social_work = row[6].as<bool>();
  return absl::OkStatus();
}

}  // namespace

absl::Status CallerDirectory::Resolve(db::Tx& tx, const rpc::CallFacts& facts,
                                      rpc::Caller& caller) {
  // Nobody can act for another: no substitution has been entered that a caller could name.
  if (!facts.context.substitution_id().empty()) return Denied("SUBSTITUTION_UNKNOWN");
  switch (caller.kind) {
    case common::v1::CALLER_PERSON:
      return ResolvePerson(tx, facts, caller);
    case common::v1::CALLER_AGENCY_SYSTEM:
      return CheckAgencySystem(tx, caller.unit.agency_id);
    default:
      return absl::OkStatus();
  }
}

}  // namespace opora::registry
