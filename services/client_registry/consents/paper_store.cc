#include "services/client_registry/consents/paper_store.h"

#include "common/db/or_null.h"
namespace opora::registry {
namespace {}  // namespace

std::vector<std::string> PartyNames(db::Tx& tx, const v1::ConsentVersion& version) {
  std::vector<std::optional<std::string>> agencies;
  std::vector<std::optional<std::string>> departments;
  std::vector<std::optional<std::string>> workers;
  for (const v1::ConsentParty& party : version.parties()) {
    agencies.push_back(party.agency_id());
    departments.push_back(db::OrNull(party.department_id()));
    workers.push_back(db::OrNull(party.worker_id()));
  }
  const pqxx::result rows = tx.Run(
      "SELECT concat_ws(' – ', a.name, d.name, concat_ws(' ', w.given_name, w.family_name)) FROM "
      "unnest($1::uuid[], $2::uuid[], $3::uuid[]) WITH ORDINALITY p (agency, department, worker, "
      "n) "
      "JOIN agencies a ON a.agency_id = p.agency LEFT JOIN departments d ON d.department_id = "
      "p.department LEFT JOIN workers w ON w.worker_id = p.worker ORDER BY p.n",
      {db::ArrayLiteral(agencies), db::ArrayLiteral(departments), db::ArrayLiteral(workers)});
  std::vector<std::string> names;
  for (const auto& row : rows) names.emplace_back(row[0].c_str());
  return names;
}

std::string WorkerName(db::Tx& tx, const std::string& worker_id) {
  const pqxx::result rows =
      tx.Run("SELECT concat_ws(' ', given_name, family_name) FROM workers WHERE worker_id = $1",
             {db::OrNull(worker_id)});
  return rows.empty() ? "" : rows[0][0].c_str();
}

KnownPerson PersonAsKnownTo(db::Tx& tx, const std::string& client_id, const rpc::Unit& unit) {
  const pqxx::result rows = tx.Run(
      "SELECT coalesce(c.code_name, concat_ws(' ', c.given_name, c.family_name)), CASE WHEN own "
      "THEN "
      "c.birth_date END FROM clients c CROSS JOIN LATERAL (SELECT c.agency_id = $2 AND "
      "coalesce(c.department_id::text, '') = $3) o (own) WHERE c.client_id IN (SELECT * FROM "
      "records_of($1)) ORDER BY own DESC, c.client_id = $1 DESC, c.client_id LIMIT 1",
      {client_id, unit.agency_id, unit.department_id});
  if (rows.empty()) return {};
  return {rows[0][0].c_str(), rows[0][1].is_null() ? "" : rows[0][1].c_str()};
}

}  // namespace opora::registry
