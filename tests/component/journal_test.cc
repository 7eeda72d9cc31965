// The journal outside the database, and what a service does without it (XC-69).
#include "common/audit/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/app/settings.h"
#include "common/app/startup_check.h"
#include "common/audit/writer.h"
#include "common/rpc/pipeline.h"
#include "common/rules/rule.h"
#include "opora/common/v1/metadata.pb.h"
#include "opora/conference/v1/plan.pb.h"
#include "tests/component/postgres.h"

namespace opora {
namespace {

using app::CheckDatabase;
using audit::Journal;
using audit::JournalEntry;

std::string Content(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class JournalTest : public testing::Test {
 protected:
  JournalTest() : database_(component::TestDatabase::Create(component::PlatformMigrations())) {
    definition_.name = "platform";
    definition_.migrations = component::PlatformMigrations();
    definition_.replay_journal = [this](const config::Config&, db::Tx&,
                                        const std::vector<JournalEntry>& entries) {
      replayed_ = entries;
      return absl::OkStatus();
    };
  }
  ~JournalTest() override {
    unlink(path_.c_str());
    unlink(absl::StrCat(path_, ".away").c_str());
  }

  // A start of the service: whether it may read.
  absl::StatusOr<bool> Start(const std::vector<std::string>& more = {}) {
    std::vector<std::string> args = {"--database=" + database_.Dsn("app"),
                                     "--journal-file=" + named_};
    args.insert(args.end(), more.begin(), more.end());
    const std::vector<config::Setting> table = app::CommonSettings();
    auto config = config::Config::Load(
        table, args, [](const std::string&) { return std::optional<std::string>(); });
    if (!config.ok()) return config.status();
    ASSIGN_OR_RETURN(journal_, Journal::Open(config->String("journal-file")));
    return CheckDatabase(definition_, *config, *journal_);
  }

  // What a transaction of the pipeline leaves of a withdrawal.
  void Withdraw(const std::string& record) {
    database_.Execute("UPDATE journal_state SET line_count = line_count + 1");
    ASSERT_TRUE(journal_->Append({{absl::Now(), "CONSENT_REVOKED", "", record}}).ok());
  }

  component::TestDatabase database_;
  app::Definition definition_;
  const std::string path_ = absl::StrCat(testing::TempDir(), "journal-", getpid());
  std::string named_ = path_;
  std::unique_ptr<Journal> journal_;
  std::vector<JournalEntry> replayed_;
};

TEST_F(JournalTest, XC_69_AJournalIsBegunOnceAndKnownAgain) {
  EXPECT_TRUE(Start().value());
  const std::string id = journal_->id();
  EXPECT_FALSE(id.empty());
  Withdraw("a");
  EXPECT_TRUE(Start().value());
  EXPECT_EQ(journal_->id(), id);
  ASSERT_EQ(replayed_.size(), 1u);
  EXPECT_EQ(replayed_[0].record_id, "a");
}

TEST_F(JournalTest, XC_69_WithoutItsJournalADatabaseIsNotRead) {
  ASSERT_TRUE(Start().value());
  Withdraw("a");
  std::rename(path_.c_str(), absl::StrCat(path_, ".away").c_str());
  EXPECT_FALSE(Start().value());
  EXPECT_NE(access(path_.c_str(), F_OK), 0) << "none is begun in its place";
  named_.clear();
  EXPECT_FALSE(Start().value()) << "nor without the name of a file";
  named_ = path_;
  std::ofstream(path_) << "journal 6f1c2a34-0000-4000-8000-000000000001 .\n";
  EXPECT_FALSE(Start().value()) << "another one is not it";
  std::rename(absl::StrCat(path_, ".away").c_str(), path_.c_str());
  EXPECT_TRUE(Start().value());
}

TEST_F(JournalTest, XC_69_AJournalThatWasCutIsNotTheJournal) {
  ASSERT_TRUE(Start().value());
  Withdraw("a");
  const std::string shorter = Content(path_);
  Withdraw("b");
  const std::string whole = Content(path_);
  std::ofstream(path_) << shorter;
  EXPECT_FALSE(Start().value());
  std::ofstream(path_) << whole;
  EXPECT_TRUE(Start().value());
}

TEST_F(JournalTest, XC_69_ARestoredDatabaseIsBehindItsJournalAndCatchesUp) {
  ASSERT_TRUE(Start().value());
  Withdraw("a");
  Withdraw("b");
  database_.Execute("UPDATE journal_state SET line_count = 0");  // As the backup had it.
  EXPECT_TRUE(Start().value());
  EXPECT_EQ(replayed_.size(), 2u);
  EXPECT_EQ(database_.Execute("SELECT line_count FROM journal_state")[0][0].as<int>(), 2);
}

TEST_F(JournalTest, XC_69_OnlyAnOperatorAcceptsThatItIsLost) {
  ASSERT_TRUE(Start().value());
  Withdraw("a");
  unlink(path_.c_str());
  EXPECT_FALSE(Start().value());
  EXPECT_TRUE(Start({"--accept-lost-journal"}).value());
  EXPECT_TRUE(Start().value());
}

TEST_F(JournalTest, XC_69_ALineOfAnUnfinishedWriteCountsForNothing) {
  ASSERT_TRUE(Start().value());
  Withdraw("a");
  std::ofstream(path_, std::ios::app) << "2026-11-22T07:00:00.000000Z CONSENT_REV";
  EXPECT_TRUE(Start().value());
  EXPECT_EQ(replayed_.size(), 1u);
  Withdraw("b");
  EXPECT_TRUE(Start().value());
  EXPECT_EQ(replayed_.size(), 2u);
}

TEST_F(JournalTest, XC_69_InThatModeNothingIsAnsweredButWhatAnybodyMayKnow) {
  audit::Writer writer(database_.Dsn("app"), 100);
  rpc::Pipeline::Parts parts;
  parts.service = "platform";
  parts.audit = &writer;
  parts.clock = &SystemClock();
  parts.read_nothing = true;
  rpc::Pipeline pipeline(std::move(parts));
  rpc::Methods methods;
  using conference::v1::ProcessDeadlinesRequest;
  using conference::v1::ProcessDeadlinesResponse;
  methods.Add<ProcessDeadlinesRequest, ProcessDeadlinesResponse>(
      "opora.conference.v1.ActionPlanService.ProcessDeadlines",
      [](rpc::Call&, const ProcessDeadlinesRequest&) -> absl::StatusOr<ProcessDeadlinesResponse> {
        return ProcessDeadlinesResponse();
      });
  using common::v1::GetServerInfoRequest;
  using common::v1::GetServerInfoResponse;
  methods.Add<GetServerInfoRequest, GetServerInfoResponse>(
      "opora.common.v1.MetadataService.GetServerInfo",
      [](rpc::Call&, const GetServerInfoRequest&) -> absl::StatusOr<GetServerInfoResponse> {
        return GetServerInfoResponse();
      });
  const auto call = [&](const char* name) {
    rpc::Inbound inbound;
    inbound.peer.authenticated = true;
    inbound.peer.uris = {"spiffe://opora/service/case-conference"};
    inbound.arrived = absl::Now();
    inbound.deadline = inbound.arrived + absl::Seconds(5);
    inbound.body = [] { return std::string(); };
    db::Session session(database_.Dsn("app"));
    absl::Notification answered;
    absl::Status status;
    pipeline.Run(session, methods.all().at(name), inbound, [&](rpc::Outbound out) {
      status = out.status;
      answered.Notify();
    });
    answered.WaitForNotification();
    return status;
  };
  EXPECT_EQ(rules::ReasonOf(call("opora.conference.v1.ActionPlanService.ProcessDeadlines")),
            "JOURNAL_MISSING");
  EXPECT_TRUE(call("opora.common.v1.MetadataService.GetServerInfo").ok());
}

TEST_F(JournalTest, XC_68_AClassOfRecordsWithoutRetentionIsNotStored) {
  definition_.records = {conference::v1::ActionPlan::descriptor()};
  const absl::Status refused = Start().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), testing::HasSubstr("action_plans"));
}

}  // namespace
}  // namespace opora
