#include "services/reporting/following/projections.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "services/reporting/following/ignored_events.h"

namespace opora::reporting {
namespace {

// REP-56: what is counted is counted, and what is not was decided.
TEST(REP_56, NothingIsIgnoredTwiceOrIgnoredAndCounted) {
  for (const std::string_view feed : {kRegistryFeed, kConferenceFeed, kHousingFeed}) {
    std::set<std::string_view> ignored;
    for (const Ignored& one : IgnoredEvents(feed))
      EXPECT_TRUE(ignored.insert(one.type).second) << one.type;
    EXPECT_FALSE(ignored.empty());
    for (const std::string_view type : CountedEvents(feed))
      EXPECT_FALSE(ignored.contains(type)) << type;
  }
}

TEST(REP_56, AnEventOfWhichNobodyDecidedIsUnknown) {
  EXPECT_FALSE(IsKnownEvent(kRegistryFeed, "SomethingNew"));
  EXPECT_FALSE(IsKnownEvent("no-such-feed", "ClientRegistered"));
  EXPECT_TRUE(IsKnownEvent(kRegistryFeed, "ReferralWaitlisted"));
  EXPECT_TRUE(IsKnownEvent(kRegistryFeed, "ConsentSigned"));
  EXPECT_TRUE(IsKnownEvent(kConferenceFeed, "ConferenceRecorded"));
  EXPECT_TRUE(IsKnownEvent(kHousingFeed, "ApplicationReceived")) << "ignored on purpose (HOUS-45)";
}

}  // namespace
}  // namespace opora::reporting
