#include "services/client_registry/representation/representation_store.h"

#include "common/db/field.h"
#include "common/db/plan.h"

namespace opora::registry {
namespace {

// Values that this release does not know limit a scope all the same: unspecified is none that is
// asked for.
template <typename Enum>
std::set<Enum> LimitOf(const std::string& literal) {
  std::set<Enum> limit = db::EnumsOf<Enum>(literal);
  if (limit.empty() && !db::ParseArray(literal).empty()) limit.insert(Enum());
  return limit;
}

absl::CivilDay DayOr(const std::string& text, absl::CivilDay otherwise) {
  return text.empty() ? otherwise : dates::ParseDate(text).value_or(otherwise);
}

// Until when a death stood, from the epoch of its retraction; empty while it stands.
absl::Time UntilOf(const std::string& epoch) {
  return epoch.empty() ? absl::InfiniteFuture()
                       : absl::FromUnixMicros(static_cast<int64_t>(std::stod(epoch) * 1e6));
}

}  // namespace

Mandate ReadMandate(const pqxx::row& row, int first) {
  const auto column = [&](int number) { return db::Text(row[first + number]); };
  Mandate mandate;
  mandate.representation_id = column(0);
  mandate.kind = db::EnumOf<v1::RepresentationKind>(column(1));
  mandate.acts = LimitOf<v1::RepresentedAct>(column(2));
  mandate.areas = LimitOf<DataArea>(column(3));
  mandate.excludes_client = column(4) == "true";
  mandate.agency_id = column(5);
  mandate.worker_id = column(6);
  mandate.from = DayOr(column(7), absl::CivilDay::max());
  mandate.to = DayOr(column(8), absl::CivilDay::max());
  return mandate;
}

void AddBirth(std::string_view text, Birth& birth) {
  const auto date = dates::ParsePartialDate(text);
  if (date.has_value()) birth.Add(*date);
}

std::map<std::string, Represented> ReadAllRepresented(db::Tx& tx,
                                                      const std::vector<std::string>& client_ids) {
  const pqxx::result rows = tx.Run(
      "WITH cluster AS (SELECT q.client_id::text AS asked, m.client_id FROM unnest($1::uuid[]) q "
      "(client_id) JOIN client_clusters s ON s.client_id = q.client_id JOIN client_clusters m ON "
      "m.survivor_id = s.survivor_id) SELECT asked, c.birth_date, NULL, NULL, NULL, NULL, NULL, "
      "NULL, NULL, NULL, NULL, NULL FROM cluster JOIN clients c USING (client_id) UNION ALL SELECT "
      "asked, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, coalesce(extract(epoch "
      "FROM d.retract_time)::text, '') FROM cluster JOIN deaths d USING (client_id) UNION ALL "
      "SELECT asked, NULL, r.representation_id::text, r.kind, r.acts::text, r.areas::text, "
      "r.excludes_client::text, r.representative_agency_id::text, "
      "r.representative_worker_id::text, r.valid_from::text, r.valid_to::text, NULL FROM cluster "
      "JOIN representations r USING (client_id)",
      {db::ArrayLiteral(client_ids)});
  std::map<std::string, Represented> persons;
  for (const auto& row : rows) {
    Represented& person = persons[row[0].c_str()];
    if (!row[11].is_null()) {
      person.AddDeath(UntilOf(row[11].c_str()));
    } else if (row[2].is_null()) {
      AddBirth(db::Text(row[1]), person.birth);
    } else {
      person.mandates.push_back(ReadMandate(row, 2));
    }
  }
  return persons;
}

Represented ReadRepresented(db::Tx& tx, const std::string& client_id) {
  return std::move(ReadAllRepresented(tx, {client_id})[client_id]);
}

}  // namespace opora::registry
