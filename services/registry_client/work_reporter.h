#pragma once

#include <span>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/db/session.h"
#include "common/rpc/client.h"
#include "common/work/waiting.h"
#include "opora/registry/v1/notification.pb.h"

namespace opora::registry_client {

// Key under which the registry knows one thing that waits here: the same for the same thing, and
// nothing can be read from it.
std::string WaitingKey(const work::Row& row);

// Tells the registry's notifier what waits here for workers who want mails: keys and times, never
// of what (REG-119). What waits is found afresh and told whole each time, so that a neighbour that
// is away delays a mail and loses none.
class WorkReporter {
 public:
  struct Options {
    std::string service;
    std::string conninfo;
    absl::Duration interval = absl::Minutes(1);
  };

  // `registry` and `sources` outlive it.
  WorkReporter(Options options, const rpc::Client& registry, std::span<const work::Source> sources);
  ~WorkReporter() { Stop(); }
  WorkReporter(const WorkReporter&) = delete;
  WorkReporter& operator=(const WorkReporter&) = delete;

  void Start();
  void Stop();

 private:
  void Run();
  absl::Status TellAll();
  // One page of workers, and what waits for them.
  absl::Status Tell(const registry::v1::ListWatchedWorkersResponse& watched);

  const Options options_;
  const rpc::Client& registry_;
  const work::Finder finder_;
  db::Session session_;
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace opora::registry_client
