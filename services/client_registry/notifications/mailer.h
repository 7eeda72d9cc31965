#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "common/config/config.h"
#include "common/db/session.h"
#include "services/client_registry/notifications/notification_rules.h"
#include "services/client_registry/notifications/smtp.h"

namespace opora::registry {

// Sends what is queued, one mail after the other, each until the server took it: at least once,
// under a Message-ID that stays, so that a repetition after a crash can be dropped. Of several
// processes one at a time has a mail.
class Mailer {
 public:
  explicit Mailer(const config::Config& config);
  ~Mailer() { Stop(); }
  Mailer(const Mailer&) = delete;
  Mailer& operator=(const Mailer&) = delete;

  // Does nothing without a mail server.
  void Start();
  void Stop();

 private:
  struct Claimed {
    std::string id;
    std::string worker_id;
    MailCounts counts;
    int attempts = 0;
    std::string to;  // Empty when the worker is not to be told any more.
    common::v1::Language language = common::v1::LANGUAGE_EN;
  };

  void Run();
  bool SendNext();
  bool Claim(Claimed& mail);
  void Settle(const Claimed& mail, std::string_view state);
  void TryLater(const Claimed& mail, absl::Duration pause);

  const std::string from_;
  const absl::Duration retry_;
  const bool enabled_;
  SmtpServer server_;
  db::Session session_;
  std::atomic<bool> stopping_{false};
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace opora::registry
