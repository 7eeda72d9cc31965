// Who must not be found, on a real database with a clock that the test moves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/db/constraints.h"
#include "common/rules/rule.h"
#include "common/schema/migrations.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/clients/client_service.h"
#include "services/client_registry/household/family_service.h"
#include "services/client_registry/household/household_service.h"
#include "services/client_registry/journal_replay.h"
#include "services/client_registry/protection/address_service.h"
#include "services/client_registry/protection/protection_service.h"
#include "services/client_registry/protection/protection_store.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/safety/safety_service.h"
#include "services/client_registry/schema/migrations.h"
#include "tests/component/outbox.h"
#include "tests/component/postgres.h"

namespace opora::registry {
namespace {

using component::TestDatabase;
using rules::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAgency[] = "00000000-0000-4000-8000-00000000000a";
constexpr char kEva[] = "00000000-0000-4000-8000-000000000001";
constexpr char kDana[] = "00000000-0000-4000-8000-000000000002";
constexpr char kEvaElsewhere[] = "00000000-0000-4000-8000-000000000003";
constexpr char kCanary[] = "Kanárkova 4711/9, 431 99 Tajemnice";

db::MigrationSet Migrations() {
  return {"registry", sql::common_schema::kMigrations,
          sql::services_client_registry_schema::kMigrations};
}

std::string ClientId(int number) {
  return absl::StrCat("10000000-0000-4000-8000-", absl::Dec(number, absl::kZeroPad12));
}

// A unit with three accounts of two people, its clients, and calls by these people at any time.
class ProtectionTest : public testing::Test {
 protected:
  ProtectionTest() : database_(TestDatabase::Create(Migrations())) {
    for (const rules::Rule* row : rule::All()) {
      if (!row->constraint.empty()) db::RegisterConstraint(row->constraint, *row);
    }
    database_.Execute(
        absl::StrCat("INSERT INTO agencies (agency_id, name, type, territory, suspended) VALUES ('",
                     kAgency, "', 'Most', 'NGO', 'kraj', false)"));
    AddWorker(kEva, "Eva", "Strnadová", "eva");
    AddWorker(kDana, "Dana", "Olšová", "dana");
    AddWorker(kEvaElsewhere, "EVA", "Strnadova", "eva2");
  }

  void AddWorker(const char* id, const char* given, const char* family, const char* subject) {
    database_.Execute(absl::StrCat(
        "INSERT INTO workers (worker_id, agency_id, given_name, family_name, fte_milli, issuer, "
        "subject, qualified_social_worker, suspended) VALUES ('",
        id, "', '", kAgency, "', '", given, "', '", family, "', 1000, 'i', '", subject,
        "', true, false)"));
  }

  std::string AddClient(int number, const char* born = "1990-01-01") {
    const std::string id = ClientId(number);
    database_.Execute(absl::StrCat(
        "INSERT INTO clients (client_id, agency_id, kind, family_name, birth_date) VALUES ('", id,
        "', '", kAgency, "', 'IDENTIFIED', 'Zkušební', '", born,
        "'); INSERT INTO client_clusters VALUES ('", id, "', '", id, "')"));
    return id;
  }

  // Calls the method of a service in a transaction of its own; keeps the journal of what commits.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Do(const char* worker,
                              absl::StatusOr<Response> (Service::*method)(rpc::Call&,
                                                                          const Request&),
                              const Request& request) {
    db::Session session(database_.Dsn("app"));
    Service service;
    try {
      pqxx::work work(session.Connection());
      db::Tx tx(session, work);
      rpc::Call call(FactsFor(worker), tx, &decider_);
      absl::StatusOr<Response> response = (service.*method)(call, request);
      if (!response.ok()) return response.status();
      work.commit();
      for (const auto& line : call.journal())
        journal_.push_back({now_, line.kind, line.client_id, line.record_id});
      return response;
    } catch (...) {
      return db::StatusFromCurrentException();
    }
  }

