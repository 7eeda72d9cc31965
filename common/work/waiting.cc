#include "common/work/waiting.h"

#include <algorithm>
#include <map>

#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "common/work/work_service.h"

namespace opora::work {
namespace {

constexpr int kRows = 300;  // More than that is one mail all the same.

bool LeadsUnit(const Listener& worker) {
  return std::any_of(worker.roles.begin(), worker.roles.end(), [](common::v1::ActingRole role) {
    return role == common::v1::ACTING_ROLE_HEAD_OF_UNIT ||
           role == common::v1::ACTING_ROLE_TEAM_LEAD;
  });
}

// Without the worker no basis is asked for: what needs one is left out.
bool IsOfUnit(const Row& row, const rpc::Unit& unit) {
  return row.source->whose != Whose::kForeign || row.holder == unit;
}

// When each of the workers last saw the list.
std::map<std::string, absl::Time> SeenByEach(db::Tx& tx, const std::vector<std::string>& workers) {
  std::map<std::string, absl::Time> seen;
  for (const auto& row :
       tx.Run("SELECT worker_id, (extract(epoch FROM seen_time) * 1000000)::bigint FROM work_seen "
              "WHERE worker_id = ANY($1::uuid[])",
              {db::ArrayLiteral(workers)})) {
    seen[row[0].c_str()] = absl::FromUnixMicros(row[1].as<int64_t>());
  }
  return seen;
}

}  // namespace

std::vector<Row> FreshFor(db::Tx& tx, const Finder& finder, const Listener& worker,
                          absl::Time now) {
  Question question;
  question.worker_ids = worker.absent;
  question.worker_ids.push_back(worker.worker_id);
  question.unit = worker.unit;
  question.roles = worker.roles;
  question.today = dates::DayAt(now);
  question.limit = kRows;
  std::vector<Row> rows = finder.Find(tx, question);
  const absl::Time seen = SeenBy(tx, worker.worker_id);
  std::erase_if(rows,
                [&](const Row& row) { return row.since <= seen || !IsOfUnit(row, worker.unit); });
  return rows;
}

std::vector<Row> EscalatedTo(db::Tx& tx, const Finder& finder, const Listener& worker,
                             absl::Time now, absl::Duration patience) {
  if (!LeadsUnit(worker)) return {};
  Question question;
  question.scope = common::v1::WORK_SCOPE_UNIT;
  question.unit = worker.unit;
  question.today = dates::DayAt(now);
  question.limit = kRows;
  std::vector<Row> rows = finder.Find(tx, question);
  std::vector<std::string> responsible;
  for (const Row& row : rows) {
    if (!row.worker_id.empty()) responsible.push_back(row.worker_id);
  }
  const std::map<std::string, absl::Time> seen = SeenByEach(tx, responsible);
  std::erase_if(rows, [&](const Row& row) {
    if (row.worker_id == worker.worker_id || !IsOfUnit(row, worker.unit)) return true;
    const auto looked = seen.find(row.worker_id);
    const bool unread = row.worker_id.empty() || looked == seen.end() || looked->second < row.since;
    const bool waits_long = now - row.since > patience;
    const bool overdue =
        row.due.has_value() && now - absl::FromCivil(*row.due + 1, dates::PragueZone()) > patience;
    return !overdue && !(unread && waits_long);
  });
  return rows;
}

}  // namespace opora::work
