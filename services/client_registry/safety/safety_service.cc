#include "services/client_registry/safety/safety_service.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/holder.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/safety/refusals.h"
#include "services/client_registry/safety/safety_rules.h"

namespace opora::registry {
namespace {

// Notices that one call of ProcessSafetyDeadlines deletes.
constexpr int kPortion = 200;

// A worker of the own agency who is to meet the client, in whichever department and stance: the
// dog bites everybody. A deputy is to meet the absent worker's clients.
bool IsToMeet(rpc::Call& call, const std::string& client_id) {
  const rpc::Caller& caller = call.caller();
  const std::string& absent =
      caller.substituted_worker_id.empty() ? caller.worker_id : caller.substituted_worker_id;
  return !call.tx()
              .Run(
                  "SELECT 1 FROM client_assignments WHERE client_id IN (SELECT * FROM "
                  "records_of($1)) AND worker_id IN ($2, $3) AND agency_id = $4 AND state = "
                  "'ACTIVE' AND $5::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')",
                  {client_id, caller.worker_id, absent, caller.unit.agency_id,
                   dates::DateText(dates::DayAt(call.now()))})
              .empty();
}

absl::StatusOr<v1::SafetyNotice> LockOwn(rpc::Call& call, const std::string& notice_id,
                                         const std::string& etag) {
  ASSIGN_OR_RETURN(v1::SafetyNotice notice, db::Lock<v1::SafetyNotice>(call.tx(), notice_id, etag));
  call.SetClient(notice.client_id());
  // One that has run out is as good as deleted.
  if (rpc::HolderOf(notice) != call.caller().unit || !safety::InForce(notice, call.now()) ||
      !access::FactsOf(call, notice.client_id()).exists)
    return call.HiddenRefusal("XC-63", "FOREIGN_NOTICE");
  return notice;
}

void Delete(rpc::Call& call, const v1::SafetyNotice& notice, std::string_view event) {
  call.tx().Run("DELETE FROM safety_notices WHERE notice_id = $1", {notice.notice_id()});
  call.Emit(event, notice);
}

// One of the kind that has run out and was not deleted yet makes way.
void MakeWay(rpc::Call& call, const v1::SafetyNotice& wanted) {
  const auto over = db::Select<v1::SafetyNotice>(
      call.tx(), "WHERE r.client_id = $1 AND r.agency_id = $2 AND r.review_date < $3 FOR UPDATE",
      {wanted.client_id(), wanted.agency_id(), dates::DateText(dates::DayAt(call.now()))});
  for (const v1::SafetyNotice& notice : over) {
    if (rpc::HolderOf(notice) == rpc::HolderOf(wanted)) Delete(call, notice, "SafetyNoticeEnded");
  }
}

}  // namespace

void SafetyService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.SafetyService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("RecordSafetyNotice", &SafetyService::RecordSafetyNotice);
  bind("RenewSafetyNotice", &SafetyService::RenewSafetyNotice);
  bind("RemoveSafetyNotice", &SafetyService::RemoveSafetyNotice);
  bind("ListSafetyNotices", &SafetyService::ListSafetyNotices);
  bind("ProcessSafetyDeadlines", &SafetyService::ProcessSafetyDeadlines);
}

absl::StatusOr<v1::RecordSafetyNoticeResponse> SafetyService::RecordSafetyNotice(
    rpc::Call& call, const v1::RecordSafetyNoticeRequest& request) {
  v1::RecordSafetyNoticeResponse response;
  v1::SafetyNotice& notice = *response.mutable_notice();
  notice = request.notice();
  RETURN_IF_ERROR(safety::CheckNotice(notice, call.now()));
  notice.set_notice_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, notice);
  notice.set_author_worker_id(call.caller().worker_id);
  *notice.mutable_create_time() = rpc::ToTimestamp(call.now());
  MakeWay(call, notice);
  db::Insert(call.tx(), notice);
  call.Emit("SafetyNoticeRecorded", notice);
  return response;
}

