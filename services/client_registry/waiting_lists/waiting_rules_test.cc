#include "services/client_registry/waiting_lists/waiting_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/waiting_lists/places.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;

const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());
constexpr WaitingSides kAsker = {.asker = true, .provider = false};
constexpr WaitingSides kProvider = {.asker = false, .provider = true};

v1::WaitingEntry Entry(const std::string& id, absl::CivilDay since, v1::Urgency urgency) {
  v1::WaitingEntry entry;
  entry.set_waiting_entry_id(id);
  entry.set_urgency(urgency);
  *entry.mutable_waiting_since_date() = dates::ToDate(since);
  return entry;
}

std::string Ordered(std::vector<v1::WaitingEntry> entries, v1::WaitingOrder rule) {
  std::sort(entries.begin(), entries.end(),
            [&](const auto& left, const auto& right) { return IsBefore(left, right, rule); });
  std::string order;
  for (const auto& entry : entries) order += entry.waiting_entry_id();
  return order;
}

TEST(REG_114, ThePublishedRuleGivesATotalOrder) {
  const std::vector<v1::WaitingEntry> entries = {
      Entry("d", kToday - 9, v1::URGENCY_UNSPECIFIED), Entry("b", kToday - 1, v1::URGENCY_SOON),
      Entry("e", kToday - 8, v1::URGENCY_NORMAL),      Entry("a", kToday, v1::URGENCY_ACUTE),
      Entry("c", kToday - 1, v1::URGENCY_SOON),
  };
  EXPECT_EQ(Ordered(entries, v1::WAITING_ORDER_URGENCY_THEN_DATE), "abcde");
  EXPECT_EQ(Ordered(entries, v1::WAITING_ORDER_DATE), "debca");
  for (const auto& entry : entries) EXPECT_FALSE(IsBefore(entry, entry, v1::WAITING_ORDER_DATE));
}

TEST(REG_114, EachStateAllowsItsVerbsAndOnlyTheProviderOffers) {
  const std::set<std::pair<int, std::string>> allowed = {
      {v1::WAITING_STATE_WAITING, "OfferPlace"},
      {v1::WAITING_STATE_WAITING, "LeaveWaitingList"},
      {v1::WAITING_STATE_WAITING, "RecordPlaceTaken"},
      {v1::WAITING_STATE_OFFERED, "AcceptOffer"},
      {v1::WAITING_STATE_OFFERED, "RefuseOffer"},
      {v1::WAITING_STATE_OFFERED, "LeaveWaitingList"},
      {v1::WAITING_STATE_OFFERED, "RecordPlaceTaken"},
      {v1::WAITING_STATE_LAPSED, "RejoinWaitingList"},
      {v1::WAITING_STATE_LAPSED, "RecordPlaceTaken"},
  };
  for (int number = v1::WaitingState_MIN; number <= v1::WaitingState_MAX; ++number) {
    const auto state = static_cast<v1::WaitingState>(number);
    v1::WaitingEntry entry;
    entry.set_state(state);
    *entry.mutable_offer_until_time() = rpc::ToTimestamp(kNow + absl::Hours(1));
    for (const auto& action : WaitingActions(entry, kProvider, kNow, {})) {
      const auto next = NextWaitingState(state, action.verb(), kProvider);
      EXPECT_EQ(next.ok(), allowed.contains({number, action.verb()})) << action.verb();
      EXPECT_EQ(action.allowed(), next.ok()) << action.verb();
      if (next.ok()) continue;
      EXPECT_EQ(ReasonOf(next.status()), "WAITING_STATE_REFUSES");
    }
  }
  EXPECT_EQ(ReasonOf(NextWaitingState(v1::WAITING_STATE_WAITING, "OfferPlace", kAsker).status()),
            "WAITING_OTHER_SIDE");
  EXPECT_TRUE(NextWaitingState(v1::WAITING_STATE_OFFERED, "AcceptOffer", kAsker).ok());
}

