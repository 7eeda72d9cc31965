#include <gtest/gtest.h>

#include <algorithm>

#include "common/feed/progress.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/schema/migrations.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/facts.pb.h"
#include "services/reporting/following/projections.h"
#include "services/reporting/reports/counting_store.h"
#include "services/reporting/reports/town_store.h"
#include "services/reporting/schema/migrations.h"
#include "tests/component/postgres.h"

namespace opora::reporting {
namespace {

using common::v1::Event;
namespace registry = opora::registry::v1;

constexpr char kTown[] = "11111111-1111-4111-8111-111111111111";
constexpr char kMost[] = "22222222-2222-4222-8222-222222222222";
const absl::Time kBegin =
    absl::FromCivil(absl::CivilSecond(2024, 3, 1, 8, 0, 0), absl::UTCTimeZone());

// Facts of the registry, an event a minute, and what reporting makes of them.
class ReportingTest : public ::testing::Test {
 protected:
  ReportingTest()
      : database_(component::TestDatabase::Create({"reporting", sql::common_schema::kMigrations,
                                                   sql::services_reporting_schema::kMigrations})),
        session_(database_.Dsn("app")),
        projection_(RegistryProjection(pseudonyms_)) {}

  Event& Tell(const std::string& type, const std::string& aggregate, const std::string& id,
              const google::protobuf::Message& fact) {
    Event& event = events_.emplace_back();
    event.set_event_id(ids::RandomId());
    event.set_type(type);
    event.set_aggregate(aggregate);
    event.set_aggregate_id(id);
    event.set_version(1);
    event.set_agency_id(kMost);
    *event.mutable_occurred_at() = rpc::ToTimestamp(Minute(static_cast<int>(events_.size())));
    event.mutable_fact()->PackFrom(fact);
    return event;
  }
  static absl::Time Minute(int number) { return kBegin + absl::Minutes(number); }

  std::string Register(bool code_name = false) {
    registry::ClientRegisteredFact fact;
    fact.set_client_id(ids::RandomId());
    fact.set_survivor_id(fact.client_id());
    fact.set_code_name(code_name);
    Tell("ClientRegistered", "Client", fact.client_id(), fact).set_client_id(fact.client_id());
    return fact.client_id();
  }

  // Makes of the records one person, or each a person again.
  void Cluster(const char* type, const std::vector<std::pair<std::string, std::string>>& members) {
    registry::ClusterFact fact;
    for (const auto& [client, survivor] : members) {
      auto& member = *fact.add_members();
      member.set_client_id(client);
      member.set_survivor_id(survivor);
    }
    Tell(type, "ClientMatch", ids::RandomId(), fact).set_version(2);
  }

  registry::SupportFact Given(const std::string& client, int64_t milli,
                              registry::SupportUnit unit = registry::SUPPORT_UNIT_HOUR) {
    registry::SupportFact fact;
    fact.set_support_record_id(ids::RandomId());
    fact.set_client_id(client);
    fact.set_category_code(unit == registry::SUPPORT_UNIT_DAY ? "CONSULTATION" : "ACCOMPANIMENT");
    fact.set_unit(unit);
    fact.set_quantity_milli(milli);
    *fact.mutable_occurred_on() = dates::ToDate(absl::CivilDay(2024, 3, 1));
    fact.set_agency_id(kMost);
    return fact;
  }
  void Record(const registry::SupportFact& fact) {
    Tell("SupportRecorded", "SupportRecord", fact.support_record_id(), fact)
        .set_client_id(fact.client_id());
  }

  // Everything told so far takes effect, or nothing of the message.
  absl::Status Follow() {
    pqxx::work work(session_.Connection());
    db::Tx tx(session_, work);
    common::v1::WatchResponse batch;
    for (const Event& event : events_) *batch.add_events() = event;
    batch.set_position(std::to_string(events_.size()));
    const absl::Status status = feed::ApplyBatch(
        tx, kRegistryFeed, feed::StoredPosition(tx, kRegistryFeed), batch, projection_.consumer);
    if (status.ok()) work.commit();
    return status;
  }
  void Rebuild() {
    pqxx::work work(session_.Connection());
    db::Tx tx(session_, work);
    feed::StartOver(tx, kRegistryFeed, "1");
    projection_.drop(tx);
    work.commit();
    EXPECT_TRUE(Follow().ok());
  }

