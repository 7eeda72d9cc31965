#include "services/client_registry/competences/matrix_store.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

std::vector<std::string> Texts(const pqxx::result& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.emplace_back(row[0].c_str());
  return texts;
}

}  // namespace

void FindMatrixRows(db::Tx& tx, const v1::ListMatrixRequest& filter, const rpc::Page& page,
                    const std::function<v1::MatrixRow*()>& add) {
  db::SelectInto(tx, v1::MatrixRow::default_instance(),
                 "WHERE r.agency_id = $1 AND ($2::uuid IS NULL OR r.programme_id IS NULL OR "
                 "r.programme_id = $2::uuid) AND ($3::text IS NULL OR (r.area, r.activity, "
                 "r.row_id) > ($3::text, $4::text, $5::uuid)) "
                 "ORDER BY r.area, r.activity, r.row_id LIMIT $6",
                 {filter.agency_id(), db::OrNull(filter.programme_id()), page.Key(0), page.Key(1),
                  page.Key(2), page.Limit()},
                 add);
}

std::vector<std::string> SortKeys(const v1::MatrixRow& row) {
  return {row.area(), row.activity(), row.row_id()};
}

void DeleteMatrixRow(db::Tx& tx, const std::string& row_id) {
  tx.Run("DELETE FROM matrix_rows WHERE row_id = $1", {row_id});
}

std::optional<v1::Representative> RepresentativeOf(db::Tx& tx, const rpc::Unit& keeper,
                                                   const rpc::Unit& unit) {
  auto found = db::Select<v1::Representative>(
      tx,
      "WHERE r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid AND "
      "r.unit_agency_id = $3 AND r.unit_department_id IS NOT DISTINCT FROM $4::uuid",
      {keeper.agency_id, db::OrNull(keeper.department_id), unit.agency_id,
       db::OrNull(unit.department_id)});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Addressees ReadAddressees(db::Tx& tx, const v1::MatrixRow& row, const rpc::Unit& asking,
                          absl::CivilDay day) {
  Addressees addressees;
  addressees.responsible = Texts(tx.Run(
      "SELECT w.worker_id FROM workers w JOIN agencies a USING (agency_id) WHERE NOT w.suspended "
      "AND NOT a.suspended AND w.agency_id = $1 AND ($2::uuid IS NULL OR w.department_id = "
      "$2::uuid) AND (w.worker_id = $3::uuid OR ($3::uuid IS NULL AND EXISTS (SELECT 1 FROM "
      "role_assignments r WHERE r.worker_id = w.worker_id AND r.role = $4 AND $5::date BETWEEN "
      "r.valid_from AND coalesce(r.valid_to, 'infinity')))) ORDER BY w.worker_id LIMIT 200",
      {row.responsible_agency_id(), db::OrNull(row.responsible_department_id()),
       db::OrNull(row.responsible_worker_id()), db::Stored(row.responsible_role()),
       dates::DateText(day)}));
  addressees.representatives = Texts(tx.Run(
      "SELECT p.worker_id FROM representatives p JOIN workers w USING (worker_id) WHERE NOT "
      "w.suspended AND p.agency_id = $1 AND p.department_id IS NOT DISTINCT FROM $2::uuid AND "
      "p.unit_agency_id = $3 AND p.unit_department_id IS NOT DISTINCT FROM $4::uuid",
      {row.agency_id(), db::OrNull(row.department_id()), asking.agency_id,
       db::OrNull(asking.department_id)}));
  return addressees;
}

void FindQuestions(db::Tx& tx, const v1::ListQuestionsRequest& filter, const rpc::Caller& caller,
                   const rpc::Page& page, const std::function<v1::Question*()>& add) {
  constexpr char kAsked[] =
      "WHERE r.agency_id = $1::uuid AND r.department_id IS NOT DISTINCT FROM $2::uuid ";
  constexpr char kRouted[] =
      "WHERE r.addressee_worker_ids @> ARRAY[$1::text] AND $2::uuid IS NULL ";
  constexpr char kRest[] =
      "AND ($3::text IS NULL OR r.state = $3::text) AND ($4::uuid IS NULL OR r.question_id < "
      "$4::uuid) ORDER BY r.question_id DESC LIMIT $5";
  db::SelectInto(tx, v1::Question::default_instance(),
                 std::string(filter.asked() ? kAsked : kRouted) + kRest,
                 {filter.asked() ? caller.unit.agency_id : caller.worker_id,
                  filter.asked() ? db::OrNull(caller.unit.department_id) : std::nullopt,
                  db::StoredOrNull(filter.state()), page.Key(0), page.Limit()},
                 add);
}

}  // namespace opora::registry
