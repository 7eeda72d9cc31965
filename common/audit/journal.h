#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opora::audit {

// One withdrawal, suspension, address protection or erasure (XC-69).
struct JournalEntry {
  absl::Time time;
  std::string kind;       // "CONSENT_REVOKED", "WORKER_SUSPENDED", …
  std::string client_id;  // Empty when it concerns no client.
  std::string record_id;
};

// The journal outside the database: lines in a file, each synced before the transaction that it
// speaks of commits, and re-applied after any restore. A line whose transaction then failed
// over-applies a withdrawal, which is the safe error. Its first line gives it an id, by which the
// database knows it again.
class Journal {
 public:
  // `path` empty, or no file there: no journal; Append then fails, so that nothing is withdrawn
  // unprotected.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(std::string path);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Makes the file where there is none, and gives it an id where it has none.
  // FAILED_PRECONDITION: no path, or the file cannot be written.
  absl::Status Begin();
  // Empty for a journal that is not there.
  std::string id() const;

  // UNAVAILABLE JOURNAL_UNAVAILABLE when the lines are not durable.
  absl::Status Append(const std::vector<JournalEntry>& entries);

  // Every entry, oldest first. Torn lines are left out: their transactions never committed.
  // DATA_LOSS: a complete line cannot be read.
  absl::StatusOr<std::vector<JournalEntry>> ReadAll() const;

 private:
  explicit Journal(std::string path) : path_(std::move(path)) {}

  absl::Status OpenFile(int flags) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Write(const std::string& text) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  mutable absl::Mutex mutex_;
  int fd_ ABSL_GUARDED_BY(mutex_) = -1;
  std::string id_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opora::audit
