#pragma once

#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "common/db/session.h"

namespace opora::app {

// Housekeeping that nobody asks for: partitions made ahead of need, idempotency keys forgotten
// after the time that integrators are promised. Once at start and once an hour.
class Maintenance {
 public:
  explicit Maintenance(const std::string& conninfo);
  ~Maintenance();
  Maintenance(const Maintenance&) = delete;
  Maintenance& operator=(const Maintenance&) = delete;

 private:
  void Run();
  void RunOnce();

  db::Session session_;
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace opora::app
