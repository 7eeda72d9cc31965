#include "services/client_registry/clients/client_store.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/text/fold.h"

namespace opora::registry {
namespace {

// A page of candidates is what a steward can look through; more means that the name says nothing.
constexpr int kCandidateLimit = 100;

}  // namespace

void InsertClient(db::Tx& tx, v1::Client& client, const MatchKeys& keys) {
  db::Insert(tx, client);
  StoreKeys(tx, client.client_id(), keys);
  tx.Run("INSERT INTO client_clusters (client_id, survivor_id) VALUES ($1, $1)",
         {client.client_id()});
}

void StoreKeys(db::Tx& tx, const std::string& client_id, const MatchKeys& keys) {
  tx.Run(
      "UPDATE clients SET x_given_folded = $2, x_family_folded = $3, x_birth_number = $4, "
      "x_phone_digits = $5 WHERE client_id = $1",
      {client_id, keys.given, db::OrNull(keys.family), db::OrNull(keys.birth_number),
       db::OrNull(keys.phone)});
}

void InsertMatch(db::Tx& tx, const v1::ClientMatch& match) {
  tx.Run(
      "INSERT INTO client_matches (match_id, client_id, other_client_id, score, state, "
      "create_time) "
      "SELECT $1, $2, $3, $4::integer, $5, $6::timestamptz WHERE NOT EXISTS (SELECT 1 FROM "
      "client_clusters a JOIN client_clusters b USING (survivor_id) WHERE a.client_id = $2::uuid "
      "AND b.client_id = $3::uuid) ON CONFLICT DO NOTHING",
      {match.match_id(), match.client_id(), match.other_client_id(), std::to_string(match.score()),
       db::Stored(match.state()), db::TimestampText(match.create_time())});
}

std::vector<Candidate> FindCandidates(db::Tx& tx, const MatchKeys& keys,
                                      const std::string& except) {
  const pqxx::result rows = tx.Run(
      "SELECT client_id, x_given_folded, x_family_folded, birth_date, x_birth_number, "
      "x_phone_digits FROM clients WHERE kind = 'IDENTIFIED' AND client_id <> $1 AND "
      "(x_birth_number = $2 OR (x_family_folded = $3 AND (x_given_folded = $4 OR birth_date = "
      "$5))) "
      "UNION SELECT client_id, x_given_folded, x_family_folded, birth_date, x_birth_number, "
      "x_phone_digits FROM clients WHERE kind = 'IDENTIFIED' AND client_id <> $1 AND "
      "x_given_folded = $4 AND birth_date = $5 "
      "UNION SELECT client_id, x_given_folded, x_family_folded, birth_date, x_birth_number, "
      "x_phone_digits FROM clients WHERE kind = 'IDENTIFIED' AND client_id <> $1 AND "
      "x_phone_digits = $7 LIMIT $6",
      {except, db::OrNull(keys.birth_number), keys.family, keys.given, db::OrNull(keys.birth_date),
       std::to_string(kCandidateLimit), db::OrNull(keys.phone)});
  std::vector<Candidate> candidates;
  for (const auto& row : rows) {
    candidates.push_back({db::Text(row[0]),
                          {db::Text(row[1]), db::Text(row[2]), db::Text(row[3]), db::Text(row[4]),
                           db::Text(row[5])}});
  }
  return candidates;
}

void SelectStatements(db::Tx& tx, const std::string& client_id, v1::GetClientResponse& response) {
  db::SelectInto(
      tx, v1::Statement::default_instance(),
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND NOT EXISTS (SELECT 1 FROM "
      "statement_changes c WHERE c.statement_id = r.statement_id) ORDER BY r.create_time "
      "DESC, r.statement_id DESC LIMIT 500",
      {client_id}, [&] { return response.add_statements(); });
}

void SelectSuggestions(db::Tx& tx, const rpc::Unit& unit, const std::string& folded_prefix,
                       int limit, v1::SuggestClientsResponse& response) {
  db::SelectInto(tx, v1::Client::default_instance(),
                 "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND "
                 "(r.x_family_folded LIKE $3 OR r.x_given_folded LIKE $3) "
                 "ORDER BY r.x_family_folded, r.x_given_folded, r.client_id LIMIT $4",
                 {unit.agency_id, unit.department_id, text::EscapeLike(folded_prefix) + "%",
                  std::to_string(limit)},
                 [&] { return response.add_clients(); });
}

std::vector<v1::Statement> StatementsOn(db::Tx& tx, const std::string& client_id,
                                        const v1::Statement& statement) {
  std::vector<v1::Statement> found = db::Select<v1::Statement>(
      tx,
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.area = $2 AND NOT EXISTS (SELECT "
      "1 "
      "FROM statement_changes c WHERE c.statement_id = r.statement_id) ORDER BY r.create_time DESC "
      "LIMIT 500",
      {client_id, db::Stored(statement.area())});
  const std::string topic = text::FoldName(statement.topic());
  std::erase_if(found, [&](const v1::Statement& one) {
    return one.topic() != statement.topic() && text::FoldName(one.topic()) != topic;
  });
  return found;
}

}  // namespace opora::registry
