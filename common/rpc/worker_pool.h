#pragma once

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/db/session.h"

namespace opora::rpc {

// A fixed number of threads, each owning one database connection, and a bounded queue before them.
class WorkerPool {
 public:
  using Job = std::function<void(db::Session&)>;

  WorkerPool(const std::string& conninfo, int workers, std::size_t queue_limit);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full: the caller sheds the load at once.
  bool Submit(Job job);

  // Runs what waits and stops.
  void Stop();

  std::size_t queue_length() const;
  int busy() const;

 private:
  void Run();

  const std::string conninfo_;
  const std::size_t queue_limit_;
  mutable absl::Mutex mutex_;
  std::deque<Job> queue_ ABSL_GUARDED_BY(mutex_);
  int busy_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace opora::rpc
