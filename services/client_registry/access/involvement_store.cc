#include "services/client_registry/access/involvement_store.h"

#include <optional>

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry::access {
namespace {

// Whatever names a worker; a new table that does belongs here. Days are those of Prague.
constexpr char kInvolvement[] =
    "WITH person AS (SELECT records_of AS client_id FROM records_of($2)), since AS (SELECT "
    "$3::date "
    "AS day, $3::date::timestamp AT TIME ZONE 'Europe/Prague' AS instant) "
    "SELECT kind FROM ("
    "SELECT 'ASSIGNMENT' AS kind FROM client_assignments JOIN person USING (client_id), since "
    "  WHERE worker_id = $1 AND coalesce(valid_to, 'infinity') >= day "
    "UNION SELECT 'SUPPORT_RECORD' FROM support_records JOIN person USING (client_id), since "
    "  WHERE worker_id = $1 AND occurred_at >= instant "
    "UNION SELECT 'REFERRAL' FROM referrals JOIN person USING (client_id), since "
    "  WHERE worker_id = $1 AND create_time >= instant "
    "UNION SELECT 'STATEMENT_AUTHOR' FROM statements JOIN person USING (client_id), since "
    "  WHERE author_worker_id = $1 AND create_time >= instant "
    "UNION SELECT 'REGISTRATION' FROM clients JOIN person USING (client_id), since "
    "  WHERE registered_by_worker_id = $1 AND create_time >= instant "
    "UNION SELECT 'CONSENT' FROM consents k JOIN person USING (client_id) JOIN consent_versions v "
    "  USING (consent_id), since WHERE (v.signed_time >= instant OR v.signed_time IS NULL AND "
    "  k.create_time >= instant OR coalesce(v.end_time, 'infinity') >= instant AND v.valid_to >= "
    "day) "
    "  AND (v.explainer_worker_id = $1 OR v.told_by_worker_id = $1 OR EXISTS (SELECT 1 FROM "
    "  consent_parties p WHERE p.consent_version_id = v.consent_version_id AND p.worker_id = $1)) "
    "UNION SELECT 'CONSENT' FROM consents JOIN person USING (client_id), since WHERE revoke_time "
    ">= "
    "  instant AND revocation->>'attestingWorkerId' = $1::text "
    // A deputy is in it like the worker whose part he or she takes (XC-61).
    "UNION SELECT 'ASSIGNMENT' FROM substitutions s JOIN client_assignments a ON a.worker_id = "
    "  s.absent_worker_id JOIN person USING (client_id), since WHERE s.deputy_worker_id = $1 AND "
    "  a.role = ANY (s.roles) AND coalesce(s.ended_time, s.end_time) >= instant AND s.begin_time "
    "<= "
    "  now() AND coalesce(a.valid_to, 'infinity') >= day "
    "UNION SELECT 'CONTACT' FROM contact_records JOIN person USING (client_id), since "
    "  WHERE worker_id = $1 AND occurred_at >= instant "
    "UNION SELECT 'TASK' FROM task_requests JOIN person USING (client_id), since "
    "  WHERE $1 IN (worker_id, recipient_worker_id) AND coalesce(answer_time, create_time) >= "
    "instant "
    "UNION SELECT 'ASSIGNMENT' FROM uncovered_clients JOIN person USING (client_id), since "
    "  WHERE fallback_worker_id = $1 AND coalesce(closed_time, 'infinity') >= instant "
    "UNION SELECT 'REFERRAL' FROM waiting_entries JOIN person USING (client_id), since "
    "  WHERE worker_id = $1 AND create_time >= instant "
    "UNION SELECT 'REFERRAL' FROM case_transfers JOIN person USING (client_id), since "
    "  WHERE $1::uuid IN (from_worker_id, to_worker_id, told_by_worker_id) AND create_time >= "
    "instant "
    "UNION SELECT 'APPOINTMENT' FROM appointments JOIN person USING (client_id), since "
    "  WHERE $1::uuid IN (worker_id, accompanying_worker_id) AND end_time >= instant "
    "UNION SELECT 'DISCLOSURE' FROM one_off_disclosures JOIN person USING (client_id), since "
    "  WHERE worker_id = $1 AND occurred_at >= instant) found";

void ReadFact(const pqxx::row& row, v1::AssignmentFact& fact) {
  fact.set_assignment_id(db::Text(row[0]));
  fact.set_client_id(db::Text(row[1]));
  fact.set_worker_id(db::Text(row[2]));
  fact.set_agency_id(db::Text(row[3]));
  fact.set_department_id(db::Text(row[4]));
  fact.set_role(db::EnumOf<common::v1::ActingRole>(db::Text(row[5])));
  fact.set_stance(db::EnumOf<common::v1::Stance>(db::Text(row[6])));
  if (const auto from = dates::ParseDate(db::Text(row[7])))
    *fact.mutable_valid_from() = dates::ToDate(*from);
  if (const auto to = dates::ParseDate(db::Text(row[8])))
    *fact.mutable_valid_to() = dates::ToDate(*to);
}

}  // namespace

std::vector<v1::InvolvementKind> ReadInvolvement(db::Tx& tx, const std::string& worker_id,
                                                 const std::string& client_id,
                                                 absl::CivilDay since) {
  std::set<v1::InvolvementKind> kinds;
  for (const auto& row : tx.Run(kInvolvement, {worker_id, client_id, dates::DateText(since)}))
    kinds.insert(db::EnumOf<v1::InvolvementKind>(db::Text(row[0])));
  kinds.erase(v1::INVOLVEMENT_KIND_UNSPECIFIED);
  return {kinds.begin(), kinds.end()};
}

void ReadAssignments(db::Tx& tx, const std::string& client_id, const std::string& worker_id,
                     absl::CivilDay day, const std::function<v1::AssignmentFact*()>& add) {
  // A day that an assignment ended on still counts; one that ended before it began never did.
  const pqxx::result rows = tx.Run(
      "SELECT assignment_id, client_id, worker_id, agency_id, department_id, role, stance, "
      "valid_from, valid_to FROM client_assignments WHERE ($1::uuid IS NULL OR client_id IN "
      "(SELECT "
      "* FROM records_of($1))) AND ($2::uuid IS NULL OR worker_id = $2 OR EXISTS (SELECT 1 FROM "
      "substitutions s WHERE s.deputy_worker_id = $2 AND s.absent_worker_id = "
      "client_assignments.worker_id AND client_assignments.role = ANY (s.roles) AND s.ended_time "
      "IS "
      "NULL AND $3::date BETWEEN (s.begin_time AT TIME ZONE 'Europe/Prague')::date AND (s.end_time "
      "AT TIME ZONE 'Europe/Prague')::date)) AND state <> 'PAUSED' AND "
      "$3::date BETWEEN valid_from AND coalesce(valid_to, 'infinity') ORDER BY valid_from, "
      "assignment_id LIMIT 500",
      {db::OrNull(client_id), db::OrNull(worker_id), dates::DateText(day)});
  for (const auto& row : rows) ReadFact(row, *add());
}

}  // namespace opora::registry::access