  rpc::CallFacts FactsFor(const char* worker) const {
    rpc::CallFacts facts;
    facts.method = v1::GetClientRequest::descriptor()->file()->pool()->FindMethodByName(
        "opora.registry.v1.ClientService.GetClient");
    facts.policy = &facts.method->options().GetExtension(common::v1::policy);
    facts.now = now_;
    facts.caller.kind = common::v1::CALLER_PERSON;
    facts.caller.worker_id = worker;
    facts.caller.unit.agency_id = kAgency;
    facts.caller.stance = common::v1::STANCE_SUPPORT;
    return facts;
  }

  absl::Status Protect(const std::string& client_id, protection::Level level,
                       const char* worker = kEva) {
    v1::SetAddressProtectionRequest request;
    request.set_client_id(client_id);
    request.set_level(level);
    request.set_cause(v1::PROTECTION_CAUSE_STALKING);
    request.set_intermediary_agency_id(kAgency);
    return Do(worker, &ProtectionService::SetAddressProtection, request).status();
  }

  std::string Propose(const std::string& client_id, protection::Level to) {
    v1::ProposeAddressLoweringRequest request;
    request.mutable_lowering()->set_client_id(client_id);
    request.mutable_lowering()->set_to_level(to);
    request.mutable_lowering()->set_reason("pachatel je ve výkonu trestu");
    const auto response = Do(kEva, &ProtectionService::ProposeAddressLowering, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->lowering().lowering_id() : "";
  }

  std::string Confirm(const char* worker, const std::string& lowering_id) {
    v1::ConfirmAddressLoweringRequest request;
    request.set_lowering_id(lowering_id);
    return ReasonOf(Do(worker, &ProtectionService::ConfirmAddressLowering, request).status());
  }

  absl::Status Relate(const std::string& client_id, v1::FamilyRelationKind kind,
                      const std::string& relative) {
    v1::RecordFamilyRelationRequest request;
    request.mutable_relation()->set_client_id(client_id);
    request.mutable_relation()->set_kind(kind);
    request.mutable_relation()->set_relative_client_id(relative);
    request.mutable_relation()->set_source(v1::STATEMENT_KIND_CLIENT_STATEMENT);
    return Do(kEva, &FamilyService::RecordFamilyRelation, request).status();
  }

  std::string Level(const std::string& client_id) const {
    return database_.Execute(absl::StrCat("SELECT address_level_of('", client_id, "')"))[0][0]
        .c_str();
  }

  std::string Count(const std::string& from) const {
    return database_.Execute("SELECT count(*) FROM " + from)[0][0].c_str();
  }

  std::string InsertStatement(const std::string& client_id, const char* words = kCanary) const {
    return absl::StrCat(
        "INSERT INTO registry.statements (statement_id, client_id, agency_id, area, kind, topic, "
        "content, create_time) VALUES (gen_random_uuid(), '",
        client_id, "', '", kAgency, "', 'ADDRESS', 'CLIENT_STATEMENT', 'kde', '", words,
        "', now())");
  }

  TestDatabase database_;
  access::RegistryDecider decider_;
  absl::Time now_ = absl::FromUnixSeconds(1785312000);
  std::vector<audit::JournalEntry> journal_;
};

TEST_F(ProtectionTest, XC_27_LessProtectionTakesTwoPeopleAnd72Hours) {
  const std::string mother = AddClient(1);
  const std::string child = AddClient(2, "2018");
  ASSERT_TRUE(Relate(child, v1::FAMILY_RELATION_KIND_PARENT, mother).ok());
  ASSERT_TRUE(Protect(mother, v1::ADDRESS_PROTECTION_LEVEL_HIDDEN).ok());
  EXPECT_EQ(Level(child), "HIDDEN");
  const std::string lowering = Propose(mother, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED);
  now_ += absl::Hours(72) - absl::Seconds(1);
  EXPECT_EQ(Confirm(kDana, lowering), "LOWERING_TOO_EARLY");
  now_ += absl::Seconds(1);
  EXPECT_EQ(Confirm(kEva, lowering), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(Confirm(kEvaElsewhere, lowering), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(Level(mother), "HIDDEN");
  EXPECT_EQ(Confirm(kDana, lowering), "");
  EXPECT_EQ(Level(mother), "SHIELDED");
  EXPECT_EQ(Level(child), "SHIELDED");
  EXPECT_EQ(Confirm(kDana, lowering), "LOWERING_CLOSED");
  const std::string again = Propose(mother, v1::ADDRESS_PROTECTION_LEVEL_NORMAL);
  now_ += absl::Hours(100);
  EXPECT_EQ(Confirm(kDana, again), "");
  EXPECT_EQ(Level(child), "NORMAL");
}

TEST_F(ProtectionTest, XC_27_TheDatabaseItselfHoldsOutForTwoPeopleAnd72Hours) {
  const std::string client = AddClient(1);
  ASSERT_TRUE(Protect(client, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  Propose(client, v1::ADDRESS_PROTECTION_LEVEL_NORMAL);
  const auto confirmed = [&](const char* by, const char* after) {
    return absl::StrCat(
        "UPDATE address_lowerings SET state = 'CONFIRMED', confirmed_by_worker_id "
        "= '",
        by, "', confirm_time = propose_time + interval '", after, "'");
  };
  EXPECT_THROW(database_.Execute(confirmed(kDana, "71:59:59")), pqxx::check_violation);
  EXPECT_THROW(database_.Execute(confirmed(kEva, "80:00:00")), pqxx::check_violation);
  EXPECT_NO_THROW(database_.Execute(confirmed(kDana, "72:00:00")));
}

TEST_F(ProtectionTest, XC_27_WhoNoLongerBelongsTogetherIsLoweredAlone) {
  const std::string mother = AddClient(1);
  const std::string friend_of_hers = AddClient(2);
  const auto add = [&](const std::string& client, const std::string& household) {
    v1::AddHouseholdMemberRequest request;
    request.mutable_member()->set_client_id(client);
    request.mutable_member()->set_household_id(household);
    request.mutable_member()->set_lives_there(true);
    request.mutable_member()->set_source(v1::STATEMENT_KIND_CLIENT_STATEMENT);
    return Do(kEva, &HouseholdService::AddHouseholdMember, request)->member();
  };
  const std::string household = add(mother, "").household_id();
  const std::string member = add(friend_of_hers, household).member_id();
  ASSERT_TRUE(Protect(mother, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  EXPECT_EQ(Level(friend_of_hers), "SHIELDED");
  now_ += absl::Hours(48);
  v1::EndHouseholdMembershipRequest end;
  end.set_member_id(member);
  ASSERT_TRUE(Do(kEva, &HouseholdService::EndHouseholdMembership, end).ok());
  EXPECT_EQ(Level(friend_of_hers), "SHIELDED");
  now_ += absl::Hours(48);
  const std::string lowering = Propose(friend_of_hers, v1::ADDRESS_PROTECTION_LEVEL_NORMAL);
  now_ += absl::Hours(72);
  EXPECT_EQ(Confirm(kDana, lowering), "");
  EXPECT_EQ(Level(friend_of_hers), "NORMAL");
  EXPECT_EQ(Level(mother), "SHIELDED");
}

TEST_F(ProtectionTest, XC_27_AnAddressThatIsBeingWrittenDoesNotEscape) {
  const std::string client = AddClient(1);
  // Written first and committed late: the protection waits and takes it away.
  auto writer = std::make_unique<pqxx::connection>(database_.SuperuserDsn());
  auto writing = std::make_unique<pqxx::work>(*writer);
  writing->exec("SET search_path TO registry");
  writing->exec(InsertStatement(client));
  absl::Status status;
  std::thread protector([&] { status = Protect(client, v1::ADDRESS_PROTECTION_LEVEL_HIDDEN); });
  absl::SleepFor(absl::Milliseconds(200));
  writing->commit();
  protector.join();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(Count(absl::StrCat("statements WHERE content = '", kCanary, "'")), "0");
  EXPECT_EQ(Count("client_addresses"), "0");
}

TEST_F(ProtectionTest, XC_27_AnAddressThatComesWhileProtectionIsSetIsRefused) {
  const std::string client = AddClient(1);
  db::Session session(database_.Dsn("app"));
  pqxx::work work(session.Connection());
  db::Tx tx(session, work);
  rpc::Call call(FactsFor(kEva), tx, &decider_);
  v1::SetAddressProtectionRequest request;
  request.set_client_id(client);
  request.set_level(v1::ADDRESS_PROTECTION_LEVEL_HIDDEN);
  request.set_cause(v1::PROTECTION_CAUSE_STALKING);
  request.set_intermediary_agency_id(kAgency);
  ASSERT_TRUE(ProtectionService().SetAddressProtection(call, request).ok());
  std::string reason;
  std::thread writer([&] {
    v1::RecordAddressRequest late;
    late.mutable_address()->set_client_id(client);
    late.mutable_address()->set_kind(v1::ADDRESS_KIND_STAY);
    late.mutable_address()->set_written(kCanary);
    reason = ReasonOf(Do(kDana, &AddressService::RecordAddress, late).status());
  });
  absl::SleepFor(absl::Milliseconds(200));
  work.commit();
  writer.join();
  EXPECT_EQ(reason, "ADDRESS_NOT_HELD");
  EXPECT_EQ(Count("client_addresses"), "0");
}

TEST_F(ProtectionTest, XC_27_ProtectionOfAParentOfTwelveIsWholeOrNotAtAll) {
  const std::string mother = AddClient(1);
  for (int number = 2; number < 14; ++number) {
    ASSERT_TRUE(
        Relate(AddClient(number, "2016-05-01"), v1::FAMILY_RELATION_KIND_PARENT, mother).ok());
  }
  {
    // Killed before the commit.
    db::Session session(database_.Dsn("app"));
    pqxx::work work(session.Connection());
    db::Tx tx(session, work);
    rpc::Call call(FactsFor(kEva), tx, &decider_);
    v1::AddressProtection asked;
    asked.set_client_id(mother);
    asked.set_agency_id(kAgency);
    asked.set_level(v1::ADDRESS_PROTECTION_LEVEL_SHIELDED);
    asked.set_cause(v1::PROTECTION_CAUSE_STALKING);
    *asked.mutable_set_time() = rpc::ToTimestamp(now_);
    protection::Raise(tx, asked);
    protection::Spread(call, {mother});
    EXPECT_EQ(call.journal().size(), 12u);
  }
  EXPECT_EQ(Count("address_protections"), "0");
  ASSERT_TRUE(Protect(mother, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  EXPECT_EQ(Count("address_protections WHERE level = 'SHIELDED'"), "13");
}

TEST_F(ProtectionTest, XC_27_AHouseholdOfFiveHundredIsProtectedAtOnce) {
  const std::string first = AddClient(1);
  database_.Execute(absl::StrCat(
      "INSERT INTO clients (client_id, agency_id, kind, family_name) SELECT "
      "('20000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '",
      kAgency,
      "', 'IDENTIFIED', 'Zkušební' FROM generate_series(1, 500) n; INSERT INTO client_clusters "
      "SELECT client_id, client_id FROM clients WHERE client_id::text LIKE '2%'; "
      "INSERT INTO household_members (member_id, household_id, client_id, agency_id, area, "
      "lives_there, valid_from, source) SELECT gen_random_uuid(), '",
      kAgency, "', client_id, '", kAgency,
      "', 'FAMILY', true, '2020-01-01', 'CLIENT_STATEMENT' FROM clients"));
  ASSERT_TRUE(Protect(first, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  EXPECT_EQ(Count("address_protections WHERE level = 'SHIELDED'"), "501");
  EXPECT_EQ(journal_.size(), 501u);
}

TEST_F(ProtectionTest, XC_27_WhoAssignsThemselvesNeedsAHarmTestAllTheSame) {
  const std::string client = AddClient(1);
  v1::RecordAddressRequest record;
  record.mutable_address()->set_client_id(client);
  record.mutable_address()->set_kind(v1::ADDRESS_KIND_STAY);
  record.mutable_address()->set_written(kCanary);
  ASSERT_TRUE(Do(kEva, &AddressService::RecordAddress, record).ok());
  ASSERT_TRUE(Protect(client, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  const auto reads = [&](const char* worker) {
    v1::ListAddressesRequest request;
    request.set_client_id(client);
    const auto response = Do(worker, &AddressService::ListAddresses, request);
    return response.ok() ? std::to_string(response->addresses_size()) : ReasonOf(response.status());
  };
  now_ += absl::Hours(1);
  database_.Execute(absl::StrCat(
      "INSERT INTO client_assignments (assignment_id, client_id, worker_id, agency_id, role, "
      "stance, state, valid_from, create_time) VALUES (gen_random_uuid(), '",
      client, "', '", kDana, "', '", kAgency,
      "', 'KEY_WORKER', 'SUPPORT', 'ACTIVE', '2020-01-01', to_timestamp(",
      absl::ToUnixSeconds(now_), "))"));
  EXPECT_EQ(reads(kDana), "ADDRESS_PROTECTED");
  // Protecting once more does not make the assignment older.
  now_ += absl::Hours(1);
  ASSERT_TRUE(Protect(client, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED, kDana).ok());
  EXPECT_EQ(reads(kDana), "ADDRESS_PROTECTED");
  for (const char* worker : {kDana, kEvaElsewhere}) {
    v1::ReleaseAddressRequest release;
    release.mutable_release()->set_client_id(client);
    release.mutable_release()->set_recipient_worker_id(worker);
    release.mutable_release()->set_need("doprovod k soudu");
    release.mutable_release()->set_harm_considered("nikoho z okolí pachatele nezná");
    release.mutable_release()->set_no_harm_expected(true);
    ASSERT_TRUE(Do(kEva, &AddressService::ReleaseAddress, release).ok());
    EXPECT_EQ(reads(worker), "1");
  }
  now_ += absl::Hours(25);
  EXPECT_EQ(reads(kDana), "1");
  EXPECT_EQ(reads(kEvaElsewhere), "ADDRESS_PROTECTED");
}

TEST_F(ProtectionTest, XC_69_ProtectionsAreReappliedAfterARestore) {
  const std::string mother = AddClient(1);
  const std::string child = AddClient(2, "2018");
  const std::string lowered = AddClient(3);
  ASSERT_TRUE(Relate(mother, v1::FAMILY_RELATION_KIND_CHILD, child).ok());
  ASSERT_TRUE(Protect(mother, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  ASSERT_TRUE(Protect(mother, v1::ADDRESS_PROTECTION_LEVEL_HIDDEN).ok());
  ASSERT_TRUE(Protect(lowered, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  const std::string lowering = Propose(lowered, v1::ADDRESS_PROTECTION_LEVEL_NORMAL);
  now_ += absl::Hours(72);
  ASSERT_EQ(Confirm(kDana, lowering), "");
  const auto replay = [&] {
    db::Session session(database_.Dsn("app"));
    pqxx::work work(session.Connection());
    db::Tx tx(session, work);
    EXPECT_TRUE(ReplayJournal(tx, journal_).ok());
    work.commit();
  };
  // An ordinary start changes nothing.
  const std::string before = Count("address_protections WHERE version = 1");
  replay();
  EXPECT_EQ(Count("address_protections WHERE version = 1"), before);
  EXPECT_EQ(Level(lowered), "NORMAL");
  // The backup is older than all of it, and holds an address and the family, but not the child's
  // tie.
  database_.Execute(
      "DELETE FROM address_protections; DELETE FROM address_lowerings; DELETE FROM "
      "family_relations");
  database_.Execute(InsertStatement(mother));
  replay();
  EXPECT_EQ(Level(mother), "HIDDEN");
  EXPECT_EQ(Level(child), "HIDDEN");
  EXPECT_EQ(Count(absl::StrCat("statements WHERE content = '", kCanary, "'")), "0");
  // The lowering is unknown to this backup: more protection is the safe error.
  EXPECT_EQ(Level(lowered), "SHIELDED");
}

TEST_F(ProtectionTest, XC_27_ASecretProviderCannotStoreAnAddress) {
  const auto insert = [&](const char* storable, const char* written) {
    return absl::StrCat(
        "INSERT INTO provider_addresses (agency_id, address_storable, written) "
        "VALUES ('",
        kAgency, "', ", storable, ", ", written, ")");
  };
  EXPECT_THROW(database_.Execute(insert("false", "'Lipová 1'")), pqxx::check_violation);
  database_.Execute(insert("false", "NULL"));
  EXPECT_THROW(database_.Execute("UPDATE provider_addresses SET address_storable = true"),
               pqxx::check_violation);
  EXPECT_THROW(database_.Execute("DELETE FROM provider_addresses"), pqxx::check_violation);
  const std::string client = AddClient(1);
  EXPECT_THROW(database_.Execute(InsertStatement(client)), pqxx::check_violation);
  EXPECT_THROW(database_.Execute("UPDATE agencies SET name = 'Azyl, Lipová 12/3'"),
               pqxx::check_violation);
  EXPECT_NO_THROW(database_.Execute("UPDATE agencies SET name = 'Azyl'"));
}

TEST_F(ProtectionTest, XC_27_ASecretProviderHasNoOfficeWithAnAddress) {
  const auto office = [](const char* address) {
    return absl::StrCat(
        "INSERT INTO offices (office_id, service_id, name, address, territory, opening_hours, "
        "valid_from) SELECT gen_random_uuid(), service_id, 'Azyl', '",
        address, "', 'kraj', '', '2026-01-01' FROM services");
  };
  database_.Execute(absl::StrCat(
      "INSERT INTO services (service_id, agency_id, name, area, forms, territories) VALUES "
      "(gen_random_uuid(), '",
      kAgency, "', 'Azyl', 'HOUSING', '{}', '{}')"));
  database_.Execute(office(kCanary));
  {
    db::Session session(database_.Dsn("app"));
    pqxx::work work(session.Connection());
    db::Tx tx(session, work);
    tx.Run("INSERT INTO provider_addresses (agency_id, address_storable) VALUES ($1, false)",
           {kAgency});
    protection::ForgetAddressesOf(tx, kAgency);
    work.commit();
  }
  EXPECT_EQ(Count("offices WHERE address = ''"), "1");
  EXPECT_THROW(database_.Execute(office(kCanary)), pqxx::check_violation);
  EXPECT_THROW(database_.Execute("UPDATE offices SET opening_hours = 'po–pá, Lipová 12/3'"),
               pqxx::check_violation);
  EXPECT_NO_THROW(database_.Execute("UPDATE offices SET opening_hours = 'nepřetržitě'"));
}

TEST_F(ProtectionTest, XC_27_ACorrectionOfAnAddressGoesWithTheAddress) {
  const std::string client = AddClient(1);
  database_.Execute(InsertStatement(client));
  const std::string correct = absl::StrCat(
      "INSERT INTO corrections (correction_id, client_id, agency_id, worker_id, "
      "recipient_agency_id, statement_id, area, proposed_content, reason, state) "
      "SELECT gen_random_uuid(), client_id, agency_id, '",
      kDana,
      "', agency_id, statement_id, 'ADDRESS', 'Kanárkova 12', 'překlep', 'PROPOSED' FROM "
      "statements");
  database_.Execute(correct);
  ASSERT_TRUE(Protect(client, v1::ADDRESS_PROTECTION_LEVEL_SHIELDED).ok());
  EXPECT_EQ(Count("corrections WHERE proposed_content = '[*]'"), "1");
  database_.Execute("DELETE FROM corrections");
  EXPECT_THROW(database_.Execute(correct), pqxx::check_violation);
}

// Walks every table: where somebody could write an address of somebody, it is looked for.
TEST_F(ProtectionTest, XC_27_EveryColumnOfWordsIsGuarded) {
  std::vector<std::string> unguarded;
  for (const auto& row : database_.Execute(
           "SELECT w.table_name || '.' || w.column_name FROM guarded_words w WHERE NOT EXISTS "
           "(SELECT 1 FROM pg_trigger t WHERE t.tgrelid = ('registry.' || w.table_name)::regclass "
           "AND t.tgname = 'words_hold_no_protected_address' AND position('\\000' || "
           "w.column_name || '\\000' IN '\\000' || encode(t.tgargs, 'escape')) > 0) ORDER BY 1")) {
    unguarded.emplace_back(row[0].c_str());
  }
  EXPECT_THAT(unguarded, IsEmpty()) << "a migration that adds words calls guard_words()";
  EXPECT_NE(Count("guarded_words"), "0");
  // Only here does an address have its place.
  std::vector<std::string> places;
  for (const auto& row : database_.Execute(
           "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE "
           "table_schema = 'registry' AND column_name = 'written' ORDER BY 1")) {
    places.emplace_back(row[0].c_str());
  }
  EXPECT_THAT(places, ElementsAre("client_addresses.written", "provider_addresses.written"));
}

TEST_F(ProtectionTest, XC_27_WhatLooksLikeAnAddressAndWhatDoesNot) {
  const auto looks = [&](const std::string& words) {
    return std::string(
               database_.Execute(absl::StrCat("SELECT looks_like_address('", words, "')"))[0][0]
                   .c_str()) == "t";
  };
  for (const char* words :
       {kCanary, "356 01 Sokolov", "35601 Sokolov", "Lipová 12/3a", "ul. Dlouhá 7", "č.p. 114",
        "ulice Československé armády 17", "bydlí na adrese Nám. Míru 820/9", "GPS u branky",
        "50.18123 N, 12.64012 E"}) {
    EXPECT_TRUE(looks(words)) << words;
  }
  for (const char* words : {"sp. zn. 12 C 123/2026", "dluh 43 199 Kč", "č. j. MV-1234/2026", "DOG",
                            "děti 3 a 7 let", "2026-07-29T10:00:00Z", "100 000 Kč Miloslavovi"}) {
    EXPECT_FALSE(looks(words)) << words;
  }
}

TEST_F(ProtectionTest, XC_63_ANoticeThatIsNotRenewedIsDeleted) {
  const std::string client = AddClient(1);
  v1::RecordSafetyNoticeRequest request;
  v1::SafetyNotice& notice = *request.mutable_notice();
  notice.set_client_id(client);
  notice.set_kind(v1::SAFETY_NOTICE_KIND_DOG);
  notice.set_observed_facts("pes");
  notice.mutable_observed_on()->set_year(2026);
  notice.mutable_observed_on()->set_month(7);
  notice.mutable_observed_on()->set_day(1);
  ASSERT_TRUE(Do(kEva, &SafetyService::RecordSafetyNotice, request).ok());
  notice.set_kind(v1::SAFETY_NOTICE_KIND_BUILDING);
  const auto renewed = Do(kEva, &SafetyService::RecordSafetyNotice, request);
  ASSERT_TRUE(renewed.ok()) << renewed.status();
  now_ += absl::Hours(24 * 170);
  v1::RenewSafetyNoticeRequest renew;
  renew.set_notice_id(renewed->notice().notice_id());
  renew.mutable_observed_on()->set_year(2027);
  renew.mutable_observed_on()->set_month(1);
  renew.mutable_observed_on()->set_day(10);
  ASSERT_TRUE(Do(kEva, &SafetyService::RenewSafetyNotice, renew).ok());
  now_ += absl::Hours(24 * 20);
  const auto processed =
      Do(kEva, &SafetyService::ProcessSafetyDeadlines, v1::ProcessSafetyDeadlinesRequest());
  ASSERT_TRUE(processed.ok()) << processed.status();
  EXPECT_EQ(processed->deleted_count(), 1);
  EXPECT_EQ(Count("safety_notices WHERE kind = 'BUILDING'"), "1");
  EXPECT_EQ(Count("safety_notices WHERE kind = 'DOG'"), "0");
}

}  // namespace
}  // namespace opora::registry
