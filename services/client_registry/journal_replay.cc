#include "services/client_registry/journal_replay.h"

#include <map>

#include "absl/strings/match.h"
#include "common/db/plan.h"
#include "common/rpc/call.h"
#include "common/telemetry/log.h"
#include "services/client_registry/protection/protection_store.h"

namespace opora::registry {

absl::Status ReplayJournal(db::Tx& tx, const std::vector<audit::JournalEntry>& entries) {
  std::map<std::string, bool> suspended;  // The last word on each worker counts.
  int64_t applied = 0;
  for (const audit::JournalEntry& entry : entries) {
    if (entry.kind == "WORKER_SUSPENDED" || entry.kind == "WORKER_RESUMED") {
      suspended[entry.record_id] = entry.kind == "WORKER_SUSPENDED";
    } else if (entry.kind == "CONSENT_REVOKED") {
      const std::string time = db::TimestampText(rpc::ToTimestamp(entry.time));
      applied += static_cast<int64_t>(
          tx.Run("UPDATE consents SET state = 'REVOKED', revoke_time = $2, version = version + 1 "
                 "WHERE consent_id = $1 AND state <> 'REVOKED'",
                 {entry.record_id, time})
              .affected_rows());
      tx.Run(
          "UPDATE consent_versions SET end_time = $2 WHERE consent_id = $1 AND effective_time IS "
          "NOT NULL "
          "AND end_time IS NULL",
          {entry.record_id, time});
    } else if (absl::StartsWith(entry.kind, "ADDRESS_")) {
      continue;  // All together, below.
    } else {
      return absl::FailedPreconditionError(
          "the journal holds a kind of entry that this release does not know: " + entry.kind);
    }
  }
  for (const auto& [worker, state] : suspended) {
    applied += static_cast<int64_t>(tx.Run("UPDATE workers SET suspended = $2, version = version + "
                                           "1 WHERE worker_id = $1 AND suspended <> $2",
                                           {worker, state ? "t" : "f"})
                                        .affected_rows());
  }
  applied += protection::Replay(tx, entries);
  if (applied > 0)
    telemetry::Log(telemetry::Level::kWarn, "re-applied from the journal", {{"rows", applied}});
  return absl::OkStatus();
}

}  // namespace opora::registry
