#include "services/client_registry/household/household_store.h"

#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/text/fold.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry::household {

std::vector<v1::HouseholdMember> MembersAfter(db::Tx& tx, const std::string& household_id,
                                              absl::CivilDay day, const std::string& after,
                                              int limit) {
  return db::Select<v1::HouseholdMember>(
      tx,
      "WHERE r.household_id = $1 AND $2::date BETWEEN r.valid_from AND coalesce(r.valid_to, "
      "'infinity') AND ($3::uuid IS NULL OR r.member_id > $3::uuid) ORDER BY r.member_id LIMIT $4",
      {household_id, dates::DateText(day), db::OrNull(after), std::to_string(limit)});
}

std::vector<std::string> ClientsOf(db::Tx& tx, const std::string& household_id,
                                   absl::CivilDay day) {
  std::vector<std::string> clients;
  for (const auto& row :
       tx.Run("SELECT DISTINCT client_id FROM household_members WHERE household_id = $1 AND "
              "person_name IS NULL AND coalesce(valid_to, 'infinity') >= $2 ORDER BY client_id",
              {household_id, dates::DateText(day)})) {
    clients.emplace_back(row[0].c_str());
  }
  return clients;
}

common::v1::PartialDate BirthDateOf(db::Tx& tx, const std::string& client_id) {
  common::v1::PartialDate birth;
  const pqxx::result rows =
      tx.Run("SELECT birth_date FROM clients WHERE client_id = $1", {client_id});
  if (rows.empty() || rows[0][0].is_null()) return birth;
  const auto parsed = dates::ParsePartialDate(rows[0][0].c_str());
  if (!parsed.has_value()) return birth;
  birth.set_year(parsed->year);
  birth.set_month(parsed->month);
  birth.set_day(parsed->day);
  return birth;
}

bool DescendsFrom(db::Tx& tx, const std::string& descendant, const std::string& ancestor) {
  return tx
      .Run(
          "WITH RECURSIVE line (client_id) AS (SELECT * FROM records_of($1) UNION "
          "SELECT k.client_id FROM line CROSS JOIN LATERAL ("
          "  SELECT f.relative_client_id AS child FROM family_relations f WHERE f.client_id = "
          "    line.client_id AND f.kind = 'CHILD' AND f.relative_client_id IS NOT NULL "
          "  UNION SELECT f.client_id FROM family_relations f WHERE f.relative_client_id = "
          "    line.client_id AND f.kind = 'PARENT') c "
          "  JOIN client_clusters s ON s.client_id = c.child "
          "  JOIN client_clusters k ON k.survivor_id = s.survivor_id) "
          "SELECT EXISTS (SELECT 1 FROM line WHERE client_id = $2)",
          {ancestor, descendant})[0][0]
      .as<bool>();
}

bool IsFormerPartner(db::Tx& tx, const v1::FamilyRelation& relation, absl::CivilDay day) {
  const std::string name = text::FoldName(relation.relative_name());
  const pqxx::result rows = tx.Run(
      "SELECT f.relative_name, f.client_id IN (SELECT * FROM records_of($1)) AND "
      "f.relative_client_id IN (SELECT * FROM records_of($2)) OR f.client_id IN (SELECT * FROM "
      "records_of($2)) AND f.relative_client_id IN (SELECT * FROM records_of($1)) "
      "FROM family_relations f WHERE f.kind = 'EX_PARTNER' AND coalesce(f.valid_to, 'infinity') > "
      "$3 AND (f.client_id IN (SELECT * FROM records_of($1)) OR f.client_id IN (SELECT * FROM "
      "records_of($2)))",
      {relation.client_id(),
       relation.has_relative_client_id() ? std::optional<std::string>(relation.relative_client_id())
                                         : std::nullopt,
       dates::DateText(day)});
  for (const auto& row : rows) {
    if (!row[1].is_null() && row[1].as<bool>()) return true;
    if (!name.empty() && !row[0].is_null() && text::FoldName(row[0].c_str()) == name) return true;
  }
  return false;
}

}  // namespace opora::registry::household
