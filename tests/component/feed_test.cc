#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "common/db/fence.h"
#include "common/feed/position.h"
#include "common/feed/reader.h"
#include "common/rules/rule.h"
#include "tests/component/outbox.h"
#include "tests/component/postgres.h"

namespace opora::feed {
namespace {

using component::Emit;
using component::EventsIn;
using component::MakeEvent;
using component::Soon;

constexpr char kService[] = "platform";

class FeedTest : public ::testing::Test {
 protected:
  FeedTest() : database_(component::TestDatabase::Create(component::PlatformMigrations())) {}

  std::string App() const { return database_.Dsn("app"); }

  std::unique_ptr<Reader> MakeReader(std::shared_ptr<db::Fence> fence = nullptr) const {
    Reader::Options options{.conninfo = App()};
    options.poll_interval = absl::Milliseconds(20);
    options.fence = std::move(fence);
    return std::make_unique<Reader>(std::move(options));
  }

  // Starts the reader and waits until it follows.
  static Reader::State Started(Reader& reader) {
    reader.Start();
    EXPECT_TRUE(Soon([&] { return reader.state().epoch != 0; }));
    return reader.state();
  }

  static absl::Status Check(const component::TestDatabase& database, int epoch,
                            const Position& at) {
    db::Session session(database.Dsn("app"));
    pqxx::nontransaction transaction(session.Connection());
    db::Tx tx(session, transaction);
    return CheckPosition(tx, epoch, at);
  }

  const component::TestDatabase database_;
};

// --- the fence -----------------------------------------------------------------------------------

// The ways of reading that lose events, each one a step away from the right one.
class SwappedFence : public db::Fence {
 public:
  using Fence::Fence;
  Head ReadHead(db::Tx& tx) override {
    fence_ = tx.Run("SELECT pg_current_xact_id()")[0][0].as<std::string>();
    absl::SleepFor(absl::Milliseconds(5));
    return Fence::ReadHead(tx);
  }
  bool Await(db::Tx& tx, const std::function<bool()>& give_up) override {
    while (!tx.Run("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8", {fence_})[0][0]
                .as<bool>()) {
      if (give_up()) return false;
    }
    return true;
  }

 private:
  std::string fence_;
};

class XmaxFence : public db::Fence {
 public:
  using Fence::Fence;
  bool Await(db::Tx& tx, const std::function<bool()>& give_up) override {
    const std::string fence = tx.Run("SELECT pg_current_xact_id()")[0][0].as<std::string>();
    while (!tx.Run("SELECT pg_snapshot_xmax(pg_current_snapshot()) >= $1::xid8", {fence})[0][0]
                .as<bool>()) {
      if (give_up()) return false;
    }
    return true;
  }
};

// Plain `seq > last`: whatever is visible is taken for complete.
class NoFence : public db::Fence {
 public:
  using Fence::Fence;
  Head ReadHead(db::Tx& tx) override {
    return {tx.Run("SELECT coalesce(max(seq), 0) FROM outbox")[0][0].as<int64_t>(), absl::Now()};
  }
  bool Await(db::Tx&, const std::function<bool()>&) override { return true; }
};

struct Reading {
  const char* name;
  std::function<std::shared_ptr<db::Fence>()> fence;
  bool loses;
};

template <typename Fence>
std::shared_ptr<db::Fence> Make() {
  return std::make_shared<Fence>("outbox_seq_seq");
}

// Transactions of two aggregates each: concurrent, some slow between their last statement and the
// commit, some that never commit.
class Writers {
 public:
  explicit Writers(std::string conninfo) : conninfo_(std::move(conninfo)) {}

  void Run(int writers, absl::Duration time) {
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i) {
      threads.emplace_back([this, i, until = absl::Now() + time] { WriteUntil(i, until); });
    }
    for (std::thread& thread : threads) thread.join();
  }

  const std::set<std::string>& committed() const { return committed_; }

 private:
  void WriteUntil(int seed, absl::Time until) {
    std::mt19937 random(static_cast<unsigned>(seed));
    db::Session session(conninfo_);
    while (absl::Now() < until) {
      pqxx::work work(session.Connection());
      db::Tx tx(session, work);
      const auto events =
          ChangeTwo(tx, static_cast<int>(random() % 20), static_cast<int>(random() % 20));
      component::AppendToOutbox(tx, events);
      if (random() % 5 == 0) absl::SleepFor(absl::Milliseconds(random() % 15));
      if (random() % 10 == 0) continue;
      work.commit();
      absl::MutexLock lock(&mutex_);
      for (const auto& event : events) committed_.insert(event.event_id());
    }
  }

