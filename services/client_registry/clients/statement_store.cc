#include "services/client_registry/clients/statement_store.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "services/client_registry/clients/held_record.h"

namespace opora::registry {
bool IsReplaced(db::Tx& tx, const std::string& statement_id) {
  return !tx.Run("SELECT 1 FROM statement_changes WHERE statement_id = $1", {statement_id}).empty();
}

void SelectStatementPage(db::Tx& tx, const v1::ListStatementsRequest& request,
                         const std::vector<std::string>& open, const rpc::Unit& reader,
                         const rpc::Page& page, v1::ListStatementsResponse& response) {
  db::SelectInto(
      tx, v1::Statement::default_instance(),
      absl::StrCat(
          // Of each record of the person no more than the page holds is read.
          "WHERE r.statement_id IN (SELECT s.statement_id FROM records_of($1) person (client_id), "
          "LATERAL (SELECT r.statement_id FROM statements r WHERE r.client_id = person.client_id "
          "AND ",
          InHoldings(2),
          " AND ($3::text IS NULL OR r.area = $3) AND ($4::text IS NULL OR r.kind = $4) "
          "AND (r.kind <> 'WORKER_ASSUMPTION' OR r.agency_id::text || '/' || "
          "coalesce(r.department_id::text, '') = $5) AND ($6::boolean OR NOT EXISTS (SELECT 1 FROM "
          "statement_changes c WHERE c.statement_id = r.statement_id)) AND (r.create_time, "
          "r.statement_id) < (coalesce($7::timestamptz, 'infinity'), coalesce($8::uuid, "
          "'ffffffff-ffff-ffff-ffff-ffffffffffff')) ORDER BY r.create_time DESC, r.statement_id "
          "DESC LIMIT $9) s) ORDER BY r.create_time DESC, r.statement_id DESC LIMIT $9"),
      {request.client_id(), db::ArrayLiteral(open), db::StoredOrNull(request.area()),
       db::StoredOrNull(request.kind()), UnitText(reader),
       request.include_replaced() ? "true" : "false", page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_entries()->mutable_statement(); });
}

void AddChanges(db::Tx& tx, v1::ListStatementsResponse& response) {
  std::vector<std::string> ids;
  for (const v1::StatementEntry& entry : response.entries())
    ids.push_back(entry.statement().statement_id());
  std::map<std::string, v1::StatementChange> changes;
  for (v1::StatementChange& change : db::Select<v1::StatementChange>(
           tx, "WHERE r.statement_id = ANY($1::uuid[])", {db::ArrayLiteral(ids)})) {
    changes[change.statement_id()] = std::move(change);
  }
  for (v1::StatementEntry& entry : *response.mutable_entries()) {
    const auto found = changes.find(entry.statement().statement_id());
    if (found != changes.end()) *entry.mutable_change() = std::move(found->second);
  }
}

}  // namespace opora::registry
