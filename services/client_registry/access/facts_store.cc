#include "services/client_registry/access/facts_store.h"

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/rpc/call.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/break_glass_rules.h"
#include "services/client_registry/consents/seal.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry::access {
namespace {

// Columns behind the kind of a row and the client asked for; a consent has most.
constexpr std::size_t kColumns = seal::kSealed + 1;
constexpr int kFirst = 2;

// Facts of one kind: what they are read from, over the clusters.
struct Branch {
  std::string kind;
  std::vector<std::string> columns;
  std::string from;
};

// One statement, one snapshot: the clusters asked for, the units that hold or work with them, who
// stands for them, the signed versions of their consents with their parties and objections, and who
// broke the glass on them. Ended consents come too, for what they excluded. $3: as it is now, not
// as of a day.
const std::vector<Branch>& Branches() {
  static const auto* branches = new std::vector<Branch>{
      {"unit",
       {"c.agency_id::text", "c.department_id::text", "c.kind", "c.birth_date"},
       "JOIN clients c USING (client_id) WHERE $3::boolean OR c.create_time <= $2::timestamptz"},
      {"unit",
       {"u.agency_id::text", "u.department_id::text"},
       "JOIN client_units u USING (client_id) WHERE $3::boolean OR u.since_time <= "
       "$2::timestamptz"},
      {"mandate",
       {"r.representation_id::text", "r.kind", "r.acts::text", "r.areas::text",
        "r.excludes_client::text", "r.representative_agency_id::text",
        "r.representative_worker_id::text", "r.valid_from::text", "r.valid_to::text"},
       "JOIN representations r USING (client_id)"},
      {"address",
       {"p.level"},
       "JOIN address_protections p USING (client_id) WHERE p.level <> 'NORMAL'"},
      {"shadow",
       {},
       "JOIN client_matches m ON m.client_id = cluster.client_id OR m.other_client_id = "
       "cluster.client_id JOIN address_protections p ON p.client_id = m.client_id OR p.client_id = "
       "m.other_client_id WHERE m.state = 'OPEN' AND m.score >= 800 AND p.level <> 'NORMAL'"},
      {"secret",
       {"p.agency_id::text"},
       "CROSS JOIN provider_addresses p WHERE NOT p.address_storable AND (EXISTS (SELECT 1 FROM "
       "clients c WHERE c.client_id = cluster.client_id AND c.agency_id = p.agency_id) OR EXISTS "
       "(SELECT 1 FROM client_units u WHERE u.client_id = cluster.client_id AND u.agency_id = "
       "p.agency_id) OR EXISTS (SELECT 1 FROM consents k JOIN consent_versions v USING "
       "(consent_id) JOIN consent_parties y USING (consent_version_id) WHERE k.client_id = "
       "cluster.client_id AND y.agency_id = p.agency_id))"},
      {"consent",
       {seal::kColumns},
       "JOIN sealed_consents s USING (client_id) WHERE s.signed IS NOT NULL AND s.effective_time "
       "<= $2::timestamptz"},
      {"glass",
       {"g.agency_id::text", "g.department_id::text", "g.worker_id::text", "g.areas::text",
        "g.reason", "extract(epoch FROM g.open_time)::text",
        "extract(epoch FROM coalesce(g.close_time, g.expire_time))::text"},
       "JOIN break_glasses g USING (client_id) WHERE g.open_time <= $2::timestamptz AND "
       "coalesce(g.close_time, g.expire_time) > $2::timestamptz"},
      {"death",
       {"extract(epoch FROM CASE WHEN $3::boolean OR d.retract_time <= $2::timestamptz THEN "
        "d.retract_time END)::text"},
       "JOIN deaths d USING (client_id) WHERE $3::boolean OR d.create_time <= $2::timestamptz"},
      {"tie",
       {"t.worker_id::text"},
       "JOIN personal_ties t USING (client_id) WHERE t.end_time IS NULL"},
      {"tie",
       {"t.worker_id::text"},
       "JOIN household_members h USING (client_id) JOIN household_members o ON o.household_id = "
       "h.household_id JOIN client_clusters s ON s.client_id = o.client_id JOIN client_clusters k "
       "ON k.survivor_id = s.survivor_id JOIN personal_ties t ON t.client_id = k.client_id WHERE "
       "t.kind = 'SELF' AND t.end_time IS NULL AND h.person_name IS NULL AND o.person_name IS NULL "
       "AND coalesce(h.valid_to, 'infinity') >= $2::timestamptz::date AND coalesce(o.valid_to, "
       "'infinity') >= $2::timestamptz::date"}};
  return *branches;
}

const std::string& FactsStatement() {
  static const auto* statement = [] {
    auto* text = new std::string(
        "WITH cluster AS (SELECT q.client_id AS asked, m.client_id FROM unnest($1::uuid[]) q "
        "(client_id) JOIN client_clusters s ON s.client_id = q.client_id JOIN client_clusters m ON "
        "m.survivor_id = s.survivor_id)");
    const char* joint = " ";
    for (const Branch& branch : Branches()) {
      std::vector<std::string> columns = branch.columns;
      // What is sealed comes as one list.
      if (branch.kind != "consent") columns.resize(kColumns, "NULL");
      absl::StrAppend(text, joint, "SELECT '", branch.kind, "', cluster.asked::text, ",
                      absl::StrJoin(columns, ", "), " FROM cluster ", branch.from);
      joint = " UNION ALL ";
    }
    return text;
  }();
  return *statement;
}

std::set<PartyClass> ReadPartyClasses(std::string_view literal) {
  std::set<PartyClass> classes;
  for (const std::string& name : db::ParseArray(literal)) {
    for (int i = 0; i <= static_cast<int>(PartyClass::kOther); ++i) {
      if (ClassName(static_cast<PartyClass>(i)) == name) classes.insert(static_cast<PartyClass>(i));
    }
  }
  return classes;
}

absl::CivilDay Day(const pqxx::field& field) {
  return dates::ParseDate(field.c_str()).value_or(absl::CivilDay::min());
}

absl::Time Instant(const pqxx::field& epoch) {
  return absl::FromUnixMicros(std::llround(epoch.as<double>() * 1e6));
}

absl::Time InstantOr(const std::string& epoch, absl::Time none) {
  double seconds = 0;
  return absl::SimpleAtod(epoch, &seconds) ? absl::FromUnixMicros(std::llround(seconds * 1e6))
                                           : none;
}

// When facts are read: as it is now, or as it was.
struct Moment {
  absl::Time instant;
  bool now = true;
};

Consent ReadConsent(const pqxx::row& row, const Moment& moment) {
  Consent consent;
  consent.consent_id = db::Text(row[2]);
  consent.version = row[3].as<int>();
  consent.written = db::Text(row[4]) == "WRITTEN";
  consent.areas = db::EnumsOf<DataArea>(row[5].c_str());
  consent.excluded = db::EnumsOf<DataArea>(row[6].c_str());
  consent.purposes = db::EnumsOf<common::v1::Purpose>(row[7].c_str());
  consent.valid_to = Day(row[8]);
  consent.effective = Instant(row[9]);
  if (!row[12].is_null()) consent.end = Instant(row[12]);
  consent.withdrawn =
      (moment.now && db::Text(row[11]) != "SIGNED") || consent.end <= moment.instant;
  const std::vector<std::string> parties =
      absl::StrSplit(db::Text(row[10]), ' ', absl::SkipEmpty());
  for (const std::string& party : parties) {
    const std::vector<std::string> parts = absl::StrSplit(party, '/');
    consent.parties.push_back({{parts[0], parts[1]}, parts[2]});
  }
  return consent;
}

// Who gave each consent, and who objects; with the person's representatives it says which of them
// stand (XC-59).
struct Giving {
  std::vector<Grant> grants;
  std::vector<std::set<std::string>> objections;
  std::vector<bool> sealed;
  Represented person;
};

// Representations whose objection stood at the moment, from "representation/made/lifted" of each.
std::set<std::string> ObjectingAt(const Moment& moment, const std::string& objections) {
  std::set<std::string> objecting;
  const std::vector<std::string> all = absl::StrSplit(objections, ' ', absl::SkipEmpty());
  for (const std::string& one : all) {
    const std::vector<std::string> parts = absl::StrSplit(one, '/');
    const bool stands = moment.now
                            ? parts[2].empty()
                            : InstantOr(parts[1], absl::InfinitePast()) <= moment.instant &&
                                  InstantOr(parts[2], absl::InfiniteFuture()) > moment.instant;
    if (stands) objecting.insert(parts[0]);
  }
  return objecting;
}

void AddGrant(const pqxx::row& row, const Moment& moment, const Consent& consent, Giving& giving) {
  Grant& grant = giving.grants.emplace_back();
  grant.representation_id = db::Text(row[13]);
  grant.view = db::EnumOf<v1::ClientView>(db::Text(row[14]));
  grant.given_on = dates::DayAt(Instant(row[15]));
  grant.given_at = consent.effective;
  grant.areas = consent.areas;
  for (const ConsentParty& party : consent.parties)
    grant.party_agencies.insert(party.unit.agency_id);
  giving.objections.push_back(ObjectingAt(moment, db::Text(row[16])));
}

// What is left of a consent that somebody changed outside this service: it opens nothing, and until
// it is withdrawn nothing may be talked about.
void Distrust(absl::Time instant, Consent& consent) {
  consent.standing = Standing::kInvalid;
  consent.written = true;
  consent.withdrawn = true;
  consent.effective = instant;
  consent.end = instant;
  consent.valid_to = absl::CivilDay::max();
  consent.areas.clear();
  consent.parties.clear();
  for (int number = common::v1::DataArea_MIN + 1; number <= common::v1::DataArea_MAX; ++number)
    consent.excluded.insert(static_cast<DataArea>(number));
}

BrokenGlass ReadGlass(const pqxx::row& row) {
  BrokenGlass glass;
  glass.unit = {db::Text(row[2]), db::Text(row[3])};
  glass.worker_id = db::Text(row[4]);
  glass.areas = db::EnumsOf<DataArea>(row[5].c_str());
  glass.purpose = PurposeOf(db::EnumOf<v1::BreakGlassReason>(db::Text(row[6])));
  glass.open = Instant(row[7]);
  glass.end = Instant(row[8]);
  return glass;
}

void AddConsent(const pqxx::row& row, const Moment& moment, Facts& facts, Giving& giving) {
  facts.consents.push_back(ReadConsent(row, moment));
  AddGrant(row, moment, facts.consents.back(), giving);
  giving.sealed.push_back(seal::Holds(row, kFirst));
}

void AddRow(const pqxx::row& row, const Moment& moment, Facts& facts, Giving& giving) {
  if (db::Text(row[0]) == "glass") {
    facts.broken.push_back(ReadGlass(row));
    return;
  }
  if (db::Text(row[0]) == "tie") {
    facts.tied_workers.insert(db::Text(row[2]));
    return;
  }
  if (db::Text(row[0]) == "death") {
    giving.person.AddDeath(row[2].is_null() ? absl::InfiniteFuture() : Instant(row[2]));
    return;
  }
  facts.exists = true;
  if (db::Text(row[0]) == "consent") {
    AddConsent(row, moment, facts, giving);
    return;
  }
  if (db::Text(row[0]) == "mandate") {
    giving.person.mandates.push_back(ReadMandate(row, 2));
    return;
  }
  if (db::Text(row[0]) == "secret") {
    facts.secret_agencies.insert(db::Text(row[2]));
    return;
  }
  if (db::Text(row[0]) == "shadow") {
    facts.address_shadowed = true;
    return;
  }
  if (db::Text(row[0]) == "address") {
    // A level that this release does not know protects most.
    facts.address_protected = true;
    if (db::Text(row[2]) != "SHIELDED") facts.address_hidden = true;
    return;
  }
  facts.units.insert({db::Text(row[2]), db::Text(row[3])});
  if (db::Text(row[4]) == "CODE_NAME") facts.code_name_only = true;
  AddBirth(db::Text(row[5]), giving.person.birth);
}

void Judge(const Giving& giving, absl::Time instant, Facts& facts) {
  for (std::size_t i = 0; i < facts.consents.size(); ++i) {
    facts.consents[i].standing =
        StandingOf(giving.grants[i], giving.objections[i], giving.person, dates::DayAt(instant));
    if (!giving.sealed[i]) Distrust(instant, facts.consents[i]);
  }
}

std::map<std::string, Facts> Read(db::Tx& tx, const std::vector<std::string>& client_ids,
                                  const Moment& moment) {
  std::map<std::string, Facts> facts;
  const pqxx::result rows =
      tx.Run(FactsStatement(),
             {db::ArrayLiteral(client_ids), db::TimestampText(rpc::ToTimestamp(moment.instant)),
              moment.now ? "t" : "f"});
  std::map<std::string, Giving> givings;
  for (const auto& row : rows)
    AddRow(row, moment, facts[db::Text(row[1])], givings[db::Text(row[1])]);
  for (auto& [client_id, of_client] : facts) Judge(givings[client_id], moment.instant, of_client);
  return facts;
}

}  // namespace

