#include "services/client_registry/agencies/unit_store.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/rules/rule.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/refusals.h"

namespace opora::registry {

using common::v1::ActingRole;

absl::StatusOr<UnitRow> ReadUnit(db::Tx& tx, const std::string& agency_id,
                                 const std::string& department_id, const std::string& worker_id,
                                 const UnitFields& fields) {
  const pqxx::result rows = tx.Run(
      "SELECT a.type, d.kind, EXISTS (SELECT 1 FROM departments x WHERE x.agency_id = "
      "a.agency_id), "
      "w.worker_id IS NOT NULL, d.closed_on IS NOT NULL FROM agencies a "
      "LEFT JOIN departments d ON d.agency_id = a.agency_id AND d.department_id = $2::uuid "
      "LEFT JOIN workers w ON w.worker_id = $3::uuid AND w.agency_id = a.agency_id "
      "AND w.department_id IS NOT DISTINCT FROM d.department_id WHERE a.agency_id = $1 AND NOT "
      "a.suspended",
      {agency_id, db::OrNull(department_id), db::OrNull(worker_id)});
  if (rows.empty()) return rules::InvalidField(fields.agency, "AGENCY_UNKNOWN", "is no agency");
  const pqxx::row row = rows[0];
  if (!department_id.empty() && row[1].is_null()) {
    return rules::InvalidField(fields.department, "DEPARTMENT_UNKNOWN",
                               "is no department of the agency");
  }
  if (row[4].as<bool>() && !fields.or_closed)
    return rules::Refuse(rule::kDepartmentClosed, {.field = fields.department});
  if (department_id.empty() && row[2].as<bool>()) {
    return rules::InvalidField(fields.department, "DEPARTMENT_REQUIRED",
                               "is needed: the agency acts through one of its departments");
  }
  if (!worker_id.empty() && !row[3].as<bool>()) {
    return rules::InvalidField(fields.worker, "WORKER_UNKNOWN", "is no worker of the unit");
  }
  return UnitRow{row[0].c_str(), row[1].is_null() ? "" : row[1].c_str()};
}

bool HasClientsAsAWhole(db::Tx& tx, const std::string& agency_id) {
  return tx
      .Run(
          "SELECT EXISTS (SELECT 1 FROM client_units WHERE agency_id = $1 AND department_id IS "
          "NULL) "
          "OR EXISTS (SELECT 1 FROM consent_parties WHERE agency_id = $1 AND department_id IS "
          "NULL) "
          "OR EXISTS (SELECT 1 FROM clients WHERE agency_id = $1 AND department_id IS NULL)",
          {agency_id})[0][0]
      .as<bool>();
}

DepartmentUse LockDepartmentUse(db::Tx& tx, const std::string& department_id) {
  DepartmentUse use;
  for (const auto& row : tx.Run(
           "SELECT suspended FROM workers WHERE department_id = $1 ORDER BY worker_id FOR UPDATE",
           {department_id})) {
    if (!row[0].as<bool>()) ++use.workers;
  }
  use.assignments = tx.Run(
                          "SELECT count(*) FROM client_assignments WHERE department_id = $1 AND "
                          "state <> 'ENDED'",
                          {department_id})[0][0]
                        .as<int64_t>();
  return use;
}

bool HasOpenAssignments(db::Tx& tx, const std::string& worker_id) {
  return !tx.Run(
                "SELECT 1 FROM client_assignments WHERE worker_id = $1 AND state <> 'ENDED' LIMIT "
                "1",
                {worker_id})
              .empty();
}

void FindWorkers(db::Tx& tx, const v1::ListWorkersRequest& filter, absl::CivilDay day,
                 const rpc::Page& page, const std::function<v1::WorkerEntry*()>& add) {
  const pqxx::result rows = tx.Run(
      "SELECT w.worker_id, w.agency_id, w.department_id, w.given_name, w.family_name, w.suspended, "
      "array(SELECT r.role FROM role_assignments r WHERE r.worker_id = w.worker_id AND $2::date "
      "BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity') ORDER BY r.role) FROM workers w "
      "WHERE w.agency_id = $1 AND ($3::uuid IS NULL OR w.department_id = $3::uuid) AND ($4 OR NOT "
      "w.suspended) AND ($5::text IS NULL OR EXISTS (SELECT 1 FROM role_assignments r WHERE "
      "r.worker_id = w.worker_id AND r.role = $5::text AND $2::date BETWEEN r.valid_from AND "
      "coalesce(r.valid_to, 'infinity'))) AND ($6::text IS NULL OR (w.family_name, w.given_name, "
      "w.worker_id) > ($6::text, $7::text, $8::uuid)) "
      "ORDER BY w.family_name, w.given_name, w.worker_id LIMIT $9",
      {filter.agency_id(), dates::DateText(day), db::OrNull(filter.department_id()),
       filter.include_suspended() ? "true" : "false", db::StoredOrNull(filter.role()), page.Key(0),
       page.Key(1), page.Key(2), page.Limit()});
  for (const auto& row : rows) {
    v1::WorkerEntry& worker = *add();
    worker.set_worker_id(row[0].c_str());
    worker.set_agency_id(row[1].c_str());
    if (!row[2].is_null()) worker.set_department_id(row[2].c_str());
    worker.set_given_name(row[3].c_str());
    worker.set_family_name(row[4].c_str());
    worker.set_suspended(row[5].as<bool>());
    for (const auto role : db::EnumsOf<ActingRole, std::vector<ActingRole>>(row[6].c_str()))
      worker.add_roles(role);
  }
}

}  // namespace opora::registry
