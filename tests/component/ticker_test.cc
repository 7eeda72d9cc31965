// Work that time brings: a method of the contract that the service calls itself.
#include "common/app/ticker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/audit/writer.h"
#include "common/rules/rule.h"
#include "common/time/clock.h"
#include "opora/conference/v1/plan.pb.h"
#include "tests/component/outbox.h"
#include "tests/component/postgres.h"

namespace opora::app {
namespace {

using component::Soon;
using component::TestDatabase;
using conference::v1::ProcessDeadlinesRequest;
using conference::v1::ProcessDeadlinesResponse;

constexpr char kMethod[] = "opora.conference.v1.ActionPlanService.ProcessDeadlines";
constexpr char kService[] = "case-conference";

absl::Status Away() {
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, "NEIGHBOUR_UNAVAILABLE", "away");
}

// A pipeline over a database of its own, with one periodic method whose answers the test gives.
class TickerTest : public testing::Test {
 protected:
  TickerTest()
      : database_(TestDatabase::Create(component::PlatformMigrations())),
        writer_(database_.Dsn("app"), 100) {
    rpc::Pipeline::Parts parts;
    parts.service = kService;
    parts.audit = &writer_;
    parts.clock = &SystemClock();
    pipeline_ = std::make_unique<rpc::Pipeline>(std::move(parts));
    methods_.Add<ProcessDeadlinesRequest, ProcessDeadlinesResponse>(
        kMethod, [this](rpc::Call& call, const ProcessDeadlinesRequest&) { return Answer(call); });
  }

  absl::StatusOr<ProcessDeadlinesResponse> Answer(rpc::Call& call) {
    absl::MutexLock lock(&mutex_);
    times_.push_back(absl::Now());
    callers_.push_back(call.caller());
    const absl::StatusOr<bool> more = answers_.empty() ? always_more_ : answers_.front();
    if (!answers_.empty()) answers_.pop_front();
    if (!more.ok()) return more.status();
    ProcessDeadlinesResponse response;
    response.set_has_more(*more);
    return response;
  }

  std::unique_ptr<Ticker> Start(absl::Duration interval) {
    return std::make_unique<Ticker>(kService, std::vector<std::string>{kMethod}, interval, methods_,
                                    *pipeline_, database_.Dsn("app"));
  }

  std::vector<absl::Time> times() {
    absl::MutexLock lock(&mutex_);
    return times_;
  }
  bool Called(std::size_t count) {
    return Soon([&] { return times().size() >= count; });
  }

  std::vector<common::v1::AuditEntry> Entries() {
    std::vector<common::v1::AuditEntry> entries;
    for (const auto& row :
         database_.Execute("SELECT entry FROM audit_entries ORDER BY occurred_at")) {
      entries.emplace_back().ParseFromString(db::ParseBytea(row[0].c_str()));
    }
    return entries;
  }

