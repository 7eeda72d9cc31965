#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>

#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/audit/writer.h"
#include "common/feed/position.h"
#include "common/feed/reader.h"
#include "common/feed/watch.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/common/v1/feed.pb.h"

namespace opora::feed {

// opora.common.v1.FeedService. Services have every event with facts; an agency's system has the
// events of its own agency without facts, each message audited before it is sent.
//
// To be made before the reader is started. Reader and audit writer outlive it; the gRPC server must
// be gone, and the audit writer stopped, before it.
class FeedService {
 public:
  struct Options {
    WatchOptions watch;
    int waiting_calls = 2;  // ListChanges that may hold a worker while they wait.
  };
  // Who opens a stream, known and authorized for the method; called on a thread of gRPC.
  using Authenticate = std::function<absl::StatusOr<rpc::Caller>(grpc::CallbackServerContext&)>;

  FeedService(Options options, Reader& reader, audit::Writer& audit, Authenticate authenticate,
              Recheck recheck = nullptr, telemetry::MethodMetrics* watch_metrics = nullptr);
  ~FeedService();
  FeedService(const FeedService&) = delete;
  FeedService& operator=(const FeedService&) = delete;

  // ListChanges and GetFeedInfo.
  void Register(rpc::Methods& methods);
  // Watch, for Server::AddService.
  std::unique_ptr<grpc::Service> MakeGrpcService();

  void Start() { watchers_.Start(); }
  // For the drain, before the server is shut down: ends streams with UNAVAILABLE DRAINING and a
  // last position, and calls that wait for changes with what there is.
  void EndStreams();
  void Stop() { watchers_.Stop(); }

  int streams() const { return watchers_.count(); }

  absl::StatusOr<common::v1::ListChangesResponse> ListChanges(
      rpc::Call& call, const common::v1::ListChangesRequest& request);
  absl::StatusOr<common::v1::GetFeedInfoResponse> GetFeedInfo(
      rpc::Call& call, const common::v1::GetFeedInfoRequest& request);

 private:
  class Wait;

  grpc::ServerWriteReactor<grpc::ByteBuffer>* OpenWatch(grpc::CallbackServerContext* call,
                                                        const grpc::ByteBuffer& bytes) noexcept;
  absl::Status Accept(grpc::CallbackServerContext* call, const grpc::ByteBuffer& bytes,
                      const std::shared_ptr<rpc::StreamWriter>& writer, rpc::Caller& caller);
  absl::StatusOr<Position> PositionOf(db::Tx& tx, const std::string& text) const;
  void Gather(rpc::Call& call, Position& position, Events& events) const;
  absl::Status Audit(rpc::Call& call, const Events& events);
  const std::string& name() const { return options_.watch.service; }

  const Options options_;
  Reader& reader_;
  audit::Writer& audit_;
  const Authenticate authenticate_;
  telemetry::MethodMetrics* const metrics_;
  Watchers watchers_;

  absl::Mutex mutex_;
  int64_t newest_ ABSL_GUARDED_BY(mutex_) = 0;  // As the reader told last.
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace opora::feed
