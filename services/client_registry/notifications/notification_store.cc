#include "services/client_registry/notifications/notification_store.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/rpc/call.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;

// Who wants mails, with $1 today and $2 now.
constexpr char kWatched[] =
    "SELECT p.worker_id, p.mode, w.agency_id, coalesce(w.department_id::text, ''), "
    "ARRAY(SELECT r.role FROM role_assignments r WHERE r.worker_id = p.worker_id AND $1::date "
    "BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')), ARRAY(SELECT "
    "s.absent_worker_id::text FROM substitutions s "
    "WHERE s.deputy_worker_id = p.worker_id AND s.begin_time <= $2 AND s.end_time > $2 AND "
    "s.ended_time IS NULL) FROM notification_preferences p "
    "JOIN workers w USING (worker_id) WHERE p.mode <> 'NEVER' AND NOT w.suspended AND ";

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
  for (const auto& row : tx.Run(
           absl::StrCat(kWatched,
                        "p.x_check_time <= $3 ORDER BY p.x_check_time LIMIT $4 FOR UPDATE OF p "
                        "SKIP LOCKED"),
           {dates::DateText(dates::DayAt(now)), Text(now), Text(before), std::to_string(limit)})) {
    ids.push_back(taken.emplace_back(WatchedOf(row)).worker_id);
  }
  tx.Run("UPDATE notification_preferences SET x_check_time = $2 WHERE worker_id = ANY($1::uuid[])",
         {db::ArrayLiteral(ids), Text(now)});
  return taken;
}

std::vector<Watched> FindWatched(db::Tx& tx, absl::Time now, const std::string& after, int limit) {
  std::vector<Watched> found;
  for (const auto& row :
       tx.Run(absl::StrCat(kWatched,
                           "($3::uuid IS NULL OR p.worker_id > $3::uuid) ORDER BY p.worker_id "
                           "LIMIT $4"),
              {dates::DateText(dates::DayAt(now)), Text(now), db::OrNull(after),
               std::to_string(limit)})) {
    found.push_back(WatchedOf(row));
  }
  return found;
}

bool HasMail(db::Tx& tx, const std::string& worker_id, absl::Time window) {
  return !tx.Run("SELECT 1 FROM notifications WHERE worker_id = $1 AND window_time = $2",
                 {worker_id, Text(window)})
              .empty();
}

std::vector<Waiting> WaitingOf(const std::vector<work::Row>& rows) {
  std::vector<Waiting> waiting;
  for (const work::Row& row : rows) waiting.push_back({KindOf(row), row.record_id, row.since});
  return waiting;
}

void PutElsewhere(db::Tx& tx, const std::string& service, const v1::WaitingWork& waiting) {
  std::vector<std::string> keys[2];
  std::vector<std::string> times[2];
  for (const v1::WaitingItem& item : waiting.items()) {
    keys[item.escalated()].push_back(item.key());
    times[item.escalated()].push_back(db::TimestampText(item.since_time()));
  }
  for (const bool escalated : {false, true}) {
    const std::string all = db::ArrayLiteral(keys[escalated]);
    tx.Run(
        "DELETE FROM work_elsewhere WHERE worker_id = $1 AND service = $2 AND escalated = $3 AND "
        "NOT item_key = ANY($4::uuid[])",
        {waiting.worker_id(), service, escalated ? "t" : "f", all});
    tx.Run(
        "INSERT INTO work_elsewhere AS e (worker_id, service, escalated, item_key, since_time) "
        "SELECT w.worker_id, $2, $3, i.item_key, max(i.since_time) FROM workers w, "
        "unnest($4::uuid[], $5::timestamptz[]) AS i (item_key, since_time) WHERE w.worker_id = $1 "
        "GROUP BY w.worker_id, i.item_key ON CONFLICT (worker_id, service, item_key, escalated) DO "
        "UPDATE SET since_time = excluded.since_time WHERE e.since_time <> excluded.since_time",
        {waiting.worker_id(), service, escalated ? "t" : "f", all,
         db::ArrayLiteral(times[escalated])});
  }
}

void ForgetElsewhere(db::Tx& tx, const std::string& worker_id) {
  tx.Run("DELETE FROM work_elsewhere WHERE worker_id = $1", {worker_id});
}

std::vector<Waiting> Elsewhere(db::Tx& tx, const std::string& worker_id, bool escalated) {
  std::vector<Waiting> waiting;
  for (const auto& row :
       tx.Run("SELECT service, item_key, (extract(epoch FROM since_time) * 1000000)::bigint FROM "
              "work_elsewhere WHERE worker_id = $1 AND escalated = $2",
              {worker_id, escalated ? "t" : "f"})) {
    waiting.push_back({row[0].c_str(), row[1].c_str(), absl::FromUnixMicros(row[2].as<int64_t>())});
  }
  return waiting;
}

std::vector<Waiting> NotTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                             std::vector<Waiting> waiting) {
  std::vector<std::string> keys;
  for (const Waiting& one : waiting) keys.push_back(one.key);
  std::map<std::string, absl::Time> told;
  for (const auto& row :
       tx.Run("SELECT kind, record_id, (extract(epoch FROM since_time) * 1000000)::bigint FROM "
              "notified_work WHERE worker_id = $1 AND escalated = $2 AND record_id = "
              "ANY($3::uuid[])",
              {worker_id, escalated ? "t" : "f", db::ArrayLiteral(keys)})) {
    told[KeyOf(row[0].c_str(), row[1].c_str())] = absl::FromUnixMicros(row[2].as<int64_t>());
  }
  std::erase_if(waiting, [&](const Waiting& one) {
    const auto found = told.find(KeyOf(one.kind, one.key));
    return found != told.end() && found->second >= one.since;
  });
  return waiting;
}

void RememberTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                  const std::vector<Waiting>& waiting, absl::Time now) {
  for (const Waiting& one : waiting) {
    tx.Run(
        "INSERT INTO notified_work (worker_id, kind, record_id, since_time, escalated, "
        "notify_time) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (worker_id, kind, record_id, "
        "escalated) DO UPDATE SET since_time = excluded.since_time, notify_time = "
        "excluded.notify_time",
        {worker_id, one.kind, one.key, Text(one.since), escalated ? "t" : "f", Text(now)});
  }
}

void ForgetOld(db::Tx& tx) {
  tx.Run("DELETE FROM notified_work WHERE notify_time < now() - interval '400 days'");
  // Nobody keeps up what waits for somebody who wants no mails.
  tx.Run(
      "DELETE FROM work_elsewhere e USING notification_preferences p WHERE p.worker_id = "
      "e.worker_id AND p.mode = 'NEVER'");
  tx.Run(
      "DELETE FROM notifications WHERE state <> 'QUEUED' AND window_time < now() - interval '90 "
      "days'");
}

}  // namespace opora::registry