  static std::vector<common::v1::Event> ChangeTwo(db::Tx& tx, int a, int b) {
    std::vector<common::v1::Event> events;
    for (const auto& row :
         tx.Run("SELECT id FROM things WHERE id IN ($1, $2) ORDER BY id FOR UPDATE",
                {std::to_string(a), std::to_string(b == a ? (a + 1) % 20 : b)})) {
      const std::string id = row[0].as<std::string>();
      events.push_back(MakeEvent(
          id, tx.Run("UPDATE things SET version = version + 1 WHERE id = $1 RETURNING version",
                     {id})[0][0]
                  .as<int64_t>()));
    }
    return events;
  }

  const std::string conninfo_;
  absl::Mutex mutex_;
  std::set<std::string> committed_;
};

// Marks the end of what is written: nobody writes beside it, so that every way of reading sees it.
constexpr char kEnd[] = "end";

// What a reader told, against what was written.
class Account {
 public:
  void Take(const Page& page) {
    for (const auto& transaction : page) {
      const auto events = EventsIn(transaction->events);
      if (events[0].aggregate_id() == kEnd) continue;
      if (events.size() != 2) ++split;
      if (transaction->seq <= last_seq_) ++disordered;
      last_seq_ = transaction->seq;
      for (const auto& event : events) {
        if (!delivered_.insert(event.event_id()).second) ++repeated;
        int64_t& version = versions_[event.aggregate_id()];
        if (event.previous_version() != version) ++disordered;
        version = event.version();
      }
    }
  }

  int MissedOf(const std::set<std::string>& committed) const {
    return static_cast<int>(std::count_if(committed.begin(), committed.end(), [&](const auto& id) {
      return !delivered_.contains(id);
    }));
  }
  int InventedBeside(const std::set<std::string>& committed) const {
    return static_cast<int>(std::count_if(delivered_.begin(), delivered_.end(),
                                          [&](const auto& id) { return !committed.contains(id); }));
  }

  int split = 0;
  int disordered = 0;
  int repeated = 0;