  template <typename Answer>
  Answer Read(const std::function<Answer(db::Tx&)>& query) {
    pqxx::nontransaction transaction(session_.Connection());
    db::Tx tx(session_, transaction);
    return query(tx);
  }
  PersonTotals Persons() {
    return Read<PersonTotals>([&](db::Tx& tx) { return CountPersons(tx, rule_, frame_); });
  }
  void ExpectPersons(int64_t supported, int64_t bagatelle) {
    const PersonTotals totals = Persons();
    EXPECT_EQ(totals.supported, supported);
    EXPECT_EQ(totals.bagatelle, bagatelle);
  }

  static v1::CountingRule ThreeHours() {
    v1::CountingRule rule;
    rule.set_target_persons(720);
    rule.set_threshold_unit(registry::SUPPORT_UNIT_HOUR);
    rule.set_threshold_milli(3000);
    return rule;
  }

  const component::TestDatabase database_;
  db::Session session_;
  const Pseudonyms pseudonyms_{"0123456789abcdef0123456789abcdef"};
  const Projection projection_;
  std::vector<Event> events_;
  v1::CountingRule rule_ = ThreeHours();
  Frame frame_{{kTown, kMost}, "9999-12-31"};
};

TEST_F(ReportingTest, REG_83_APersonCountsOnceHoweverOftenSupported) {
  const std::string client = Register();
  for (int i = 0; i < 4; ++i) Record(Given(client, 1000));
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(1, 0);
}

TEST_F(ReportingTest, REP_68_APersonAppearsAsSoonAsTheThresholdIsReached) {
  const std::string client = Register();
  Record(Given(client, 2999));
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(0, 1);
  events_.clear();
  Record(Given(client, 1));
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(1, 0);
}

TEST_F(ReportingTest, REP_67_HoursAndDaysMeetOnlyByADeclaredConversion) {
  const std::string client = Register();
  Record(Given(client, 1000));
  Record(Given(client, 1000, registry::SUPPORT_UNIT_DAY));
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(0, 1);
  const auto uncounted = Read<std::vector<v1::UncountedSupport>>(
      [&](db::Tx& tx) { return CountUncounted(tx, rule_, frame_); });
  ASSERT_EQ(uncounted.size(), 1U);
  EXPECT_EQ(uncounted[0].reason(), v1::NOT_COUNTED_NO_CONVERSION);

  auto& day = *rule_.add_conversions();
  day.set_unit(registry::SUPPORT_UNIT_DAY);
  day.set_equals_milli(2000);
  ExpectPersons(1, 0);
  const auto extents =
      Read<std::vector<ExtentTotals>>([&](db::Tx& tx) { return SumExtents(tx, rule_, frame_); });
  ASSERT_EQ(extents.size(), 2U) << "each unit keeps its own line";
  EXPECT_EQ(extents[0].quantity_milli, 1000);
  EXPECT_EQ(extents[1].unit, registry::SUPPORT_UNIT_DAY);
  EXPECT_EQ(extents[1].quantity_milli, 1000);
}

TEST_F(ReportingTest, REG_85_GroupsAndPersonsWithoutIdentityCountNobody) {
  auto group = Given(Register(), 9000);
  group.set_is_group(true);
  Record(group);
  Record(Given(Register(/*code_name=*/true), 9000));
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(0, 0);
  const auto uncounted = Read<std::vector<v1::UncountedSupport>>(
      [&](db::Tx& tx) { return CountUncounted(tx, rule_, frame_); });
  ASSERT_EQ(uncounted.size(), 2U);
  EXPECT_EQ(uncounted[0].reason(), v1::NOT_COUNTED_CODE_NAME);
  EXPECT_EQ(uncounted[1].reason(), v1::NOT_COUNTED_GROUP);
}

TEST_F(ReportingTest, REP_56_AMergeLowersTheCountAndASplitRaisesItAgain) {
  const std::string one = Register();
  const std::string other = Register();
  auto at_town = Given(other, 3000);
  at_town.set_agency_id(kTown);
  Record(Given(one, 3000));
  Record(at_town);
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(2, 0);
  events_.clear();
  Cluster("ClientsMerged", {{one, one}, {other, one}});
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(1, 0);
  const auto providers = Read<std::vector<ProviderTotals>>(
      [&](db::Tx& tx) { return CountByProvider(tx, rule_, frame_); });
  ASSERT_EQ(providers.size(), 2U) << "each provider keeps the person in its line";
  EXPECT_EQ(providers[0].served + providers[1].served, 2);
  events_.clear();
  Cluster("ClientsUnmerged", {{one, one}, {other, other}});
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(2, 0);
}

TEST_F(ReportingTest, REP_69_AnEarlierReportComesOutAgain) {
  const std::string client = Register();
  Record(Given(client, 1000));
  Record(Given(client, 2000));
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(1, 0);
  frame_.known_at = "2024-03-01 08:02:30Z";  // Between the two.
  ExpectPersons(0, 1);
}

TEST_F(ReportingTest, REP_69_AVersionThatIsMissingIsNotPassedOver) {
  const registry::SupportFact fact = Given(Register(), 3000);
  Record(fact);
  events_.back().set_version(3);
  events_.back().set_previous_version(2);
  EXPECT_EQ(rules::ReasonOf(Follow()), "FEED_GAP");
  ExpectPersons(0, 0);
}

TEST_F(ReportingTest, REP_69_WhatIsToldTwiceCountsOnce) {
  const std::string client = Register();
  Record(Given(client, 1500));
  ASSERT_TRUE(Follow().ok());
  events_ = {events_.back()};
  ASSERT_TRUE(Follow().ok());
  ExpectPersons(0, 1);
}

TEST_F(ReportingTest, REP_59_OnlyTheAgenciesOfTheTerritoryAreCounted) {
  Record(Given(Register(), 3000));
  ASSERT_TRUE(Follow().ok());
  frame_.agencies = {kTown};
  ExpectPersons(0, 0);
}

TEST_F(ReportingTest, REP_58_TwoAgenciesWithTheSameHelpInAMonthAreADuplicity) {
  const std::string client = Register();
  auto at_town = Given(client, 1000);
  at_town.set_agency_id(kTown);
  auto later = Given(client, 1000);
  *later.mutable_occurred_on() = dates::ToDate(absl::CivilDay(2024, 4, 2));
  Record(at_town);
  Record(later);
  ASSERT_TRUE(Follow().ok());
  const auto count = [&] {
    return Read<std::vector<DuplicityCount>>(
        [&](db::Tx& tx) { return CountDuplicities(tx, frame_); });
  };
  EXPECT_TRUE(count().empty()) << "in two months";
  events_.clear();
  Record(Given(client, 1000));
  ASSERT_TRUE(Follow().ok());
  ASSERT_EQ(count().size(), 1U);
  EXPECT_EQ(count()[0].persons, 1);
}

// A place in a queue is no help, and a referral is of the month in which it was sent.
TEST_F(ReportingTest, REP_57_WhoStandsInAQueueWaitsAndIsCountedWhenReferred) {
  registry::ReferralFact referral;
  referral.set_referral_id(ids::RandomId());
  referral.set_client_id(Register());
  referral.set_agency_id(kMost);
  referral.set_recipient_agency_id(kTown);
  referral.set_area(common::v1::DATA_AREA_DEBTS);
  *referral.mutable_sent_at() = rpc::ToTimestamp(Minute(1));
  const auto become = [&](const char* type, registry::ReferralState state, absl::Time when) {
    events_.clear();
    referral.set_state(state);
    Event& event = Tell(type, "Referral", referral.referral_id(), referral);
    event.set_client_id(referral.client_id());
    *event.mutable_occurred_at() = rpc::ToTimestamp(when);
    ASSERT_TRUE(Follow().ok());
  };
  const auto in_march = [&] {
    frame_.from = "2024-03-01";
    frame_.to = "2024-03-31";
    const auto gaps =
        Read<std::vector<GapCount>>([&](db::Tx& tx) { return CountGaps(tx, frame_); });
    EXPECT_EQ(gaps.size(), 1U);
    return gaps.empty() ? GapCount{} : gaps[0];
  };
  ASSERT_TRUE(Follow().ok());
  become("ReferralSent", registry::REFERRAL_STATE_SENT, Minute(2));
  EXPECT_EQ(in_march().waiting, 1);
  become("ReferralWaitlisted", registry::REFERRAL_STATE_WAITLISTED, kBegin + absl::Hours(24 * 45));
  EXPECT_EQ(in_march().referred, 1);
  EXPECT_EQ(in_march().waiting, 1);
  become("ReferralStarted", registry::REFERRAL_STATE_STARTED, kBegin + absl::Hours(24 * 90));
  EXPECT_EQ(in_march().referred, 1);
  EXPECT_EQ(in_march().waiting, 0);
}

// The event of a conference names no agency of the territory; the person is known to one.
TEST_F(ReportingTest, REP_59_AConferenceBelongsToTheTerritoryThatKnowsThePerson) {
  const std::string client = Register();
  ASSERT_TRUE(Follow().ok());
  const Projection conferences = EventProjection(kConferenceFeed, pseudonyms_);
  events_.clear();
  Event& met = Tell("MeetingStarted", "Conference", ids::RandomId(), registry::AgencyFact());
  met.set_client_id(client);
  met.set_agency_id(met.aggregate_id());
  {
    pqxx::work work(session_.Connection());
    db::Tx tx(session_, work);
    ASSERT_TRUE(conferences.consumer.apply(tx, met).ok());
    work.commit();
  }
  frame_.to = "2024-12-31";
  const auto met_around = [&] {
    const auto counts = Read<std::vector<FigureCount>>(
        [&](db::Tx& tx) { return CountFigures(tx, frame_, {std::string(kConferenceFeed)}); });
    for (const FigureCount& one : counts) {
      if (one.figure == v1::TOWN_FIGURE_PERSONS_IN_CONFERENCE) return one.persons;
    }
    return int64_t{-1};
  };
  EXPECT_EQ(met_around(), 1);
  // One that was held on paper counts too (CONF-115), and the person once.
  {
    pqxx::work work(session_.Connection());
    db::Tx tx(session_, work);
    for (const std::string& person : {client, ids::RandomId()}) {
      Event on_paper = met;
      on_paper.set_event_id(ids::RandomId());
      on_paper.set_type("ConferenceRecorded");
      on_paper.set_client_id(person);
      ASSERT_TRUE(conferences.consumer.apply(tx, on_paper).ok());
    }
    work.commit();
  }
  EXPECT_EQ(met_around(), 1);
  EXPECT_EQ(database_.Execute("SELECT count(*) FROM happenings")[0][0].as<int>(), 3);
  frame_.agencies = {kTown};
  EXPECT_EQ(met_around(), 0) << "the town does not know the person";
}

TEST_F(ReportingTest, REP_57_CapacityIsComputedPerServiceAndUnknownIsNotZero) {
  const auto service = [&](const char* id) {
    registry::ServiceFact fact;
    fact.set_service_id(id);
    fact.set_agency_id(kMost);
    fact.add_territories("Lhota");
    Tell("ServiceCreated", "Service", id, fact);
  };
  service(kTown);
  service(kMost);
  registry::StaffingFact staffing;
  staffing.set_service_id(kTown);
  staffing.set_fte_milli(4800);
  staffing.set_caseload_per_fte(20);
  *staffing.mutable_as_of_date() = dates::ToDate(absl::CivilDay(2023, 2, 1));
  Tell("StaffingPut", "Staffing", ids::RandomId(), staffing);
  ASSERT_TRUE(Follow().ok());
  frame_.to = "2024-03-31";
  const auto capacities = Read<std::vector<v1::ServiceCapacity>>(
      [&](db::Tx& tx) { return ReadCapacities(tx, frame_, "Lhota"); });
  ASSERT_EQ(capacities.size(), 2U);
  EXPECT_EQ(capacities[0].caseload(), 96);
  EXPECT_FALSE(capacities[0].unknown());
  EXPECT_TRUE(capacities[1].unknown());
  EXPECT_FALSE(capacities[1].has_caseload());
}

TEST_F(ReportingTest, REP_81_AnEventWithoutItsFactIsNotPassedOver) {
  const registry::SupportFact fact = Given(Register(), 3000);
  Record(fact);
  events_.back().clear_fact();
  EXPECT_EQ(Follow().code(), absl::StatusCode::kDataLoss);
  ExpectPersons(0, 0);
}

TEST_F(ReportingTest, REP_81_BuiltAnewTheFiguresAreEqual) {
  std::vector<std::string> clients;
  for (int i = 0; i < 12; ++i) {
    clients.push_back(Register(i % 5 == 4));
    auto fact = Given(clients.back(), 1000 * (i % 5));
    fact.set_quantity_milli(std::max<int64_t>(fact.quantity_milli(), 500));
    fact.set_agency_id(i % 2 == 0 ? kMost : kTown);
    Record(fact);
  }
  Cluster("ClientsMerged", {{clients[0], clients[0]}, {clients[3], clients[0]}});
  ASSERT_TRUE(Follow().ok());
  const auto everything = [&] {
    std::string text;
    for (const char* table : {"person_records", "person_clusters", "support_facts"}) {
      for (const auto& row :
           database_.Execute(std::string("SELECT t::text FROM ") + table + " t ORDER BY 1"))
        text += std::string(row[0].c_str()) + "\n";
    }
    return text;
  };
  const std::string before = everything();
  const PersonTotals persons = Persons();
  EXPECT_GT(persons.supported, 0);
  EXPECT_GT(persons.bagatelle, 0);
  Rebuild();
  EXPECT_EQ(everything(), before);
  ExpectPersons(persons.supported, persons.bagatelle);
}

TEST_F(ReportingTest, XC_54_NoIdOfAPersonIsKept) {
  const std::string client = Register();
  registry::SupportFact fact = Given(client, 3000);
  Record(fact);
  registry::ReferralFact referral;
  referral.set_referral_id(ids::RandomId());
  referral.set_client_id(client);
  referral.set_agency_id(kMost);
  referral.set_recipient_agency_id(kTown);
  Tell("ReferralSent", "Referral", referral.referral_id(), referral).set_client_id(client);
  Tell("ConsentSigned", "Consent", ids::RandomId(), referral).set_client_id(client);
  ASSERT_TRUE(Follow().ok());
  for (const auto& table :
       database_.Execute("SELECT tablename::text FROM pg_tables WHERE schemaname = 'reporting'")) {
    const std::string name = table[0].as<std::string>();
    for (const std::string& id : {client, fact.support_record_id(), referral.referral_id()}) {
      EXPECT_EQ(
          database_
              .Execute("SELECT count(*) FROM " + name + " t WHERE t::text LIKE '%" + id +
                       "%' OR t::text LIKE '%" + id.substr(0, 8) + id.substr(9, 4) + "%'")[0][0]
              .as<int>(),
          0)
          << name;
    }
  }
  EXPECT_EQ(database_.Execute("SELECT count(*) FROM happenings")[0][0].as<int>(), 1);
}

}  // namespace
}  // namespace opora::reporting
