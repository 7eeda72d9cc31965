// What closes a consent without withdrawing it, as the decision reads it and as the journal
// re-applies it.
#include <gtest/gtest.h>

#include <string>

#include "common/rpc/call.h"
#include "common/schema/migrations.h"
#include "common/time/date.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/consents/consent_store.h"
#include "services/client_registry/consents/doubt_replay.h"
#include "services/client_registry/deaths/death_store.h"
#include "services/client_registry/journal_replay.h"
#include "services/client_registry/schema/migrations.h"
#include "services/client_registry/ties/tie_store.h"
#include "tests/component/postgres.h"
#include "tests/component/sealed_consents.h"

namespace opora::component {
namespace {

using registry::access::Standing;

constexpr char kAgency[] = "00000000-0000-4000-8000-000000000001";
constexpr char kClient[] = "00000000-0000-4000-8000-000000000002";
constexpr char kMother[] = "00000000-0000-4000-8000-000000000003";
constexpr char kFather[] = "00000000-0000-4000-8000-000000000004";
constexpr char kConsent[] = "00000000-0000-4000-8000-000000000005";
constexpr char kNobody[] = "00000000-0000-4000-8000-000000000009";

const absl::Time kSigned = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

// A child of eight whose mother consented to something; the father is known too.
constexpr char kFamily[] = R"(
INSERT INTO agencies (agency_id, name, type, territory, suspended) VALUES ('$A', 'Most', 'NGO', '', false);
INSERT INTO client_clusters VALUES ('$C', '$C');
INSERT INTO clients (client_id, agency_id, kind, family_name, birth_date)
  VALUES ('$C', '$A', 'IDENTIFIED', 'Malá', '2018-05-04');
INSERT INTO representations (representation_id, client_id, agency_id, kind, acts, areas, valid_from)
  VALUES ('$M', '$C', '$A', 'PARENT', '{CONSENT}', '{}', '2018-05-04'),
         ('$F', '$C', '$A', 'PARENT', '{CONSENT}', '{}', '2018-05-04');
INSERT INTO consents (consent_id, client_id, agency_id, state, current_version)
  VALUES ('$K', '$C', '$A', 'SIGNED', 1);
INSERT INTO consent_versions (consent_version_id, consent_id, version, areas, excluded_topics,
    excluded_topics_asked, purposes, valid_to, form, told_time, signed_time, effective_time, grantor,
    representation_id, client_view)
  VALUES (gen_random_uuid(), '$K', 1, '{DEBTS}', '{}', true, '{AGREED_SUPPORT}', '2027-07-29', 'WRITTEN',
    '2026-07-29 11:00+02', '2026-07-29 12:00+02', '2026-07-29 12:00+02', 'REPRESENTATIVE', '$M', 'COULD_NOT_SAY');
)";

std::string Family() {
  std::string sql = kFamily;
  for (const auto& [from, to] : {std::pair("$A", kAgency),
                                 {"$C", kClient},
                                 {"$M", kMother},
                                 {"$F", kFather},
                                 {"$K", kConsent}}) {
    for (std::size_t at = sql.find(from); at != sql.npos; at = sql.find(from))
      sql.replace(at, 2, to);
  }
  return sql;
}

class ConsentDoubtsTest : public testing::Test {
 protected:
  ConsentDoubtsTest()
      : database_(TestDatabase::Create({"registry", sql::common_schema::kMigrations,
                                        sql::services_client_registry_schema::kMigrations})) {
    database_.Execute(Family());
  }

  template <typename Work>
  auto Run(Work work) {
    db::Session session(database_.Dsn("app"));
    pqxx::work transaction(session.Connection());
    db::Tx tx(session, transaction);
    auto result = work(tx);
    transaction.commit();
    return result;
  }

  Standing StandingAt(absl::Time now) {
    SealAsWritten(database_);
    return Run([&](db::Tx& tx) {
      const auto facts = registry::access::ReadFacts(tx, {kClient}, now);
      EXPECT_EQ(facts.at(kClient).consents.size(), 1u);
      return facts.at(kClient).consents.at(0).standing;
    });
  }

