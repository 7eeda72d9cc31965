#include "common/relay/relay.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/db/or_null.h"
#include "common/ids/ids.h"
#include "common/rpc/background.h"
#include "common/rules/rule.h"
#include "common/telemetry/log.h"

namespace opora::relay {
namespace {

// A claimed intent is out of others' sight for longer than an attempt can take.
constexpr absl::Duration kClaim = absl::Seconds(30);

constexpr char kClaimOne[] =
    "UPDATE relay_intents SET attempts = attempts + 1, next_attempt_time = clock_timestamp() + "
    "make_interval(secs => $1::double precision) WHERE intent_id = (SELECT intent_id FROM "
    "relay_intents WHERE next_attempt_time <= clock_timestamp() ORDER BY next_attempt_time, "
    "intent_id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING intent_id, kind, "
    "coalesce(client_id::text, ''), record_id, request, attempts";

}  // namespace

void Promise(db::Tx& tx, std::string_view kind, std::string_view method,
             const std::string& client_id, const std::string& record_id,
             const google::protobuf::Message& request) {
  tx.Run(
      "INSERT INTO relay_intents (intent_id, kind, method, client_id, record_id, request) VALUES "
      "($1, $2, $3, $4::uuid, $5, $6::bytea)",
      {ids::RandomId(), std::string(kind), std::string(method), db::OrNull(client_id), record_id,
       db::ByteaLiteral(request.SerializeAsString())});
}

bool MayChange(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
      return false;
    default:
      return true;
  }
}

Relay::Relay(Options options, const rpc::Client& receiver, std::vector<Delivery> deliveries)
    : options_(std::move(options)),
      receiver_(receiver),
      deliveries_(std::move(deliveries)),
      session_(options_.conninfo) {}

Relay::~Relay() { Stop(); }

void Relay::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Relay::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Relay::Wake() {
  const absl::MutexLock lock(&mutex_);
  woken_ = true;
}

void Relay::Run() {
  for (;;) {
    bool worked = false;
    try {
      worked = RunOnce();
    } catch (const std::exception& error) {
      telemetry::Log(telemetry::Level::kWarn, "the relay failed", {{"error", error.what()}});
      session_.Discard();
    }
    const absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    if (worked) continue;
    const auto ready = [this]()
                           ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || woken_; };
    mutex_.AwaitWithTimeout(absl::Condition(&ready), options_.poll);
    woken_ = false;
    if (stopping_) return;
  }
}

bool Relay::RunOnce() {
  Intent intent;
  if (!Claim(intent)) return false;
  Deliver(intent);
  return true;
}

bool Relay::Claim(Intent& intent) {
  pqxx::work transaction(session_.Connection());
  db::Tx tx(session_, transaction);
  const pqxx::result rows = tx.Run(kClaimOne, {std::to_string(absl::ToDoubleSeconds(kClaim))});
  transaction.commit();
  if (rows.empty()) return false;
  intent.intent_id = rows[0][0].as<std::string>();
  intent.kind = rows[0][1].as<std::string>();
  intent.client_id = rows[0][2].as<std::string>();
  intent.record_id = rows[0][3].as<std::string>();
  intent.request = db::ParseBytea(rows[0][4].c_str());
  intent.attempts = rows[0][5].as<int>();
  return true;
}

void Relay::Deliver(const Intent& intent) {
  const auto found =
      std::find_if(deliveries_.begin(), deliveries_.end(),
                   [&](const Delivery& delivery) { return delivery.kind == intent.kind; });
  if (found == deliveries_.end()) {
    telemetry::Log(telemetry::Level::kError, "no delivery for an intent", {{"kind", intent.kind}});
    return;
  }
  std::unique_ptr<google::protobuf::Message> request(found->request->New());
  std::unique_ptr<google::protobuf::Message> response(found->response->New());
  request->ParseFromString(intent.request);
  const absl::Status status =
      receiver_.CallAsService(found->method, *request, *response, absl::Now() + options_.patience);
  if (!MayChange(status)) return Settle(*found, intent, status, *response);
  const absl::Duration pause =
      std::min(options_.longest_pause, absl::Seconds(1 << std::min(intent.attempts, 12)));
  pqxx::work transaction(session_.Connection());
  db::Tx tx(session_, transaction);
  tx.Run(
      "UPDATE relay_intents SET next_attempt_time = clock_timestamp() + make_interval(secs => "
      "$2::double precision) WHERE intent_id = $1",
      {intent.intent_id, std::to_string(absl::ToDoubleSeconds(pause))});
  transaction.commit();
}

void Relay::Settle(const Delivery& delivery, const Intent& intent, const absl::Status& status,
                   const google::protobuf::Message& response) {
  if (!status.ok()) {
    telemetry::Log(telemetry::Level::kError, "an intent was refused",
                   {{"method", delivery.method}, {"reason", rules::ReasonOf(status)}});
  }
  const rpc::Background background{options_.service, "relay " + delivery.method, intent.client_id,
                                   absl::StrCat("relay_intents/", intent.intent_id)};
  const absl::Status settled =
      rpc::RunInBackground(session_, background, absl::Now(), [&](rpc::Call& call) {
        call.tx().Run("DELETE FROM relay_intents WHERE intent_id = $1", {intent.intent_id});
        return delivery.settle(call, intent, status, response);
      });
  if (settled.ok()) return;
  telemetry::Log(telemetry::Level::kError, "an answer could not be taken",
                 {{"method", delivery.method}, {"reason", rules::ReasonOf(settled)}});
}

}  // namespace opora::relay
