#include "services/client_registry/privacy/subject_request_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/client_registry/privacy/privacy_rules.h"
#include "services/client_registry/privacy/recipients.h"
#include "services/client_registry/privacy/refusals.h"

namespace opora::registry {
namespace {

// The request for the unit that received it, locked; for everybody else there is none.
absl::StatusOr<v1::SubjectRequest> LockReceived(rpc::Call& call, const std::string& id,
                                                const std::string& etag) {
  ASSIGN_OR_RETURN(v1::SubjectRequest request, db::Lock<v1::SubjectRequest>(call.tx(), id));
  call.SetClient(request.client_id());
  if (rpc::HolderOf(request) != call.caller().unit)
    return call.HiddenRefusal("XC-67", "FOREIGN_REQUEST");
  if (etag.empty() || etag == request.etag()) return request;
  return db::Lock<v1::SubjectRequest>(call.tx(), id, etag);
}

v1::RecipientNotice NoticeAbout(const v1::SubjectRequest& request) {
  v1::RecipientNotice notice;
  notice.set_client_id(request.client_id());
  rpc::SetHolder(rpc::HolderOf(request), notice);
  notice.set_kind(NoticeOf(request));
  notice.set_subject_request_id(request.subject_request_id());
  return notice;
}

std::set<common::v1::DataArea> AreasOf(const v1::SubjectRequest& request) {
  std::set<common::v1::DataArea> areas;
  for (int area : request.areas()) areas.insert(static_cast<common::v1::DataArea>(area));
  return areas;
}

// The person as a relative or representative in records of others. Whoever received those is told
// by the record that they know, not by the person's own.
void TellOfOthers(rpc::Call& call, const v1::SubjectRequest& request,
                  v1::DecideSubjectRequestResponse& response) {
  const std::set<common::v1::DataArea> areas = AreasOf(request);
  if (NoticeOf(request) == v1::RECIPIENT_NOTICE_KIND_UNSPECIFIED ||
      (!areas.empty() && !areas.contains(common::v1::DATA_AREA_FAMILY)))
    return;
  const rpc::Unit unit = rpc::HolderOf(request);
  const auto naming = NamingRecords(call.tx(), request.client_id(), unit);
  for (const std::string& client_id : naming) {
    v1::RecipientNotice notice = NoticeAbout(request);
    notice.set_client_id(client_id);
    notice.clear_subject_request_id();
    const auto recipients =
        RecipientsOf(call.tx(), client_id, unit, {common::v1::DATA_AREA_FAMILY});
    for (auto& told : Tell(call, notice, recipients)) *response.add_notices() = std::move(told);
  }
  if (!naming.empty())
    *response.add_warnings() = rules::Warn(rule::kNamedElsewhere, call.language());
}

}  // namespace

void SubjectRequestService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.PrivacyService";
  using Self = SubjectRequestService;
  rpc::Bind(methods, kInterface, "RecordSubjectRequest", *this, &Self::RecordSubjectRequest);
  rpc::Bind(methods, kInterface, "AddSubjectRequestStep", *this, &Self::AddSubjectRequestStep);
  rpc::Bind(methods, kInterface, "ExtendSubjectRequest", *this, &Self::ExtendSubjectRequest);
  rpc::Bind(methods, kInterface, "DecideSubjectRequest", *this, &Self::DecideSubjectRequest);
  rpc::Bind(methods, kInterface, "GetSubjectRequest", *this, &Self::GetSubjectRequest);
  rpc::Bind(methods, kInterface, "ListSubjectRequests", *this, &Self::ListSubjectRequests);
}

