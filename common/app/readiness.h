#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "common/auth/token.h"
#include "common/db/session.h"
#include "common/rpc/server.h"

namespace opora::app {

// Readiness is asked by load balancers several times a second; the database is asked every two
// seconds.
class Readiness {
 public:
  Readiness(rpc::Server& server, const auth::TokenVerifier& tokens, const std::string& conninfo)
      : server_(server), tokens_(tokens), session_(conninfo), thread_([this] { Run(); }) {}
  ~Readiness() {
    stop_.Notify();
    thread_.join();
  }
  absl::Status Now() const {
    return ready_.load() ? absl::OkStatus() : absl::UnavailableError("not ready");
  }

 private:
  bool Check();
  void Run();

  rpc::Server& server_;
  const auth::TokenVerifier& tokens_;
  db::Session session_;
  std::atomic<bool> ready_{false};
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace opora::app
