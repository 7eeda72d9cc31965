// The decision and the statement that reads its facts against a second implementation, which is one
// statement in SQL over the tables (decision_reference.sql), in worlds of chance.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/db/plan.h"
#include "common/schema/migrations.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/client.pb.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/schema/migrations.h"
#include "tests/component/postgres.h"
#include "tests/component/sealed_consents.h"

namespace opora::registry::access {
namespace {

using component::TestDatabase;

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2026, 7, 29, 12, 0, 0), absl::UTCTimeZone());

std::string Id(int group, int number) {
  return absl::StrFormat("%08d-0000-4000-8000-%012d", group, number);
}

struct WorldUnit {
  std::string type;
  std::string department;  // Its kind, empty for an agency without departments.
  int agency;
};

const std::vector<WorldUnit> kUnits = {{"MUNICIPALITY_EXTENDED", "SOCIAL", 1},
                                       {"MUNICIPALITY_EXTENDED", "HOUSING", 1},
                                       {"MUNICIPALITY_EXTENDED", "CHILD_PROTECTION", 1},
                                       {"LABOUR_OFFICE", "", 2},
                                       {"NGO", "", 3},
                                       {"NGO", "", 4},
                                       {"POLICE", "", 5},
                                       {"HEALTH_PROVIDER", "", 6}};
constexpr int kClients = 40;

const std::vector<std::string> kAreas = {
    "IDENTITY",  "CONTACT",  "FAMILY", "HOUSING",      "DEBTS",  "INCOME_BENEFITS", "HEALTH",
    "ADDICTION", "VIOLENCE", "LEGAL",  "SUPPORT_PLAN", "CRISIS", "ADDRESS",         "REPORTER"};
const std::vector<common::v1::Purpose> kPurposes = {
    common::v1::PURPOSE_MATERIAL_NEED, common::v1::PURPOSE_AGREED_SUPPORT,
    common::v1::PURPOSE_HEALTH_EMERGENCY, common::v1::PURPOSE_CHILD_PROTECTION};

rpc::Unit UnitOf(int number) {
  const WorldUnit& unit = kUnits[static_cast<std::size_t>(number)];
  return {Id(1, unit.agency), unit.department.empty() ? "" : Id(2, number)};
}

std::string Quoted(const std::string& text) {
  return text.empty() ? "NULL" : absl::StrCat("'", text, "'");
}

// Tables full of what may be, legal and not.
class World {
 public:
  World(const TestDatabase& database, unsigned seed) : database_(database), chance_(seed) {
    database_.Execute(
        "TRUNCATE agencies, departments, workers, role_assignments, clients, client_clusters, "
        "client_units, consents, consent_versions, consent_parties, break_glasses, "
        "address_protections CASCADE");
    Directory();
    for (int client = 0; client < kClients; ++client) Client(client);
    for (int client = 0; client < kClients; ++client) {
      for (int i = 1 + Below(4); i > 0; --i) Consent(client);
    }
    for (int unit = 0; unit < static_cast<int>(kUnits.size()); ++unit) Glass(unit);
    database_.Execute(sql_);
    component::SealAsWritten(database_);
  }

 private:
  int Below(int limit) { return static_cast<int>(chance_() >> 8) % limit; }

  std::string Some(const std::vector<std::string>& names, int most) {
    std::vector<std::string> chosen;
    for (int i = 1 + Below(most); i > 0; --i)
      chosen.push_back(names[static_cast<std::size_t>(Below(static_cast<int>(names.size())))]);
    return absl::StrCat("'{", absl::StrJoin(chosen, ","), "}'");
  }

  std::string At(absl::Duration offset) {
    return absl::StrCat("'", absl::FormatTime(kNow + offset), "'");
  }

