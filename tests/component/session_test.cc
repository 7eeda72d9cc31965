// A database that does not answer in time (common/db/session.h).
#include "common/db/session.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "absl/time/clock.h"
#include "tests/component/postgres.h"

namespace opora::db {
namespace {

using component::TestDatabase;

constexpr absl::Duration kSoon = absl::Milliseconds(150);
constexpr char kLong[] = "SELECT pg_sleep(4)";

std::ptrdiff_t OpenDescriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return std::distance(begin(all), end(all));
}

class SessionTest : public testing::Test {
 protected:
  absl::Status Run(const char* sql) {
    try {
      pqxx::work transaction(session_.Connection());
      Tx(session_, transaction).Run(sql);
      transaction.commit();
      return absl::OkStatus();
    } catch (const std::exception&) {
      return StatusFromCurrentException();
    }
  }

  TestDatabase database_ = TestDatabase::Create(component::PlatformMigrations());
  Session session_{database_.Dsn("app")};
};

TEST_F(SessionTest, G4_AWaitEndsWhenTheTimeIsOver) {
  ASSERT_TRUE(Run("SELECT 1").ok());
  const absl::Time begun = absl::Now();
  {
    const Session::Until until(session_, begun + kSoon);
    const absl::Status status = Run(kLong);
    EXPECT_TRUE(IsConnectionLost(status)) << status;
    EXPECT_FALSE(IsInDoubt(status)) << status;
    EXPECT_LT(absl::Now() - begun, kSoon + absl::Milliseconds(100));
    // Nothing is begun either, not even a connection.
    session_.Discard();
    EXPECT_TRUE(IsConnectionLost(Run("SELECT 1")));
    EXPECT_EQ(session_.BackendPid(), 0);
  }
  EXPECT_TRUE(Run("SELECT 1").ok());
}

TEST_F(SessionTest, WhoComesBackInTimeKeepsTheConnection) {
  ASSERT_TRUE(Run("SELECT 1").ok());
  const int backend = session_.BackendPid();
  {
    const Session::Until until(session_, absl::Now() + kSoon);
    EXPECT_TRUE(Run("SELECT 1").ok());
  }
  absl::SleepFor(2 * kSoon);
  EXPECT_TRUE(Run("SELECT 1").ok());
  EXPECT_EQ(session_.BackendPid(), backend);
}

TEST_F(SessionTest, AConnectionThatWasCutUnnoticedIsNotUsedAgain) {
  ASSERT_TRUE(Run("SELECT 1").ok());
  {
    const Session::Until until(session_, absl::Now() + kSoon);
    absl::SleepFor(2 * kSoon);
  }
  EXPECT_TRUE(Run("SELECT 1").ok());
}

TEST_F(SessionTest, NothingIsLeftOpen) {
  ASSERT_TRUE(Run("SELECT 1").ok());
  const std::ptrdiff_t open = OpenDescriptors();
  for (int i = 0; i < 5; ++i) {
    const Session::Until until(session_, absl::Now() + absl::Milliseconds(20));
    EXPECT_FALSE(Run(kLong).ok());
  }
  ASSERT_TRUE(Run("SELECT 1").ok());
  EXPECT_EQ(OpenDescriptors(), open);
  session_.Discard();
  EXPECT_EQ(OpenDescriptors(), open - 2);
}

TEST_F(SessionTest, WhoWasCutOffNoLongerHoldsLocks) {
  Session other(database_.Dsn("app"));
  pqxx::work holds(session_.Connection());
  holds.exec("SELECT pg_advisory_lock(1)");
  {
    const Session::Until until(other, absl::Now() + kSoon);
    pqxx::nontransaction waits(other.Connection());
    EXPECT_THROW(waits.exec("SELECT pg_advisory_lock(1)"), pqxx::broken_connection);
  }
  const char* const waiting =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
  const absl::Time begun = absl::Now();
  while (holds.exec(waiting)[0][0].as<int>() > 0) {
    ASSERT_LT(absl::Now() - begun, absl::Seconds(3)) << "it still waits, for nobody";
    absl::SleepFor(absl::Milliseconds(50));
  }
}

}  // namespace
}  // namespace opora::db
