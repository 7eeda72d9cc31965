#include "common/time/clock.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace opora {
namespace {

TEST(SystemClock, TellsThePresent) {
  const absl::Time before = absl::Now();
  const absl::Time now = SystemClock().Now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, absl::Now());
}

TEST(ManualClock, MovesOnlyWhenTold) {
  ManualClock clock(absl::UnixEpoch());
  const Clock& read = clock;
  EXPECT_EQ(read.Now(), absl::UnixEpoch());
  clock.Advance(absl::Hours(2));
  EXPECT_EQ(read.Now(), absl::UnixEpoch() + absl::Hours(2));
  clock.Set(absl::UnixEpoch() - absl::Hours(1));
  EXPECT_EQ(read.Now(), absl::UnixEpoch() - absl::Hours(1));
}

TEST(ManualClock, LosesNoAdvanceOfManyThreads) {
  ManualClock clock(absl::UnixEpoch());
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&clock] {
      for (int n = 0; n < 1000; ++n) clock.Advance(absl::Seconds(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(clock.Now(), absl::UnixEpoch() + absl::Seconds(4000));
}

}  // namespace
}  // namespace opora