  void Directory() {
    for (int agency = 1; agency <= 6; ++agency) {
      for (const WorldUnit& unit : kUnits) {
        if (unit.agency != agency) continue;
        absl::StrAppend(
            &sql_, "INSERT INTO agencies (agency_id, name, type, territory, suspended) VALUES ('",
            Id(1, agency), "', 'a", agency, "', '", unit.type, "', 't', false);\n");
        break;
      }
    }
    for (int i = 0; i < static_cast<int>(kUnits.size()); ++i) {
      const rpc::Unit unit = UnitOf(i);
      if (!unit.department_id.empty()) {
        absl::StrAppend(&sql_,
                        "INSERT INTO departments (department_id, agency_id, kind, name) VALUES ('",
                        unit.department_id, "', '", unit.agency_id, "', '",
                        kUnits[static_cast<std::size_t>(i)].department, "', 'd');\n");
      }
      absl::StrAppend(
          &sql_,
          "INSERT INTO workers (worker_id, agency_id, department_id, given_name, "
          "family_name, fte_milli, issuer, subject, qualified_social_worker, suspended) "
          "VALUES ('",
          Id(3, i), "', '", unit.agency_id, "', ", Quoted(unit.department_id),
          ", 'g', 'f', 1000, 'i', 's", i, "', true, ", Below(8) == 0 ? "true" : "false", ");\n");
      absl::StrAppend(&sql_,
                      "INSERT INTO role_assignments (role_assignment_id, worker_id, role, "
                      "delegated_social_work, valid_from, valid_to) VALUES ('",
                      Id(4, i), "', '", Id(3, i), "', 'SOCIAL_WORKER', ", Below(2),
                      "::boolean, '2026-07-", 28 + Below(3), "', ",
                      Below(2) == 0 ? "NULL" : "'2026-07-31'", ");\n");
    }
  }

  void Client(int number) {
    const rpc::Unit unit = UnitOf(Below(static_cast<int>(kUnits.size())));
    const bool coded = Below(10) == 0;
    absl::StrAppend(&sql_,
                    "INSERT INTO clients (client_id, agency_id, department_id, kind, family_name, "
                    "code_name) VALUES ('",
                    Id(5, number), "', '", unit.agency_id, "', ", Quoted(unit.department_id), ", ",
                    coded ? "'CODE_NAME', NULL, 'x'" : "'IDENTIFIED', 'x', NULL", ");\n");
    const int survivor = number > 0 && Below(4) == 0 ? number - 1 : number;
    absl::StrAppend(&sql_, "INSERT INTO client_clusters SELECT '", Id(5, number),
                    "', coalesce((SELECT survivor_id FROM client_clusters WHERE client_id = '",
                    Id(5, survivor), "'), '", Id(5, number), "');\n");
    if (Below(5) == 0) {
      absl::StrAppend(
          &sql_,
          "INSERT INTO address_protections (protection_id, client_id, agency_id, level, "
          "source_client_id) VALUES ('",
          Id(10, number), "', '", Id(5, number), "', '", unit.agency_id, "', '",
          std::vector<std::string>{"NORMAL", "SHIELDED",
                                   "HIDDEN"}[static_cast<std::size_t>(Below(3))],
          "', '", Id(5, number), "');\n");
    }
    if (Below(3) != 0) return;
    const rpc::Unit works = UnitOf(Below(static_cast<int>(kUnits.size())));
    absl::StrAppend(
        &sql_, "INSERT INTO client_units (client_id, agency_id, department_id) VALUES ('",
        Id(5, number), "', '", works.agency_id, "', ", Quoted(works.department_id), ");\n");
  }

  void Consent(int client) {
    const std::string id = Id(6, ++consents_);
    const bool revoked = Below(5) == 0;
    const int versions = 1 + Below(2);
    absl::StrAppend(&sql_,
                    "INSERT INTO consents (consent_id, client_id, agency_id, state, "
                    "current_version, revoke_time) VALUES ('",
                    id, "', '", Id(5, client), "', '", Id(1, 3), "', ",
                    revoked ? absl::StrCat("'REVOKED', ", versions, ", now()")
                            : absl::StrCat("'SIGNED', ", versions, ", NULL"),
                    ");\n");
    for (int version = 1; version <= versions; ++version) Version(id, version, revoked);
  }

  void Version(const std::string& consent, int number, bool revoked) {
    const std::string id = Id(7, ++versions_);
    const absl::Duration effective = absl::Hours(Below(96) - 92);
    const bool ended = revoked || Below(4) == 0;
    absl::StrAppend(
        &sql_,
        "INSERT INTO consent_versions (consent_version_id, consent_id, version, areas, "
        "excluded_topics, excluded_topics_asked, purposes, valid_to, form, told_time, signed_time, "
        "effective_time, end_time) VALUES ('",
        id, "', '", consent, "', ", number, ", ", Some(kAreas, 6), ", ",
        Below(3) == 0 ? Some(kAreas, 2) : "'{}'", ", true, ",
        Some({"AGREED_SUPPORT", "MATERIAL_NEED", "HEALTH_EMERGENCY"}, 3), ", '2026-07-",
        28 + Below(4), "', ", Below(8) == 0 ? "'ORAL'" : "'WRITTEN'", ", ", At(effective), ", ",
        Below(12) == 0 ? "NULL" : At(effective), ", ", At(effective), ", ",
        ended ? At(effective + absl::Hours(Below(96))) : "NULL", ");\n");
    for (int i = 2 + Below(2); i > 0; --i) {
      const int unit = Below(static_cast<int>(kUnits.size()));
      absl::StrAppend(
          &sql_,
          "INSERT INTO consent_parties (party_id, consent_version_id, agency_id, department_id, "
          "worker_id) VALUES ('",
          Id(8, ++parties_), "', '", id, "', '", UnitOf(unit).agency_id, "', ",
          Quoted(UnitOf(unit).department_id), ", ",
          Below(5) == 0 ? Quoted(Id(3, Below(static_cast<int>(kUnits.size())))) : "NULL", ");\n");
    }
  }

