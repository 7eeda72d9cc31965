#include "services/client_registry/support_network/route_rules.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;

const absl::CivilDay kToday(2026, 7, 29);

TEST(REG_46, WithoutATelephoneTheWayLeadsToTheKeyWorker) {
  EXPECT_EQ(RouteFor({}), v1::CONTACT_ROUTE_UNSPECIFIED);
  EXPECT_EQ(RouteFor({{}}), v1::CONTACT_ROUTE_UNSPECIFIED);
  EXPECT_EQ(RouteFor({{false, "", ""}}), v1::CONTACT_ROUTE_KEY_WORKER);
  EXPECT_EQ(RouteFor({{false, "600", "a@b"}}), v1::CONTACT_ROUTE_KEY_WORKER);
  EXPECT_EQ(RouteFor({{true, "", ""}}), v1::CONTACT_ROUTE_CLIENT);
  EXPECT_EQ(RouteFor({{std::nullopt, "600", ""}}), v1::CONTACT_ROUTE_CLIENT);
  EXPECT_EQ(RouteFor({{std::nullopt, "", "a@b"}}), v1::CONTACT_ROUTE_CLIENT);
}

TEST(REG_46, TheLatestRecordThatSaysSomethingCounts) {
  EXPECT_EQ(RouteFor({{false, "", ""}, {true, "600", ""}}), v1::CONTACT_ROUTE_KEY_WORKER);
  EXPECT_EQ(RouteFor({{true, "600", ""}, {false, "", ""}}), v1::CONTACT_ROUTE_CLIENT);
  EXPECT_EQ(RouteFor({{}, {false, "", ""}}), v1::CONTACT_ROUTE_KEY_WORKER);
}

bool IsOpen(const std::vector<v1::CommunicationNeeds>& needs, v1::ContactChannel channel) {
  const auto open = OpenChannels(needs);
  return std::find(open.begin(), open.end(), channel) != open.end();
}

TEST(REG_121, ASafeContactRuleClosesItsChannelWhoeverRecordedIt) {
  EXPECT_EQ(OpenChannels({}).size(), 5);
  v1::CommunicationNeeds letters;
  letters.add_safe_contact_rules(v1::SAFE_CONTACT_RULE_NO_LETTER);
  v1::CommunicationNeeds messages;
  messages.add_safe_contact_rules(v1::SAFE_CONTACT_RULE_NO_TEXT_MESSAGE);
  messages.set_hearing(v1::HEARING_NEED_DEAF);
  EXPECT_FALSE(IsOpen({letters}, v1::CONTACT_CHANNEL_LETTER));
  EXPECT_TRUE(IsOpen({letters}, v1::CONTACT_CHANNEL_TEXT_MESSAGE));
  for (const auto closed :
       {v1::CONTACT_CHANNEL_LETTER, v1::CONTACT_CHANNEL_TEXT_MESSAGE, v1::CONTACT_CHANNEL_PHONE})
    EXPECT_FALSE(IsOpen({letters, messages}, closed));
  EXPECT_TRUE(IsOpen({letters, messages}, v1::CONTACT_CHANNEL_IN_PERSON));
}

TEST(REG_121, HoursBeginBeforeTheyEnd) {
  v1::CommunicationNeeds needs;
  needs.set_from_hour(9);
  EXPECT_TRUE(CheckNeeds(needs, kToday).ok());
  needs.set_until_hour(9);
  EXPECT_EQ(ReasonOf(CheckNeeds(needs, kToday)), "HOURS_REVERSED");
  needs.set_until_hour(10);
  EXPECT_TRUE(CheckNeeds(needs, kToday).ok());
  *needs.mutable_verified_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(CheckNeeds(needs, kToday)), "NOT_IN_FUTURE");
}

}  // namespace
}  // namespace opora::registry
