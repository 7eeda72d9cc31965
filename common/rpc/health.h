#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/dynamic_service.h"
#include "common/rpc/stream.h"

namespace opora::rpc {

// grpc.health.v1 of our own: the library's answers NOT_FOUND for service names and its Watch holds
// up the shutdown. "" and "live" say that the process runs; "ready" and every service name that
// calls are welcome.
class HealthService {
 public:
  explicit HealthService(std::vector<std::string> service_names);

  grpc::Service* service() { return &service_; }

  void SetReady(bool ready);
  // Ends all watches; further ones are told NOT_SERVING and ended.
  void EndWatches();

 private:
  struct Watch {
    std::string name;
    std::shared_ptr<StreamWriter> writer;
  };

  std::string ResponseFor(const std::string& name) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Known(const std::string& name) const;

  const std::vector<std::string> names_;
  absl::Mutex mutex_;
  bool ready_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Watch> watches_ ABSL_GUARDED_BY(mutex_);
  DynamicService service_;
};

}  // namespace opora::rpc
