#include "services/reporting/following/referral_states.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace opora::reporting {
namespace {

// A state that the registry gets is decided about here, or figures would leave it out in silence.
TEST(REP_57, EveryStateOfAReferralMeansSomething) {
  std::map<int, int> rows;
  for (const ReferralMeaning& one : ReferralMeanings()) ++rows[one.state];
  const auto* states = registry::v1::ReferralState_descriptor();
  for (int i = 0; i < states->value_count(); ++i) {
    const auto& value = *states->value(i);
    EXPECT_EQ(rows[value.number()], value.number() == 0 ? 0 : 1) << value.name();
  }
}

TEST(REP_57, WhoStandsInAQueueStillWaits) {
  const std::array waiting = {NeedIs::kWaiting};
  EXPECT_EQ(StatesOf(waiting), "('SENT', 'SEEN', 'WAITLISTED')");
  const std::array unmet = {NeedIs::kWaiting, NeedIs::kDeclined};
  EXPECT_EQ(StatesOf(unmet), "('SENT', 'SEEN', 'WAITLISTED', 'DECLINED')");
}

}  // namespace
}  // namespace opora::reporting
