#pragma once

#include <map>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/directory.h"

namespace opora::conference {

// Asks the registry who calls, as every directory does. When it does not answer, acts that must not
// be delayed (CONF-103) take the caller as the registry knew them last in the life of this process;
// everything else fails closed.
class EmergencyDirectory final : public rpc::Directory {
 public:
  EmergencyDirectory(rpc::Directory& registry, std::set<std::string> urgent_methods)
      : registry_(registry), urgent_methods_(std::move(urgent_methods)) {}

  absl::Status Resolve(db::Tx& tx, const rpc::CallFacts& facts, rpc::Caller& caller) override;

 private:
  static std::string KeyOf(const rpc::CallFacts& facts, const rpc::Caller& caller);

  rpc::Directory& registry_;
  const std::set<std::string> urgent_methods_;
  absl::Mutex mutex_;
  std::map<std::string, rpc::Caller> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opora::conference
