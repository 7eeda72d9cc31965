#include "services/client_registry/consents/consent_store.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

std::vector<std::string> FirstColumn(const pqxx::result& rows) {
  std::vector<std::string> values;
  for (const auto& row : rows) values.emplace_back(row[0].c_str());
  return values;
}

absl::Status WrongParty(int index, std::string_view field, std::string_view reason,
                        std::string_view text) {
  return rules::InvalidField(absl::StrCat("version.parties[", index, "].", std::string(field)),
                             reason, text);
}

// What is wrong with the first party that is no unit or worker; OK when all are.
absl::Status CheckUnits(db::Tx& tx, const v1::ConsentVersion& version) {
  std::vector<std::optional<std::string>> agencies;
  std::vector<std::optional<std::string>> departments;
  std::vector<std::optional<std::string>> workers;
  for (const v1::ConsentParty& party : version.parties()) {
    agencies.push_back(party.agency_id());
    departments.push_back(db::OrNull(party.department_id()));
    workers.push_back(db::OrNull(party.worker_id()));
  }
  const pqxx::result rows = tx.Run(
      "SELECT p.n - 1, CASE WHEN a.agency_id IS NULL THEN 'AGENCY_UNKNOWN' WHEN p.department IS "
      "NOT "
      "NULL AND d.department_id IS NULL THEN 'DEPARTMENT_UNKNOWN' WHEN p.department IS NULL AND "
      "EXISTS (SELECT 1 FROM departments x WHERE x.agency_id = a.agency_id) THEN "
      "'DEPARTMENT_REQUIRED' WHEN p.worker IS NOT NULL AND w.worker_id IS NULL THEN "
      "'WORKER_UNKNOWN' END AS wrong FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) WITH "
      "ORDINALITY p (agency, department, worker, n) LEFT JOIN agencies a ON a.agency_id = p.agency "
      "AND NOT a.suspended LEFT JOIN departments d ON d.agency_id = a.agency_id AND "
      "d.department_id = p.department LEFT JOIN workers w ON w.worker_id = p.worker AND "
      "w.agency_id = a.agency_id AND w.department_id IS NOT DISTINCT FROM d.department_id "
      "ORDER BY p.n",
      {db::ArrayLiteral(agencies), db::ArrayLiteral(departments), db::ArrayLiteral(workers)});
  for (const auto& row : rows) {
    if (row[1].is_null()) continue;
    const std::string wrong = row[1].c_str();
    const int index = row[0].as<int>();
    if (wrong == "AGENCY_UNKNOWN") return WrongParty(index, "agency_id", wrong, "is no agency");
    if (wrong == "WORKER_UNKNOWN")
      return WrongParty(index, "worker_id", wrong, "is no worker of the unit");
    return WrongParty(index, "department_id", wrong,
                      wrong == "DEPARTMENT_UNKNOWN"
                          ? "is no department of the agency"
                          : "is needed: the agency acts through one of its departments");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckParties(db::Tx& tx, const v1::ConsentVersion& version) {
  std::set<std::string> seen;
  for (int i = 0; i < version.parties_size(); ++i) {
    const v1::ConsentParty& party = version.parties(i);
    if (!seen.insert(absl::StrCat(party.agency_id(), party.department_id(), party.worker_id()))
             .second) {
      return WrongParty(i, "agency_id", "PARTY_TWICE", "is named twice");
    }
  }
  return CheckUnits(tx, version);
}

std::vector<EndingConsent> EndingConsentsOf(db::Tx& tx, const std::string& worker_id,
                                            absl::CivilDay today, absl::CivilDay until,
                                            const rpc::Page& page) {
  const pqxx::result rows = tx.Run(
      "SELECT k.consent_id, k.client_id, v.valid_to FROM consents k JOIN consent_versions v ON "
      "v.consent_id = k.consent_id AND v.version = k.current_version WHERE k.state = 'SIGNED' AND "
      "v.form = 'WRITTEN' AND v.end_time IS NULL AND v.valid_to BETWEEN $2::date AND $3::date AND "
      "(v.explainer_worker_id = $1::uuid OR EXISTS (SELECT 1 FROM client_clusters s JOIN "
      "client_clusters m USING (survivor_id) JOIN client_assignments a ON a.client_id = "
      "m.client_id "
      "WHERE s.client_id = k.client_id AND a.worker_id = $1::uuid AND a.state = 'ACTIVE' AND "
      "a.role "
      "IN ('KEY_WORKER', 'SOCIAL_WORKER', 'CASE_MANAGER'))) AND ($4::date IS NULL OR (v.valid_to, "
      "k.consent_id) > ($4::date, $5::uuid)) ORDER BY v.valid_to, k.consent_id LIMIT $6",
      {worker_id, dates::DateText(today), dates::DateText(until), page.Key(0), page.Key(1),
       page.Limit()});
  std::vector<EndingConsent> ending;
  for (const auto& row : rows) {
    ending.push_back({row[0].c_str(), row[1].c_str(),
                      dates::ParseDate(row[2].c_str()).value_or(absl::CivilDay::max())});
  }
  return ending;
}

std::vector<v1::Consent> ReadConsents(db::Tx& tx, const std::vector<std::string>& consent_ids) {
  return db::Select<v1::Consent>(
      tx, "WHERE r.consent_id = ANY($1::uuid[]) ORDER BY array_position($1::uuid[], r.consent_id)",
      {db::ArrayLiteral(consent_ids)});
}

std::optional<v1::ConsentTemplateVersion> FindTemplateVersion(db::Tx& tx,
                                                              const std::string& version_id) {
  if (version_id.empty()) return std::nullopt;
  std::vector<v1::ConsentTemplateVersion> found =
      db::Select<v1::ConsentTemplateVersion>(tx, "WHERE r.template_version_id = $1", {version_id});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<std::string> KeyWorkersOf(db::Tx& tx, const std::string& client_id) {
  return FirstColumn(
      tx.Run("SELECT a.worker_id FROM client_clusters s JOIN client_clusters m USING (survivor_id) "
             "JOIN client_assignments a ON a.client_id = m.client_id WHERE s.client_id = $1 AND "
             "a.state = 'ACTIVE' "
             "AND a.role IN ('KEY_WORKER', 'SOCIAL_WORKER', 'CASE_MANAGER')",
             {client_id}));
}

std::vector<std::string> OpenConsentsOf(db::Tx& tx, const std::string& client_id) {
  return FirstColumn(tx.Run(
      "SELECT k.consent_id FROM client_clusters s JOIN client_clusters m USING (survivor_id) "
      "JOIN consents k ON k.client_id = m.client_id WHERE s.client_id = $1 AND k.state <> "
      "'REVOKED' "
      "ORDER BY k.consent_id",
      {client_id}));
}

std::vector<std::string> ClientsNamed(db::Tx& tx, const std::string& given_folded,
                                      const std::string& family_folded,
                                      const std::string& birth_date) {
  return FirstColumn(
      tx.Run("SELECT client_id FROM clients WHERE x_family_folded = $1 AND x_given_folded = $2 "
             "AND birth_date = $3 ORDER BY client_id",
             {family_folded, given_folded, birth_date}));
}

}  // namespace opora::registry
