#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "absl/synchronization/mutex.h"
#include "common/audit/writer.h"
#include "common/feed/follower.h"
#include "common/feed/service.h"
#include "common/rules/rule.h"
#include "tests/component/outbox.h"
#include "tests/component/postgres.h"

namespace opora::feed {
namespace {

using common::v1::Event;
using component::Emit;
using component::MakeEvent;
using component::Soon;

constexpr char kFeed[] = "platform";

// A service that tells, with its own database, outbox, reader and FeedService; asked in this
// process just as a call would ask it.
class Teller {
 public:
  Teller() : database_(component::TestDatabase::Create(component::PlatformMigrations())) {
    Reader::Options options{.conninfo = database_.Dsn("app")};
    options.poll_interval = absl::Milliseconds(20);
    reader_ = std::make_unique<Reader>(options);
    audit_ = std::make_unique<audit::Writer>(database_.Dsn("app"), 100);
    FeedService::Options feed;
    feed.watch.service = kFeed;
    feed.watch.conninfo = database_.Dsn("app");
    feed_ = std::make_unique<FeedService>(
        feed, *reader_, *audit_,
        [](grpc::CallbackServerContext&) { return absl::StatusOr<rpc::Caller>(rpc::Caller()); });
    reader_->Start();
  }
  ~Teller() { audit_->Stop(); }

  void Tell(const std::vector<Event>& events) { Emit(database_.Dsn("app"), events); }
  void GoAway(bool away) { away_ = away; }
  // The operator cuts the feed to what comes now.
  void Cut() { database_.Execute("DELETE FROM outbox"); }

  AskFeed Feed() {
    return [this](const common::v1::ListChangesRequest& request, absl::Time,
                  common::v1::ListChangesResponse& response) { return Answer(request, response); };
  }

 private:
  absl::Status Answer(const common::v1::ListChangesRequest& request,
                      common::v1::ListChangesResponse& response) {
    if (away_)
      return rules::StatusWithReason(absl::StatusCode::kUnavailable, "NEIGHBOUR_UNAVAILABLE", "");
    db::Session session(database_.Dsn("app"));
    pqxx::nontransaction transaction(session.Connection());
    db::Tx tx(session, transaction);
    rpc::CallFacts facts;
    facts.now = absl::Now();
    facts.caller.kind = common::v1::CALLER_SERVICE;
    rpc::Call call(facts, tx, nullptr);
    auto answer = feed_->ListChanges(call, request);
    if (!answer.ok()) return answer.status();
    response = *std::move(answer);
    return absl::OkStatus();
  }

  const component::TestDatabase database_;
  std::unique_ptr<Reader> reader_;
  std::unique_ptr<audit::Writer> audit_;
  std::unique_ptr<FeedService> feed_;
  std::atomic<bool> away_{false};
};

// A service that keeps what it was told, one row per event.
class FollowerTest : public ::testing::Test {
 protected:
  FollowerTest() : database_(component::TestDatabase::Create(component::PlatformMigrations())) {
    database_.Execute(
        "CREATE TABLE effects (event_id text PRIMARY KEY, aggregate_id text NOT NULL, version "
        "bigint "
        "NOT NULL); GRANT SELECT, INSERT, DELETE ON effects TO platform_app");
  }

  std::unique_ptr<Follower> Follow(const std::string& basis = "1") {
    Follower::Options options;
    options.feed = kFeed;
    options.conninfo = database_.Dsn("app");
    options.ask = teller_.Feed();
    options.basis = basis;
    options.wait = absl::Milliseconds(50);
    options.pause = absl::Milliseconds(10);
    options.longest_pause = absl::Milliseconds(50);
    options.metrics = &metrics_;
    options.consumer.version = [](db::Tx& tx, const Event& event) -> std::optional<int64_t> {
      return tx
          .Run("SELECT coalesce(max(version), 0) FROM effects WHERE aggregate_id = $1",
               {event.aggregate_id()})[0][0]
          .as<int64_t>();
    };
    options.consumer.apply = [](db::Tx& tx, const Event& event) {
      tx.Run("INSERT INTO effects VALUES ($1, $2, $3)",
             {event.event_id(), event.aggregate_id(), std::to_string(event.version())});
      return absl::OkStatus();
    };
    options.drop = [](db::Tx& tx) { tx.Run("DELETE FROM effects"); };
    auto follower = std::make_unique<Follower>(std::move(options));
    follower->Start();
    return follower;
  }

  int Effects() const { return database_.Execute("SELECT count(*) FROM effects")[0][0].as<int>(); }
  bool Reaches(int effects) const {
    return Soon([&] { return Effects() == effects; });
  }
  Progress Now() const {
    db::Session session(database_.Dsn("app"));
    pqxx::nontransaction transaction(session.Connection());
    db::Tx tx(session, transaction);
    return ReadProgress(tx, kFeed).value_or(Progress());
  }
  bool Becomes(FollowState state) const {
    return Soon([&] { return Now().state == state; });
  }

