#include "common/relay/relay.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/mutex.h"
#include "common/ids/ids.h"
#include "common/rpc/bytes.h"
#include "opora/common/v1/types.pb.h"
#include "tests/component/outbox.h"
#include "tests/component/postgres.h"

namespace opora::relay {
namespace {

using common::v1::Deviation;
using component::Soon;

// Another service: counts what it is told and answers as it is told to.
class Receiver final : public grpc::CallbackGenericService {
 public:
  Receiver() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
  }
  ~Receiver() override { server_->Shutdown(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  void Answer(grpc::StatusCode code) { code_ = code; }
  std::vector<std::string> Told() {
    const absl::MutexLock lock(&mutex_);
    return told_;
  }

 private:
  class Reactor final : public grpc::ServerGenericBidiReactor {
   public:
    explicit Reactor(Receiver& receiver) : receiver_(receiver) { StartRead(&request_); }
    void OnReadDone(bool ok) override {
      Deviation request;
      if (ok) request.ParseFromString(rpc::FromBuffer(request_));
      {
        const absl::MutexLock lock(&receiver_.mutex_);
        receiver_.told_.push_back(request.reason());
      }
      const grpc::StatusCode code = receiver_.code_;
      if (code != grpc::StatusCode::OK) return Finish(grpc::Status(code, "not now"));
      response_ = rpc::ToBuffer(request.SerializeAsString());
      StartWriteAndFinish(&response_, {}, grpc::Status::OK);
    }
    void OnDone() override { delete this; }

   private:
    Receiver& receiver_;
    grpc::ByteBuffer request_, response_;
  };

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Reactor(*this);
  }

  int port_ = 0;
  std::atomic<grpc::StatusCode> code_ = grpc::StatusCode::OK;
  absl::Mutex mutex_;
  std::vector<std::string> told_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Server> server_;
};

class RelayTest : public ::testing::Test {
 protected:
  RelayTest()
      : database_(component::TestDatabase::Create(component::PlatformMigrations())),
        client_(receiver_.address(), {}) {}

  std::unique_ptr<Relay> Start() {
    Relay::Options options;
    options.service = "platform";
    options.conninfo = database_.Dsn("app");
    options.poll = absl::Milliseconds(20);
    options.patience = absl::Milliseconds(500);
    auto relay = std::make_unique<Relay>(
        options, client_,
        std::vector<Delivery>{{"TEST", "opora.test.Service.Tell", &Deviation::default_instance(),
                               &Deviation::default_instance(),
                               [this](rpc::Call& call, const Intent&, const absl::Status& status,
                                      const google::protobuf::Message& response) {
                                 const absl::MutexLock lock(&mutex_);
                                 settled_.push_back(
                                     status.ok() ? static_cast<const Deviation&>(response).reason()
                                                 : "refused");
                                 Deviation told;
                                 call.Emit("ThingTold", told);
                                 return absl::OkStatus();
                               }}});
    relay->Start();
    return relay;
  }

  void PromiseOne(const std::string& reason, bool commit = true) {
    db::Session session(database_.Dsn("app"));
    pqxx::work work(session.Connection());
    db::Tx tx(session, work);
    Deviation request;
    request.set_reason(reason);
    Promise(tx, "TEST", "opora.test.Service.Tell", "", ids::RandomId(), request);
    if (commit) work.commit();
  }

  std::vector<std::string> Settled() {
    const absl::MutexLock lock(&mutex_);
    return settled_;
  }
  int Count(const std::string& table) const {
    return database_.Execute("SELECT count(*) FROM " + table)[0][0].as<int>();
  }

  component::TestDatabase database_;
  Receiver receiver_;
  rpc::Client client_;
  absl::Mutex mutex_;
  std::vector<std::string> settled_ ABSL_GUARDED_BY(mutex_);
};

TEST_F(RelayTest, WhatIsPromisedIsToldOnceAndSettledWithAuditAndEvent) {
  PromiseOne("one");
  const auto relay = Start();
  ASSERT_TRUE(Soon([&] { return Settled().size() == 1; }));
  ASSERT_TRUE(Soon([&] { return Count("relay_intents") == 0; }));
  EXPECT_EQ(receiver_.Told(), std::vector<std::string>{"one"});
  EXPECT_EQ(Settled(), std::vector<std::string>{"one"});
  EXPECT_EQ(Count("audit_entries"), 1);
  EXPECT_EQ(Count("outbox"), 1);
}

TEST_F(RelayTest, WhatWasRolledBackIsToldToNobody) {
  const auto relay = Start();
  PromiseOne("never", false);
  PromiseOne("one");
  ASSERT_TRUE(Soon([&] { return Settled().size() == 1; }));
  EXPECT_EQ(receiver_.Told(), std::vector<std::string>{"one"});
}

TEST_F(RelayTest, AnAbsentReceiverIsToldLater) {
  receiver_.Answer(grpc::StatusCode::INTERNAL);
  const auto relay = Start();
  PromiseOne("one");
  ASSERT_TRUE(Soon([&] { return !receiver_.Told().empty(); }));
  EXPECT_TRUE(Settled().empty());
  EXPECT_EQ(Count("relay_intents"), 1);
  receiver_.Answer(grpc::StatusCode::OK);
  ASSERT_TRUE(Soon([&] { return Settled() == std::vector<std::string>{"one"}; }));
}

TEST_F(RelayTest, ARefusalThatNoRetryChangesIsSettled) {
  receiver_.Answer(grpc::StatusCode::PERMISSION_DENIED);
  const auto relay = Start();
  PromiseOne("one");
  ASSERT_TRUE(Soon([&] { return Settled() == std::vector<std::string>{"refused"}; }));
  ASSERT_TRUE(Soon([&] { return Count("relay_intents") == 0; }));
  EXPECT_EQ(receiver_.Told().size(), 1U);
}

TEST_F(RelayTest, TwoProcessesTellEachIntentOnce) {
  const auto one = Start();
  const auto other = Start();
  for (int i = 0; i < 20; ++i) PromiseOne(std::to_string(i));
  ASSERT_TRUE(Soon([&] { return Settled().size() == 20; }));
  EXPECT_EQ(receiver_.Told().size(), 20U);
}

}  // namespace
}  // namespace opora::relay
