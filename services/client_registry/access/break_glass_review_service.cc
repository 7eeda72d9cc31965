#include "services/client_registry/access/break_glass_review_service.h"

#include <algorithm>

#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rpc/page.h"
#include "common/rpc/policy.h"
#include "common/rules/occurrence.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/break_glass_access.h"

namespace opora::registry {
namespace {

// Reviews that one call of ProcessAccessDeadlines looks after.
constexpr int kPortion = 100;

// An alert is for the worker whom it names and who leads there; without a name, for the unit.
bool IsFor(const v1::AccessAlert& alert, const access::Reviewer& caller) {
  if (rpc::Unit{alert.agency_id(), alert.department_id()} != caller.unit) return false;
  return caller.leads || !alert.has_worker_id() || alert.worker_id() == caller.worker_id ||
         alert.worker_id() == caller.substituted_worker_id;
}

void TellOverdue(rpc::Call& call, v1::BreakGlass& glass) {
  *glass.mutable_overdue_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), glass, {"overdue_time"});
  v1::AccessAlert alert;
  alert.set_alert_id(ids::TimeOrderedId(call.now()));
  alert.set_kind(v1::ACCESS_ALERT_KIND_REVIEW_OVERDUE);
  rpc::SetHolder(rpc::HolderOf(glass), alert);
  alert.set_break_glass_id(glass.break_glass_id());
  *alert.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), alert);
  call.Emit("BreakGlassReviewOverdue", glass);
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(glass.client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
}

}  // namespace

void BreakGlassReviewService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AccessService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("ListBreakGlassReviews", &BreakGlassReviewService::ListBreakGlassReviews);
  bind("ReviewBreakGlass", &BreakGlassReviewService::ReviewBreakGlass);
  bind("ListBreakGlassSuspensions", &BreakGlassReviewService::ListBreakGlassSuspensions);
  bind("ListAccessAlerts", &BreakGlassReviewService::ListAccessAlerts);
  bind("AcknowledgeAccessAlert", &BreakGlassReviewService::AcknowledgeAccessAlert);
  bind("ProcessAccessDeadlines", &BreakGlassReviewService::ProcessAccessDeadlines);
}

absl::StatusOr<v1::ListBreakGlassReviewsResponse> BreakGlassReviewService::ListBreakGlassReviews(
    rpc::Call& call, const v1::ListBreakGlassReviewsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListBreakGlassReviewsResponse response;
  db::SelectInto(
      call.tx(), v1::BreakGlass::default_instance(),
      "WHERE r.agency_id = $1 AND r.outcome IS NULL AND (NOT $2::boolean OR r.review_due < $3) AND "
      "($4::timestamptz IS NULL OR (r.create_time, r.break_glass_id) > ($4::timestamptz, "
      "$5::uuid)) ORDER BY r.create_time, r.break_glass_id LIMIT $6",
      {call.caller().unit.agency_id, request.overdue_only() ? "t" : "f",
       dates::DateText(dates::DayAt(call.now())), page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_break_glasses(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_break_glasses()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText(last->create_time()), last->break_glass_id()}));
  for (const v1::BreakGlass& glass : response.break_glasses()) access::Show(call, glass, true);
  return response;
}

absl::StatusOr<v1::ReviewBreakGlassResponse> BreakGlassReviewService::ReviewBreakGlass(
    rpc::Call& call, const v1::ReviewBreakGlassRequest& request) {
  v1::ReviewBreakGlassResponse response;
  ASSIGN_OR_RETURN(*response.mutable_break_glass(),
                   access::LockOnOwnSide(call, request.break_glass_id()));
  v1::BreakGlass& glass = *response.mutable_break_glass();
  RETURN_IF_ERROR(
      access::CheckVerb(glass, access::GlassVerb::kReview, access::ReviewerOf(call), call.now()));
  glass.set_outcome(request.outcome());
  glass.set_reviewer_worker_id(call.caller().worker_id);
  *glass.mutable_review_time() = rpc::ToTimestamp(call.now());
  glass.set_review_note(request.note());
  db::Update(call.tx(), glass, {"outcome", "reviewer_worker_id", "review_time", "review_note"});
  call.Emit("BreakGlassReviewed", glass);
  return response;
}