 private:
  int64_t last_seq_ = 0;
  std::set<std::string> delivered_;
  std::map<std::string, int64_t> versions_;
};

class FenceTest : public FeedTest, public ::testing::WithParamInterface<Reading> {};

TEST_P(FenceTest, LosesNothingUnlessAFaultIsPlanted) {
  database_.Execute(
      "CREATE TABLE things (id integer PRIMARY KEY, version bigint NOT NULL);"
      "INSERT INTO things SELECT i, 0 FROM generate_series(0, 19) i;"
      "GRANT SELECT, UPDATE ON things TO platform_app");
  Account account;
  const auto reader = MakeReader(GetParam().fence());
  reader->Subscribe([&](const Reader::State&, const Page& page) { account.Take(page); });
  Started(*reader);
  Writers writers(App());
  std::thread waker([&, until = absl::Now() + absl::Seconds(1.5)] {
    while (absl::Now() < until) {
      reader->Wake();
      absl::SleepFor(absl::Microseconds(200));
    }
  });
  writers.Run(8, absl::Seconds(1.5));
  waker.join();
  Emit(App(), {MakeEvent(kEnd, 1)});
  const int64_t newest = database_.Execute("SELECT max(seq) FROM outbox")[0][0].as<int64_t>();
  // A planted fault may lose the very end that is waited for.
  const bool complete = Soon([&] { return reader->state().seq == newest; });
  EXPECT_TRUE(complete || GetParam().loses);
  reader->Stop();

  EXPECT_GT(writers.committed().size(), 200u);
  const int missed = account.MissedOf(writers.committed());
  RecordProperty("written", static_cast<int>(writers.committed().size()));
  RecordProperty("missed", missed);
  EXPECT_EQ(account.InventedBeside(writers.committed()), 0);
  EXPECT_EQ(account.split, 0);
  EXPECT_EQ(account.repeated, 0);
  if (GetParam().loses) {
    EXPECT_GT(missed, 0) << "the planted fault was not noticed";
  } else {
    EXPECT_EQ(missed, 0) << "of " << writers.committed().size();
    EXPECT_EQ(account.disordered, 0);
  }
}

const Reading kReadings[] = {
    {"Right", [] { return nullptr; }, false},
    {"HeadAfterOwnId", Make<SwappedFence>, true},
    {"SnapshotXmax", Make<XmaxFence>, true},
    {"PlainGreaterThanLast", Make<NoFence>, true},
};
INSTANTIATE_TEST_SUITE_P(Readings, FenceTest, ::testing::ValuesIn(kReadings),
                         [](const auto& test) { return std::string(test.param.name); });

// --- the reader ----------------------------------------------------------------------------------

TEST_F(FeedTest, TellsWhatHappensAfterTheStartAndKeepsItInMemory) {
  Emit(App(), {MakeEvent("before", 1)});
  std::vector<std::string> told;
  const auto reader = MakeReader();
  reader->Subscribe([&](const Reader::State&, const Page& page) {
    for (const auto& transaction : page) {
      told.push_back(EventsIn(transaction->events)[0].aggregate_id());
    }
  });
  EXPECT_EQ(Started(*reader).seq, 1);
  Emit(App(), {MakeEvent("after", 1)});
  reader->Wake();
  EXPECT_TRUE(Soon([&] { return reader->state().seq == 2; }));
  reader->Stop();
  EXPECT_THAT(told, ::testing::ElementsAre("after"));
  EXPECT_FALSE(reader->Recent(0, 10).has_value());
  EXPECT_EQ(reader->Recent(1, 10)->size(), 1u);
  EXPECT_EQ(reader->Recent(2, 10)->size(), 0u);
}

TEST_F(FeedTest, SaysUpToWhenItIsComplete) {
  const auto reader = MakeReader();
  Started(*reader);
  const absl::Time now = absl::Now();
  EXPECT_TRUE(Soon([&] { return reader->state().as_of > now; }));
}

TEST_F(FeedTest, GoesOnAfterItsConnectionWasLost) {
  std::atomic<int> told{0};
  const auto reader = MakeReader();
  reader->Subscribe([&](const Reader::State&, const Page& page) { told += page.size(); });
  const int epoch = Started(*reader).epoch;
  database_.BreakConnections("app");
  for (int i = 0; i < 3; ++i) Emit(App(), {MakeEvent("a", i + 1)});
  EXPECT_TRUE(Soon([&] { return told == 3; }));
  EXPECT_EQ(reader->state().epoch, epoch);
}

TEST_F(FeedTest, StopsWhileATransactionHoldsItUp) {
  const auto reader = MakeReader();
  Started(*reader);
  db::Session session(App());
  pqxx::work work(session.Connection());
  db::Tx tx(session, work);
  component::AppendToOutbox(tx, {MakeEvent("a", 1)});
  Emit(App(), {MakeEvent("b", 1)});
  reader->Wake();
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(reader->state().seq, 0);
  const absl::Time begun = absl::Now();
  reader->Stop();
  EXPECT_LT(absl::Now() - begun, absl::Seconds(2));
}

// --- positions and epochs ------------------------------------------------------------------------

TEST(Position, IsOpaqueAndChecked) {
  const std::string text = FormatPosition(kService, {7, 123456789012});
  EXPECT_EQ(ParsePosition(kService, text).value(), (Position{7, 123456789012}));
  std::string mistyped = text;
  mistyped[5] = mistyped[5] == 'A' ? 'B' : 'A';
  for (const auto& [service, wrong] : std::initializer_list<std::pair<std::string, std::string>>{
           {kService, mistyped}, {"another", text}, {kService, ""}, {kService, "?"}}) {
    EXPECT_EQ(rules::ReasonOf(ParsePosition(service, wrong).status()), "FEED_POSITION_MALFORMED");
  }
}

TEST_F(FeedTest, NamesOfSequencesAreThoseOfTheTables) {
  const auto row = database_.Execute(
      "SELECT pg_get_serial_sequence('outbox', 'seq'), "
      "pg_get_serial_sequence('audit_entries', 'seq')")[0];
  EXPECT_EQ(row[0].as<std::string>(), "platform.outbox_seq_seq");
  EXPECT_EQ(row[1].as<std::string>(), "platform.audit_entries_seq_seq");
}

// A transaction that drew a number before it had an id would slip through the fence.
TEST_F(FeedTest, TransactionsHaveTheirIdBeforeTheyDrawANumber) {
  for (const char* table : {"outbox", "audit_entries"}) {
    EXPECT_TRUE(database_
                    .Execute(absl::StrCat(
                        "SELECT min(attnum) FILTER (WHERE attname = 'xid') < min(attnum) FILTER "
                        "(WHERE attname = 'seq') FROM pg_attribute WHERE attrelid = '",
                        table, "'::regclass"))[0][0]
                    .as<bool>())
        << table;
  }
}

TEST_F(FeedTest, TwoReadersShareAnEpoch) {
  const auto first = MakeReader();
  const auto second = MakeReader();
  EXPECT_EQ(Started(*first).epoch, Started(*second).epoch);
  EXPECT_EQ(database_.Execute("SELECT count(*) FROM feed_epochs")[0][0].as<int>(), 1);
}

TEST_F(FeedTest, PositionsOfItsOwnHistoryAreGood) {
  const auto reader = MakeReader();
  const int epoch = Started(*reader).epoch;
  EXPECT_TRUE(Check(database_, epoch, {epoch, 0}).ok());
  Emit(App(), {MakeEvent("a", 1)});
  Emit(App(), {MakeEvent("a", 2)});
  EXPECT_TRUE(Check(database_, epoch, {epoch, 1}).ok());
  EXPECT_TRUE(Check(database_, epoch, {epoch, 2}).ok());
  for (const Position& wrong :
       {Position{epoch, 3}, Position{epoch - 1, 1}, Position{epoch + 1, 1}}) {
    const absl::Status status = Check(database_, epoch, wrong);
    EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange) << wrong.epoch << " " << wrong.seq;
    EXPECT_EQ(rules::ReasonOf(status), "FEED_POSITION_LOST");
  }
}

