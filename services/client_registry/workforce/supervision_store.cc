#include "services/client_registry/workforce/supervision_store.h"

#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

std::string InstantText(absl::Time time) { return db::TimestampText(rpc::ToTimestamp(time)); }

}  // namespace

v1::SupervisionSettings SettingsOf(db::Tx& tx, const rpc::Unit& unit) {
  auto found = db::Select<v1::SupervisionSettings>(
      tx, "WHERE r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid",
      {unit.agency_id, db::OrNull(unit.department_id)});
  return found.empty() ? v1::SupervisionSettings() : std::move(found.front());
}

std::vector<ContactTime> ContactTimes(db::Tx& tx, const std::string& worker_id,
                                      const rpc::Unit& unit, absl::Time since) {
  std::vector<ContactTime> times;
  for (const auto& row :
       tx.Run("SELECT k.survivor_id, sum(c.duration_minutes) FROM contact_records c JOIN "
              "client_clusters k USING (client_id) WHERE c.worker_id = $1 AND c.agency_id = $2 AND "
              "c.department_id IS NOT DISTINCT FROM $3::uuid AND c.occurred_at >= $4 AND "
              "c.duration_minutes IS NOT NULL GROUP BY 1 ORDER BY 1",
              {worker_id, unit.agency_id, db::OrNull(unit.department_id), InstantText(since)})) {
    times.push_back({row[0].c_str(), row[1].as<int64_t>()});
  }
  return times;
}

std::vector<v1::SupervisionHint> UnlinkedSupport(db::Tx& tx, const std::string& worker_id,
                                                 const rpc::Unit& unit,
                                                 const std::vector<std::string>& codes,
                                                 absl::Time since) {
  std::vector<v1::SupervisionHint> hints;
  for (const auto& row : tx.Run(
           "SELECT s.client_id, s.support_record_id FROM support_records s JOIN "
           "support_categories k USING (category_id) WHERE s.worker_id = $1 AND s.agency_id = $2 "
           "AND s.department_id IS NOT DISTINCT FROM $3::uuid AND k.code = ANY ($4::text[]) AND "
           "s.occurred_at >= $5 AND NOT EXISTS (SELECT 1 FROM support_need_links l WHERE "
           "l.support_record_id = s.support_record_id) ORDER BY s.support_record_id DESC LIMIT 100",
           {worker_id, unit.agency_id, db::OrNull(unit.department_id), db::ArrayLiteral(codes),
            InstantText(since)})) {
    v1::SupervisionHint& hint = hints.emplace_back();
    hint.set_kind(v1::SUPERVISION_HINT_KIND_UNLINKED_SUPPORT);
    hint.set_client_id(row[0].c_str());
    hint.set_support_record_id(row[1].c_str());
  }
  return hints;
}

std::vector<int64_t> HoursToSupport(db::Tx& tx, const rpc::Unit& unit,
                                    const SummaryPeriod& period) {
  std::vector<int64_t> hours;
  for (const auto& row : tx.Run(
           "WITH first AS (SELECT k.survivor_id AS person, min(e.at) AS at FROM ("
           "SELECT client_id, occurred_at AS at FROM contact_records WHERE agency_id = $1 AND "
           "department_id IS NOT DISTINCT FROM $2::uuid "
           "UNION ALL SELECT client_id, create_time FROM clients WHERE agency_id = $1 AND "
           "department_id IS NOT DISTINCT FROM $2::uuid) e JOIN client_clusters k USING "
           "(client_id) GROUP BY 1), helped AS (SELECT k.survivor_id AS person, "
           "min(s.occurred_at) AS at FROM support_records s JOIN client_clusters k USING "
           "(client_id) WHERE s.agency_id = $1 AND s.department_id IS NOT DISTINCT FROM $2::uuid "
           "GROUP BY 1) SELECT CASE WHEN helped.at IS NULL THEN -1 ELSE greatest(0, "
           "floor(extract(epoch FROM helped.at - first.at) / 3600)) END::bigint FROM first LEFT "
           "JOIN helped USING (person) WHERE (first.at AT TIME ZONE 'Europe/Prague')::date "
           "BETWEEN $3 AND $4",
           {unit.agency_id, db::OrNull(unit.department_id), dates::DateText(period.from),
            dates::DateText(period.to)})) {
    hours.push_back(row[0].as<int64_t>());
  }
  return hours;
}

}  // namespace opora::registry
