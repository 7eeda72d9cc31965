#include "services/client_registry/privacy/correction_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "opora/registry/v1/statement.pb.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/clients/statement_rules.h"
#include "services/client_registry/clients/statement_store.h"
#include "services/client_registry/privacy/privacy_rules.h"
#include "services/client_registry/privacy/recipients.h"
#include "services/client_registry/privacy/refusals.h"

namespace opora::registry {
namespace {

// The statement, when the caller may read what it says; assumptions stay with their holder (XC-41).
absl::StatusOr<v1::Statement> ReadableStatement(rpc::Call& call, const std::string& statement_id) {
  ASSIGN_OR_RETURN(v1::Statement statement, db::Get<v1::Statement>(call.tx(), statement_id));
  call.SetClient(statement.client_id());
  const rpc::Unit holder = rpc::HolderOf(statement);
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({statement.client_id(), holder}));
  if (!MaySee(call, *grants, statement.area(), "Statement.content") ||
      StaysWithHolder(call.caller().unit, statement)) {
    return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  }
  return statement;
}

bool IsReceivedHere(rpc::Call& call, const v1::Correction& correction) {
  const auto request = db::Get<v1::SubjectRequest>(call.tx(), correction.subject_request_id());
  return request.ok() && rpc::HolderOf(*request) == call.caller().unit &&
         request->client_id() == correction.client_id();
}

// Nothing is rewritten: a statement of the source with the corrected words stands in the place of
// the wrong one (REG-40).
absl::Status Apply(rpc::Call& call, const v1::Correction& correction) {
  ASSIGN_OR_RETURN(const v1::Statement before,
                   LockHeld<v1::Statement>(call, correction.statement_id()));
  if (IsReplaced(call.tx(), before.statement_id())) return rules::Refuse(rule::kStatementReplaced);
  v1::Statement successor = before;
  successor.set_statement_id(ids::RandomId());
  successor.set_content(correction.proposed_content());
  successor.clear_verified_on();
  successor.set_author_worker_id(call.caller().worker_id);
  *successor.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), successor);
  call.Emit("StatementRecorded", successor);
  v1::StatementChange change;
  change.set_change_id(ids::RandomId());
  change.set_client_id(before.client_id());
  rpc::SetHolder(call.caller().unit, change);
  change.set_area(before.area());
  change.set_statement_id(before.statement_id());
  change.set_successor_statement_id(successor.statement_id());
  change.set_kind(v1::STATEMENT_CHANGE_KIND_CORRECTED);
  change.set_reason(correction.reason());
  change.set_worker_id(call.caller().worker_id);
  *change.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), change);
  call.Emit("StatementReplaced", change);
  return absl::OkStatus();
}

// The correction for proposer and source; for everybody else there is none.
absl::Status CheckSees(rpc::Call& call, const v1::Correction& correction) {
  call.SetClient(correction.client_id());
  if (rpc::HolderOf(correction) == call.caller().unit ||
      rpc::AddresseeOf(correction) == call.caller().unit) {
    return absl::OkStatus();
  }
  return call.HiddenRefusal("XC-67", "FOREIGN_CORRECTION");
}

// Who proposed a correction sees its own, whoever keeps the client's records.
void HoldForProposer(rpc::Call& call, const v1::Correction& correction) {
  if (rpc::HolderOf(correction) != call.caller().unit) return;
  rpc::HoldOwn(call, correction);
}

}  // namespace

void CorrectionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.PrivacyService";
  using Self = CorrectionService;
  rpc::Bind(methods, kInterface, "ProposeCorrection", *this, &Self::ProposeCorrection);
  rpc::Bind(methods, kInterface, "DecideCorrection", *this, &Self::DecideCorrection);
  rpc::Bind(methods, kInterface, "GetCorrection", *this, &Self::GetCorrection);
  rpc::Bind(methods, kInterface, "ListRecipientNotices", *this, &Self::ListRecipientNotices);
  rpc::Bind(methods, kInterface, "AcknowledgeNotice", *this, &Self::AcknowledgeNotice);
}