TEST_F(FeedTest, APositionBeforeTheCutIsLost) {
  const auto reader = MakeReader();
  const int epoch = Started(*reader).epoch;
  for (int i = 0; i < 5; ++i) Emit(App(), {MakeEvent("a", i + 1)});
  database_.Execute("DELETE FROM outbox WHERE seq <= 3");
  EXPECT_EQ(Check(database_, epoch, {epoch, 2}).code(), absl::StatusCode::kOutOfRange);
  EXPECT_TRUE(Check(database_, epoch, {epoch, 3}).ok());
}

// --- restored databases --------------------------------------------------------------------------

class RestoreTest : public FeedTest {
 protected:
  // Five transactions, and an epoch to which their positions belong.
  int WriteFive() {
    const auto reader = MakeReader();
    const int epoch = Started(*reader).epoch;
    for (int i = 0; i < 5; ++i) Emit(App(), {MakeEvent("a", i + 1)});
    return epoch;
  }
  static int EpochOf(const component::TestDatabase& database) {
    Reader reader({.conninfo = database.Dsn("app")});
    return Started(reader).epoch;
  }
};

TEST_F(RestoreTest, OldPositionsSurviveAsFarAsNothingWasLost) {
  const int old_epoch = WriteFive();
  const auto restored = database_.DumpAndRestore();
  const int epoch = EpochOf(restored);
  EXPECT_GT(epoch, old_epoch);
  EXPECT_TRUE(Check(restored, epoch, {old_epoch, 2}).ok());
  EXPECT_TRUE(Check(restored, epoch, {old_epoch, 5}).ok());
  EXPECT_EQ(EpochOf(restored), epoch) << "a restart is no new epoch";
  EXPECT_EQ(EpochOf(database_), old_epoch) << "nor is it one for the original";
}

TEST_F(RestoreTest, PositionsOfWhatHappenedAfterTheDumpAreLost) {
  const int old_epoch = WriteFive();
  const auto restored = database_.DumpAndRestore();
  Emit(App(), {MakeEvent("a", 6)});  // Position 6 of the history that is gone.
  const int epoch = EpochOf(restored);
  Emit(restored.Dsn("app"), {MakeEvent("b", 1)});
  const int64_t seq = restored.Execute("SELECT max(seq) FROM outbox")[0][0].as<int64_t>();
  EXPECT_GT(seq, 10000) << "the numbers of the lost history are not used again";
  const absl::Status status = Check(restored, epoch, {old_epoch, 6});
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(rules::ReasonOf(status), "FEED_POSITION_LOST");
  EXPECT_TRUE(Check(restored, epoch, {epoch, seq}).ok());
}

// The dump has 7 and not 6, which was under way: whoever stands at 7 has seen 6.
TEST_F(RestoreTest, PositionsBehindATransactionUnderWayAreLost) {
  const int old_epoch = WriteFive();
  db::Session session(App());
  pqxx::work under_way(session.Connection());
  db::Tx tx(session, under_way);
  component::AppendToOutbox(tx, {MakeEvent("b", 1)});
  Emit(App(), {MakeEvent("c", 1)});
  const auto restored = database_.DumpAndRestore();
  under_way.commit();
  const int epoch = EpochOf(restored);
  EXPECT_TRUE(Check(restored, epoch, {old_epoch, 5}).ok());
  EXPECT_EQ(Check(restored, epoch, {old_epoch, 7}).code(), absl::StatusCode::kOutOfRange);
}

TEST_F(RestoreTest, NothingIsAnsweredBeforeTheNewEpochIsOpen) {
  const int old_epoch = WriteFive();
  const auto restored = database_.DumpAndRestore();
  const absl::Status status = Check(restored, old_epoch, {old_epoch, 2});
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(rules::ReasonOf(status), "FEED_EPOCH_CHANGING");
}

TEST_F(RestoreTest, TheReaderGoesOnInTheNewEpoch) {
  WriteFive();
  const auto restored = database_.DumpAndRestore();
  Reader reader({.conninfo = restored.Dsn("app"), .poll_interval = absl::Milliseconds(20)});
  std::atomic<int> told{0};
  reader.Subscribe([&](const Reader::State&, const Page& page) { told += page.size(); });
  EXPECT_EQ(Started(reader).seq, 5);
  Emit(restored.Dsn("app"), {MakeEvent("a", 6)});
  EXPECT_TRUE(Soon([&] { return told == 1; }));
}

}  // namespace
}  // namespace opora::feed
