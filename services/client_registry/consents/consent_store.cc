#include "services/client_registry/consents/consent_store.h"

namespace opora::registry {
namespace {

std::vector<std::string> FirstColumn(const pqxx::result& rows) {
  std::vector<std::string> values;
  for (const auto& row : rows) values.emplace_back(row[0].c_str());
  return values;
}

}  // namespace

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
