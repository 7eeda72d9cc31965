#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/codegen/sync_stream.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/strip.h"
#include "common/feed/position.h"
#include "common/feed/service.h"
#include "common/rules/rule.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/component/outbox.h"
#include "tests/component/postgres.h"

namespace opora::feed {
namespace {

using common::v1::WatchRequest;
using common::v1::WatchResponse;
using component::Emit;
using component::MakeEvent;
using component::Soon;

constexpr char kOwn[] = "11111111-1111-4111-8111-111111111111";
constexpr char kOther[] = "22222222-2222-4222-8222-222222222222";
constexpr char kClient[] = "6f1c2a34-0000-4000-8000-000000000001";

// Callers say who they are: "service", "person" or the id of an agency.
absl::StatusOr<rpc::Caller> Believe(grpc::CallbackServerContext& call) {
  const auto found = call.client_metadata().find("who");
  if (found == call.client_metadata().end()) return absl::UnauthenticatedError("who are you?");
  const std::string who(found->second.data(), found->second.size());
  rpc::Caller caller;
  caller.subject = who;
  caller.kind = who == "service"  ? common::v1::CALLER_SERVICE
                : who == "person" ? common::v1::CALLER_PERSON
                                  : common::v1::CALLER_AGENCY_SYSTEM;
  if (caller.kind == common::v1::CALLER_AGENCY_SYSTEM) caller.unit.agency_id = who;
  return caller;
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  google::rpc::ErrorInfo info;
  for (const auto& detail : details.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  }
  return info.reason();
}

// One open Watch as a client sees it.
class Client {
 public:
  Client(const std::shared_ptr<grpc::Channel>& channel, const std::string& who,
         const WatchRequest& request)
      : method_("/opora.common.v1.FeedService/Watch", grpc::internal::RpcMethod::SERVER_STREAMING) {
    context_.AddMetadata("who", who);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    reader_.reset(grpc::internal::ClientReaderFactory<WatchResponse>::Create(channel.get(), method_,
                                                                             &context_, request));
  }
  ~Client() { context_.TryCancel(); }

  bool Read(WatchResponse& response) {
    if (!reader_->Read(&response)) return false;
    position_ = response.position();
    return true;
  }
  // Aggregates of the next `count` events.
  std::vector<std::string> Next(std::size_t count) {
    std::vector<std::string> aggregates;
    WatchResponse response;
    while (aggregates.size() < count && Read(response)) {
      for (const auto& event : response.events()) aggregates.push_back(event.aggregate_id());
    }
    return aggregates;
  }
  grpc::Status Finish() {
    WatchResponse ignored;
    while (Read(ignored)) {
    }
    return reader_->Finish();
  }
  const std::string& position() const { return position_; }

 private:
  const grpc::internal::RpcMethod method_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<WatchResponse>> reader_;
  std::string position_;
};

class WatchTest : public ::testing::Test {
 protected:
  WatchTest() : database_(component::TestDatabase::Create(component::PlatformMigrations())) {
    options_.watch.service = "platform";
    options_.watch.conninfo = App();
    options_.watch.checkpoint_interval = absl::Seconds(30);
    options_.watch.recheck_interval = absl::ZeroDuration();
  }

  ~WatchTest() override {
    if (feed_ == nullptr) return;
    feed_->EndStreams();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(5));
    audit_->Stop();
    reader_->Stop();
  }

  void Serve(Reader::Options reading = {}) {
    reading.conninfo = App();
    reading.poll_interval = absl::Milliseconds(10);
    reader_ = std::make_unique<Reader>(std::move(reading));
    audit_ =
        std::make_unique<audit::Writer>(audit_conninfo_.empty() ? App() : audit_conninfo_, 100);
    feed_ = std::make_unique<FeedService>(options_, *reader_, *audit_, Believe, recheck_);
    reader_->Start();
    feed_->Start();
    service_ = feed_->MakeGrpcService();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    channel_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
    ASSERT_TRUE(Soon([&] { return reader_->state().epoch != 0; }));
  }

  std::string App() const { return database_.Dsn("app"); }

