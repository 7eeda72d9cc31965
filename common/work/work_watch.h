#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/pipeline.h"
#include "common/rpc/stream.h"
#include "common/telemetry/metrics.h"
#include "common/work/finder.h"
#include "opora/common/v1/work.pb.h"

namespace opora::work {

// All open streams of WatchMyWork of a process, driven by one thread. At each look the stream's
// caller is known anew as by any call (token, suspension, role); only when the list has changed, or
// what the caller may see of it, is it read, decided, redacted and audited, by ListMyWork itself
// through the pipeline.
class WorkWatch {
 public:
  struct Options {
    std::string service;
    std::string conninfo;
    absl::Duration interval = absl::Seconds(2);  // Between two looks for one stream.
    absl::Duration longest_stream = absl::Minutes(10);
    absl::Duration slow_limit = absl::Seconds(10);  // A peer that takes nothing for longer.
    int streams = 200;
    int streams_per_caller = 4;
  };

  // Finder, methods and pipeline outlive it; the gRPC server must be gone before it.
  WorkWatch(Options options, const Finder& finder, rpc::Pipeline& pipeline,
            telemetry::MethodMetrics* metrics);
  ~WorkWatch();
  WorkWatch(const WorkWatch&) = delete;
  WorkWatch& operator=(const WorkWatch&) = delete;

  // WatchMyWork, for Server::AddService.
  std::unique_ptr<grpc::Service> MakeGrpcService();
  // `list` is ListMyWork as it was registered.
  void Start(const rpc::Method& list);
  // For the drain: ends all streams with UNAVAILABLE DRAINING and refuses further ones.
  void EndStreams();
  void Stop();
  int streams() const;

 private:
  class Stream;

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Open(grpc::CallbackServerContext* call,
                                                   const grpc::ByteBuffer& bytes) noexcept;
  absl::Status Accept(grpc::CallbackServerContext* call, const grpc::ByteBuffer& bytes,
                      const std::shared_ptr<rpc::StreamWriter>& writer);
  void Run();
  bool Due(absl::Time& next) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Look(Stream& stream);
  absl::StatusOr<bool> HasChanged(Stream& stream);
  // Runs a method as the stream's caller.
  rpc::Outbound Call(const rpc::Method& method, const Stream& stream);
  absl::StatusOr<common::v1::WatchMyWorkResponse> TakeMark(rpc::Call& call,
                                                           const common::v1::WatchMyWorkRequest&);

  const Options options_;
  const Finder& finder_;
  rpc::Pipeline& pipeline_;
  telemetry::MethodMetrics* const metrics_;
  common::v1::MethodPolicy mark_policy_;
  rpc::Methods mark_methods_;
  rpc::Method mark_;  // Leaves in marked_ what the list is now.
  std::string marked_;
  bool deciding_ = false;  // The mark is to hold what the caller may see.
  const rpc::Method* list_ = nullptr;
  db::Session session_;

  mutable absl::Mutex mutex_;
  std::vector<std::shared_ptr<Stream>> streams_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace opora::work
