#include "common/app/startup_check.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::app {
namespace {

// Durability that the promises of the platform rest on; a database that does not give it is
// refused.
absl::Status CheckDurability(db::Tx& tx) {
  if (tx.Run("SELECT pg_is_in_recovery()")[0][0].as<bool>()) {
    return absl::FailedPreconditionError(
        "the database is a standby; access is decided on the primary only");
  }
  const std::string commit = tx.Run("SHOW synchronous_commit")[0][0].as<std::string>();
  if (commit == "off")
    return absl::FailedPreconditionError(
        "synchronous_commit is off: acknowledged writes could be lost");
  return absl::OkStatus();
}

// The journal that this database was written with, or a longer life of it: a restored database is
// behind its journal, never ahead of it.
absl::StatusOr<bool> IsComplete(db::Tx& tx, const audit::Journal& journal) {
  const pqxx::result rows = tx.Run("SELECT journal_id, line_count FROM journal_state");
  const std::string known = rows[0][0].as<std::string>();
  if (known.empty()) return true;
  if (known != journal.id()) return false;
  ASSIGN_OR_RETURN(const std::vector<audit::JournalEntry> entries, journal.ReadAll());
  return static_cast<int64_t>(entries.size()) >= rows[0][1].as<int64_t>();
}

// Re-applies what was withdrawn, whatever the database has of it.
absl::StatusOr<bool> ApplyJournal(const Definition& definition, const config::Config& config,
                                  db::Tx& tx, audit::Journal& journal) {
  ASSIGN_OR_RETURN(bool complete, IsComplete(tx, journal));
  if (config.String("journal-file").empty()) complete = false;
  if (!complete) {
    if (!config.Bool("accept-lost-journal") || config.String("journal-file").empty()) return false;
    telemetry::Log(telemetry::Level::kError,
                   "the journal is lost, and an operator accepted it: what was withdrawn after a "
                   "backup may be open again");
  }
  RETURN_IF_ERROR(journal.Begin());
  ASSIGN_OR_RETURN(const std::vector<audit::JournalEntry> entries, journal.ReadAll());
  if (definition.replay_journal) {
    RETURN_IF_ERROR(definition.replay_journal(config, tx, entries));
  } else if (!entries.empty()) {
    return absl::FailedPreconditionError("the journal has entries that this service cannot apply");
  }
  tx.Run("UPDATE journal_state SET journal_id = $1, line_count = $2",
         {journal.id(), std::to_string(entries.size())});
  return true;
}

// XC-68: what nobody says how long to keep is not stored.
absl::Status CheckRetention(const Definition& definition) {
  std::string missing;
  for (const auto* record : definition.records) {
    const auto& policy = record->options().GetExtension(common::v1::record);
    if (!policy.parent().empty()) continue;  // Kept with its parent.
    if (!RetentionOf(definition.retention, policy.table()))
      absl::StrAppend(&missing, " ", policy.table());
  }
  if (missing.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("no retention row (retention.cc of the service) for:", missing));
}

}  // namespace

absl::StatusOr<bool> CheckDatabase(const Definition& definition, const config::Config& config,
                                   audit::Journal& journal) {
  RETURN_IF_ERROR(CheckRetention(definition));
  try {
    db::Session session(config.String("database"));
    pqxx::work work(session.Connection());
    db::Tx tx(session, work);
    RETURN_IF_ERROR(CheckDurability(tx));
    RETURN_IF_ERROR(db::CheckMigrations(tx, definition.migrations));
    RETURN_IF_ERROR(db::CheckSchema(tx, definition.records));
    ASSIGN_OR_RETURN(const bool readable, ApplyJournal(definition, config, tx, journal));
    work.commit();
    return readable;
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(absl::StrCat("the database cannot be reached: ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("the database refused the service: ", error.what()));
  }
}

}  // namespace opora::app
