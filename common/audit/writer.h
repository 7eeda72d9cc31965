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
#include "opora/common/v1/audit.pb.h"

namespace opora::audit {

// Makes entries of calls that commit nothing themselves (reads, refusals, dry runs, replays)
// durable before their replies: one thread and one connection take all that waits, insert it in one
// statement and then release the replies. No audit, no answer.
class Writer {
 public:
  // Called once, on the writer's thread: OK when the entries are durable.
  using Done = std::function<void(const absl::Status&)>;

  Writer(std::string conninfo, std::size_t queue_limit);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // RESOURCE_EXHAUSTED when the queue is full; `done` is then not called.
  absl::Status Submit(std::vector<common::v1::AuditEntry> entries, Done done);

  // Writes what waits and stops. Later submissions are refused.
  void Stop();

  std::size_t queue_length() const;

 private:
  struct Item {
    std::vector<common::v1::AuditEntry> entries;
    Done done;
  };

  void Run();
  std::vector<Item> TakeAll();
  absl::Status Write(const std::vector<Item>& items);

  db::Session session_;
  const std::size_t queue_limit_;
  mutable absl::Mutex mutex_;
  std::vector<Item> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace opora::audit
