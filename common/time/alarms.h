#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opora {

// Does at its time what is not cancelled before, on one thread for the whole process. What is done
// must be quick: the others wait for it.
class Alarms {
 public:
  using Ticket = std::pair<absl::Time, uint64_t>;

  // Those of the process; they are never destroyed.
  static Alarms& OfProcess();

  Ticket Set(absl::Time at, std::function<void()> act);

  // Afterwards the act is not running and will not run. The exception is an act that cancels
  // itself.
  void Cancel(const Ticket& ticket);

 private:
  Alarms();

  void Run();

  absl::Mutex mutex_;
  absl::CondVar sooner_;
  absl::CondVar done_;
  std::map<Ticket, std::function<void()>> acts_ ABSL_GUARDED_BY(mutex_);
  Ticket running_ ABSL_GUARDED_BY(mutex_);
  uint64_t set_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;
};

}  // namespace opora
