#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "opora/common/v1/audit.pb.h"

namespace opora::rpc {

// What a search has been audited for. Somebody who types a name calls with every letter; the audit
// is told of the search once, and of each client that it showed once (architecture 7). Who is shown
// for the first time always makes an entry, whatever the search is called. Bounded in number and
// time: what is forgotten is told again.
class SearchMemory {
 public:
  // Entries that tell something new of this search.
  std::vector<common::v1::AuditEntry> New(const std::string& search,
                                          std::vector<common::v1::AuditEntry> entries,
                                          absl::Time now) const;

  // To be called once the entries are durable, never before.
  void Remember(const std::string& search, const std::vector<common::v1::AuditEntry>& entries,
                absl::Time now);

 private:
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, absl::Time> told_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> order_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opora::rpc
