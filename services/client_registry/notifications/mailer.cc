#include "services/client_registry/notifications/mailer.h"

#include "absl/strings/str_cat.h"
#include "common/db/plan.h"
#include "common/rpc/background.h"
#include "common/telemetry/log.h"

namespace opora::registry {
namespace {

constexpr char kService[] = "client-registry";
constexpr absl::Duration kPoll = absl::Seconds(1);

// A claimed mail is out of others' sight for longer than an attempt can take.
constexpr char kClaim[] =
    "UPDATE notifications n SET attempts = attempts + 1, x_next_time = clock_timestamp() + "
    "interval '60 seconds' FROM notification_preferences p, workers w WHERE n.notification_id = "
    "(SELECT notification_id FROM notifications WHERE state = 'QUEUED' AND x_next_time <= "
    "clock_timestamp() ORDER BY x_next_time LIMIT 1 FOR UPDATE SKIP LOCKED) AND p.worker_id = "
    "n.worker_id AND w.worker_id = n.worker_id RETURNING n.notification_id, n.worker_id, "
    "n.new_count, n.escalated_count, n.attempts, CASE WHEN p.mode = 'NEVER' OR w.suspended THEN "
    "'' ELSE p.email END, p.language";

}  // namespace

Mailer::Mailer(const config::Config& config)
    : from_(config.String("smtp-from")),
      retry_(config.Duration("smtp-retry")),
      enabled_(!config.String("smtp-url").empty()),
      session_(config.String("database")) {
  if (!enabled_) return;
  if (auto server = SmtpServerOf(config); server.ok()) {
    server_ = *std::move(server);
  } else {
    // As safe as can be, and said aloud.
    server_.url = config.String("smtp-url");
    telemetry::Log(telemetry::Level::kError, std::string(server.status().message()));
  }
}

void Mailer::Start() {
  if (enabled_) thread_ = std::thread([this] { Run(); });
}

void Mailer::Stop() {
  if (!stopping_.exchange(true)) stop_.Notify();
  if (thread_.joinable()) thread_.join();
}

void Mailer::Run() {
  bool sent = false;
  while (!stop_.WaitForNotificationWithTimeout(sent ? absl::ZeroDuration() : kPoll)) {
    try {
      sent = SendNext();
    } catch (const std::exception& error) {
      sent = false;
      telemetry::Log(telemetry::Level::kWarn, "the mailer failed", {{"error", error.what()}});
      session_.Discard();
    }
  }
}

bool Mailer::SendNext() {
  Claimed mail;
  if (!Claim(mail)) return false;
  if (mail.to.empty()) {
    Settle(mail, "FAILED");
    return true;
  }
  const std::string text =
      MailText({mail.id, from_, mail.to, mail.language}, mail.counts, absl::Now());
  const absl::Status status = SendMail(server_, from_, mail.to, text, stopping_);
  if (status.ok()) {
    Settle(mail, "SENT");
    return true;
  }
  const absl::Duration pause = PauseAfter(mail.attempts, retry_);
  const bool given_up = absl::IsFailedPrecondition(status) || pause == absl::ZeroDuration();
  telemetry::Log(telemetry::Level::kWarn, "a mail was not taken",
                 {{"attempt", mail.attempts},
                  {"given_up", given_up},
                  {"error", std::string(status.message())}});
  if (given_up) {
    Settle(mail, "FAILED");
  } else {
    TryLater(mail, pause);
  }
  return given_up;
}

bool Mailer::Claim(Claimed& mail) {
  pqxx::work transaction(session_.Connection());
  db::Tx tx(session_, transaction);
  const pqxx::result rows = tx.Run(kClaim);
  transaction.commit();
  if (rows.empty()) return false;
  mail.id = rows[0][0].c_str();
  mail.worker_id = rows[0][1].c_str();
  mail.counts = {rows[0][2].as<int>(), rows[0][3].as<int>()};
  mail.attempts = rows[0][4].as<int>();
  mail.to = rows[0][5].c_str();
  mail.language = std::string_view(rows[0][6].c_str()) == "CS" ? common::v1::LANGUAGE_CS
                                                               : common::v1::LANGUAGE_EN;
  return true;
}

void Mailer::Settle(const Claimed& mail, std::string_view state) {
  const rpc::Background background{kService, "mail notification", "",
                                   absl::StrCat("notifications/", mail.id)};
  const absl::Status settled =
      rpc::RunInBackground(session_, background, absl::Now(), [&](rpc::Call& call) {
        call.tx().Run(
            "UPDATE notifications SET state = $2, send_time = CASE WHEN $2 = 'SENT' THEN "
            "clock_timestamp() END WHERE notification_id = $1",
            {mail.id, std::string(state)});
        return absl::OkStatus();
      });
  if (!settled.ok()) telemetry::Log(telemetry::Level::kError, "a sent mail could not be marked");
}

void Mailer::TryLater(const Claimed& mail, absl::Duration pause) {
  pqxx::work transaction(session_.Connection());
  db::Tx tx(session_, transaction);
  tx.Run(
      "UPDATE notifications SET x_next_time = clock_timestamp() + make_interval(secs => "
      "$2::double precision) WHERE notification_id = $1",
      {mail.id, std::to_string(absl::ToDoubleSeconds(pause))});
  transaction.commit();
}

}  // namespace opora::registry
