#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/db/fence.h"
#include "common/db/session.h"

namespace opora::feed {

// One row of the outbox: what one transaction tells.
struct Transaction {
  int64_t seq = 0;
  absl::Time time;
  std::string events;  // Serialized opora.common.v1.WatchResponse with nothing but events.
};

// Consecutive transactions, in order.
using Page = std::vector<std::shared_ptr<const Transaction>>;

// Transactions with after < seq <= upto from the table; complete only up to what a reader has seen.
Page ReadPage(db::Tx& tx, int64_t after, int64_t upto, int limit);

// Follows the outbox: one thread and one connection per process find out what is complete and hand
// whole transactions to subscribers in memory, in order, each once (architecture 9).
class Reader {
 public:
  struct Options {
    std::string conninfo;  // Of role <schema>_app.
    absl::Duration poll_interval = absl::Milliseconds(200);
    std::size_t kept_transactions = 4096;  // In memory, for streams that are not far behind,
    std::size_t kept_bytes = 16 << 20;     // within this size.
    std::shared_ptr<db::Fence> fence;  // Of outbox_seq_seq; the tests of the fence plant faults.
  };

  // How far the feed is complete.
  struct State {
    int epoch = 0;     // 0 while the database was never reached.
    int64_t seq = 0;   // Newest complete transaction, 0 for none.
    absl::Time as_of;  // All that had committed by then is at or before `seq`.
  };

  // Called on the reader's thread. `page` is empty when only the epoch is a new one. What happened
  // before the start is not delivered: it is in the table.
  using Subscriber = std::function<void(const State& state, const Page& page)>;

  explicit Reader(Options options);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Before Start.
  void Subscribe(Subscriber subscriber);

  void Start();
  // Interrupts a wait for transactions under way.
  void Stop();

  // Something was committed here: looks at once. Many calls are one look.
  void Wake();

  State state() const;

  // At most `limit` transactions after a position from memory; nullopt when they are kept in the
  // table only.
  std::optional<Page> Recent(int64_t after, std::size_t limit) const;

 private:
  void Run();
  absl::Status Step();
  absl::Status Attach();
  void Follow(db::Tx& tx);
  void Publish(const Page& page);
  void Reset(int epoch, int64_t seq, absl::Time as_of);
  void Tell(const Page& page);
  bool stopping() const;

  const Options options_;
  const std::shared_ptr<db::Fence> fence_;
  std::vector<Subscriber> subscribers_;
  db::Session session_;
  int64_t read_upto_ = 0;  // Numbers up to here were read or belong to nothing.

  mutable absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<const Transaction>> kept_ ABSL_GUARDED_BY(mutex_);
  std::size_t kept_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t kept_after_ ABSL_GUARDED_BY(mutex_) = 0;  // All transactions after this one are kept.
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace opora::feed
