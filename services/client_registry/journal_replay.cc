#include "services/client_registry/journal_replay.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/db/plan.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/telemetry/log.h"
#include "services/client_registry/consents/doubt_replay.h"
#include "services/client_registry/consents/seal.h"
#include "services/client_registry/deaths/death_store.h"
#include "services/client_registry/protection/protection_store.h"
#include "services/client_registry/ties/tie_store.h"

namespace opora::registry {
namespace {

// "worker@instant" of an end, "worker" of its taking back. Assignments are ended by
// ProcessDepartures; calls of the worker are refused at once.
int64_t ReplayEmployment(db::Tx& tx, const audit::JournalEntry& entry) {
  const std::vector<std::string> parts = absl::StrSplit(entry.record_id, '@');
  if (entry.kind == "EMPLOYMENT_ENDED" && parts.size() == 2) {
    return static_cast<int64_t>(
        tx.Run("INSERT INTO employment_ends (employment_end_id, worker_id, agency_id, end_time, "
               "create_time) SELECT $2, worker_id, agency_id, $3, $4 FROM workers w WHERE "
               "w.worker_id = $1 ON CONFLICT (worker_id) WHERE resumed_time IS NULL DO UPDATE SET "
               "end_time = excluded.end_time, version = employment_ends.version + 1 WHERE "
               "employment_ends.applied_time IS NULL AND employment_ends.end_time <> "
               "excluded.end_time",
               {parts[0], ids::RandomId(), parts[1],
                db::TimestampText(rpc::ToTimestamp(entry.time))})
            .affected_rows());
  }
  const auto resumed = tx.Run(
      "UPDATE employment_ends SET resumed_time = $2, version = version + 1 WHERE worker_id = $1 "
      "AND resumed_time IS NULL RETURNING applied_time IS NOT NULL",
      {parts[0], db::TimestampText(rpc::ToTimestamp(entry.time))});
  if (!resumed.empty() && resumed[0][0].as<bool>()) {
    tx.Run(
        "UPDATE workers SET suspended = false, x_left = false, version = version + 1 WHERE "
        "worker_id = $1",
        {parts[0]});
  }
  return static_cast<int64_t>(resumed.affected_rows());
}

int64_t Withdraw(db::Tx& tx, const std::string& consent_id, const std::string& time) {
  int64_t applied = 0;
  const bool stands =
      !tx.Run(
             "SELECT 1 FROM consents k WHERE k.consent_id = $1 AND (k.state <> 'REVOKED' OR EXISTS "
             "(SELECT 1 FROM consent_versions v WHERE v.consent_id = k.consent_id AND "
             "v.effective_time IS NOT NULL AND v.end_time IS NULL))",
             {consent_id})
           .empty();
  if (!stands) return applied;
  seal::Change(tx, consent_id, [&] {
    applied = static_cast<int64_t>(
        tx.Run("UPDATE consents SET state = 'REVOKED', revoke_time = $2, version = version + 1 "
               "WHERE consent_id = $1 AND state <> 'REVOKED'",
               {consent_id, time})
            .affected_rows());
    tx.Run(
        "UPDATE consent_versions SET end_time = $2 WHERE consent_id = $1 AND effective_time IS NOT "
        "NULL AND end_time IS NULL",
        {consent_id, time});
  });
  return applied;
}

}  // namespace

absl::Status ReplayJournal(db::Tx& tx, const std::vector<audit::JournalEntry>& entries) {
  std::map<std::string, bool> suspended;  // The last word on each worker counts,
  std::map<std::string, bool> agencies;   // on each agency,
  std::map<std::string, const audit::JournalEntry*> employments;  // and on each employment.
  int64_t applied = 0;
  for (const audit::JournalEntry& entry : entries) {
    if (entry.kind == "WORKER_SUSPENDED" || entry.kind == "WORKER_RESUMED") {
      suspended[entry.record_id] = entry.kind == "WORKER_SUSPENDED";
    } else if (entry.kind == "AGENCY_SUSPENDED" || entry.kind == "AGENCY_RESUMED") {
      agencies[entry.record_id] = entry.kind == "AGENCY_SUSPENDED";
    } else if (entry.kind == "EMPLOYMENT_ENDED" || entry.kind == "EMPLOYMENT_RESUMED") {
      employments[entry.record_id.substr(0, entry.record_id.find('@'))] = &entry;
    } else if (IsDoubt(entry)) {
      continue;  // All together, below.
    } else if (entry.kind == "CONSENT_REVOKED") {
      applied += Withdraw(tx, entry.record_id, db::TimestampText(rpc::ToTimestamp(entry.time)));
    } else if (entry.kind == kDiedKind) {
      applied += ReplayDeath(tx, entry);
    } else if (entry.kind == kTiedKind) {
      applied += ReplayTie(tx, entry);
    } else if (absl::StartsWith(entry.kind, "ADDRESS_")) {
      continue;  // All together, below.
    } else {
      return absl::FailedPreconditionError(
          "the journal holds a kind of entry that this release does not know: " + entry.kind);
    }
  }
  applied += ReplayDoubts(tx, entries);
  for (const auto& [worker, state] : suspended) {
    applied += static_cast<int64_t>(tx.Run("UPDATE workers SET suspended = $2, version = version + "
                                           "1 WHERE worker_id = $1 AND suspended <> $2 AND "
                                           "NOT x_left",
                                           {worker, state ? "t" : "f"})
                                        .affected_rows());
  }
  for (const auto& [worker, entry] : employments) applied += ReplayEmployment(tx, *entry);
  for (const auto& [agency, state] : agencies) {
    applied += static_cast<int64_t>(tx.Run("UPDATE agencies SET suspended = $2, version = version "
                                           "+ 1 WHERE agency_id = $1 AND suspended <> $2",
                                           {agency, state ? "t" : "f"})
                                        .affected_rows());
  }
  applied += protection::Replay(tx, entries);
  if (applied > 0)
    telemetry::Log(telemetry::Level::kWarn, "re-applied from the journal", {{"rows", applied}});
  return absl::OkStatus();
}

}  // namespace opora::registry
