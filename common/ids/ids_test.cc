#include "common/ids/ids.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"

namespace opora::ids {
namespace {

TEST(RandomId, IsCanonicalVersion4) {
  for (int i = 0; i < 1000; ++i) {
    const std::string id = RandomId();
    ASSERT_TRUE(IsUuid(id)) << id;
    EXPECT_EQ(id[14], '4') << id;
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
  }
}

TEST(RandomId, DoesNotRepeat) {
  std::set<std::string> ids;
  for (int i = 0; i < 10000; ++i) ids.insert(RandomId());
  EXPECT_EQ(ids.size(), 10000u);
}

TEST(TimeOrderedId, IsCanonicalVersion7WithTheTime) {
  // Ahead of the other tests, whose ids would otherwise push this one.
  const int64_t milliseconds = absl::ToUnixMillis(absl::Now() + absl::Hours(1));
  const std::string id = TimeOrderedId(absl::FromUnixMillis(milliseconds));
  ASSERT_TRUE(IsUuid(id)) << id;
  const int64_t told = std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16);
  EXPECT_GE(told, milliseconds);
  EXPECT_LE(told, milliseconds + 1000);
  EXPECT_EQ(id[14], '7');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
}

TEST(TimeOrderedId, RisesWhenTheClockStandsOrGoesBack) {
  const absl::Time now = absl::Now();
  std::vector<std::string> ids;
  ids.reserve(10000);
  for (int i = 0; i < 10000; ++i) ids.push_back(TimeOrderedId(now - absl::Milliseconds(i / 100)));
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

TEST(TimeOrderedId, RisesInEachThreadAndDiffersBetweenThem) {
  std::vector<std::vector<std::string>> ids(8);
  std::vector<std::thread> threads;
  threads.reserve(ids.size());
  for (auto& own : ids) {
    threads.emplace_back([&own] {
      for (int i = 0; i < 2000; ++i) own.push_back(TimeOrderedId(absl::Now()));
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& own : ids) {
    EXPECT_TRUE(std::is_sorted(own.begin(), own.end()));
    all.insert(own.begin(), own.end());
  }
  EXPECT_EQ(all.size(), 16000u);
}

TEST(TimeOrderedId, TakesTimesBeforeTheEpoch) {
  EXPECT_TRUE(IsUuid(TimeOrderedId(absl::InfinitePast())));
}

TEST(IsUuid, AcceptsTheCanonicalFormOnly) {
  EXPECT_TRUE(IsUuid("0190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5f"));
  EXPECT_TRUE(IsUuid("00000000-0000-0000-0000-000000000000"));
  for (const char* other :
       {"", "0190F5A6-5b1e-7c3d-8e9f-0a1b2c3d4e5f", "0190f5a65b1e7c3d8e9f0a1b2c3d4e5f",
        "{190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5}", "0190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5",
        "0190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5f0", "0190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5g",
        "0190f5a6-5b1e-7c3d-8e9f0-a1b2c3d4e5f", " 190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5f",
        "а190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5"}) {
    EXPECT_FALSE(IsUuid(other)) << other;
  }
}

}  // namespace
}  // namespace opora::ids
