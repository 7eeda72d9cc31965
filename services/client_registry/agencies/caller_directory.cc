#include "services/client_registry/agencies/caller_directory.h"

#include <string>
#include <string_view>

#include "common/db/plan.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

// Who signs in, with the role if it is held. Of those who have left and given the sign-in back the
// last one is told why.
constexpr char kPerson[] =
    "SELECT w.worker_id, w.agency_id, coalesce(w.department_id::text, ''), w.suspended, "
    "a.suspended, "
    "r.role_assignment_id IS NOT NULL, coalesce(r.delegated_social_work, false), "
    "e.employment_end_id IS NOT NULL, d.closed_on IS NOT NULL, "
    "ARRAY(SELECT tied FROM tied_clients_of(w.worker_id, $4) tied) "
    "FROM workers w JOIN agencies a USING (agency_id) "
    "LEFT JOIN departments d ON d.department_id = w.department_id "
    "LEFT JOIN role_assignments r ON r.worker_id = w.worker_id AND r.role = $3 "
    "AND $4::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity') "
    "LEFT JOIN employment_ends e ON e.worker_id = w.worker_id AND e.resumed_time IS NULL AND "
    "e.end_time <= $5 "
    "WHERE w.issuer = $1 AND w.subject = $2 ORDER BY w.x_left, w.create_time DESC LIMIT 1";

// What a substitution gives its deputy at this instant (XC-61): a role of the absent worker that is
// lent and held. Social work in delegated competence is the deputy's own designation (XC-14).
constexpr char kLent[] =
    "SELECT s.absent_worker_id, s.ended_time IS NULL AND s.begin_time <= $3 AND $3 < s.end_time "
    "AND NOT b.x_left AND NOT EXISTS (SELECT 1 FROM employment_ends e WHERE e.worker_id = "
    "b.worker_id AND e.resumed_time IS NULL AND e.end_time <= $3) "
    "AND b.agency_id = d.agency_id AND b.department_id IS NOT DISTINCT FROM d.department_id, "
    "$4 = ANY (s.roles) AND r.role_assignment_id IS NOT NULL, "
    "coalesce(r.delegated_social_work, false) AND EXISTS (SELECT 1 FROM role_assignments o WHERE "
    "o.worker_id = d.worker_id AND o.delegated_social_work AND $5::date BETWEEN o.valid_from AND "
    "coalesce(o.valid_to, 'infinity')) "
    "FROM substitutions s JOIN workers d ON d.worker_id = s.deputy_worker_id "
    "JOIN workers b ON b.worker_id = s.absent_worker_id "
    "LEFT JOIN role_assignments r ON r.worker_id = s.absent_worker_id AND r.role = $4 AND "
    "$5::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity') "
    "WHERE s.substitution_id = $1 AND s.deputy_worker_id = $2";

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

// Puts the caller in the absent worker's place, if the substitution is theirs and in force.
absl::Status Substitute(db::Tx& tx, const rpc::CallFacts& facts, const std::string& role,
                        rpc::Caller& caller) {
  if (!ids::IsUuid(facts.context.substitution_id())) return Denied("SUBSTITUTION_UNKNOWN");
  const pqxx::result rows = tx.Run(kLent, {facts.context.substitution_id(), caller.worker_id,
                                           db::TimestampText(rpc::ToTimestamp(facts.now)), role,
                                           dates::DateText(dates::DayAt(facts.now))});
  if (rows.empty()) return Denied("SUBSTITUTION_UNKNOWN");
  if (!rows[0][1].as<bool>()) return Denied("SUBSTITUTION_OVER");
  if (!rows[0][2].as<bool>()) return Denied("ROLE_NOT_LENT");
  caller.substituted_worker_id = rows[0][0].as<std::string>();
  caller.delegated_social_work = rows[0][3].as<bool>();
  return absl::OkStatus();
}

absl::Status ResolvePerson(db::Tx& tx, const rpc::CallFacts& facts, rpc::Caller& caller) {
  const common::v1::ActingRole role = facts.context.acting_role();
  const auto* value = common::v1::ActingRole_descriptor()->FindValueByNumber(role);
  if (value == nullptr) return Denied("ROLE_NOT_HELD");
  const pqxx::result rows = tx.Run(kPerson, {caller.issuer, caller.subject, db::StoredName(*value),
                                             dates::DateText(dates::DayAt(facts.now)),
                                             db::TimestampText(rpc::ToTimestamp(facts.now))});
  if (rows.empty()) return Denied("WORKER_UNKNOWN");
  const pqxx::row row = rows[0];
  const rpc::Unit unit{row[1].as<std::string>(), row[2].as<std::string>()};
  if (!caller.unit.agency_id.empty() && caller.unit.agency_id != unit.agency_id) {
    return Denied("AGENCY_MISMATCH");
  }
  if (row[7].as<bool>()) return Denied("EMPLOYMENT_ENDED");
  if (row[3].as<bool>()) return Denied("WORKER_SUSPENDED");
  if (row[4].as<bool>()) return Denied("AGENCY_SUSPENDED");
  if (row[8].as<bool>()) return Denied("DEPARTMENT_CLOSED");
  caller.worker_id = row[0].as<std::string>();
  caller.unit = unit;
  caller.role = role;
  const std::vector<std::string> tied = db::ParseArray(row[9].c_str());
  caller.tied_clients = {tied.begin(), tied.end()};
  if (!facts.context.substitution_id().empty())
    return Substitute(tx, facts, db::StoredName(*value), caller);
  if (role != common::v1::ACTING_ROLE_UNSPECIFIED && !row[5].as<bool>()) {
    return Denied("ROLE_NOT_HELD");
  }
  caller.delegated_social_work = row[6].as<bool>();
  return absl::OkStatus();
}

}  // namespace

absl::Status CallerDirectory::Resolve(db::Tx& tx, const rpc::CallFacts& facts,
                                      rpc::Caller& caller) {
  switch (caller.kind) {
    case common::v1::CALLER_PERSON:
      return ResolvePerson(tx, facts, caller);
    case common::v1::CALLER_AGENCY_SYSTEM:
      if (!facts.context.substitution_id().empty()) return Denied("SUBSTITUTION_UNKNOWN");
      return CheckAgencySystem(tx, caller.unit.agency_id);
    default:
      return absl::OkStatus();
  }
}

}  // namespace opora::registry