std::map<std::string, Facts> ReadFacts(db::Tx& tx, const std::vector<std::string>& client_ids,
                                       absl::Time now) {
  return Read(tx, client_ids, {now, true});
}

std::map<std::string, Facts> ReadFactsAsOf(db::Tx& tx, const std::vector<std::string>& client_ids,
                                           absl::Time instant) {
  return Read(tx, client_ids, {instant, false});
}

std::vector<LawRow> ReadLaw(db::Tx& tx, absl::CivilDay day) {
  std::vector<LawRow> law;
  const pqxx::result rows = tx.Run(
      "SELECT law_row, discloser_classes, recipient_classes, purposes, areas, fields, "
      "reference_required, "
      "valid_from FROM law_rows WHERE valid_from <= $1 AND coalesce(valid_to, 'infinity') >= $1 "
      "ORDER BY law_row",
      {dates::DateText(day)});
  for (const auto& row : rows) {
    LawRow& law_row = law.emplace_back();
    law_row.name = db::Text(row[0]);
    law_row.disclosers = ReadPartyClasses(row[1].c_str());
    law_row.recipients = ReadPartyClasses(row[2].c_str());
    law_row.purposes = db::EnumsOf<common::v1::Purpose>(row[3].c_str());
    law_row.areas = db::EnumsOf<DataArea>(row[4].c_str());
    law_row.fields = db::ParseArray(row[5].c_str());
    law_row.reference_required = row[6].as<bool>();
    law_row.valid_from = Day(row[7]);
  }
  return law;
}