  static WatchRequest From(common::v1::StartAt start) {
    WatchRequest request;
    request.set_start_at(start);
    return request;
  }
  static WatchRequest After(const std::string& position) {
    WatchRequest request;
    request.set_position(position);
    return request;
  }
  std::unique_ptr<Client> Watch(const std::string& who, const WatchRequest& request) const {
    return std::make_unique<Client>(channel_, who, request);
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(absl::StatusOr<Response> (FeedService::*method)(rpc::Call&,
                                                                               const Request&),
                               const std::string& who, const Request& request) {
    rpc::CallFacts facts;
    facts.caller.kind =
        who == "service" ? common::v1::CALLER_SERVICE : common::v1::CALLER_AGENCY_SYSTEM;
    if (who != "service") facts.caller.unit.agency_id = who;
    facts.now = absl::Now();
    db::Session session(App());
    pqxx::nontransaction transaction(session.Connection());
    db::Tx tx(session, transaction);
    rpc::Call call(facts, tx, nullptr);
    return (feed_.get()->*method)(call, request);
  }
  absl::StatusOr<common::v1::ListChangesResponse> List(const std::string& who,
                                                       const std::string& position, int wait_ms) {
    common::v1::ListChangesRequest request;
    request.set_position(position);
    request.set_wait_ms(wait_ms);
    return Ask(&FeedService::ListChanges, who, request);
  }
  std::string Newest() {
    return Ask(&FeedService::GetFeedInfo, "service", common::v1::GetFeedInfoRequest())
        ->newest_position();
  }

  void EmitMany(int count) const {
    database_.Execute(absl::StrCat("INSERT INTO outbox (events) SELECT '", db::ByteaLiteral([] {
                                     WatchResponse row;
                                     *row.add_events() = MakeEvent("many", 1, kOwn);
                                     return row.SerializeAsString();
                                   }()),
                                   "'::bytea FROM generate_series(1, ", count, ")"));
  }
  int AuditEntries() const {
    return database_.Execute("SELECT count(*) FROM audit_entries")[0][0].as<int>();
  }

  const component::TestDatabase database_;
  FeedService::Options options_;
  Recheck recheck_;
  std::string audit_conninfo_;
  std::unique_ptr<Reader> reader_;
  std::unique_ptr<audit::Writer> audit_;
  std::unique_ptr<FeedService> feed_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(WatchTest, CatchesUpFromTheTableAndGoesOnLive) {
  EmitMany(1700);
  Serve();
  const auto client = Watch("service", From(common::v1::START_AT_EARLIEST));
  EXPECT_EQ(client->Next(1700).size(), 1700u);
  Emit(App(), {MakeEvent("live", 1)});
  EXPECT_THAT(client->Next(1), ::testing::ElementsAre("live"));
}

TEST_F(WatchTest, GoesOnWhereItWasLeftAndSkipsNothing) {
  Serve();
  std::string position;
  std::vector<std::string> seen;
  std::thread writer([this] {
    for (int i = 0; i < 200; ++i) Emit(App(), {MakeEvent(absl::StrCat(i), 1)});
  });
  while (seen.size() < 200) {
    const auto client =
        Watch("service", position.empty() ? From(common::v1::START_AT_EARLIEST) : After(position));
    WatchResponse response;
    for (int messages = 0; messages < 3 && seen.size() < 200 && client->Read(response);
         ++messages) {
      for (const auto& event : response.events()) seen.push_back(event.aggregate_id());
      position = response.position();
    }
  }
  writer.join();
  ASSERT_EQ(seen.size(), 200u);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], absl::StrCat(i));
}

TEST_F(WatchTest, ServesFromTheTableWhatIsNoLongerInMemory) {
  Reader::Options reading;
  reading.kept_transactions = 3;
  Serve(reading);
  const auto client = Watch("service", From(common::v1::START_AT_NOW));
  WatchResponse first;
  ASSERT_TRUE(client->Read(first));
  EXPECT_EQ(first.events_size(), 0);
  for (int i = 0; i < 3; ++i) EmitMany(50);
  EXPECT_EQ(client->Next(150).size(), 150u);
}

TEST_F(WatchTest, NeverSplitsATransaction) {
  options_.watch.message_bytes = 10;
  Serve();
  const auto client = Watch("service", From(common::v1::START_AT_EARLIEST));
  for (int i = 1; i <= 20; ++i)
    Emit(App(), {MakeEvent("a", i), MakeEvent("b", i), MakeEvent("c", i)});
  int events = 0;
  WatchResponse response;
  while (events < 60 && client->Read(response)) {
    EXPECT_EQ(response.events_size() % 3, 0);
    events += response.events_size();
  }
  EXPECT_EQ(events, 60);
}

TEST_F(WatchTest, TellsItsPlaceWhileNothingHappens) {
  options_.watch.checkpoint_interval = absl::Milliseconds(50);
  Serve();
  const auto client = Watch("service", From(common::v1::START_AT_NOW));
  const absl::Time begun = absl::Now();
  WatchResponse response;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client->Read(response));
    EXPECT_EQ(response.events_size(), 0);
    EXPECT_FALSE(response.position().empty());
  }
  EXPECT_GT(rpc::FromTimestamp(response.as_of()), begun - absl::Seconds(1));
}

