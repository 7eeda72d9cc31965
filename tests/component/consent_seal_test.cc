// What somebody writes into the tables of consents with all rights of the database, and what a
// decision makes of it (bad input 23).
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/schema/migrations.h"
#include "common/time/date.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/schema/migrations.h"
#include "tests/component/postgres.h"
#include "tests/component/sealed_consents.h"

namespace opora::component {
namespace {

using registry::access::Standing;

constexpr char kClient[] = "00000000-0000-4000-8000-000000000002";
constexpr char kConsent[] = "00000000-0000-4000-8000-000000000005";
constexpr char kPerson[] = R"(
INSERT INTO agencies (agency_id, name, type, territory, suspended)
  VALUES ('00000000-0000-4000-8000-000000000001', 'Most', 'NGO', '', false);
INSERT INTO client_clusters VALUES
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000002'),
  ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000003');
INSERT INTO clients (client_id, agency_id, kind, family_name, birth_date) SELECT client_id,
  '00000000-0000-4000-8000-000000000001', 'IDENTIFIED', 'Malý', '1980-05-04' FROM client_clusters;
INSERT INTO representations (representation_id, client_id, agency_id, kind, acts, areas, valid_from)
  VALUES ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000002',
    '00000000-0000-4000-8000-000000000001', 'PARENT', '{CONSENT}', '{}', '2018-05-04');
INSERT INTO consents (consent_id, client_id, agency_id, state, current_version) VALUES
  ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000002',
    '00000000-0000-4000-8000-000000000001', 'SIGNED', 1);
INSERT INTO consent_versions (consent_version_id, consent_id, version, areas, excluded_topics,
    excluded_topics_asked, purposes, valid_to, form, told_time, signed_time, effective_time)
  VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000005', 1, '{DEBTS}',
    '{HEALTH}', true, '{AGREED_SUPPORT}', '2027-07-29', 'WRITTEN', '2026-07-29 11:00+02',
    '2026-07-29 12:00+02', '2026-07-29 12:00+02');
INSERT INTO consent_parties (party_id, consent_version_id, agency_id) VALUES
  ('00000000-0000-4000-8000-000000000007', '00000000-0000-4000-8000-000000000006',
    '00000000-0000-4000-8000-000000000001');
)";

const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 8, 1, 12), dates::PragueZone());

// By column, what a superuser writes into it; the constraints of the table hold.
const std::vector<std::pair<std::string, std::string>> kConsentChanges = {
    {"client_id", "client_id = '00000000-0000-4000-8000-000000000003'"},
    {"agency_id", "agency_id = gen_random_uuid()"},
    {"department_id", "department_id = gen_random_uuid()"},
    {"state", "state = 'DRAFT'"},
    {"current_version", "current_version = 2"},
    {"revoke_time", "state = 'REVOKED', revoke_time = '2027-01-01'"},
    {"revocation", "revocation = '{}'"},
    {"create_time", "create_time = '2020-01-01'"}};
const std::vector<std::pair<std::string, std::string>> kVersionChanges = {
    {"version", "version = 2"},
    {"areas", "areas = '{DEBTS,HEALTH}'"},
    {"excluded_topics", "excluded_topics = '{}'"},
    {"excluded_note", "excluded_note = 'x'"},
    {"purposes", "purposes = '{AGREED_SUPPORT,MATERIAL_NEED}'"},
    {"valid_to", "valid_to = '2027-07-30'"},
    {"form", "form = 'ORAL'"},
    {"explainer_worker_id", "explainer_worker_id = gen_random_uuid()"},
    {"explained_on", "explained_on = '2026-01-01'"},
    {"told_by_worker_id", "told_by_worker_id = gen_random_uuid()"},
    {"told_time", "told_time = '2026-01-01'"},
    {"signed_time", "signed_time = '2026-01-01'"},
    {"document", "document = 'paper'"},
    {"effective_time", "effective_time = '2026-01-01'"},
    {"end_time", "end_time = '2030-01-01'"},
    {"template_version_id", "template_version_id = gen_random_uuid()"},
    {"template_reviewed", "template_reviewed = true"},
    {"grantor", "grantor = 'CLIENT'"},
    {"representation_id",
     "grantor = 'REPRESENTATIVE', client_view = 'AGREES', representation_id = "
     "'00000000-0000-4000-8000-000000000004'"},
    {"client_view", "client_view = 'AGREES'"},
    {"client_view_words", "client_view_words = 'x'"},
    {"scan_sha256", "scan_sha256 = 'x', scan_time = '2026-01-01'"},
    {"scan_time", "scan_sha256 = 'y', scan_time = '2026-01-02'"},
    {"scan_due", "scan_due = '2026-01-01'"}};