  void Glass(int unit) {
    const absl::Duration open = absl::Minutes(Below(90) - 80);
    absl::StrAppend(
        &sql_,
        "INSERT INTO break_glasses (break_glass_id, client_id, agency_id, department_id, "
        "worker_id, "
        "reason, description, areas, open_time, expire_time, close_time, review_due) VALUES ('",
        Id(9, unit), "', '", Id(5, Below(kClients)), "', '", UnitOf(unit).agency_id, "', ",
        Quoted(UnitOf(unit).department_id), ", '", Id(3, unit), "', ",
        Below(2) == 0 ? "'CHILD_AT_RISK'" : "'IMMINENT_DANGER'", ", 'x', ",
        Some({"HEALTH", "CONTACT", "SUPPORT_PLAN", "ADDICTION"}, 3), ", ", At(open), ", ",
        At(open + absl::Minutes(60)), ", ",
        Below(4) == 0 ? At(open + absl::Minutes(Below(60))) : "NULL", ", '2026-07-31');\n");
  }

  const TestDatabase& database_;
  std::minstd_rand chance_;
  std::string sql_;
  int consents_ = 0, versions_ = 0, parties_ = 0;
};

// Basis by person, holder and area.
using Table = std::map<std::string, std::string>;

std::string Key(const std::string& client, const rpc::Unit& holder, const std::string& area) {
  return absl::StrCat(client, " ", holder.agency_id, " ", holder.department_id, " ", area);
}

class DecisionReferenceTest : public testing::Test {
 protected:
  DecisionReferenceTest()
      : database_(TestDatabase::Create({"registry", sql::common_schema::kMigrations,
                                        sql::services_client_registry_schema::kMigrations})),
        session_(database_.Dsn("app")) {
    std::stringstream text;
    text << std::ifstream("tests/component/decision_reference.sql").rdbuf();
    reference_ = text.str();
  }

  rpc::CallFacts Asker(int unit, common::v1::Stance stance, bool delegated,
                       common::v1::Purpose purpose) {
    rpc::CallFacts facts;
    facts.method = v1::GetClientRequest::descriptor()->file()->pool()->FindMethodByName(
        "opora.registry.v1.ClientService.GetClient");
    facts.policy = &facts.method->options().GetExtension(common::v1::policy);
    facts.caller.kind = common::v1::CALLER_PERSON;
    facts.caller.worker_id = Id(3, unit);
    facts.caller.unit = UnitOf(unit);
    facts.caller.stance = stance;
    facts.caller.delegated_social_work = delegated;
    facts.context.set_purpose(purpose);
    facts.now = kNow;
    return facts;
  }

  Table Reference(db::Tx& tx, const rpc::CallFacts& asker) {
    const auto or_null = [](const std::string& text) {
      return text.empty() ? std::nullopt : std::optional<std::string>(text);
    };
    const pqxx::result rows = tx.Run(
        reference_,
        {asker.caller.worker_id, asker.caller.unit.agency_id,
         or_null(asker.caller.unit.department_id),
         db::StoredName(*common::v1::Stance_descriptor()->FindValueByNumber(asker.caller.stance)),
         asker.caller.delegated_social_work ? "t" : "f",
         db::StoredName(
             *common::v1::Purpose_descriptor()->FindValueByNumber(asker.context.purpose())),
         db::TimestampText(rpc::ToTimestamp(kNow)), dates::DateText(dates::DayAt(kNow))});
    Table table;
    for (const auto& row : rows) {
      table[Key(row[0].c_str(), {row[1].c_str(), row[2].is_null() ? "" : row[2].c_str()},
                row[3].c_str())] = row[4].is_null() ? "" : row[4].c_str();
    }
    return table;
  }

