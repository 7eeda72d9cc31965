#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/db/session.h"
#include "common/feed/consumer.h"
#include "common/feed/progress.h"
#include "common/rpc/client.h"
#include "common/telemetry/metrics.h"
#include "opora/common/v1/feed.pb.h"

namespace opora::feed {

// Asks a feed what comes after a position, until the deadline.
using AskFeed = std::function<absl::Status(const common::v1::ListChangesRequest&,
                                           absl::Time deadline, common::v1::ListChangesResponse&)>;

// The feed of a neighbour, asked as this service itself. The client outlives it.
AskFeed FeedOf(const rpc::Client& neighbour);

// Follows the feed of another service for as long as the process serves: one thread with a
// connection of its own. Every message takes effect once, in order; the position is stored with the
// effect. It waits for a neighbour that is away, begins anew where its place in the feed is lost,
// and halts where it would have to build on something that is not so.
class Follower {
 public:
  struct Options {
    std::string feed;      // Name of the service that tells, "client-registry".
    std::string conninfo;  // Of role <schema>_app.
    AskFeed ask;
    Consumer consumer;
    // Drops every effect of the feed.
    std::function<void(db::Tx&)> drop;
    // What effects are built by: a version of the code, a key. Effects of another basis are
    // dropped.
    std::string basis;
    telemetry::Metrics* metrics = nullptr;
    absl::Duration wait = absl::Seconds(1);           // For something new, at the neighbour.
    absl::Duration pause = absl::Milliseconds(200);   // After trouble, doubled
    absl::Duration longest_pause = absl::Seconds(5);  // up to this.
    absl::Duration answer_within = absl::Seconds(5);  // Beyond the wait.
  };

  explicit Follower(Options options);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  void Start();
  // Lets the last question go to its end, and returns at once.
  void RequestStop();
  // Returns when the question under way is answered, or its deadline has passed.
  void Stop();

 private:
  struct Gauges;

  void Run();
  absl::Status Step();
  absl::Status FindPlace();
  absl::Status Ask(common::v1::ListChangesResponse& answer);
  absl::Status Take(const common::v1::ListChangesResponse& answer, absl::Time asked);
  absl::Status Apply(const common::v1::WatchResponse& batch, absl::Time asked);
  absl::Status BeginAnew();
  absl::Status Halt(const absl::Status& cause);
  void Note(FollowState state, std::string_view reason);
  void Show(FollowState state, std::string_view reason, std::optional<absl::Time> complete);

  const Options options_;
  db::Session session_;
  std::optional<std::string> place_;   // Where we stand; unknown until it is read.
  std::optional<std::string> halted_;  // Where we halted, until somebody moves the position.
  bool at_end_ = false;                // Nothing more was there at the last answer.
  std::optional<FollowState> shown_;
  std::unique_ptr<Gauges> gauges_;
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace opora::feed
