#include "services/client_registry/notifications/notification_store.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/rpc/call.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;

constexpr char kWatched[] =
    "SELECT p.worker_id, p.mode, w.agency_id, coalesce(w.department_id::text, ''), "
    "ARRAY(SELECT r.role FROM role_assignments r WHERE r.worker_id = p.worker_id AND $3::date "
    "BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')), ARRAY(SELECT "
    "s.absent_worker_id::text FROM substitutions s "
    "WHERE s.deputy_worker_id = p.worker_id AND s.begin_time <= $4 AND s.end_time > $4 AND "
    "s.ended_time IS NULL) FROM notification_preferences p "
    "JOIN workers w USING (worker_id) WHERE p.mode <> 'NEVER' AND NOT w.suspended AND "
    "p.x_check_time <= $1 ORDER BY p.x_check_time LIMIT $2 FOR UPDATE OF p SKIP LOCKED";

std::string Text(absl::Time time) { return db::TimestampText(rpc::ToTimestamp(time)); }

std::string KeyOf(std::string_view kind, const std::string& record_id) {
  return absl::StrCat(std::string(kind), " ", record_id);
}

std::string KindOf(const work::Row& row) { return db::Stored(row.source->kind); }

Watched WatchedOf(const pqxx::row& row) {
  Watched watched;
  watched.worker_id = row[0].c_str();
  watched.mode = db::EnumOf<v1::NotificationMode>(row[1].c_str());
  watched.unit = {row[2].c_str(), row[3].c_str()};
  watched.roles = db::EnumsOf<ActingRole, std::vector<ActingRole>>(row[4].c_str());
  watched.absent = db::ParseArray(row[5].c_str());
  return watched;
}

}  // namespace

std::vector<Watched> TakeWatched(db::Tx& tx, absl::Time now, absl::Time before, int limit) {
  std::vector<Watched> taken;
  std::vector<std::string> ids;
  for (const auto& row : tx.Run(kWatched, {Text(before), std::to_string(limit),
                                           dates::DateText(dates::DayAt(now)), Text(now)})) {
    ids.push_back(taken.emplace_back(WatchedOf(row)).worker_id);
  }
  tx.Run("UPDATE notification_preferences SET x_check_time = $2 WHERE worker_id = ANY($1::uuid[])",
         {db::ArrayLiteral(ids), Text(now)});
  return taken;
}

bool HasMail(db::Tx& tx, const std::string& worker_id, absl::Time window) {
  return !tx.Run("SELECT 1 FROM notifications WHERE worker_id = $1 AND window_time = $2",
                 {worker_id, Text(window)})
              .empty();
}

std::vector<work::Row> NotTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                               std::vector<work::Row> rows) {
  std::vector<std::string> records;
  for (const work::Row& row : rows) records.push_back(row.record_id);
  std::map<std::string, absl::Time> told;
  for (const auto& row :
       tx.Run("SELECT kind, record_id, (extract(epoch FROM since_time) * 1000000)::bigint FROM "
              "notified_work WHERE worker_id = $1 AND escalated = $2 AND record_id = "
              "ANY($3::uuid[])",
              {worker_id, escalated ? "t" : "f", db::ArrayLiteral(records)})) {
    told[KeyOf(row[0].c_str(), row[1].c_str())] = absl::FromUnixMicros(row[2].as<int64_t>());
  }
  std::erase_if(rows, [&](const work::Row& row) {
    const auto found = told.find(KeyOf(KindOf(row), row.record_id));
    return found != told.end() && found->second >= row.since;
  });
  return rows;
}

void RememberTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                  const std::vector<work::Row>& rows, absl::Time now) {
  for (const work::Row& row : rows) {
    tx.Run(
        "INSERT INTO notified_work (worker_id, kind, record_id, since_time, escalated, "
        "notify_time) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (worker_id, kind, record_id, "
        "escalated) DO UPDATE SET since_time = excluded.since_time, notify_time = "
        "excluded.notify_time",
        {worker_id, KindOf(row), row.record_id, Text(row.since), escalated ? "t" : "f", Text(now)});
  }
}

std::map<std::string, absl::Time> SeenBy(db::Tx& tx, const std::vector<std::string>& workers) {
  std::map<std::string, absl::Time> seen;
  for (const auto& row :
       tx.Run("SELECT worker_id, (extract(epoch FROM seen_time) * 1000000)::bigint FROM work_seen "
              "WHERE worker_id = ANY($1::uuid[])",
              {db::ArrayLiteral(workers)})) {
    seen[row[0].c_str()] = absl::FromUnixMicros(row[1].as<int64_t>());
  }
  return seen;
}

void ForgetOld(db::Tx& tx) {
  tx.Run("DELETE FROM notified_work WHERE notify_time < now() - interval '400 days'");
  tx.Run(
      "DELETE FROM notifications WHERE state <> 'QUEUED' AND window_time < now() - interval '90 "
      "days'");
}

}  // namespace opora::registry