TEST_F(WatchTest, AnAgencyGetsItsOwnEventsWithoutFactsAndAudited) {
  Serve();
  const auto client = Watch(kOwn, From(common::v1::START_AT_EARLIEST));
  auto own = MakeEvent("own", 1, kOwn);
  own.set_client_id(kClient);
  Emit(App(), {MakeEvent("other", 1, kOther), own, MakeEvent("nobody", 1)});
  WatchResponse response;
  do {
    ASSERT_TRUE(client->Read(response));
  } while (response.events().empty());
  ASSERT_EQ(response.events_size(), 1);
  EXPECT_EQ(response.events(0).aggregate_id(), "own");
  EXPECT_FALSE(response.events(0).has_fact());
  const auto entries =
      database_.Execute("SELECT client_id::text, agency_id::text, is_machine FROM audit_entries");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0][0].as<std::string>(), kClient);
  EXPECT_EQ(entries[0][1].as<std::string>(), kOwn);
  EXPECT_TRUE(entries[0][2].as<bool>());
}

TEST_F(WatchTest, AnAgencyIsToldItsPlaceAmongForeignEvents) {
  options_.watch.checkpoint_interval = absl::Milliseconds(20);
  Serve();
  const auto client = Watch(kOther, From(common::v1::START_AT_EARLIEST));
  EmitMany(600);
  ASSERT_TRUE(Soon([&] { return reader_->state().seq == 600; }));
  const std::string newest = Newest();
  WatchResponse response;
  do {
    ASSERT_TRUE(client->Read(response));
    EXPECT_EQ(response.events_size(), 0);
  } while (response.position() != newest);
  EXPECT_EQ(AuditEntries(), 0);
}