std::map<rpc::Unit, std::set<PartyClass>> ReadClasses(db::Tx& tx,
                                                      const std::vector<rpc::Unit>& units,
                                                      absl::CivilDay day) {
  std::vector<std::optional<std::string>> agencies;
  std::vector<std::optional<std::string>> departments;
  for (const rpc::Unit& unit : units) {
    agencies.push_back(db::OrNull(unit.agency_id));
    departments.push_back(db::OrNull(unit.department_id));
  }
  const pqxx::result rows = tx.Run(
      "SELECT u.agency_id, u.department_id, a.type, d.kind, EXISTS (SELECT 1 FROM workers w JOIN "
      "role_assignments r "
      "USING (worker_id) WHERE w.agency_id = u.agency_id AND w.department_id IS NOT DISTINCT FROM "
      "u.department_id "
      "AND NOT w.suspended AND r.delegated_social_work AND $3::date BETWEEN r.valid_from AND "
      "coalesce(r.valid_to, 'infinity')) FROM unnest($1::uuid[], $2::uuid[]) u (agency_id, "
      "department_id) "
      "JOIN agencies a ON a.agency_id = u.agency_id LEFT JOIN departments d ON d.department_id = "
      "u.department_id",
      {db::ArrayLiteral(agencies), db::ArrayLiteral(departments), dates::DateText(day)});
  std::map<rpc::Unit, std::set<PartyClass>> classes;
  for (const auto& row : rows) {
    classes[{db::Text(row[0]), db::Text(row[1])}] =
        ClassesOf(db::Text(row[2]), db::Text(row[3]), row[4].as<bool>());
  }
  return classes;
}

common::v1::Stance ReadStance(db::Tx& tx, const std::string& worker_id, absl::CivilDay day) {
  const pqxx::result rows = tx.Run(
      "SELECT role FROM role_assignments WHERE worker_id = $1 AND $2::date BETWEEN valid_from AND "
      "coalesce(valid_to, 'infinity')",
      {worker_id, dates::DateText(day)});
  common::v1::Stance stance = common::v1::STANCE_UNSPECIFIED;
  for (const auto& row : rows) {
    const auto* role = db::FromStoredName(*common::v1::ActingRole_descriptor(), db::Text(row[0]));
    if (role == nullptr) continue;
    const auto of_role = role->options().GetExtension(common::v1::role_meaning).stance();
    if (of_role == common::v1::STANCE_SUPPORT) return of_role;
    if (of_role == common::v1::STANCE_CONTROL) stance = of_role;
  }
  return stance;
}

}  // namespace opora::registry::access