class ConsentSealTest : public testing::Test {
 protected:
  ConsentSealTest()
      : database_(TestDatabase::Create({"registry", sql::common_schema::kMigrations,
                                        sql::services_client_registry_schema::kMigrations})) {
    database_.Execute(kPerson);
    SealAsWritten(database_);
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

  // The consent as a decision reads it after a statement that is undone afterwards.
  registry::access::Consent ReadAfter(const std::string& sql) {
    db::Session session(database_.SuperuserDsn());
    pqxx::work transaction(session.Connection());
    transaction.exec0("SET LOCAL search_path = registry");
    transaction.exec0("SET LOCAL session_replication_role = replica");
    if (!sql.empty()) transaction.exec0(sql);
    db::Tx tx(session, transaction);
    for (const auto& [client, facts] :
         registry::access::ReadFacts(tx, {kClient, "00000000-0000-4000-8000-000000000003"}, kNow)) {
      if (!facts.consents.empty()) return facts.consents.at(0);
    }
    return {};
  }

  void ExpectDistrust(const registry::access::Consent& consent, const std::string& what) {
    EXPECT_EQ(consent.standing, Standing::kInvalid) << what;
    EXPECT_TRUE(consent.areas.empty()) << what;
    EXPECT_TRUE(consent.parties.empty()) << what;
    EXPECT_TRUE(consent.excluded.contains(common::v1::DATA_AREA_HEALTH)) << what;
    EXPECT_TRUE(consent.excluded.contains(common::v1::DATA_AREA_DEBTS)) << what;
    EXPECT_EQ(consent.effective, kNow) << what << ": no consent of before lifts it";
  }

  std::set<std::string> Columns(const std::string& table) {
    std::set<std::string> columns;
    for (const auto& row : database_.Execute(absl::StrCat(
             "SELECT column_name FROM information_schema.columns WHERE table_schema = 'registry' "
             "AND table_name = '",
             table, "'")))
      columns.insert(row[0].c_str());
    return columns;
  }

  Standing StandingNow() {
    return Run([&](db::Tx& tx) {
      return registry::access::ReadFacts(tx, {kClient}, kNow).at(kClient).consents.at(0).standing;
    });
  }

  TestDatabase database_;
};

TEST_F(ConsentSealTest, XC_13_BadInput23_AChangeOfAnyColumnOpensNothing) {
  EXPECT_EQ(ReadAfter("").standing, Standing::kGood);
  for (const auto& [column, change] : kConsentChanges)
    ExpectDistrust(ReadAfter(absl::StrCat("UPDATE consents SET ", change)), column);
  for (const auto& [column, change] : kVersionChanges)
    ExpectDistrust(ReadAfter(absl::StrCat("UPDATE consent_versions SET ", change)), column);
}

// A column that somebody adds is sealed, or stands here with its reason.
TEST_F(ConsentSealTest, XC_13_BadInput23_NoColumnIsForgotten) {
  std::set<std::string> consents = {"consent_id", "version" /* the etag, changed by others too */};
  for (const auto& [column, change] : kConsentChanges) consents.insert(column);
  EXPECT_EQ(consents, Columns("consents"));
  std::set<std::string> versions = {"consent_version_id", "consent_id", "ordinal", "x_seal",
                                    "excluded_topics_asked" /* always true */};
  for (const auto& [column, change] : kVersionChanges) versions.insert(column);
  EXPECT_EQ(versions, Columns("consent_versions"));
}

TEST_F(ConsentSealTest, XC_13_BadInput23_PartiesAndObjectionsAreSealedWithIt) {
  const std::string party =
      "INSERT INTO consent_parties (party_id, consent_version_id, agency_id) VALUES "
      "(gen_random_uuid(), '00000000-0000-4000-8000-000000000006', gen_random_uuid())";
  ExpectDistrust(ReadAfter(party), "a party more");
  ExpectDistrust(ReadAfter("DELETE FROM consent_parties"), "no party");
  ExpectDistrust(ReadAfter("UPDATE consent_parties SET worker_id = gen_random_uuid()"), "a worker");
  database_.Execute(absl::StrCat(
      "INSERT INTO consent_objections (objection_id, consent_id, representation_id, create_time) "
      "VALUES (gen_random_uuid(), '",
      kConsent, "', '00000000-0000-4000-8000-000000000004', '2026-07-30')"));
  EXPECT_EQ(StandingNow(), Standing::kInvalid) << "nobody of ours wrote it";
  SealAsWritten(database_);
  EXPECT_NE(StandingNow(), Standing::kInvalid);
  ExpectDistrust(ReadAfter("DELETE FROM consent_objections"), "the objection away");
  ExpectDistrust(
      ReadAfter("UPDATE consent_objections SET lift_time = '2026-07-31', lifting = '{}'"),
      "the objection lifted");
}

TEST_F(ConsentSealTest, XC_13_BadInput23_AForgedConsentAndAForeignSealOpenNothing) {
  ExpectDistrust(ReadAfter("UPDATE consent_versions SET x_seal = NULL"), "no seal");
  ExpectDistrust(ReadAfter("UPDATE consent_versions SET x_seal = sha256('x')"), "made up");
  // The seal of one version is none for another.
  const std::string copy =
      "INSERT INTO consents SELECT gen_random_uuid(), client_id, agency_id, department_id, state, "
      "current_version FROM consents; INSERT INTO consent_versions (consent_version_id, "
      "consent_id, version, areas, excluded_topics, excluded_topics_asked, purposes, valid_to, "
      "form, told_time, signed_time, effective_time, x_seal) SELECT gen_random_uuid(), "
      "k.consent_id, v.version, areas, excluded_topics, true, purposes, valid_to, form, told_time, "
      "signed_time, effective_time, x_seal FROM consent_versions v, consents k WHERE k.consent_id "
      "<> v.consent_id; DELETE FROM consent_versions WHERE consent_id = '";
  ExpectDistrust(ReadAfter(absl::StrCat(copy, kConsent, "'")), "a copy");
}

TEST_F(ConsentSealTest, XC_13_KeysAreReplacedWithoutClosingAnything) {
  const std::string fresh = "fresh0123456789abcdef";
  registry::seal::UseKeys(fresh);
  EXPECT_EQ(StandingNow(), Standing::kInvalid);
  registry::seal::UseKeys(absl::StrCat(fresh, " ", kConsentKey, "\n"));
  EXPECT_EQ(StandingNow(), Standing::kGood);
  const auto sealed =
      Run([&](db::Tx& tx) { return registry::seal::PutAll(tx, registry::seal::kFirst, false); });
  EXPECT_TRUE(sealed.broken.empty());
  registry::seal::UseKeys(fresh);
  EXPECT_EQ(StandingNow(), Standing::kGood);
}

// Neither the next change of a consent nor sealing all anew makes good what somebody else wrote.
TEST_F(ConsentSealTest, XC_13_BadInput23_NothingHealsABrokenSeal) {
  database_.Execute("UPDATE consent_versions SET areas = '{DEBTS,HEALTH}'");
  const auto broken = Run([&](db::Tx& tx) {
    registry::seal::Change(tx, kConsent, [&] { tx.Run("UPDATE consents SET version = 2"); });
    return registry::seal::PutAll(tx, registry::seal::kFirst, true).broken;
  });
  EXPECT_EQ(broken, std::vector<std::string>{kConsent});
  EXPECT_EQ(StandingNow(), Standing::kInvalid);
  registry::seal::UseKeys("");
  EXPECT_EQ(StandingNow(), Standing::kInvalid) << "without a key nothing holds";
}

}  // namespace
}  // namespace opora::component
