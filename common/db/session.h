#pragma once

#include <map>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/time/alarms.h"

namespace opora::db {

// Parameters of a statement in PostgreSQL's text form; nullopt is NULL.
using Params = std::vector<std::optional<std::string>>;

// One connection of one thread. A connection that broke is thrown away, never revived: a revived
// session has lost its settings (libpqxx 6.4.5, reactivation).
class Session {
 public:
  // `conninfo` is a libpq connection string. Connects at first use.
  explicit Session(std::string conninfo);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // While it lives the session may be used up to a time. Then its connection is cut by another
  // thread, so that whoever waits for a silent database comes back with pqxx::broken_connection (or
  // in_doubt_error, from a commit). libpq itself waits for ever. Connecting has a bound of its own.
  class Until {
   public:
    Until(Session& session, absl::Time deadline);
    ~Until();
    Until(const Until&) = delete;
    Until& operator=(const Until&) = delete;

   private:
    Session& session_;
    const Alarms::Ticket alarm_;
  };

  // The open connection; connects when there is none.
  // Throws pqxx::broken_connection when the database cannot be reached, or when the time is over.
  pqxx::connection& Connection();

  // Closes the connection; the next use opens a new one.
  void Discard();

  // Process id of the backend of the open connection, 0 when there is none.
  int BackendPid() const;

  // Name of the prepared statement with this text, preparing it at first use.
  const std::string& Prepared(std::string_view sql);

 private:
  void Connect();
  void Cut();
  // Answers whether the time was over.
  bool EndTime();

  std::string conninfo_;
  std::unique_ptr<pqxx::connection> connection_;
  std::map<std::string, std::string, std::less<>> prepared_;

  absl::Mutex mutex_;
  // A descriptor of our own for the connection's socket: libpq closes its own when it likes, and
  // the number would be somebody else's by then. -1 when there is none.
  int socket_ ABSL_GUARDED_BY(mutex_) = -1;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
};

// A running transaction, or the absence of one (single statements that commit by themselves).
class Tx {
 public:
  Tx(Session& session, pqxx::transaction_base& transaction)
      : session_(session), transaction_(transaction) {}
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  // Runs a statement, prepared once per connection. Throws what libpqxx throws.
  pqxx::result Run(std::string_view sql, const Params& params = {});

  Session& session() { return session_; }

 private:
  Session& session_;
  pqxx::transaction_base& transaction_;
};

// What a failure of the database means for the caller; to be called in a catch block. Tells nothing
// of SQL or of rows.
//
// ALREADY_EXISTS, FAILED_PRECONDITION: a constraint, with the rule registered for its name.
// ABORTED TRANSACTION_CONFLICT, LOCK_TIMEOUT; DEADLINE_EXCEEDED; UNAVAILABLE DATABASE_UNAVAILABLE;
// UNKNOWN COMMIT_IN_DOUBT; INTERNAL for the rest.
absl::Status StatusFromCurrentException();

// True for 40001 and 40P01: running the whole transaction again is safe and may help.
bool IsConflict(const absl::Status& status);

// True when it is not known whether the commit happened.
bool IsInDoubt(const absl::Status& status);

// True when the connection must be thrown away.
bool IsConnectionLost(const absl::Status& status);

// The literal of a PostgreSQL array of the given elements.
std::string ArrayLiteral(const std::vector<std::string>& elements);
// The same, with NULL elements.
std::string ArrayLiteral(const std::vector<std::optional<std::string>>& elements);
// Elements of a one-dimensional array literal.
std::vector<std::string> ParseArray(std::string_view literal);

// "\\x…" form of a bytea parameter, and back.
std::string ByteaLiteral(std::string_view bytes);
std::string ParseBytea(std::string_view literal);

}  // namespace opora::db
