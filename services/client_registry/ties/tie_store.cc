#include "services/client_registry/ties/tie_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/rpc/call.h"

namespace opora::registry {

std::string TieKey(const v1::PersonalTie& tie) {
  const auto* kind = v1::PersonalTieKind_descriptor()->FindValueByNumber(tie.kind());
  return absl::StrCat(tie.personal_tie_id(), "/", tie.worker_id(), "/", db::StoredName(*kind));
}

bool InsertTie(db::Tx& tx, v1::PersonalTie& tie) {
  const auto* kind = v1::PersonalTieKind_descriptor()->FindValueByNumber(tie.kind());
  // Two at once: the second waits for the first at the lock of the worker.
  tx.Run("SELECT 1 FROM workers WHERE worker_id = $1 FOR UPDATE", {tie.worker_id()});
  if (!tx.Run("SELECT 1 FROM personal_ties WHERE client_id = $1 AND worker_id = $2 AND kind = $3 "
              "AND end_time IS NULL",
              {tie.client_id(), tie.worker_id(), db::StoredName(*kind)})
           .empty()) {
    return false;
  }
  db::Insert(tx, tie);
  return true;
}

int64_t ReplayTie(db::Tx& tx, const audit::JournalEntry& entry) {
  const std::vector<std::string> parts = absl::StrSplit(entry.record_id, '/');
  if (parts.size() != 3) return 0;
  return static_cast<int64_t>(
      tx.Run("INSERT INTO personal_ties (personal_tie_id, client_id, agency_id, department_id, "
             "worker_id, kind, create_time) SELECT $1, c.client_id, c.agency_id, c.department_id, "
             "w.worker_id, $4, $5 FROM clients c, workers w WHERE c.client_id = $2 AND w.worker_id "
             "= $3 ON CONFLICT DO NOTHING",
             {parts[0], entry.client_id, parts[1], parts[2],
              db::TimestampText(rpc::ToTimestamp(entry.time))})
          .affected_rows());
}

}  // namespace opora::registry
