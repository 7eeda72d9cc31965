#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/audit/writer.h"
#include "common/db/session.h"
#include "common/feed/delivery.h"
#include "common/feed/reader.h"
#include "common/rpc/caller.h"
#include "common/rpc/stream.h"
#include "common/telemetry/metrics.h"
#include "opora/common/v1/feed.pb.h"

namespace opora::feed {

struct WatchOptions {
  std::string service;   // "client-registry"
  std::string conninfo;  // Of role <schema>_app, for reading what is not in memory.
  absl::Duration checkpoint_interval = absl::Seconds(10);
  absl::Duration slow_limit = absl::Seconds(10);      // A queue full for longer ends the stream.
  absl::Duration longest_stream = absl::Minutes(10);  // So that tokens are looked at again.
  absl::Duration recheck_interval = absl::Seconds(2);
  int streams_per_caller = 32;
  int streams = 500;
  std::size_t queue_length = 8;           // Messages per stream that wait for the peer,
  std::size_t message_bytes = 256 << 10;  // each of about this size.
};

// Whether a caller may still have what it may have had at the beginning: asked again while it
// streams.
using Recheck = std::function<absl::Status(db::Tx&, const rpc::Caller&)>;

// Calls the thread that drives the streams; many rings are one. Outlives that thread where a
// callback still holds it.
class Bell {
 public:
  void Ring();
  void WaitFor(absl::Duration timeout);

 private:
  absl::Mutex mutex_;
  bool rung_ ABSL_GUARDED_BY(mutex_) = false;
};

// What all streams of a process share.
struct WatchContext {
  const WatchOptions options;
  Reader& reader;
  audit::Writer& audit;
  const Recheck recheck;                    // Empty for none.
  telemetry::MethodMetrics* const metrics;  // Of Watch; nullptr for none.
  const std::shared_ptr<Bell> bell = std::make_shared<Bell>();
};

// The connection over which streams read what is not in memory. Notices when the database behind it
// is no longer that of the reader.
class WatchTable {
 public:
  explicit WatchTable(const WatchContext& context);

  // Runs work that only reads, outside of a transaction and perhaps twice. UNAVAILABLE when the
  // database is not there.
  absl::Status Run(const std::function<absl::Status(db::Tx&)>& work);

 private:
  absl::Status RunOnce(const std::function<absl::Status(db::Tx&)>& work);

  const WatchContext& context_;
  db::Session session_;
  int epoch_ = 0;  // In which the connection was found to be, 0 for not known.
};

// How a stream ended, for the access log.
struct StreamEnd {
  absl::StatusCode code = absl::StatusCode::kCancelled;  // By the peer, unless it is ended here.
  std::string reason;
  absl::Duration time;
  std::string peer;
};
void LogWatch(const std::string& service, const rpc::Caller& caller, const StreamEnd& end);

// One open Watch: what it has sent and what comes next. Driven by one thread.
class WatchStream : public std::enable_shared_from_this<WatchStream> {
 public:
  enum class Progress {
    kIdle,     // Nothing to send.
    kBlocked,  // Something to send, which the peer or the audit log does not take yet.
    kMoved,    // May go on at once.
    kEnded,
  };

  WatchStream(const WatchContext& context, grpc::CallbackServerContext* call,
              std::shared_ptr<rpc::StreamWriter> writer, rpc::Caller caller,
              common::v1::WatchRequest request);

  // Makes the stream known to gRPC's side; before the reactor is handed over.
  void Attach();

  // Sends the next message, if there is one and room for it.
  Progress Advance(WatchTable& table, absl::Time now);
  // Ends the stream with a last position, as soon as nothing of it is under way.
  Progress Drain();

  // Cuts the stream off: its peer takes nothing, not even the end.
  void Abort();
  // gRPC and the audit log are done with it.
  bool finished() const;
  const rpc::Caller& caller() const { return caller_; }

 private:
  Progress End(const absl::Status& status);
  absl::Status Begin(WatchTable& table);
  absl::StatusOr<int64_t> FirstSeq(db::Tx& tx, const Reader::State& state) const;
  Progress Blocked(absl::Time now);
  absl::Status Fill(WatchTable& table, const Reader::State& state);
  absl::Status CheckAgain(WatchTable& table, absl::Time now);
  Progress SendNext(absl::Time now);
  Progress SendToAgency(absl::Time now);
  absl::Status SendAudited(const Events& events, int64_t seq, absl::Time time);
  void SendCheckpoint(absl::Time now, absl::Time as_of);
  // A message without events: the position after `seq`.
  std::string Mark(int64_t seq, absl::Time as_of) const;
  bool Send(std::string message);
  void Finished();

  const WatchContext& context_;
  const std::shared_ptr<rpc::StreamWriter> writer_;
  const rpc::Caller caller_;
  const common::v1::WatchRequest request_;
  const absl::Time begun_;
  bool started_ = false;
  int epoch_ = 0;
  int64_t seq_ = 0;  // All up to here was sent, or is not for this caller.
  absl::Time time_;  // Of the transaction at `seq_`, 1970 for none yet.
  std::deque<std::shared_ptr<const Transaction>> pending_;  // Read and not sent.
  absl::Time checkpoint_due_;
  absl::Time recheck_due_;
  absl::Time full_since_ = absl::InfiniteFuture();
  std::atomic<bool> in_audit_{false};  // A message waits for its audit entries to be durable.

  mutable absl::Mutex mutex_;
  StreamEnd end_ ABSL_GUARDED_BY(mutex_);
  grpc::CallbackServerContext* call_ ABSL_GUARDED_BY(mutex_);  // nullptr when gRPC is done.
};

// The status on the wire, with google.rpc details.
grpc::Status ToGrpcStatus(const absl::Status& status, const std::string& service);

}  // namespace opora::feed
