#include "services/client_registry/agencies/unit_store.h"

#include "common/rules/rule.h"

namespace opora::registry {
namespace {

std::optional<std::string> OrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

absl::StatusOr<UnitRow> ReadUnit(db::Tx& tx, const std::string& agency_id,
                                 const std::string& department_id, const std::string& worker_id,
                                 const UnitFields& fields) {
  const pqxx::result rows = tx.Run(
      "SELECT a.type, d.kind, EXISTS (SELECT 1 FROM departments x WHERE x.agency_id = "
      "a.agency_id), "
      "w.worker_id IS NOT NULL FROM agencies a "
      "LEFT JOIN departments d ON d.agency_id = a.agency_id AND d.department_id = $2::uuid "
      "LEFT JOIN workers w ON w.worker_id = $3::uuid AND w.agency_id = a.agency_id "
      "AND w.department_id IS NOT DISTINCT FROM d.department_id WHERE a.agency_id = $1 AND NOT "
      "a.suspended",
      {agency_id, OrNull(department_id), OrNull(worker_id)});
  if (rows.empty()) return rules::InvalidField(fields.agency, "AGENCY_UNKNOWN", "is no agency");
  const pqxx::row row = rows[0];
  if (!department_id.empty() && row[1].is_null()) {
    return rules::InvalidField(fields.department, "DEPARTMENT_UNKNOWN",
                               "is no department of the agency");
  }
  if (department_id.empty() && row[2].as<bool>()) {
    return rules::InvalidField(fields.department, "DEPARTMENT_REQUIRED",
                               "is needed: the agency acts through one of its departments");
  }
  if (!worker_id.empty() && !row[3].as<bool>()) {
    return rules::InvalidField(fields.worker, "WORKER_UNKNOWN", "is no worker of the unit");
  }
  return UnitRow{row[0].c_str(), row[1].is_null() ? "" : row[1].c_str()};
}

}  // namespace opora::registry
