#include "common/work/work_service.h"

#include <algorithm>

#include "common/db/plan.h"
#include "common/rpc/page.h"
#include "common/rpc/policy.h"
#include "common/time/proto_date.h"

namespace opora::work {
namespace {

using common::v1::WorkItem;

bool Leads(common::v1::ActingRole role) {
  return rpc::IsInGroup(role, common::v1::ROLE_GROUP_LEADERSHIP);
}

void SetUnits(const Row& row, WorkItem& item) {
  item.set_agency_id(row.holder.agency_id);
  if (!row.holder.department_id.empty()) item.set_department_id(row.holder.department_id);
  if (row.source->whose != Whose::kAddressed) return;
  item.set_recipient_agency_id(row.unit.agency_id);
  if (!row.unit.department_id.empty()) item.set_recipient_department_id(row.unit.department_id);
}

// What concerns no client concerns no decision on one; what the caller's own unit keeps is its own,
// whether or not it keeps anything else of the client.
void HoldOwn(rpc::Call& call, const Row& row, const WorkItem& item) {
  const bool kept = row.source->whose == Whose::kOwn && row.holder == call.caller().unit;
  if (!kept && !item.client_id().empty()) return;
  rpc::Grants grants;
  grants.own = true;
  call.Hold({item.client_id(), row.holder}, std::move(grants));
}

}  // namespace

absl::StatusOr<Question> QuestionOf(const rpc::Call& call, common::v1::WorkScope scope) {
  const rpc::Caller& caller = call.caller();
  if (scope == common::v1::WORK_SCOPE_UNIT && !Leads(caller.role)) {
    return rules::StatusWithReason(absl::StatusCode::kPermissionDenied, "ROLE_REFUSED",
                                   "the unit's list is for those who lead it");
  }
  Question question;
  question.scope = scope;
  question.worker_ids = {caller.worker_id};
  if (!caller.substituted_worker_id.empty())
    question.worker_ids.push_back(caller.substituted_worker_id);
  question.unit = caller.unit;
  question.roles = {caller.role};
  question.with_clients = rpc::MayHaveClients(caller);
  question.today = dates::DayAt(call.now());
  return question;
}

WorkItem ItemOf(const rpc::Call& call, const Row& row, absl::Time seen) {
  WorkItem item;
  item.set_kind(row.source->kind);
  item.set_record_id(row.record_id);
  item.set_client_id(row.client_id);
  for (const std::string& area : row.areas) {
    const auto* value = db::FromStoredName(*common::v1::DataArea_descriptor(), area);
    if (value != nullptr) item.add_areas(static_cast<common::v1::DataArea>(value->number()));
  }
  if (row.due.has_value()) {
    *item.mutable_due_date() = dates::ToDate(*row.due);
    item.set_overdue(*row.due < dates::DayAt(call.now()));
  }
  item.set_why(std::string(row.source->why.In(call.language())));
  item.set_open_method(std::string(row.source->opens));
  item.set_worker_id(row.worker_id);
  item.set_as_deputy(!row.worker_id.empty() &&
                     row.worker_id == call.caller().substituted_worker_id);
  *item.mutable_since_time() = rpc::ToTimestamp(row.since);
  item.set_unread(row.since > seen);
  SetUnits(row, item);
  return item;
}

absl::Time SeenBy(db::Tx& tx, const std::string& worker_id) {
  const pqxx::result rows = tx.Run(
      "SELECT (extract(epoch FROM seen_time) * 1000000)::bigint FROM work_seen WHERE worker_id = "
      "$1",
      {worker_id});
  return rows.empty() ? absl::InfinitePast() : absl::FromUnixMicros(rows[0][0].as<int64_t>());
}

void WorkService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.common.v1.WorkService";
  rpc::Bind(methods, kInterface, "ListMyWork", *this, &WorkService::ListMyWork);
  rpc::Bind(methods, kInterface, "MarkWorkSeen", *this, &WorkService::MarkWorkSeen);
}

absl::StatusOr<common::v1::ListMyWorkResponse> WorkService::ListMyWork(
    rpc::Call& call, const common::v1::ListMyWorkRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  ASSIGN_OR_RETURN(Question question, QuestionOf(call, request.scope()));
  if (page.after.size() == 3) question.after = Place{page.after[0], page.after[1], page.after[2]};
  question.limit = page.size + 1;
  const std::vector<Row> rows = finder_.Find(call.tx(), question);
  const absl::Time seen = SeenBy(call.tx(), call.caller().worker_id);
  common::v1::ListMyWorkResponse response;
  for (const Row& row : rows) {
    if (response.items_size() == page.size) {
      const Place last = Finder::PlaceOf(rows[static_cast<std::size_t>(page.size) - 1]);
      response.set_next_page_token(
          rpc::NextPageToken(call, request, {last.due, last.index, last.record_id}));
      break;
    }
    *response.add_items() = ItemOf(call, row, seen);
    HoldOwn(call, row, *response.items().rbegin());
  }
  if (complete_) RETURN_IF_ERROR(complete_(call, *response.mutable_items()));
  return response;
}

absl::StatusOr<common::v1::MarkWorkSeenResponse> WorkService::MarkWorkSeen(
    rpc::Call& call, const common::v1::MarkWorkSeenRequest&) {
  common::v1::MarkWorkSeenResponse response;
  *response.mutable_seen_time() = rpc::ToTimestamp(call.now());
  call.tx().Run(
      "INSERT INTO work_seen (worker_id, seen_time) VALUES ($1, $2) ON CONFLICT (worker_id) DO "
      "UPDATE SET seen_time = greatest(work_seen.seen_time, excluded.seen_time)",
      {call.caller().worker_id, db::TimestampText(response.seen_time())});
  return response;
}

}  // namespace opora::work