absl::StatusOr<v1::RecordSubjectRequestResponse> SubjectRequestService::RecordSubjectRequest(
    rpc::Call& call, const v1::RecordSubjectRequestRequest& request) {
  v1::RecordSubjectRequestResponse response;
  v1::SubjectRequest& stored = *response.mutable_subject_request();
  stored = request.subject_request();
  RETURN_IF_ERROR(Receive(stored, dates::DayAt(call.now())));
  if (stored.has_attestation()) {
    RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(stored.attestation().occurred_at()),
                                           call.now(), "subject_request.attestation.occurred_at"));
    stored.mutable_attestation()->set_attesting_worker_id(call.caller().worker_id);
  }
  stored.set_subject_request_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, stored);
  *stored.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), stored);
  call.Emit("SubjectRequestReceived", stored);
  const absl::Time received =
      absl::FromCivil(dates::FromDate(stored.received_on()), absl::UTCTimeZone());
  if (rules::IsLateEntry(received, call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  return response;
}

absl::StatusOr<v1::AddSubjectRequestStepResponse> SubjectRequestService::AddSubjectRequestStep(
    rpc::Call& call, const v1::AddSubjectRequestStepRequest& request) {
  v1::AddSubjectRequestStepResponse response;
  ASSIGN_OR_RETURN(*response.mutable_subject_request(),
                   LockReceived(call, request.subject_request_id(), ""));
  v1::SubjectRequest& stored = *response.mutable_subject_request();
  RETURN_IF_ERROR(CheckStep(stored, request.step(), dates::DayAt(call.now())));
  v1::SubjectRequestStep& step = *stored.add_steps();
  step = request.step();
  step.set_step_id(ids::RandomId());
  step.set_subject_request_id(stored.subject_request_id());
  step.set_worker_id(call.caller().worker_id);
  db::Update(call.tx(), stored, {"steps"});
  call.Emit("SubjectRequestStepAdded", stored);
  return response;
}

absl::StatusOr<v1::ExtendSubjectRequestResponse> SubjectRequestService::ExtendSubjectRequest(
    rpc::Call& call, const v1::ExtendSubjectRequestRequest& request) {
  v1::ExtendSubjectRequestResponse response;
  ASSIGN_OR_RETURN(*response.mutable_subject_request(),
                   LockReceived(call, request.subject_request_id(), request.etag()));
  v1::SubjectRequest& stored = *response.mutable_subject_request();
  RETURN_IF_ERROR(Extend(stored, request.reason(), dates::DayAt(call.now())));
  db::Update(call.tx(), stored, {"due_date", "extension_reason"});
  call.Emit("SubjectRequestExtended", stored);
  return response;
}

absl::StatusOr<v1::DecideSubjectRequestResponse> SubjectRequestService::DecideSubjectRequest(
    rpc::Call& call, const v1::DecideSubjectRequestRequest& request) {
  v1::DecideSubjectRequestResponse response;
  ASSIGN_OR_RETURN(*response.mutable_subject_request(),
                   LockReceived(call, request.subject_request_id(), request.etag()));
  v1::SubjectRequest& stored = *response.mutable_subject_request();
  RETURN_IF_ERROR(Decide(stored, {request.decision(), request.reason(), call.caller().worker_id},
                         dates::DayAt(call.now())));
  db::Update(call.tx(), stored,
             {"state", "decision", "decision_reason", "decided_on", "decided_by_worker_id"});
  call.Emit("SubjectRequestDecided", stored);
  if (NoticeOf(stored) != v1::RECIPIENT_NOTICE_KIND_UNSPECIFIED) {
    for (auto& notice : Tell(
             call, NoticeAbout(stored),
             RecipientsOf(call.tx(), stored.client_id(), rpc::HolderOf(stored), AreasOf(stored)))) {
      *response.add_notices() = std::move(notice);
    }
  }
  TellOfOthers(call, stored, response);
  if (stored.kind() == v1::SUBJECT_REQUEST_KIND_ERASURE &&
      stored.decision() == v1::SUBJECT_REQUEST_DECISION_GRANTED) {
    *response.add_warnings() = rules::Warn(rule::kRetentionRuns, call.language());
  }
  return response;
}

absl::StatusOr<v1::GetSubjectRequestResponse> SubjectRequestService::GetSubjectRequest(
    rpc::Call& call, const v1::GetSubjectRequestRequest& request) {
  v1::GetSubjectRequestResponse response;
  ASSIGN_OR_RETURN(*response.mutable_subject_request(),
                   db::Get<v1::SubjectRequest>(call.tx(), request.subject_request_id()));
  const v1::SubjectRequest& stored = response.subject_request();
  call.SetClient(stored.client_id());
  if (rpc::HolderOf(stored) != call.caller().unit)
    return call.HiddenRefusal("XC-67", "FOREIGN_REQUEST");
  for (auto& action : SubjectRequestActions(stored, dates::DayAt(call.now()), call.language()))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListSubjectRequestsResponse> SubjectRequestService::ListSubjectRequests(
    rpc::Call& call, const v1::ListSubjectRequestsRequest& request) {
  v1::ListSubjectRequestsResponse response;
  const rpc::Unit& unit = call.caller().unit;
  RETURN_IF_ERROR(rpc::ListNewest<v1::SubjectRequest>(
      call, request,
      "r.client_id IN (SELECT * FROM records_of($1)) AND r.agency_id = $2 AND "
      "coalesce(r.department_id::text, '') = $3",
      {request.client_id(), unit.agency_id, unit.department_id},
      *response.mutable_subject_requests(), response));
  return response;
}

}  // namespace opora::registry
