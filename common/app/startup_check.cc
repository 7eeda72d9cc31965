#include "common/app/startup_check.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/status_macros.h"

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

}  // namespace

absl::Status CheckDatabase(const Definition& definition, const config::Config& config,
                           const audit::Journal& journal) {
  try {
    db::Session session(config.String("database"));
    pqxx::work work(session.Connection());
    db::Tx tx(session, work);
    RETURN_IF_ERROR(CheckDurability(tx));
    RETURN_IF_ERROR(db::CheckMigrations(tx, definition.migrations));
    RETURN_IF_ERROR(db::CheckSchema(tx, definition.records));
    ASSIGN_OR_RETURN(const std::vector<audit::JournalEntry> entries, journal.ReadAll());
    if (definition.replay_journal) RETURN_IF_ERROR(definition.replay_journal(tx, entries));
    work.commit();
    return absl::OkStatus();
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(absl::StrCat("the database cannot be reached: ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("the database refused the service: ", error.what()));
  }
}

}  // namespace opora::app