absl::StatusOr<v1::RenewSafetyNoticeResponse> SafetyService::RenewSafetyNotice(
    rpc::Call& call, const v1::RenewSafetyNoticeRequest& request) {
  v1::RenewSafetyNoticeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_notice(), LockOwn(call, request.notice_id(), request.etag()));
  v1::SafetyNotice& notice = *response.mutable_notice();
  notice.clear_review_date();
  if (request.has_review_date()) *notice.mutable_review_date() = request.review_date();
  RETURN_IF_ERROR(safety::CheckRenewal(request.observed_on(), notice, call.now()));
  db::Update(call.tx(), notice, {"observed_on", "review_date", "reviewed_on"});
  call.Emit("SafetyNoticeRenewed", notice);
  rpc::HoldOwn(call, notice);
  return response;
}

absl::StatusOr<v1::RemoveSafetyNoticeResponse> SafetyService::RemoveSafetyNotice(
    rpc::Call& call, const v1::RemoveSafetyNoticeRequest& request) {
  ASSIGN_OR_RETURN(const v1::SafetyNotice notice, LockOwn(call, request.notice_id(), ""));
  Delete(call, notice, "SafetyNoticeEnded");
  return v1::RemoveSafetyNoticeResponse();
}

absl::StatusOr<v1::ListSafetyNoticesResponse> SafetyService::ListSafetyNotices(
    rpc::Call& call, const v1::ListSafetyNoticesRequest& request) {
  if (request.for_client() && call.context().purpose() != common::v1::PURPOSE_CLIENT_REQUEST) {
    return rules::InvalidField("for_client", "PURPOSE_OF_CLIENT",
                               "goes with the purpose CLIENT_REQUEST");
  }
  const bool shown = IsToMeet(call, request.client_id()) || request.for_client();
  v1::ListSafetyNoticesResponse response;
  for (v1::SafetyNotice& notice : db::Select<v1::SafetyNotice>(
           call.tx(),
           "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.review_date >= $2 ORDER BY "
           "r.create_time DESC, r.notice_id LIMIT 100",
           {request.client_id(), dates::DateText(dates::DayAt(call.now()))})) {
    if (rpc::HolderOf(notice).agency_id == call.caller().unit.agency_id) {
      const bool of_unit = rpc::HolderOf(notice) == call.caller().unit;
      if (!shown || (request.for_client() && !of_unit)) continue;
      rpc::HoldOwn(call, notice);
    }
    *response.add_notices() = std::move(notice);
  }
  return response;
}

absl::StatusOr<v1::ProcessSafetyDeadlinesResponse> SafetyService::ProcessSafetyDeadlines(
    rpc::Call& call, const v1::ProcessSafetyDeadlinesRequest& request) {
  absl::CivilDay as_of = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    if (dates::FromDate(request.as_of_date()) > as_of)
      return rules::Refuse(rules::kNotInFuture, {.field = "as_of_date"});
    as_of = dates::FromDate(request.as_of_date());
  }
  v1::ProcessSafetyDeadlinesResponse response;
  const auto over =
      db::Select<v1::SafetyNotice>(call.tx(),
                                   "WHERE r.review_date < $1 ORDER BY r.review_date, r.notice_id "
                                   "LIMIT $2 FOR UPDATE SKIP LOCKED",
                                   {dates::DateText(as_of), std::to_string(kPortion)});
  for (const v1::SafetyNotice& notice : over) {
    Delete(call, notice, "SafetyNoticeEnded");
    common::v1::AuditEntry& entry = call.AddAudit();
    entry.set_client_id(notice.client_id());
    entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
    entry.add_areas(notice.area());
  }
  response.set_deleted_count(static_cast<int32_t>(over.size()));
  response.set_has_more(over.size() == static_cast<std::size_t>(kPortion));
  return response;
}

}  // namespace opora::registry