absl::StatusOr<v1::ProposeCorrectionResponse> CorrectionService::ProposeCorrection(
    rpc::Call& call, const v1::ProposeCorrectionRequest& request) {
  ASSIGN_OR_RETURN(const v1::Statement statement,
                   ReadableStatement(call, request.correction().statement_id()));
  v1::ProposeCorrectionResponse response;
  v1::Correction& correction = *response.mutable_correction();
  correction.set_correction_id(ids::RandomId());
  correction.set_client_id(statement.client_id());
  rpc::SetHolder(call.caller().unit, correction);
  correction.set_worker_id(call.caller().worker_id);
  const rpc::Unit source = rpc::HolderOf(statement);
  correction.set_recipient_agency_id(source.agency_id);
  if (!source.department_id.empty()) correction.set_recipient_department_id(source.department_id);
  correction.set_statement_id(statement.statement_id());
  correction.set_area(statement.area());
  correction.set_proposed_content(request.correction().proposed_content());
  correction.set_reason(request.correction().reason());
  if (request.correction().has_subject_request_id()) {
    correction.set_subject_request_id(request.correction().subject_request_id());
    if (!IsReceivedHere(call, correction)) {
      return rules::InvalidField("correction.subject_request_id", "SUBJECT_REQUEST_UNKNOWN",
                                 "is no request of this person to the caller's unit");
    }
  }
  correction.set_state(v1::CORRECTION_STATE_PROPOSED);
  *correction.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), correction);
  call.Emit("CorrectionProposed", correction);
  HoldForProposer(call, correction);
  return response;
}

absl::StatusOr<v1::DecideCorrectionResponse> CorrectionService::DecideCorrection(
    rpc::Call& call, const v1::DecideCorrectionRequest& request) {
  v1::DecideCorrectionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_correction(),
                   db::Lock<v1::Correction>(call.tx(), request.correction_id()));
  v1::Correction& correction = *response.mutable_correction();
  RETURN_IF_ERROR(CheckSees(call, correction));
  if (rpc::AddresseeOf(correction) != call.caller().unit)
    return rules::Refuse(rule::kOnlySourceDecides);
  RETURN_IF_ERROR(Decide(correction, request.accepted(), request.reason()));
  correction.set_decided_by_worker_id(call.caller().worker_id);
  *correction.mutable_decide_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), correction,
             {"state", "decision_reason", "decided_by_worker_id", "decide_time"});
  call.Emit("CorrectionDecided", correction);
  if (request.accepted()) {
    RETURN_IF_ERROR(Apply(call, correction));
    for (auto& notice : TellOfCorrection(call, correction.client_id(), correction.statement_id(),
                                         correction.area())) {
      *response.add_notices() = std::move(notice);
    }
  }
  return response;
}

absl::StatusOr<v1::GetCorrectionResponse> CorrectionService::GetCorrection(
    rpc::Call& call, const v1::GetCorrectionRequest& request) {
  v1::GetCorrectionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_correction(),
                   db::Get<v1::Correction>(call.tx(), request.correction_id()));
  const v1::Correction& correction = response.correction();
  RETURN_IF_ERROR(CheckSees(call, correction));
  HoldForProposer(call, correction);
  const bool source = rpc::AddresseeOf(correction) == call.caller().unit;
  for (auto& action : CorrectionActions(correction, source, call.language()))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListRecipientNoticesResponse> CorrectionService::ListRecipientNotices(
    rpc::Call& call, const v1::ListRecipientNoticesRequest& request) {
  v1::ListRecipientNoticesResponse response;
  const rpc::Unit& unit = call.caller().unit;
  RETURN_IF_ERROR(rpc::ListNewest<v1::RecipientNotice>(
      call, request,
      "r.client_id IN (SELECT * FROM records_of($1)) AND ((r.agency_id = $2 AND "
      "coalesce(r.department_id::text, '') = $3) OR (r.recipient_agency_id = $2 AND "
      "coalesce(r.recipient_department_id::text, '') = $3))",
      {request.client_id(), unit.agency_id, unit.department_id}, *response.mutable_notices(),
      response));
  return response;
}

absl::StatusOr<v1::AcknowledgeNoticeResponse> CorrectionService::AcknowledgeNotice(
    rpc::Call& call, const v1::AcknowledgeNoticeRequest& request) {
  v1::AcknowledgeNoticeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_notice(),
                   db::Lock<v1::RecipientNotice>(call.tx(), request.notice_id()));
  v1::RecipientNotice& notice = *response.mutable_notice();
  call.SetClient(notice.client_id());
  if (rpc::AddresseeOf(notice) != call.caller().unit)
    return call.HiddenRefusal("XC-67", "FOREIGN_NOTICE");
  if (notice.has_acknowledge_time()) return response;
  *notice.mutable_acknowledge_time() = rpc::ToTimestamp(call.now());
  notice.set_acknowledged_by_worker_id(call.caller().worker_id);
  db::Update(call.tx(), notice, {"acknowledge_time", "acknowledged_by_worker_id"});
  call.Emit("NoticeAcknowledged", notice);
  return response;
}

}  // namespace opora::registry