  TestDatabase database_;
  audit::Writer writer_;
  rpc::Methods methods_;
  std::unique_ptr<rpc::Pipeline> pipeline_;
  absl::Mutex mutex_;
  std::vector<absl::Time> times_ ABSL_GUARDED_BY(mutex_);
  std::vector<rpc::Caller> callers_ ABSL_GUARDED_BY(mutex_);
  std::deque<absl::StatusOr<bool>> answers_ ABSL_GUARDED_BY(mutex_);  // has_more, or a refusal.
  bool always_more_ ABSL_GUARDED_BY(mutex_) = false;
};

TEST_F(TickerTest, RunsAtTheInterval) {
  constexpr absl::Duration kInterval = absl::Milliseconds(200);
  const absl::Time begun = absl::Now();
  const auto ticker = Start(kInterval);
  ASSERT_TRUE(Called(4));
  absl::Time before = begun;
  for (absl::Time time : times()) {
    EXPECT_GE(time - before, kInterval - absl::Milliseconds(20));
    before = time;
  }
  EXPECT_LT(before - begun, 4 * kInterval + absl::Seconds(2));
}

TEST_F(TickerTest, RepeatsAtOnceWhileThereIsMore) {
  constexpr absl::Duration kInterval = absl::Seconds(2);
  answers_ = {true, true, true, false};
  const auto ticker = Start(kInterval);
  ASSERT_TRUE(Called(4));
  const std::vector<absl::Time> called = times();
  EXPECT_LT(called[3] - called[0], kInterval / 2);
  absl::SleepFor(kInterval / 4);
  EXPECT_EQ(times().size(), 4u) << "without more it waits for the next interval";
}

TEST_F(TickerTest, CallsAsTheServiceItself) {
  const auto ticker = Start(absl::Milliseconds(50));
  ASSERT_TRUE(Called(1));
  absl::MutexLock lock(&mutex_);
  EXPECT_EQ(callers_[0].kind, common::v1::CALLER_SERVICE);
  EXPECT_EQ(callers_[0].service, kService);
  EXPECT_EQ(callers_[0].role, common::v1::ACTING_ROLE_SYSTEM);
  EXPECT_EQ(callers_[0].worker_id, "");
}

TEST_F(TickerTest, EachCallIsAudited) {
  answers_ = {true, Away(), false};
  auto ticker = Start(absl::Milliseconds(50));
  ASSERT_TRUE(Called(3));
  ticker.reset();
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), times().size());
  for (const auto& entry : entries) {
    EXPECT_EQ(entry.service(), kService);
    EXPECT_EQ(entry.method(), kMethod);
    EXPECT_EQ(entry.caller(), common::v1::CALLER_SERVICE);
    EXPECT_EQ(entry.acting_role(), common::v1::ACTING_ROLE_SYSTEM);
  }
  EXPECT_EQ(entries[0].effect(), common::v1::AUDIT_EFFECT_WRITTEN);
  EXPECT_EQ(entries[1].effect(), common::v1::AUDIT_EFFECT_REFUSED);
  EXPECT_EQ(entries[1].reason(), "NEIGHBOUR_UNAVAILABLE");
}

TEST_F(TickerTest, WhatIsRefusedIsTriedAgainAtTheNextInterval) {
  constexpr absl::Duration kInterval = absl::Milliseconds(200);
  answers_ = {Away(), false};
  const auto ticker = Start(kInterval);
  ASSERT_TRUE(Called(2));
  EXPECT_GE(times()[1] - times()[0], kInterval - absl::Milliseconds(20));
}

TEST_F(TickerTest, SurvivesTheLossOfItsConnection) {
  const auto ticker = Start(absl::Milliseconds(50));
  ASSERT_TRUE(Called(1));
  database_.BreakConnections("app");
  const std::size_t before = times().size();
  EXPECT_TRUE(Called(before + 2));
}

TEST_F(TickerTest, EndsAtOnceWhenStoppedWhileItWaits) {
  auto ticker = Start(absl::Hours(1));
  absl::SleepFor(absl::Milliseconds(50));
  const absl::Time begun = absl::Now();
  ticker.reset();
  EXPECT_LT(absl::Now() - begun, absl::Milliseconds(500));
  EXPECT_TRUE(times().empty()) << "the first run is one interval after the start";
}

TEST_F(TickerTest, EndsAtOnceWhenStoppedAlthoughThereIsAlwaysMore) {
  always_more_ = true;
  auto ticker = Start(absl::Milliseconds(20));
  ASSERT_TRUE(Called(5));
  const absl::Time begun = absl::Now();
  ticker.reset();
  EXPECT_LT(absl::Now() - begun, absl::Milliseconds(500));
  const std::size_t called = times().size();
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(times().size(), called);
}

TEST_F(TickerTest, WithoutMethodsThereIsNothingToRun) {
  Ticker(kService, {}, absl::Milliseconds(1), methods_, *pipeline_, database_.Dsn("app"));
  EXPECT_TRUE(times().empty());
}

}  // namespace
}  // namespace opora::app
