#include "services/client_registry/clients/statement_service.h"

#include "common/advice/judge.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/client_registry/clients/client_rules.h"
#include "services/client_registry/clients/client_store.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/clients/statement_rules.h"
#include "services/client_registry/clients/statement_store.h"
#include "services/client_registry/privacy/recipients.h"
#include "services/client_registry/rules.h"

namespace opora::registry {
namespace {

// A statement as asked for, with its source and times.
absl::Status Fill(rpc::Call& call, advice::Judge& judge, v1::Statement& statement) {
  RETURN_IF_ERROR(CheckStatement(statement, call.now()));
  RETURN_IF_ERROR(judge.Settle(CheckTopic(statement)));
  statement.set_statement_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, statement);
  statement.clear_author_worker_id();
  if (!call.caller().worker_id.empty()) statement.set_author_worker_id(call.caller().worker_id);
  *statement.mutable_create_time() = rpc::ToTimestamp(call.now());
  if (!statement.has_occurred_at()) *statement.mutable_occurred_at() = statement.create_time();
  return absl::OkStatus();
}

// XC-28: whether the topic is held already. Says only what the caller may read anyway (XC-30).
absl::StatusOr<bool> IsHeld(rpc::Call& call, const v1::Statement& statement) {
  for (const v1::Statement& held : StatementsOn(call.tx(), statement.client_id(), statement)) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({held.client_id(), rpc::HolderOf(held)}));
    if (MaySee(call, *grants, held.area(), "Statement.content") &&
        !StaysWithHolder(call.caller().unit, held)) {
      return true;
    }
  }
  return false;
}

template <typename Record>
void Sign(const rpc::Call& call, const v1::Statement& statement, Record& record) {
  record.set_client_id(statement.client_id());
  rpc::SetHolder(call.caller().unit, record);
  record.set_area(statement.area());
  record.set_statement_id(statement.statement_id());
  if (!call.caller().worker_id.empty()) record.set_worker_id(call.caller().worker_id);
  *record.mutable_create_time() = rpc::ToTimestamp(call.now());
}

}  // namespace

void StatementService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "RecordStatement", *this, &StatementService::RecordStatement);
  rpc::Bind(methods, kInterface, "CorrectStatement", *this, &StatementService::CorrectStatement);
  rpc::Bind(methods, kInterface, "VerifyStatement", *this, &StatementService::VerifyStatement);
  rpc::Bind(methods, kInterface, "ListStatements", *this, &StatementService::ListStatements);
}

absl::StatusOr<v1::RecordStatementResponse> StatementService::RecordStatement(
    rpc::Call& call, const v1::RecordStatementRequest& request) {
  v1::RecordStatementResponse response;
  v1::Statement& statement = *response.mutable_statement();
  statement = request.statement();
  advice::Judge judge(call, rule::Recommendations());
  RETURN_IF_ERROR(Fill(call, judge, statement));
  judge.WarnIn(response);
  ASSIGN_OR_RETURN(const bool held, IsHeld(call, statement));
  if (held) *response.add_warnings() = rules::Warn(rule::kAlreadyHeld, call.language());
  ASSIGN_OR_RETURN(const v1::Client client, db::Get<v1::Client>(call.tx(), statement.client_id()));
  // Of a record of somebody else's nothing may be told by a warning either.
  if (rpc::HolderOf(client) == call.caller().unit &&
      IsOfTheParent(statement, client, dates::DayAt(call.now()))) {
    *response.add_warnings() = rules::Warn(rule::kClientIsTheChild, call.language());
  }
  db::Insert(call.tx(), statement);
  call.Emit("StatementRecorded", statement);
  return response;
}

absl::StatusOr<v1::CorrectStatementResponse> StatementService::CorrectStatement(
    rpc::Call& call, const v1::CorrectStatementRequest& request) {
  RETURN_IF_ERROR(CheckCorrection(request.kind(), request.has_successor()));
  ASSIGN_OR_RETURN(const v1::Statement before,
                   LockHeld<v1::Statement>(call, request.statement_id()));
  if (IsReplaced(call.tx(), before.statement_id())) return rules::Refuse(rule::kStatementReplaced);
  v1::CorrectStatementResponse response;
  v1::StatementChange& change = *response.mutable_change();
  change.set_change_id(ids::RandomId());
  change.set_kind(request.kind());
  change.set_reason(request.reason());
  Sign(call, before, change);
  if (request.has_successor()) {
    v1::Statement& successor = *response.mutable_successor();
    successor = request.successor();
    successor.set_client_id(before.client_id());
    advice::Judge judge(call, rule::Recommendations());
    RETURN_IF_ERROR(Fill(call, judge, successor));
    judge.WarnIn(response);
    db::Insert(call.tx(), successor);
    call.Emit("StatementRecorded", successor);
    change.set_successor_statement_id(successor.statement_id());
  }
  db::Insert(call.tx(), change);
  call.Emit("StatementReplaced", change);
  // XC-67: whoever received what was wrong is told. What merely changed was right when it was told.
  if (change.kind() != v1::STATEMENT_CHANGE_KIND_SUPERSEDED)
    TellOfCorrection(call, before.client_id(), before.statement_id(), before.area());
  return response;
}

absl::StatusOr<v1::VerifyStatementResponse> StatementService::VerifyStatement(
    rpc::Call& call, const v1::VerifyStatementRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.verified_on(), "verified_on"));
  const absl::CivilDay day = dates::FromDate(request.verified_on());
  if (day > dates::DayAt(call.now()))
    return rules::Refuse(rules::kNotInFuture, {.field = "verified_on"});
  v1::VerifyStatementResponse response;
  ASSIGN_OR_RETURN(*response.mutable_statement(),
                   LockHeld<v1::Statement>(call, request.statement_id()));
  v1::Statement& statement = *response.mutable_statement();
  if (IsReplaced(call.tx(), statement.statement_id()))
    return rules::Refuse(rule::kStatementReplaced);
  v1::StatementVerification& verification = *response.mutable_verification();
  verification.set_verification_id(ids::RandomId());
  verification.set_kind_before(statement.kind());
  verification.set_evidence(request.evidence());
  *verification.mutable_verified_on() = request.verified_on();
  Sign(call, statement, verification);
  statement.set_kind(KindAfter(statement.kind(), request.evidence()));
  // One entered late does not make the statement older than it is.
  if (!statement.has_verified_on() || dates::FromDate(statement.verified_on()) < day)
    *statement.mutable_verified_on() = request.verified_on();
  db::Update(call.tx(), statement, {"kind", "verified_on"});
  db::Insert(call.tx(), verification);
  call.Emit("StatementVerified", verification);
  return response;
}

absl::StatusOr<v1::ListStatementsResponse> StatementService::ListStatements(
    rpc::Call& call, const v1::ListStatementsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  ASSIGN_OR_RETURN(const std::vector<std::string> open,
                   OpenHoldings(call, request.client_id(), "Statement.content"));
  v1::ListStatementsResponse response;
  SelectStatementPage(call.tx(), request, open, call.caller().unit, page, response);
  if (const auto* last = rpc::CutToPage(page, *response.mutable_entries()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request,
        {db::TimestampText(last->statement().create_time()), last->statement().statement_id()}));
  if (request.include_replaced()) AddChanges(call.tx(), response);
  return response;
}

}  // namespace opora::registry
