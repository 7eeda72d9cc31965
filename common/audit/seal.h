#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/audit/chain.h"
#include "common/db/fence.h"
#include "common/db/session.h"

namespace opora::audit {

// Seals the audit log: chains and signs complete ranges of entries after they were written, so that
// no writer waits for it. Of all processes of a service one seals at a time, elected by a session
// advisory lock; the others stand by.
class Sealer {
 public:
  struct Options {
    std::string conninfo;      // Of role <schema>_sealer.
    std::string key_file;      // PEM, Ed25519, private.
    std::string witness_file;  // Every seal is appended to it; empty for none.
    absl::Duration interval = absl::Seconds(1);
    int64_t worth_a_seal =
        1000;  // So many new entries are sealed without waiting for the interval.
  };

  // FAILED_PRECONDITION: the key cannot be used.
  static absl::StatusOr<std::unique_ptr<Sealer>> Create(Options options);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  // Seals on a thread of its own until Stop, which lets another process be elected.
  void Start();
  void Stop();

  // Seals the next complete range and returns the number of its entries; 0 when there is none, or
  // when another process is elected. Waits for transactions that have drawn numbers. Not to be
  // called between Start and Stop.
  absl::StatusOr<int> SealOnce();

 private:
  Sealer(Options options, SealKey key);

  void Run();
  bool Due(absl::Time next);
  bool Elect(db::Tx& tx);
  void Resign();
  absl::StatusOr<int> SealNext(db::Tx& tx);
  absl::Status Insert(db::Tx& tx, Seal& seal);
  absl::Status Witness(db::Tx& tx);
  bool stopping() const;

  const Options options_;
  const SealKey key_;
  db::Fence fence_;
  db::Session session_;
  int elected_backend_ = 0;      // Holds the lock.
  int64_t sealed_upto_ = 0;      // By whomever, as far as is known.
  int64_t looked_upto_ = 0;      // Between sealed_upto_ and here are no entries.
  int64_t witnessed_upto_ = -1;  // -1: not known yet.

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace opora::audit