absl::StatusOr<v1::ListBreakGlassSuspensionsResponse>
BreakGlassReviewService::ListBreakGlassSuspensions(
    rpc::Call& call, const v1::ListBreakGlassSuspensionsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const bool all =
      rpc::IsInGroup(call.caller().role, common::v1::ROLE_GROUP_PLATFORM_ADMINISTRATION);
  const pqxx::result rows = call.tx().Run(
      "SELECT agency_id, count(*), min(review_due) FROM break_glasses WHERE outcome IS NULL AND "
      "review_due < $1 AND ($2::uuid IS NULL OR agency_id = $2) AND ($3::uuid IS NULL OR agency_id "
      "> $3) GROUP BY agency_id ORDER BY agency_id LIMIT $4",
      {dates::DateText(dates::DayAt(call.now())),
       all ? std::nullopt : std::optional(call.caller().unit.agency_id), page.Key(0),
       page.Limit()});
  v1::ListBreakGlassSuspensionsResponse response;
  for (const auto& row : rows) {
    if (response.suspensions_size() == page.size) {
      response.set_next_page_token(
          rpc::NextPageToken(call, request, {response.suspensions().rbegin()->agency_id()}));
      break;
    }
    v1::BreakGlassSuspension& suspension = *response.add_suspensions();
    suspension.set_agency_id(row[0].c_str());
    suspension.set_overdue_count(row[1].as<int>());
    *suspension.mutable_oldest_due() =
        dates::ToDate(dates::ParseDate(row[2].c_str()).value_or(absl::CivilDay()));
  }
  return response;
}

absl::StatusOr<v1::ListAccessAlertsResponse> BreakGlassReviewService::ListAccessAlerts(
    rpc::Call& call, const v1::ListAccessAlertsRequest& request) {
  const access::Reviewer caller = access::ReviewerOf(call);
  v1::ListAccessAlertsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND ($3::boolean OR "
      "r.worker_id IS NULL OR r.worker_id = $4::uuid OR r.worker_id = $5::uuid) AND ($6::boolean "
      "OR r.seen_time IS NULL)",
      {caller.unit.agency_id, caller.unit.department_id, caller.leads ? "t" : "f", caller.worker_id,
       db::OrNull(caller.substituted_worker_id), request.with_seen() ? "t" : "f"},
      *response.mutable_alerts(), response));
  return response;
}

absl::StatusOr<v1::AcknowledgeAccessAlertResponse> BreakGlassReviewService::AcknowledgeAccessAlert(
    rpc::Call& call, const v1::AcknowledgeAccessAlertRequest& request) {
  v1::AcknowledgeAccessAlertResponse response;
  ASSIGN_OR_RETURN(*response.mutable_alert(),
                   db::Lock<v1::AccessAlert>(call.tx(), request.alert_id()));
  v1::AccessAlert& alert = *response.mutable_alert();
  if (!IsFor(alert, access::ReviewerOf(call))) return call.HiddenRefusal("XC-26", "FOREIGN_ALERT");
  if (alert.has_seen_time()) return response;
  *alert.mutable_seen_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), alert, {"seen_time"});
  return response;
}

absl::StatusOr<v1::ProcessAccessDeadlinesResponse> BreakGlassReviewService::ProcessAccessDeadlines(
    rpc::Call& call, const v1::ProcessAccessDeadlinesRequest& request) {
  absl::CivilDay as_of = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    if (dates::FromDate(request.as_of_date()) > as_of)
      return rules::Refuse(rules::kNotInFuture, {.field = "as_of_date"});
    as_of = dates::FromDate(request.as_of_date());
  }
  auto overdue = db::Select<v1::BreakGlass>(
      call.tx(),
      "WHERE r.outcome IS NULL AND r.overdue_time IS NULL AND r.review_due < $1 ORDER BY "
      "r.review_due, r.break_glass_id LIMIT $2 FOR UPDATE OF r SKIP LOCKED",
      {dates::DateText(as_of), std::to_string(kPortion)});
  v1::ProcessAccessDeadlinesResponse response;
  for (v1::BreakGlass& glass : overdue) TellOverdue(call, glass);
  response.set_overdue_count(static_cast<int>(overdue.size()));
  response.set_has_more(overdue.size() == kPortion);
  return response;
}

}  // namespace opora::registry