  // The same by the engine, about the same persons and holders.
  Table Engine(db::Tx& tx, const rpc::CallFacts& asker, const Table& reference,
               RegistryDecider& decider) {
    rpc::Call call(asker, tx, &decider);
    std::set<rpc::Subject> subjects;
    for (const auto& [key, basis] : reference) {
      const std::vector<std::string> parts = absl::StrSplit(key, ' ');
      subjects.insert({parts[0], {parts[1], parts[2]}});
    }
    Table table;
    if (!call.Decide({subjects.begin(), subjects.end()}).ok()) return table;
    for (const auto& [subject, grants] : call.decisions()) {
      for (int number = 1; number <= common::v1::DataArea_MAX; ++number) {
        const auto area = static_cast<DataArea>(number);
        std::string basis = grants.own ? "OWN_RECORD" : "";
        if (const auto found = grants.areas.find(area); !grants.own && found != grants.areas.end())
          basis = db::StoredName(
              *common::v1::Basis_descriptor()->FindValueByNumber(found->second.basis));
        table[Key(subject.client_id, subject.holder,
                  db::StoredName(*common::v1::DataArea_descriptor()->FindValueByNumber(number)))] =
            basis;
      }
    }
    return table;
  }

  // Cells in which engine and reference differ, over every asker of a world.
  int Differences(RegistryDecider decider = RegistryDecider()) {
    int differences = 0;
    pqxx::nontransaction transaction(session_.Connection());
    db::Tx tx(session_, transaction);
    for (int unit = 0; unit < static_cast<int>(kUnits.size()); ++unit) {
      for (auto stance : {common::v1::STANCE_SUPPORT, common::v1::STANCE_CONTROL}) {
        for (common::v1::Purpose purpose : kPurposes) {
          const rpc::CallFacts asker = Asker(unit, stance, unit % 2 == 0, purpose);
          const Table reference = Reference(tx, asker);
          const Table engine = Engine(tx, asker, reference, decider);
          for (const auto& [key, basis] : reference) {
            ++cells_;
            ++bases_[basis];
            if (engine.contains(key) && engine.at(key) == basis) continue;
            if (++differences == 1) {
              first_ = absl::StrCat(key, " to unit ", unit, " for ", purpose, ", stance ", stance,
                                    ": reference '", basis, "', engine '",
                                    engine.contains(key) ? engine.at(key) : "absent", "'");
            }
          }
        }
      }
    }
    return differences;
  }

  TestDatabase database_;
  db::Session session_;
  std::string reference_;
  int cells_ = 0;
  std::map<std::string, int> bases_;
  std::string first_;
};

TEST_F(DecisionReferenceTest, XC_13_EngineAndTablesAgreeInRandomWorlds) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const World world(database_, seed);
    EXPECT_EQ(Differences(), 0) << "seed " << seed << ": " << first_;
  }
  std::cout << "[  CELLS   ] " << cells_;
  for (const auto& [basis, count] : bases_)
    std::cout << " " << (basis.empty() ? "-" : basis) << "=" << count;
  std::cout << std::endl;
  for (const char* basis : {"OWN_RECORD", "STATUTORY", "CONSENT", "EMERGENCY", ""})
    EXPECT_GT(bases_[basis], 40) << basis;
}

// A reader of facts that forgets something must be noticed, or the test above proves nothing.
TEST_F(DecisionReferenceTest, XC_13_AReaderThatForgetsIsNoticed) {
  const std::map<std::string, std::function<void(Facts&)>> faults = {
      {"withdrawals",
       [](Facts& facts) {
         for (Consent& consent : facts.consents) consent.withdrawn = false;
       }},
      {"exclusions",
       [](Facts& facts) {
         for (Consent& consent : facts.consents) consent.excluded.clear();
       }},
      {"code names", [](Facts& facts) { facts.code_name_only = false; }},
      {"protected addresses", [](Facts& facts) { facts.address_protected = false; }},
      {"emergencies", [](Facts& facts) { facts.broken.clear(); }},
      // What has ended is read as withdrawn too.
      {"ends",
       [](Facts& facts) {
         for (Consent& consent : facts.consents) {
           consent.end = absl::InfiniteFuture();
           consent.withdrawn = false;
         }
       }},
      {"workers of parties", [](Facts& facts) {
         for (Consent& consent : facts.consents) {
           for (ConsentParty& party : consent.parties) party.worker_id.clear();
         }
       }}};
  const World world(database_, 1);
  for (const auto& [name, fault] : faults) {
    const auto read = [&](db::Tx& tx, const std::vector<std::string>& ids, absl::Time now) {
      auto read_facts = ReadFacts(tx, ids, now);
      for (auto& [id, facts] : read_facts) fault(facts);
      return read_facts;
    };
    EXPECT_GT(Differences(RegistryDecider(read)), 0) << name;
  }
}

}  // namespace
}  // namespace opora::registry::access
