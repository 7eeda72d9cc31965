#include "common/db/session.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/db/constraints.h"
#include "common/rules/rule.h"
#include "common/telemetry/log.h"

namespace opora::db {
namespace {

// What every session needs whatever the DSN says: UTC for timestamps, no client that waits for
// ever. No compiling of statements: before a table has statistics the planner takes the reading of
// thirty clients' facts for expensive and spends eight seconds on what runs in twenty milliseconds.
// A backend whose connection was cut looks for its client each second, so that it neither works nor
// waits for locks on behalf of nobody.
constexpr char kSessionOptions[] =
    " application_name=opora connect_timeout=3 keepalives=1 keepalives_idle=30 "
    "keepalives_interval=5"
    " keepalives_count=3 tcp_user_timeout=15000 options='-c timezone=UTC -c datestyle=ISO "
    "-c statement_timeout=5000 -c client_connection_check_interval=1000 -c jit=off -c "
    "intervalstyle=iso_8601 -c bytea_output=hex -c "
    "default_transaction_isolation=read\\\\ committed'";

absl::Status WithReason(absl::StatusCode code, std::string_view reason, std::string_view message) {
  return rules::StatusWithReason(code, reason, message);
}

absl::Status StatusFromSqlError(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();
  if (absl::StartsWith(state, "23")) return StatusFromConstraint(state, error.what());
  if (state == "57014") {
    return WithReason(absl::StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT",
                      "the call took longer than it may");
  }
  if (state == "55P03") {
    return WithReason(absl::StatusCode::kAborted, "LOCK_TIMEOUT", "the record is being changed");
  }
  if (state == "25006") {
    return WithReason(absl::StatusCode::kUnavailable, "SERVICE_READ_ONLY",
                      "the database is read-only");
  }
  if (absl::StartsWith(state, "57P") || absl::StartsWith(state, "08") ||
      absl::StartsWith(state, "53")) {
    return WithReason(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE",
                      "the database cannot be reached");
  }
  // A value that a column cannot hold. The text of the error would repeat it.
  if (absl::StartsWith(state, "22")) {
    telemetry::Log(telemetry::Level::kWarn, "a value was refused by the database only",
                   {{"sqlstate", state}, {"query", error.query()}});
    return WithReason(absl::StatusCode::kInvalidArgument, "VALUE_REFUSED",
                      "a value of the request cannot be stored");
  }
  // The text of a programming error (no such column) names no row; it goes to the log only.
  const std::string text = absl::StartsWith(state, "42") ? error.what() : "";
  telemetry::Log(telemetry::Level::kError, "database error",
                 {{"sqlstate", state}, {"query", error.query()}, {"error", text}});
  return WithReason(absl::StatusCode::kInternal, "DATABASE_ERROR", "internal error");
}

}  // namespace

Session::Session(std::string conninfo) : conninfo_(std::move(conninfo)) {}

Session::~Session() { Discard(); }

Session::Until::Until(Session& session, absl::Time deadline)
    : session_(session), alarm_(Alarms::OfProcess().Set(deadline, [&session] { session.Cut(); })) {}

Session::Until::~Until() {
  Alarms::OfProcess().Cancel(alarm_);
  if (session_.EndTime()) session_.Discard();
}

pqxx::connection& Session::Connection() {
  {
    const absl::MutexLock lock(&mutex_);
    if (over_) throw pqxx::broken_connection("the time is over");
  }
  if (connection_ == nullptr) Connect();
  return *connection_;
}

void Session::Connect() {
  auto connection = std::make_unique<pqxx::connection>(conninfo_ + kSessionOptions);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  connection->inhibit_reactivation(true);
#pragma GCC diagnostic pop
  connection->set_verbosity(pqxx::connection_base::terse);
  const absl::MutexLock lock(&mutex_);
  if (over_) throw pqxx::broken_connection("the time is over");
  socket_ = fcntl(connection->sock(), F_DUPFD_CLOEXEC, 0);
  if (socket_ < 0) throw pqxx::broken_connection("no file descriptor is left");
  connection_ = std::move(connection);
}

void Session::Cut() {
  const absl::MutexLock lock(&mutex_);
  over_ = true;
  if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
}

bool Session::EndTime() {
  const absl::MutexLock lock(&mutex_);
  return std::exchange(over_, false);
}

void Session::Discard() {
  prepared_.clear();
  connection_.reset();
  const absl::MutexLock lock(&mutex_);
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

int Session::BackendPid() const { return connection_ == nullptr ? 0 : connection_->backendpid(); }

const std::string& Session::Prepared(std::string_view sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) {
    std::string name = absl::StrCat("s", prepared_.size() + 1);
    Connection().prepare(name, std::string(sql));
    found = prepared_.emplace(std::string(sql), std::move(name)).first;
  }
  return found->second;
}

pqxx::result Tx::Run(std::string_view sql, const Params& params) {
  const std::string& name = session_.Prepared(sql);
  std::vector<const char*> values;
  values.reserve(params.size());
  for (const auto& param : params) values.push_back(param.has_value() ? param->c_str() : nullptr);
  return transaction_.exec_prepared(name, pqxx::prepare::make_dynamic_params(values));
}

absl::Status StatusFromCurrentException() {
  try {
    throw;
  } catch (const pqxx::in_doubt_error&) {
    return WithReason(absl::StatusCode::kUnknown, "COMMIT_IN_DOUBT",
                      "it is not known whether the change was made");
  } catch (const pqxx::broken_connection&) {
    return WithReason(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE",
                      "the database cannot be reached");
  } catch (const pqxx::transaction_rollback&) {
    return WithReason(absl::StatusCode::kAborted, "TRANSACTION_CONFLICT",
                      "a concurrent change was in the way");
  } catch (const pqxx::sql_error& error) {
    return StatusFromSqlError(error);
  } catch (const std::exception& error) {
    telemetry::Log(telemetry::Level::kError, "unexpected error", {{"error", error.what()}});
    return WithReason(absl::StatusCode::kInternal, "INTERNAL", "internal error");
  }
}

bool IsConflict(const absl::Status& status) {
  return rules::ReasonOf(status) == "TRANSACTION_CONFLICT";
}
bool IsInDoubt(const absl::Status& status) { return rules::ReasonOf(status) == "COMMIT_IN_DOUBT"; }
bool IsConnectionLost(const absl::Status& status) {
  const std::string reason = rules::ReasonOf(status);
  return reason == "DATABASE_UNAVAILABLE" || reason == "COMMIT_IN_DOUBT";
}

std::string ArrayLiteral(const std::vector<std::string>& elements) {
  return ArrayLiteral(std::vector<std::optional<std::string>>(elements.begin(), elements.end()));
}

std::string ArrayLiteral(const std::vector<std::optional<std::string>>& elements) {
  std::string literal = "{";
  for (const auto& element : elements) {
    if (literal.size() > 1) literal += ',';
    if (!element.has_value()) {
      literal += "NULL";
      continue;
    }
    literal += '"';
    for (char c : *element) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  literal += '}';
  return literal;
}

std::vector<std::string> ParseArray(std::string_view literal) {
  std::vector<std::string> elements;
  std::string element;
  bool quoted = false;
  bool any = false;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    const char c = literal[i];
    if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (c == '\\') {
      element += literal[++i];
    } else if (c == ',' && !quoted) {
      elements.push_back(std::move(element));
      element.clear();
    } else {
      element += c;
      any = true;
    }
  }
  if (any || !elements.empty()) elements.push_back(std::move(element));
  return elements;
}

std::string ByteaLiteral(std::string_view bytes) {
  return absl::StrCat("\\x", absl::BytesToHexString({bytes.data(), bytes.size()}));
}

std::string ParseBytea(std::string_view literal) {
  return absl::HexStringToBytes({literal.data() + 2, literal.size() - 2});
}

}  // namespace opora::db
