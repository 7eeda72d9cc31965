#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "common/auth/token.h"
#include "common/db/pulse.h"
#include "common/db/session.h"
#include "common/rpc/server.h"

namespace opora::app {

// Readiness is asked by load balancers several times a second; the database is asked twice a
// second, by a thread of its own: one that hangs in a frozen database must not keep the others
// from saying so. What it finds is also the pulse by which calls are shed.
class Readiness {
 public:
  // A process that may read nothing is never ready.
  Readiness(rpc::Server& server, const auth::TokenVerifier& tokens, const std::string& conninfo,
            bool may_read, db::Pulse& pulse);
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  absl::Status Now() const;

 private:
  void Probe();
  bool Ask();
  void Watch();

  rpc::Server& server_;
  const auth::TokenVerifier& tokens_;
  const bool may_read_;
  db::Pulse& pulse_;
  db::Session session_;
  std::atomic<int64_t> last_answer_ms_{0};  // Of the database, since 1970.
  std::atomic<bool> ready_{false};
  absl::Notification stop_;
  std::thread prober_;
  std::thread watcher_;
};

}  // namespace opora::app
