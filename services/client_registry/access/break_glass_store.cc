#include "services/client_registry/access/break_glass_store.h"

#include "common/db/plan.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"

namespace opora::registry::access {
namespace {

absl::Time Instant(const pqxx::field& epoch) {
  return absl::FromUnixMicros(static_cast<int64_t>(epoch.as<double>() * 1e6));
}

v1::AccessAlert AlertTo(const rpc::Unit& unit, v1::AccessAlertKind kind,
                        const v1::BreakGlass& glass) {
  v1::AccessAlert alert;
  alert.set_alert_id(ids::TimeOrderedId(rpc::FromTimestamp(glass.create_time())));
  alert.set_kind(kind);
  rpc::SetHolder(unit, alert);
  alert.set_break_glass_id(glass.break_glass_id());
  *alert.mutable_create_time() = glass.create_time();
  return alert;
}

}  // namespace

void LockWorker(db::Tx& tx, const std::string& worker_id) {
  tx.Run("SELECT 1 FROM workers WHERE worker_id = $1 FOR NO KEY UPDATE", {worker_id});
}

std::vector<RecentGlass> ReadRecent(db::Tx& tx, const std::string& worker_id,
                                    const std::string& client_id, absl::Time now) {
  const pqxx::result rows = tx.Run(
      "SELECT client_id, client_id IN (SELECT * FROM records_of($2)), extract(epoch FROM "
      "open_time), extract(epoch FROM coalesce(close_time, expire_time)) FROM break_glasses WHERE "
      "worker_id = $1 AND open_time > $3::timestamptz - interval '24 hours'",
      {worker_id, client_id, db::TimestampText(rpc::ToTimestamp(now))});
  std::vector<RecentGlass> recent;
  for (const auto& row : rows) {
    recent.push_back({row[0].c_str(), row[1].as<bool>(), Instant(row[2]), Instant(row[3])});
  }
  return recent;
}

int CountOverdue(db::Tx& tx, const std::string& agency_id, absl::CivilDay day) {
  return tx
      .Run(
          "SELECT count(*) FROM break_glasses WHERE agency_id = $1 AND outcome IS NULL AND "
          "review_due < $2",
          {agency_id, dates::DateText(day)})[0][0]
      .as<int>();
}

std::vector<v1::AccessAlert> AlertsFor(db::Tx& tx, const v1::BreakGlass& glass) {
  const rpc::Unit own = rpc::HolderOf(glass);
  std::vector<v1::AccessAlert> alerts = {AlertTo(own, v1::ACCESS_ALERT_KIND_REVIEW_DUE, glass)};
  const pqxx::result rows = tx.Run(
      "SELECT DISTINCT u.agency_id, u.department_id, a.worker_id FROM (SELECT client_id, "
      "agency_id, department_id FROM clients UNION SELECT client_id, agency_id, department_id FROM "
      "client_units) u LEFT JOIN client_assignments a ON a.client_id IN (SELECT * FROM "
      "records_of($1)) AND a.agency_id = u.agency_id AND a.department_id IS NOT DISTINCT FROM "
      "u.department_id AND a.state = 'ACTIVE' AND a.role IN ('KEY_WORKER', 'CASE_MANAGER') WHERE "
      "u.client_id IN (SELECT * FROM records_of($1))",
      {glass.client_id()});
  for (const auto& row : rows) {
    const rpc::Unit unit{row[0].c_str(), row[1].is_null() ? "" : row[1].c_str()};
    if (unit == own) continue;
    alerts.push_back(AlertTo(unit, v1::ACCESS_ALERT_KIND_BREAK_GLASS, glass));
    if (!row[2].is_null()) alerts.back().set_worker_id(row[2].c_str());
  }
  return alerts;
}

}  // namespace opora::registry::access