  bool Replay(const std::vector<std::pair<std::string, std::string>>& lines) {
    std::vector<audit::JournalEntry> entries;
    for (const auto& [kind, record] : lines) entries.push_back({kSigned, kind, kClient, record});
    return Run([&](db::Tx& tx) { return registry::ReplayJournal(tx, entries).ok(); });
  }

  std::string State() {
    return database_.Execute("SELECT state FROM consents")[0][0].as<std::string>();
  }

  TestDatabase database_;
};

TEST_F(ConsentDoubtsTest, XC_59_TheDecisionReadsWhoGaveAndWhoObjects) {
  EXPECT_EQ(StandingAt(kSigned), Standing::kGood);
  database_.Execute(std::string("INSERT INTO consent_objections (objection_id, consent_id, "
                                "representation_id) VALUES (gen_random_uuid(), '") +
                    kConsent + "', '" + kFather + "')");
  EXPECT_EQ(StandingAt(kSigned), Standing::kDisputed);
  database_.Execute(std::string("UPDATE representations SET valid_to = '2026-07-29' WHERE "
                                "representation_id = '") +
                    kFather + "'");
  const absl::Time midnight = absl::FromCivil(absl::CivilDay(2026, 7, 30), dates::PragueZone());
  EXPECT_EQ(StandingAt(midnight - absl::Microseconds(1)), Standing::kDisputed);
  EXPECT_EQ(StandingAt(midnight), Standing::kGood);
  database_.Execute(std::string("UPDATE representations SET valid_to = '2026-07-30' WHERE "
                                "representation_id = '") +
                    kMother + "'");
  EXPECT_EQ(StandingAt(midnight), Standing::kGood);
  EXPECT_EQ(StandingAt(midnight + absl::Hours(24)), Standing::kInvalid);
}

// A fact of the past is judged by who objected then (XC-57).
TEST_F(ConsentDoubtsTest, XC_59_ThePastIsReadWithTheObjectionsOfItsTime) {
  database_.Execute(std::string("INSERT INTO consent_objections (objection_id, consent_id, "
                                "representation_id, create_time, lift_time, lifting) VALUES "
                                "(gen_random_uuid(), '") +
                    kConsent + "', '" + kFather +
                    "', '2026-08-01 12:00+02', '2026-08-03 12:00+02', '{}')");
  SealAsWritten(database_);
  const auto standing_then = [&](int day) {
    const absl::Time noon = absl::FromCivil(absl::CivilHour(2026, 8, day, 13), dates::PragueZone());
    return Run([&](db::Tx& tx) {
      const auto facts = registry::access::ReadFactsAsOf(tx, {kClient}, noon);
      return facts.at(kClient).consents.at(0).standing;
    });
  };
  database_.Execute("UPDATE clients SET create_time = '2026-01-01'");
  EXPECT_EQ(standing_then(1), Standing::kDisputed);
  EXPECT_EQ(standing_then(2), Standing::kDisputed);
  EXPECT_EQ(standing_then(3), Standing::kGood);
  EXPECT_EQ(StandingAt(absl::FromCivil(absl::CivilDay(2026, 8, 2), dates::PragueZone())),
            Standing::kGood);
}

// A parent's consent ends with the child's eighteenth birthday, in the decision's own reading.
TEST_F(ConsentDoubtsTest, XC_59_TheDecisionReadsTheBirthday) {
  database_.Execute("UPDATE clients SET birth_date = '2008-07-30'");
  const absl::Time birthday = absl::FromCivil(absl::CivilDay(2026, 7, 30), dates::PragueZone());
  database_.Execute("UPDATE consent_versions SET client_view = 'AGREES'");
  EXPECT_EQ(StandingAt(birthday - absl::Microseconds(1)), Standing::kGood);
  EXPECT_EQ(StandingAt(birthday), Standing::kInvalid);
}

// Two hundred parties are read like two: a scan for each level, not for each row.
TEST_F(ConsentDoubtsTest, XC_01_AConsentOfManyPartiesIsReadInAFewStatements) {
  database_.Execute(
      "INSERT INTO consent_parties (party_id, consent_version_id, agency_id) SELECT "
      "gen_random_uuid(), v.consent_version_id, a.agency_id FROM consent_versions v, agencies a, "
      "generate_series(1, 200)");
  int scans = 0;
  const std::size_t parties = Run([&](db::Tx& tx) {
    const auto read = registry::ReadConsents(tx, {kConsent});
    registry::access::ReadFacts(tx, {kClient}, kSigned);
    scans = tx.Run(
                  "SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_xact_user_tables "
                  "WHERE relname IN ('consent_parties', 'consent_versions', "
                  "'consent_objections')")[0][0]
                .as<int>();
    return static_cast<std::size_t>(read.at(0).versions(0).parties_size());
  });
  EXPECT_EQ(parties, 200u);
  EXPECT_GT(scans, 0);
  EXPECT_LT(scans, 12);
}

// Bad input 21, in the decision's own reading: known since it was recorded, retracted without
// effect on what was given before.
TEST_F(ConsentDoubtsTest, XC_59_TheDecisionReadsADeathAndItsRetraction) {
  database_.Execute(std::string("INSERT INTO deaths (death_id, client_id, agency_id, died_on, "
                                "evidence, create_time) VALUES (gen_random_uuid(), '") +
                    kClient + "', '" + kAgency + "', '2026-07-30', 'x', '2026-07-31 12:00+02')");
  database_.Execute("UPDATE clients SET create_time = '2026-01-01'");
  EXPECT_EQ(StandingAt(kSigned + absl::Hours(72)), Standing::kInvalid);
  const auto standing_then = [&](int hours) {
    return Run([&](db::Tx& tx) {
      const auto facts =
          registry::access::ReadFactsAsOf(tx, {kClient}, kSigned + absl::Hours(hours));
      return facts.at(kClient).consents.at(0).standing;
    });
  };
  EXPECT_EQ(standing_then(47), Standing::kGood) << "nobody knew";
  EXPECT_EQ(standing_then(48), Standing::kInvalid);
  database_.Execute(
      "UPDATE deaths SET retract_time = '2026-08-02 12:00+02', retract_reason = "
      "'x', retracted_by_worker_id = gen_random_uuid()");
  EXPECT_EQ(StandingAt(kSigned + absl::Hours(120)), Standing::kInvalid);
  database_.Execute("UPDATE consent_versions SET effective_time = '2026-08-02 12:01+02'");
  EXPECT_EQ(StandingAt(kSigned + absl::Hours(120)), Standing::kGood);
}

TEST_F(ConsentDoubtsTest, XC_69_ARestoredBackupBringsNoDeadPersonsConsentBack) {
  const std::string line = std::string(kNobody) + "/2026-07-28";
  ASSERT_TRUE(Replay({{registry::kDiedKind, line}}));
  EXPECT_EQ(StandingAt(kSigned), Standing::kInvalid);
  ASSERT_TRUE(Replay({{registry::kDiedKind, line}}));
  EXPECT_EQ(database_.Execute("SELECT count(*) FROM deaths")[0][0].as<int>(), 1);
}

// Bad input 5: who is tied, to whom, and to whom besides by living there.
TEST_F(ConsentDoubtsTest, XC_58_TheDecisionReadsWhoIsTied) {
  constexpr char kWorker[] = "00000000-0000-4000-8000-000000000006";
  constexpr char kChild[] = "00000000-0000-4000-8000-000000000007";
  for (std::string sql :
       {"INSERT INTO workers (worker_id, agency_id, given_name, family_name, fte_milli, issuer, "
        "subject, qualified_social_worker, suspended) VALUES ('$W', '$A', 'Eva', 'Malá', 1000, "
        "'i', 's', true, false)",
        "INSERT INTO client_clusters VALUES ('$X', '$X')",
        "INSERT INTO clients (client_id, agency_id, kind, family_name) VALUES ('$X', '$A', "
        "'IDENTIFIED', 'Malá')",
        "INSERT INTO household_members (member_id, household_id, client_id, agency_id, area, "
        "lives_there, valid_from, source) SELECT gen_random_uuid(), '$X', c, '$A', 'FAMILY', "
        "true, '2026-01-01', 'CLIENT_STATEMENT' FROM unnest('{$C,$X}'::uuid[]) c"}) {
    for (const auto& [from, to] :
         {std::pair("$A", kAgency), {"$C", kClient}, {"$W", kWorker}, {"$X", kChild}}) {
      for (std::size_t at = sql.find(from); at != sql.npos; at = sql.find(from))
        sql.replace(at, 2, to);
    }
    database_.Execute(sql);
  }
  const auto tied = [&](const char* client) {
    return Run([&](db::Tx& tx) {
      return registry::access::ReadFacts(tx, {client}, kSigned).at(client).tied_workers;
    });
  };
  const std::set<std::string> nobody, worker = {kWorker};
  EXPECT_EQ(tied(kClient), nobody);
  // Re-applied from the journal, as after a restore; a second time changes nothing.
  const std::string line = std::string(kNobody) + "/" + kWorker + "/SELF";
  ASSERT_TRUE(Replay({{registry::kTiedKind, line}}));
  ASSERT_TRUE(Replay({{registry::kTiedKind, line}}));
  EXPECT_EQ(database_.Execute("SELECT count(*) FROM personal_ties")[0][0].as<int>(), 1);
  EXPECT_EQ(tied(kClient), worker);
  EXPECT_EQ(tied(kChild), worker);
  database_.Execute("UPDATE personal_ties SET kind = 'CLOSE'");
  EXPECT_EQ(tied(kChild), nobody);
  database_.Execute("UPDATE personal_ties SET end_time = now(), end_reason = 'x'");
  EXPECT_EQ(tied(kClient), nobody);
}

TEST_F(ConsentDoubtsTest, XC_69_ARestoredBackupOpensNothingThatAQuarrelClosed) {
  const std::string key = registry::DoubtKey(kConsent, kFather);
  ASSERT_TRUE(Replay({{registry::kDisputedKind, key}}));
  EXPECT_EQ(StandingAt(kSigned), Standing::kDisputed);
  ASSERT_TRUE(Replay({{registry::kDisputedKind, key}}));
  EXPECT_EQ(database_.Execute("SELECT count(*) FROM consent_objections")[0][0].as<int>(), 1);
}

TEST_F(ConsentDoubtsTest, XC_69_WhatWasLiftedStaysLifted) {
  const std::string key = registry::DoubtKey(kConsent, kFather);
  ASSERT_TRUE(Replay({{registry::kDisputedKind, key}, {registry::kLiftedKind, key}}));
  EXPECT_EQ(StandingAt(kSigned), Standing::kGood);
}

TEST_F(ConsentDoubtsTest, XC_69_AnObjectionOfSomebodyForgottenWithdraws) {
  ASSERT_TRUE(Replay({{registry::kDisputedKind, registry::DoubtKey(kConsent, kNobody)}}));
  EXPECT_EQ(State(), "REVOKED");
}

TEST_F(ConsentDoubtsTest, XC_69_ARestoredBackupGivesNoPowerBack) {
  const std::string ended = std::string(kMother) + "/2026-07-28/COURT_DECISION";
  ASSERT_TRUE(Replay({{registry::kEndedKind, ended}}));
  EXPECT_EQ(StandingAt(kSigned), Standing::kInvalid);
  const std::string later = std::string(kMother) + "/2027-07-28/COURT_DECISION";
  ASSERT_TRUE(Replay({{registry::kEndedKind, later}}));
  EXPECT_EQ(StandingAt(kSigned), Standing::kInvalid);
}

}  // namespace
}  // namespace opora::component
