// What the registry re-applies from its journal after a restore (XC-69).
#include "services/client_registry/journal_replay.h"

#include <gtest/gtest.h>

#include "common/ids/ids.h"
#include "services/client_registry/service.h"
#include "tests/component/postgres.h"

namespace opora::registry {
namespace {

class JournalReplayTest : public testing::Test {
 protected:
  JournalReplayTest() : database_(component::TestDatabase::Create(Definition().migrations)) {
    database_.Execute(
        "INSERT INTO agencies (agency_id, name, type, territory, suspended) VALUES ('" + agency_ +
        "', 'Most', 'NGO', '', false); INSERT INTO workers (worker_id, agency_id, given_name, "
        "family_name, fte_milli, issuer, subject, qualified_social_worker, suspended) VALUES ('" +
        worker_ + "', '" + agency_ + "', 'A', 'B', 1000, 'i', 's', false, false)");
  }

  // One start of the service with this journal.
  void Start(const std::vector<std::pair<std::string, std::string>>& lines) {
    std::vector<audit::JournalEntry> entries;
    for (const auto& [kind, record] : lines) entries.push_back({kTime, kind, "", record});
    db::Session session(database_.Dsn("app"));
    pqxx::work transaction(session.Connection());
    db::Tx tx(session, transaction);
    EXPECT_TRUE(ReplayJournal(tx, entries).ok());
    transaction.commit();
  }

  std::string Value(const std::string& sql) {
    const pqxx::result rows = database_.Execute(sql);
    return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
  }
  std::string OpenEnds() {
    return Value("SELECT count(*) FROM employment_ends WHERE resumed_time IS NULL");
  }

  const absl::Time kTime = absl::FromUnixSeconds(1'790'000'000);
  const std::string agency_ = ids::RandomId();
  const std::string worker_ = ids::RandomId();
  component::TestDatabase database_;
};

TEST_F(JournalReplayTest, XC_69_ASuspendedAgencyStaysSuspended) {
  Start({{"AGENCY_SUSPENDED", agency_}});
  EXPECT_EQ(Value("SELECT suspended FROM agencies"), "t");
  Start({{"AGENCY_SUSPENDED", agency_}, {"AGENCY_RESUMED", agency_}});
  EXPECT_EQ(Value("SELECT suspended FROM agencies"), "f");
}

TEST_F(JournalReplayTest, XC_69_WhoHasLeftStaysAway) {
  const std::string line = worker_ + "@2026-09-01T10:00:00.000000Z";
  Start({{"EMPLOYMENT_ENDED", line}});
  EXPECT_EQ(OpenEnds(), "1");
  EXPECT_EQ(Value("SELECT end_time = '2026-09-01T10:00:00Z' AND applied_time IS NULL FROM "
                  "employment_ends"),
            "t");
  // Every start reads the whole journal again.
  Start({{"EMPLOYMENT_ENDED", line}});
  EXPECT_EQ(Value("SELECT count(*) FROM employment_ends"), "1");
}

TEST_F(JournalReplayTest, XC_69_TheLastWordOnAnEmploymentCounts) {
  const std::string line = worker_ + "@2026-09-01T10:00:00.000000Z";
  Start({{"EMPLOYMENT_ENDED", line}, {"EMPLOYMENT_RESUMED", worker_}});
  EXPECT_EQ(Value("SELECT count(*) FROM employment_ends"), "0");
  Start({{"EMPLOYMENT_ENDED", line}});
  Start({{"EMPLOYMENT_ENDED", line}, {"EMPLOYMENT_RESUMED", worker_}});
  EXPECT_EQ(OpenEnds(), "0");
}

TEST_F(JournalReplayTest, XC_69_ALiftedSuspensionLetsNobodyBackWhoHasLeft) {
  database_.Execute("UPDATE workers SET suspended = true, x_left = true");
  Start({{"WORKER_SUSPENDED", worker_}, {"WORKER_RESUMED", worker_}});
  EXPECT_EQ(Value("SELECT suspended FROM workers"), "t");
}

}  // namespace
}  // namespace opora::registry
