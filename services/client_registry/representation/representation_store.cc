#include "services/client_registry/representation/representation_store.h"

#include "common/db/plan.h"

namespace opora::registry {
namespace {

std::string Text(const pqxx::field& field) { return field.is_null() ? "" : field.c_str(); }

template <typename Enum>
std::set<Enum> ReadEnums(const std::string& literal) {
  std::set<Enum> values;
  for (const std::string& name : db::ParseArray(literal)) {
    const auto* value = db::FromStoredName(*google::protobuf::GetEnumDescriptor<Enum>(), name);
    // One that this release does not know limits a scope all the same: it is none that is asked
    // for.
    values.insert(static_cast<Enum>(value == nullptr ? 0 : value->number()));
  }
  return values;
}

absl::CivilDay DayOr(const std::string& text, absl::CivilDay otherwise) {
  return text.empty() ? otherwise : dates::ParseDate(text).value_or(otherwise);
}

}  // namespace

Mandate ReadMandate(const pqxx::row& row, int first) {
  const auto column = [&](int number) { return Text(row[first + number]); };
  Mandate mandate;
  mandate.representation_id = column(0);
  const auto* kind = db::FromStoredName(*v1::RepresentationKind_descriptor(), column(1));
  if (kind != nullptr) mandate.kind = static_cast<v1::RepresentationKind>(kind->number());
  mandate.acts = ReadEnums<v1::RepresentedAct>(column(2));
  mandate.areas = ReadEnums<DataArea>(column(3));
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

Represented ReadRepresented(db::Tx& tx, const std::string& client_id) {
  const pqxx::result rows = tx.Run(
      "SELECT c.birth_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM clients c "
      "WHERE c.client_id IN (SELECT * FROM records_of($1)) UNION ALL SELECT NULL, "
      "r.representation_id::text, r.kind, r.acts::text, r.areas::text, r.excludes_client::text, "
      "r.representative_agency_id::text, r.representative_worker_id::text, r.valid_from::text, "
      "r.valid_to::text FROM representations r WHERE r.client_id IN (SELECT * FROM records_of($1))",
      {client_id});
  Represented person;
  for (const auto& row : rows) {
    if (row[1].is_null()) {
      AddBirth(Text(row[0]), person.birth);
    } else {
      person.mandates.push_back(ReadMandate(row, 1));
    }
  }
  return person;
}

}  // namespace opora::registry
