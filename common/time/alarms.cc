#include "common/time/alarms.h"

#include "absl/time/clock.h"

namespace opora {

Alarms& Alarms::OfProcess() {
  static auto* const alarms = new Alarms;
  return *alarms;
}

Alarms::Alarms() : thread_([this] { Run(); }) {}

Alarms::Ticket Alarms::Set(absl::Time at, std::function<void()> act) {
  const absl::MutexLock lock(&mutex_);
  const Ticket ticket{at, ++set_};
  const auto place = acts_.emplace(ticket, std::move(act)).first;
  if (place == acts_.begin()) sooner_.Signal();
  return ticket;
}

void Alarms::Cancel(const Ticket& ticket) {
  if (ticket.second == 0) return;        // Never set.
  decltype(acts_)::node_type cancelled;  // Outlives the lock.
  const absl::MutexLock lock(&mutex_);
  cancelled = acts_.extract(ticket);
  if (!cancelled.empty() || std::this_thread::get_id() == thread_.get_id()) return;
  while (running_ == ticket) done_.Wait(&mutex_);
}

void Alarms::Run() {
  for (;;) {
    decltype(acts_)::node_type due;
    {
      const absl::MutexLock lock(&mutex_);
      while (acts_.empty() || acts_.begin()->first.first > absl::Now()) {
        sooner_.WaitWithDeadline(
            &mutex_, acts_.empty() ? absl::InfiniteFuture() : acts_.begin()->first.first);
      }
      due = acts_.extract(acts_.begin());
      running_ = due.key();
    }
    due.mapped()();
    due = {};
    const absl::MutexLock lock(&mutex_);
    running_ = {};
    done_.SignalAll();
  }
}

}  // namespace opora
