#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "common/feed/consumer.h"
#include "common/rules/rule.h"
#include "tests/component/outbox.h"
#include "tests/component/postgres.h"

namespace opora::feed {
namespace {

using common::v1::Event;
using common::v1::WatchResponse;
using component::MakeEvent;

constexpr char kFeed[] = "client-registry";

// A consumer that counts what takes effect, and the feed it reads: messages 1, 2, 3 …, each at the
// position of its number.
class ConsumerTest : public ::testing::Test {
 protected:
  ConsumerTest() : database_(component::TestDatabase::Create(component::PlatformMigrations())) {
    database_.Execute(
        "CREATE TABLE effects (event_id text NOT NULL, aggregate_id text NOT NULL, version bigint);"
        "GRANT SELECT, INSERT ON effects TO platform_app");
  }

  static Consumer Counting() {
    return {[](db::Tx& tx, const Event& event) -> std::optional<int64_t> {
              return tx
                  .Run("SELECT coalesce(max(version), 0) FROM effects WHERE aggregate_id = $1",
                       {event.aggregate_id()})[0][0]
                  .as<int64_t>();
            },
            [](db::Tx& tx, const Event& event) {
              tx.Run("INSERT INTO effects VALUES ($1, $2, $3)",
                     {event.event_id(), event.aggregate_id(), std::to_string(event.version())});
              return absl::OkStatus();
            }};
  }

  void Publish(std::vector<Event> events) {
    WatchResponse& message = feed_.emplace_back();
    for (Event& event : events) *message.add_events() = std::move(event);
    message.set_position(std::to_string(feed_.size()));
  }

  // What comes after a position: the feed delivers it again and again until it is acknowledged by
  // asking from a later one.
  const WatchResponse* After(const std::string& position) const {
    const std::size_t next = position.empty() ? 0 : std::stoul(position);
    return next < feed_.size() ? &feed_[next] : nullptr;
  }

  using Interrupt = std::function<void(const char* where)>;

  // Consumes until there is nothing more, or something is wrong.
  absl::Status Consume(const Interrupt& interrupt = [](const char*) {}) const {
    db::Session session(database_.Dsn("app"));
    for (;;) {
      pqxx::work work(session.Connection());
      db::Tx tx(session, work);
      const std::string position = StoredPosition(tx, kFeed);
      const WatchResponse* message = After(position);
      if (message == nullptr) return absl::OkStatus();
      const absl::Status status = ApplyBatch(tx, kFeed, position, *message, Counting());
      if (!status.ok()) return status;
      interrupt("before commit");
      work.commit();
      interrupt("after commit");
    }
  }

  int Effects() const { return database_.Execute("SELECT count(*) FROM effects")[0][0].as<int>(); }
  int DistinctEffects() const {
    return database_.Execute("SELECT count(DISTINCT event_id) FROM effects")[0][0].as<int>();
  }

  const component::TestDatabase database_;
  std::vector<WatchResponse> feed_;
};

TEST_F(ConsumerTest, AppliesEverythingOnceAndRemembersWhere) {
  Publish({MakeEvent("a", 1), MakeEvent("b", 1)});
  Publish({MakeEvent("a", 2)});
  EXPECT_TRUE(Consume().ok());
  EXPECT_EQ(Effects(), 3);
  EXPECT_TRUE(Consume().ok());
  EXPECT_EQ(Effects(), 3);
  EXPECT_EQ(database_.Execute("SELECT position FROM consumer_positions")[0][0].as<std::string>(),
            "2");
}

// Killed again and again, between effect and commit or between commit and acknowledgement.
TEST_F(ConsumerTest, KilledAnywhereItAppliesEverythingOnce) {
  for (int i = 1; i <= 6; ++i) Publish({MakeEvent("a", i), MakeEvent("b", i)});
  int kills = 0;
  for (int run = 0; run < 40; ++run) {
    const pid_t child = fork();
    if (child == 0) {
      Consume([run](const char* where) {
        if (std::string(where) == (run % 2 == 0 ? "before commit" : "after commit")) raise(SIGKILL);
      }).IgnoreError();
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) break;
    ++kills;
  }
  EXPECT_GE(kills, 6);
  EXPECT_TRUE(Consume().ok());
  EXPECT_EQ(Effects(), 12);
  EXPECT_EQ(DistinctEffects(), 12);
}

TEST_F(ConsumerTest, HaltsWhereVersionsDoNotMeet) {
  Publish({MakeEvent("a", 1)});
  Publish({MakeEvent("b", 1), MakeEvent("a", 3)});
  Publish({MakeEvent("b", 2)});
  for (int i = 0; i < 2; ++i) {
    const absl::Status status = Consume();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(rules::ReasonOf(status), "FEED_GAP");
  }
  EXPECT_EQ(Effects(), 1) << "nothing of the message with the gap took effect";
}

TEST_F(ConsumerTest, IgnoresWhatItHasSeen) {
  Publish({MakeEvent("a", 1)});
  EXPECT_TRUE(Consume().ok());
  database_.Execute("DELETE FROM consumer_positions");
  Publish({MakeEvent("a", 2)});
  EXPECT_TRUE(Consume().ok());
  EXPECT_EQ(Effects(), 2);
}

TEST_F(ConsumerTest, AppliesAllEventsOfOneVersion) {
  Event first = MakeEvent("a", 1);
  Event second = MakeEvent("a", 1);
  second.set_type("ThingAlsoChanged");
  Publish({first, second, MakeEvent("a", 2)});
  EXPECT_TRUE(Consume().ok());
  EXPECT_EQ(Effects(), 3);
}

TEST_F(ConsumerTest, TwoProcessesDoNotConsumeSideBySide) {
  Publish({MakeEvent("a", 1)});
  EXPECT_TRUE(Consume().ok());
  db::Session session(database_.Dsn("app"));
  pqxx::work work(session.Connection());
  db::Tx tx(session, work);
  const absl::Status status = ApplyBatch(tx, kFeed, "", feed_[0], Counting());
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(rules::ReasonOf(status), "FEED_POSITION_MOVED");
}

}  // namespace
}  // namespace opora::feed