TEST(REG_114, AnOfferStandsUntilTheEndOfItsLastDayInPrague) {
  v1::WaitingList list;
  list.set_offer_days(7);
  const auto until = OfferUntil({}, list, kNow);
  ASSERT_TRUE(until.ok());
  EXPECT_EQ(*until, absl::FromCivil(kToday + 8, dates::PragueZone()));
  v1::OfferPlaceRequest asked;
  *asked.mutable_offer_until_time() = rpc::ToTimestamp(kNow);
  EXPECT_EQ(ReasonOf(OfferUntil(asked, list, kNow).status()), "OFFER_UNTIL_PAST");
  *asked.mutable_offer_until_time() = rpc::ToTimestamp(kNow + absl::Seconds(1));
  EXPECT_EQ(*OfferUntil(asked, list, kNow), kNow + absl::Seconds(1));
  v1::WaitingEntry entry;
  *entry.mutable_offer_until_time() = rpc::ToTimestamp(*until);
  EXPECT_EQ(ReasonOf(CheckOfferStands(entry, *until)), "OFFER_LAPSED");
  EXPECT_TRUE(CheckOfferStands(entry, *until - absl::Seconds(1)).ok());
}

TEST(REG_114, NobodyWaitsSinceTheFuture) {
  v1::WaitingEntry entry = Entry("a", kToday + 1, v1::URGENCY_NORMAL);
  EXPECT_EQ(ReasonOf(CheckEntry(entry, kNow)), "NOT_IN_FUTURE");
  entry.clear_waiting_since_date();
  EXPECT_TRUE(CheckEntry(entry, kNow).ok());
  EXPECT_EQ(dates::FromDate(entry.waiting_since_date()), kToday);
}

v1::Capacity Figure(v1::CapacityKind kind, v1::ServiceForm form, int clients) {
  v1::Capacity capacity;
  capacity.set_kind(kind);
  capacity.set_form(form);
  if (clients >= 0) capacity.set_clients(clients);
  return capacity;
}

TEST(REG_13, PlacesAreThoseOfTheFormAndKindsAreNeverMixed) {
  const std::vector<v1::Capacity> capacities = {
      Figure(v1::CAPACITY_KIND_CASELOAD, v1::SERVICE_FORM_AMBULATORY, 3),
      Figure(v1::CAPACITY_KIND_CASELOAD, v1::SERVICE_FORM_UNSPECIFIED, 20),
      Figure(v1::CAPACITY_KIND_IMMEDIATE, v1::SERVICE_FORM_FIELD, 2),
      Figure(v1::CAPACITY_KIND_IMMEDIATE, v1::SERVICE_FORM_RESIDENTIAL, 5)};
  EXPECT_EQ(LimitOf(capacities, {}, v1::SERVICE_FORM_AMBULATORY).clients, 3);
  EXPECT_EQ(LimitOf(capacities, {}, v1::SERVICE_FORM_FIELD).clients, 20);
  EXPECT_EQ(LimitOf(capacities, {}, v1::SERVICE_FORM_FIELD).form, v1::SERVICE_FORM_UNSPECIFIED);
  EXPECT_EQ(LimitOf(capacities, {}, v1::SERVICE_FORM_RESIDENTIAL).clients, 5);
  v1::Staffing staffing;
  EXPECT_EQ(LimitOf({}, staffing, v1::SERVICE_FORM_FIELD).clients, std::nullopt);
  staffing.set_fte_milli(4800);
  staffing.set_caseload_per_fte(20);
  EXPECT_EQ(LimitOf({}, staffing, v1::SERVICE_FORM_FIELD).clients, 96);
}

TEST(REG_21, AnUnknownCapacityIsNeitherZeroNorFull) {
  const std::vector<v1::Capacity> unknown = {
      Figure(v1::CAPACITY_KIND_CASELOAD, v1::SERVICE_FORM_FIELD, -1)};
  const PlaceLimit limit = LimitOf(unknown, {}, v1::SERVICE_FORM_FIELD);
  EXPECT_EQ(limit.clients, std::nullopt);
  EXPECT_FALSE(IsFull({limit.clients, 1000, false}));
  EXPECT_TRUE(IsFull({0, 0, false}));
}

TEST(REG_114, WhoHasAPlaceNeedsNoOther) {
  EXPECT_TRUE(IsFull({2, 2, false}));
  EXPECT_FALSE(IsFull({2, 2, true}));
  EXPECT_FALSE(IsFull({2, 1, false}));
}

}  // namespace
}  // namespace opora::registry
