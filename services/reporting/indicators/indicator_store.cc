#include "services/reporting/indicators/indicator_store.h"

#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"

namespace opora::reporting {
absl::StatusOr<v1::CriteriaCatalogue> FindCatalogue(db::Tx& tx, const std::string& code,
                                                    int number) {
  auto found = db::Select<v1::CriteriaCatalogue>(
      tx, "WHERE r.code = $1 AND ($2 = 0 OR r.number = $2) ORDER BY r.number DESC LIMIT 1",
      {code, std::to_string(number)});
  if (found.empty()) return rules::NotFound();
  return std::move(found[0]);
}

int NextCatalogueNumber(db::Tx& tx, const std::string& code) {
  tx.Run("SELECT pg_advisory_xact_lock(hashtext('criteria_catalogues ' || $1))", {code});
  return tx
      .Run("SELECT coalesce(max(number), 0) + 1 FROM criteria_catalogues WHERE code = $1",
           {code})[0][0]
      .as<int>();
}

std::optional<v1::Assessment> FindAssessment(db::Tx& tx, const std::string& locality_id,
                                             const std::string& catalogue_code,
                                             v1::AssessmentKind kind) {
  auto found = db::Select<v1::Assessment>(tx,
                                          "JOIN criteria_catalogues c USING (catalogue_id) WHERE "
                                          "r.locality_id = $1 AND c.code = $2 AND "
                                          "r.kind = $3 ORDER BY c.number DESC LIMIT 1",
                                          {locality_id, catalogue_code, db::Stored(kind)});
  if (found.empty()) return std::nullopt;
  return std::move(found[0]);
}

std::optional<v1::Assessment> LockAssessment(db::Tx& tx, const std::string& locality_id,
                                             const std::string& catalogue_id,
                                             v1::AssessmentKind kind) {
  const pqxx::result rows = tx.Run(
      "SELECT assessment_id FROM assessments WHERE locality_id = $1 AND catalogue_id = $2 AND kind "
      "= $3",
      {locality_id, catalogue_id, db::Stored(kind)});
  if (rows.empty()) return std::nullopt;
  v1::Assessment assessment;
  if (!db::FindForUpdate(tx, rows[0][0].as<std::string>(), assessment)) return std::nullopt;
  return assessment;
}

}  // namespace opora::reporting
