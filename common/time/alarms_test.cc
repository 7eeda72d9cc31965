#include "common/time/alarms.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace opora {
namespace {

TEST(AlarmsTest, ActsAtTheirTimesWhateverTheOrderTheyWereSetIn) {
  const absl::Time begun = absl::Now();
  absl::Notification late;
  std::atomic<bool> early{false};
  std::atomic<bool> in_order{false};
  Alarms::OfProcess().Set(begun + absl::Milliseconds(60), [&] {
    in_order = early.load();
    late.Notify();
  });
  Alarms::OfProcess().Set(begun + absl::Milliseconds(30), [&] { early = true; });
  late.WaitForNotification();
  EXPECT_TRUE(in_order.load());
  EXPECT_GE(absl::Now() - begun, absl::Milliseconds(60));
}

TEST(AlarmsTest, WhatIsCancelledDoesNotHappen) {
  std::atomic<bool> happened{false};
  const auto ticket =
      Alarms::OfProcess().Set(absl::Now() + absl::Milliseconds(20), [&] { happened = true; });
  Alarms::OfProcess().Cancel(ticket);
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_FALSE(happened.load());
}

TEST(AlarmsTest, CancellingWaitsForWhatIsHappening) {
  absl::Notification begun;
  std::atomic<bool> ended{false};
  const auto ticket = Alarms::OfProcess().Set(absl::Now(), [&] {
    begun.Notify();
    absl::SleepFor(absl::Milliseconds(50));
    ended = true;
  });
  begun.WaitForNotification();
  Alarms::OfProcess().Cancel(ticket);
  EXPECT_TRUE(ended.load());
}

TEST(AlarmsTest, AnActMayCancelItself) {
  absl::Notification cancelled;
  Alarms::Ticket ticket;
  absl::Notification set;
  ticket = Alarms::OfProcess().Set(absl::Now() + absl::Milliseconds(10), [&] {
    set.WaitForNotification();
    Alarms::OfProcess().Cancel(ticket);
    cancelled.Notify();
  });
  set.Notify();
  EXPECT_TRUE(cancelled.WaitForNotificationWithTimeout(absl::Seconds(5)));
}

}  // namespace
}  // namespace opora
