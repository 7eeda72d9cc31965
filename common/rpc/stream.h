#pragma once

#include <grpcpp/grpcpp.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opora::rpc {

// The one writer of server streams. Messages are queued from any thread and written one at a time;
// a stream costs no thread. The object lives until gRPC is done with it and the last handle is
// gone.
class StreamWriter : public std::enable_shared_from_this<StreamWriter> {
 public:
  // At most `limit` messages wait; a reader that falls behind that is too slow.
  static std::shared_ptr<StreamWriter> Create(std::size_t limit);
  ~StreamWriter();

  // The reactor to hand to gRPC, once.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* reactor();

  // False when the stream is closed, or its queue is full; then close it.
  bool Send(std::string message);
  // Writes what waits, then ends the stream. Later calls do nothing.
  void Close(grpc::Status status);
  // True once the peer went away or the stream ended.
  bool closed() const;
  // Messages that wait.
  std::size_t waiting() const;
  // Called once when the stream has ended for whatever reason.
  void OnEnd(std::function<void()> callback);

 private:
  class Reactor;
  explicit StreamWriter(std::size_t limit);

  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Written(bool ok);
  void Cancelled();
  void Done();

  const std::size_t limit_;
  mutable absl::Mutex mutex_;
  Reactor* reactor_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<StreamWriter> self_ ABSL_GUARDED_BY(mutex_);  // Held until gRPC is done.
  std::deque<grpc::ByteBuffer> queue_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opora::rpc