  Teller teller_;
  const component::TestDatabase database_;
  telemetry::Metrics metrics_{{"platform", "0", ""}};
};

TEST_F(FollowerTest, FollowsFromTheBeginningAndAsItHappens) {
  teller_.Tell({MakeEvent("a", 1), MakeEvent("b", 1)});
  const auto follower = Follow();
  EXPECT_TRUE(Reaches(2));
  teller_.Tell({MakeEvent("a", 2)});
  EXPECT_TRUE(Reaches(3));
  EXPECT_TRUE(Becomes(FollowState::kFollowing));
  ASSERT_TRUE(Now().complete_time.has_value());
  EXPECT_LT(absl::Now() - *Now().complete_time, absl::Seconds(5));
  EXPECT_NE(metrics_.Text().find("feed_follower_events_total{feed=\"platform\"} 3"),
            std::string::npos);
}

TEST_F(FollowerTest, GoesOnWhereItStoodAfterARestart) {
  teller_.Tell({MakeEvent("a", 1)});
  Follow().reset();
  auto follower = Follow();
  EXPECT_TRUE(Reaches(1));
  follower.reset();
  teller_.Tell({MakeEvent("a", 2)});
  follower = Follow();
  EXPECT_TRUE(Reaches(2));
}

TEST_F(FollowerTest, WaitsForANeighbourThatIsAwayAndSaysSo) {
  teller_.Tell({MakeEvent("a", 1)});
  const auto follower = Follow();
  EXPECT_TRUE(Reaches(1));
  EXPECT_TRUE(Becomes(FollowState::kFollowing));
  const absl::Time complete = *Now().complete_time;
  teller_.GoAway(true);
  EXPECT_TRUE(Becomes(FollowState::kDisconnected));
  EXPECT_EQ(Now().reason, "NEIGHBOUR_UNAVAILABLE");
  EXPECT_GE(*Now().complete_time, complete) << "what is known stays known";
  teller_.Tell({MakeEvent("a", 2)});
  teller_.GoAway(false);
  EXPECT_TRUE(Reaches(2));
  EXPECT_TRUE(Becomes(FollowState::kFollowing));
}

TEST_F(FollowerTest, SurvivesItsOwnDatabase) {
  teller_.Tell({MakeEvent("a", 1)});
  const auto follower = Follow();
  EXPECT_TRUE(Reaches(1));
  database_.BreakConnections("app");
  teller_.Tell({MakeEvent("a", 2)});
  EXPECT_TRUE(Reaches(2));
}

TEST_F(FollowerTest, HaltsAtAGapUntilThePositionIsMoved) {
  teller_.Tell({MakeEvent("a", 1)});
  const auto follower = Follow();
  EXPECT_TRUE(Reaches(1));
  teller_.Tell({MakeEvent("a", 3)});
  EXPECT_TRUE(Becomes(FollowState::kHalted));
  EXPECT_EQ(Now().reason, "FEED_GAP");
  EXPECT_NE(metrics_.Text().find("feed_follower_halted{feed=\"platform\"} 1"), std::string::npos);
  teller_.Tell({MakeEvent("b", 1)});
  absl::SleepFor(absl::Milliseconds(300));
  EXPECT_EQ(Effects(), 1) << "nothing is built on a gap";
  // Somebody has looked and declares what was missed as seen.
  database_.Execute(
      "INSERT INTO effects VALUES ('by hand', 'a', 2); UPDATE consumer_positions SET "
      "position = '' WHERE feed = 'platform'");
  EXPECT_TRUE(Reaches(4));
  EXPECT_TRUE(Becomes(FollowState::kFollowing));
}

TEST_F(FollowerTest, BuildsAnewWhereItsPlaceIsLost) {
  teller_.Tell({MakeEvent("a", 1), MakeEvent("b", 1)});
  const auto follower = Follow();
  EXPECT_TRUE(Reaches(2));
  teller_.GoAway(true);
  EXPECT_TRUE(Becomes(FollowState::kDisconnected));
  teller_.Tell({MakeEvent("a", 2)});
  teller_.Cut();
  teller_.Tell({MakeEvent("c", 1)});
  teller_.GoAway(false);
  EXPECT_TRUE(Reaches(1));
  EXPECT_TRUE(Becomes(FollowState::kFollowing));
}

TEST_F(FollowerTest, BuildsAnewOnAnotherBasis) {
  teller_.Tell({MakeEvent("a", 1)});
  auto follower = Follow("1");
  EXPECT_TRUE(Reaches(1));
  follower.reset();
  database_.Execute("INSERT INTO effects VALUES ('of the old code', 'z', 7)");
  follower = Follow("2");
  EXPECT_TRUE(Reaches(1));
  EXPECT_TRUE(Becomes(FollowState::kFollowing));
  EXPECT_EQ(Now().basis, "2");
}

TEST_F(FollowerTest, TwoProcessesApplyEverythingOnce) {
  const auto one = Follow();
  const auto other = Follow();
  for (int version = 1; version <= 20; ++version) teller_.Tell({MakeEvent("a", version)});
  EXPECT_TRUE(Reaches(20));
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(Effects(), 20);
  EXPECT_NE(Now().state, FollowState::kHalted);
}

}  // namespace
}  // namespace opora::feed
