#include "services/client_registry/clients/client_store.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/text/fold.h"

namespace opora::registry {
namespace {

// Two who register one person at once find each other: the second waits for the first.
constexpr char kLockKeys[] =
    "SELECT pg_advisory_xact_lock(hashtextextended(key, 41)) FROM (SELECT key FROM "
    "unnest(client_match_keys($1, $2, $3, $4, $5)) key ORDER BY key) keys";

// Those that share most come first. A hundred are what a steward can look through; a birth date
// that thousands share says nothing, and does not push out who shares the name or the telephone.
constexpr char kCandidates[] =
    "SELECT DISTINCT client_id, given, family, birth_date, birth_number, phone, (SELECT count(*) "
    "FROM unnest(keys) key WHERE key = ANY (client_match_keys($2, $3, $4, $5, $6))) AS shared FROM "
    "((SELECT * FROM client_keys WHERE keys && client_match_keys($2, $3, '', $5, $6) LIMIT 500) "
    "UNION ALL "
    "(SELECT * FROM client_keys WHERE keys && client_match_keys($2, $3, $4, $5, $6) LIMIT 500)) "
    "found WHERE client_id <> $1 ORDER BY shared DESC, client_id LIMIT 100";

// The first of those whose family name begins so, and of those whose given name does, each read in
// the order of an index. No letter sorts above U+10FFFF.
constexpr char kSuggested[] =
    "WHERE r.client_id IN ((SELECT client_id FROM clients WHERE agency_id = $1 AND "
    "coalesce(department_id::text, '') = $2 AND x_family_folded ~>=~ $3 AND x_family_folded ~<~ "
    "($3 || chr(1114111)) ORDER BY x_family_folded USING ~<~, x_given_folded USING ~<~, client_id "
    "LIMIT $4) UNION (SELECT client_id FROM clients WHERE agency_id = $1 AND "
    "coalesce(department_id::text, '') = $2 AND x_given_folded ~>=~ $3 AND x_given_folded ~<~ ($3 "
    "|| chr(1114111)) ORDER BY x_given_folded USING ~<~, client_id LIMIT $4)) ORDER BY "
    "r.x_family_folded, r.x_given_folded, r.client_id LIMIT $4";

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
  const db::Params params = {except,          keys.given,        keys.family,
                             keys.birth_date, keys.birth_number, keys.phone};
  tx.Run(kLockKeys, {params.begin() + 1, params.end()});
  const pqxx::result rows = tx.Run(kCandidates, params);
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
  db::SelectInto(tx, v1::Client::default_instance(), kSuggested,
                 {unit.agency_id, unit.department_id, folded_prefix, std::to_string(limit)},
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