TEST_F(WatchTest, NoAuditNoEvents) {
  audit_conninfo_ = database_.Dsn("sealer");  // May not write entries.
  Serve();
  const auto client = Watch(kOwn, From(common::v1::START_AT_NOW));
  WatchResponse response;
  ASSERT_TRUE(client->Read(response));
  Emit(App(), {MakeEvent("own", 1, kOwn)});
  EXPECT_FALSE(client->Read(response));
  const grpc::Status status = client->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(status), "AUDIT_UNAVAILABLE");
  EXPECT_EQ(List(kOwn, "", 0).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(WatchTest, EndsWhenTheCallerMayNoLonger) {
  std::atomic<bool> suspended{false};
  recheck_ = [&](db::Tx&, const rpc::Caller&) {
    return suspended ? absl::PermissionDeniedError("suspended") : absl::OkStatus();
  };
  Serve();
  const auto client = Watch(kOwn, From(common::v1::START_AT_EARLIEST));
  Emit(App(), {MakeEvent("own", 1, kOwn)});
  EXPECT_EQ(client->Next(1).size(), 1u);
  suspended = true;
  Emit(App(), {MakeEvent("own", 2, kOwn)});
  EXPECT_EQ(client->Next(1).size(), 0u);
  EXPECT_EQ(client->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(WatchTest, RefusesWhoOrWhatItMust) {
  options_.watch.streams_per_caller = 1;
  Serve();
  const auto reason = [&](const std::string& who, const WatchRequest& request) {
    return ReasonOf(Watch(who, request)->Finish());
  };
  EXPECT_EQ(reason("person", From(common::v1::START_AT_NOW)), "CALLER_KIND_REFUSED");
  EXPECT_EQ(reason("service", After("nonsense")), "FEED_POSITION_MALFORMED");
  EXPECT_EQ(Watch("service", WatchRequest())->Finish().error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  // One stream per caller: the refused ones before must have been taken off the list.
  ASSERT_TRUE(Soon([&] { return feed_->streams() == 0; }));
  const int epoch = reader_->state().epoch;
  const grpc::Status lost =
      Watch("service", After(FormatPosition("platform", {epoch - 1, 5})))->Finish();
  EXPECT_EQ(lost.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(ReasonOf(lost), "FEED_POSITION_LOST");
  ASSERT_TRUE(Soon([&] { return feed_->streams() == 0; }));
  const auto first = Watch("service", From(common::v1::START_AT_NOW));
  WatchResponse response;
  ASSERT_TRUE(first->Read(response));
  EXPECT_EQ(reason("service", From(common::v1::START_AT_NOW)), "TOO_MANY_STREAMS");
}

TEST_F(WatchTest, ADrainEndsStreamsWithTheirPlace) {
  Serve();
  const auto client = Watch("service", From(common::v1::START_AT_EARLIEST));
  Emit(App(), {MakeEvent("a", 1)});
  EXPECT_EQ(client->Next(1).size(), 1u);
  feed_->EndStreams();
  const grpc::Status status = client->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(status), "DRAINING");
  EXPECT_EQ(client->position(), Newest());
  EXPECT_EQ(ReasonOf(Watch("service", From(common::v1::START_AT_NOW))->Finish()), "DRAINING");
}

TEST_F(WatchTest, EndsStreamsOfADatabaseThatIsAnotherOne) {
  Serve();
  const auto client = Watch("service", From(common::v1::START_AT_NOW));
  WatchResponse response;
  ASSERT_TRUE(client->Read(response));
  // As a promotion would leave it: the same data on another timeline, and all connections lost.
  database_.Execute("UPDATE feed_epochs SET timeline = 0");
  database_.BreakConnections("app");
  const grpc::Status status = client->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(status), "FEED_EPOCH_CHANGED");
  const auto again = Watch("service", After(response.position()));
  ASSERT_TRUE(again->Read(response)) << "a position behind which nothing was lost survives";
}

TEST_F(WatchTest, AReaderThatTakesNothingIsCutOffAndHoldsUpNobody) {
  options_.watch.slow_limit = absl::Milliseconds(300);
  options_.watch.message_bytes = 1 << 20;
  Serve();
  const auto slow = Watch("service", From(common::v1::START_AT_EARLIEST));
  const auto quick = Watch(kOwn, From(common::v1::START_AT_EARLIEST));
  auto large = MakeEvent("large", 1);
  large.set_type(std::string(500000, 'x'));
  for (int i = 0; i < 60; ++i) Emit(App(), {large});
  Emit(App(), {MakeEvent("own", 1, kOwn)});
  EXPECT_EQ(quick->Next(1).size(), 1u);
  EXPECT_TRUE(Soon([&] { return feed_->streams() == 1; }));
  const grpc::Status status = slow->Finish();
  EXPECT_TRUE(status.error_code() == grpc::StatusCode::CANCELLED ||
              ReasonOf(status) == "WATCH_TOO_SLOW")
      << status.error_message();
}

TEST_F(WatchTest, ALongestStreamEnds) {
  options_.watch.longest_stream = absl::Milliseconds(50);
  Serve();
  EXPECT_EQ(ReasonOf(Watch("service", From(common::v1::START_AT_NOW))->Finish()), "STREAM_MAX_AGE");
}

// --- without streams -----------------------------------------------------------------------------

TEST_F(WatchTest, ListChangesPagesThroughTheFeed) {
  EmitMany(1200);
  Serve();
  std::string position;
  int events = 0;
  for (int pages = 0; pages < 10 && events < 1200; ++pages) {
    const auto page = List("service", position, 0);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->events_size(), 500);
    events += page->events_size();
    position = page->position();
  }
  EXPECT_EQ(events, 1200);
  EXPECT_EQ(position, Newest());
  EXPECT_EQ(List("service", position, 0)->events_size(), 0);
}

TEST_F(WatchTest, ListChangesWaitsForAChangeAndNoLonger) {
  Serve();
  const std::string position = Newest();
  std::thread writer([this] {
    absl::SleepFor(absl::Milliseconds(200));
    Emit(App(), {MakeEvent("a", 1)});
  });
  const absl::Time begun = absl::Now();
  EXPECT_EQ(List("service", position, 10000)->events_size(), 1);
  EXPECT_LT(absl::Now() - begun, absl::Seconds(3));
  writer.join();
  const absl::Time later = absl::Now();
  EXPECT_EQ(List("service", Newest(), 200)->events_size(), 0);
  EXPECT_GE(absl::Now() - later, absl::Milliseconds(200));
  EXPECT_LT(absl::Now() - later, absl::Seconds(2));
}

TEST_F(WatchTest, ListChangesLeavesWorkersToOthersAndEndsWithTheDrain) {
  options_.waiting_calls = 1;
  Serve();
  const std::string position = Newest();
  const absl::Time begun = absl::Now();
  std::thread waiting([&] { EXPECT_TRUE(List("service", position, 10000).ok()); });
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_TRUE(List("service", position, 10000).ok());
  EXPECT_LT(absl::Now() - begun, absl::Seconds(3));
  feed_->EndStreams();
  waiting.join();
  EXPECT_LT(absl::Now() - begun, absl::Seconds(5));
}

TEST_F(WatchTest, ListChangesAuditsWhatAgenciesGet) {
  Serve();
  Emit(App(), {MakeEvent("own", 1, kOwn), MakeEvent("other", 1, kOther)});
  ASSERT_TRUE(Soon([&] { return reader_->state().seq == 1; }));
  const auto page = List(kOwn, "", 0);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->events_size(), 1);
  EXPECT_FALSE(page->events(0).has_fact());
  EXPECT_EQ(AuditEntries(), 1);
  EXPECT_EQ(List("service", "", 0)->events_size(), 2);
  EXPECT_EQ(AuditEntries(), 1);
}

}  // namespace
}  // namespace opora::feed
