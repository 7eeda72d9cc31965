#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/feed/watch_stream.h"

namespace opora::feed {

// All open streams of Watch of a process, driven by one thread: each takes from memory or from the
// table what comes after its place, when its peer has room for it. A slow peer holds up nobody.
class Watchers {
 public:
  // Reader and audit writer outlive it; the gRPC server must be gone before it.
  explicit Watchers(WatchContext context);
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  void Start();

  // Takes over an admitted stream. To be called before the reactor is handed to gRPC.
  //
  // RESOURCE_EXHAUSTED TOO_MANY_STREAMS; UNAVAILABLE DRAINING.
  absl::Status Open(grpc::CallbackServerContext* call, std::shared_ptr<rpc::StreamWriter> writer,
                    rpc::Caller caller, common::v1::WatchRequest request);

  // Something new can be sent.
  void Wake() { context_.bell->Ring(); }

  // Ends all streams with UNAVAILABLE DRAINING and refuses further ones. Returns when each stream
  // has been told, or after a second.
  void EndAll();
  void Stop();

  int count() const;

 private:
  // A stream that was told to end and is cut off when it does not.
  struct Ending {
    std::shared_ptr<WatchStream> stream;
    absl::Time cut_off;
  };

  void Run();
  // How long to wait for the next round.
  absl::Duration Round(WatchTable& table);
  void Retire(const std::shared_ptr<WatchStream>& stream, absl::Time now);
  void CutOff(absl::Time now);

  WatchContext context_;
  mutable absl::Mutex mutex_;
  std::vector<std::shared_ptr<WatchStream>> streams_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Ending> ending_;
  std::thread thread_;
};

}  // namespace opora::feed
