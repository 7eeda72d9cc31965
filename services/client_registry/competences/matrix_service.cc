#include "services/client_registry/competences/matrix_service.h"

#include <algorithm>

#include "common/advice/judge.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/competences/matrix_rules.h"
#include "services/client_registry/competences/matrix_store.h"
#include "services/client_registry/competences/refusals.h"
#include "services/client_registry/cooperation/cooperation_access.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/update_mask.h"

namespace opora::registry {
namespace {

// The row as it is to stand: a new one, or the present one of the caller's matrix, locked.
absl::StatusOr<v1::MatrixRow> RowToPut(rpc::Call& call, const rpc::Unit& keeper,
                                       const v1::MatrixRow& asked) {
  v1::MatrixRow row = asked;
  rpc::SetHolder(keeper, row);
  if (asked.row_id().empty()) return row;
  ASSIGN_OR_RETURN(const v1::MatrixRow present,
                   db::Lock<v1::MatrixRow>(call.tx(), asked.row_id(), asked.etag()));
  if (rpc::HolderOf(present) != keeper) return rules::NotFound();
  return row;
}

bool IsAddressee(const v1::Question& question, const std::string& worker_id) {
  const auto& addressees = question.addressee_worker_ids();
  return std::find(addressees.begin(), addressees.end(), worker_id) != addressees.end();
}

v1::Question NewQuestion(const rpc::Call& call, const v1::RouteQuestionRequest& request) {
  v1::Question question;
  question.set_question_id(ids::TimeOrderedId(call.now()));
  question.set_row_id(request.row_id());
  rpc::SetHolder(call.caller().unit, question);
  question.set_worker_id(call.caller().worker_id);
  question.set_text(request.text());
  question.set_state(v1::QUESTION_STATE_OPEN);
  *question.mutable_create_time() = rpc::ToTimestamp(call.now());
  return question;
}

}  // namespace

void MatrixService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.CooperationService";
  rpc::Bind(methods, kInterface, "PutMatrixRow", *this, &MatrixService::PutMatrixRow);
  rpc::Bind(methods, kInterface, "DeleteMatrixRow", *this, &MatrixService::DeleteMatrixRow);
  rpc::Bind(methods, kInterface, "ListMatrix", *this, &MatrixService::ListMatrix);
  rpc::Bind(methods, kInterface, "NameRepresentative", *this, &MatrixService::NameRepresentative);
  rpc::Bind(methods, kInterface, "RouteQuestion", *this, &MatrixService::RouteQuestion);
  rpc::Bind(methods, kInterface, "AnswerQuestion", *this, &MatrixService::AnswerQuestion);
  rpc::Bind(methods, kInterface, "ListQuestions", *this, &MatrixService::ListQuestions);
}

absl::StatusOr<v1::PutMatrixRowResponse> MatrixService::PutMatrixRow(
    rpc::Call& call, const v1::PutMatrixRowRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit keeper, KeptCooperation(call));
  RETURN_IF_ERROR(CheckMatrixRow(request.row()));
  v1::PutMatrixRowResponse response;
  v1::MatrixRow& row = *response.mutable_row();
  ASSIGN_OR_RETURN(row, RowToPut(call, keeper, request.row()));
  RETURN_IF_ERROR(ReadUnit(call.tx(), row.responsible_agency_id(), row.responsible_department_id(),
                           row.responsible_worker_id(),
                           {"row.responsible_agency_id", "row.responsible_department_id",
                            "row.responsible_worker_id"})
                      .status());
  if (row.row_id().empty()) {
    row.set_row_id(ids::RandomId());
    db::Insert(call.tx(), row);
  } else {
    db::Update(
        call.tx(), row,
        {"programme_id", "area", "activity", "responsible_agency_id", "responsible_department_id",
         "responsible_worker_id", "responsible_role", "channel"});
  }
  call.Emit("MatrixRowPut", row);
  return response;
}

absl::StatusOr<v1::DeleteMatrixRowResponse> MatrixService::DeleteMatrixRow(
    rpc::Call& call, const v1::DeleteMatrixRowRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit keeper, KeptCooperation(call));
  ASSIGN_OR_RETURN(const v1::MatrixRow row, db::Lock<v1::MatrixRow>(call.tx(), request.row_id()));
  if (rpc::HolderOf(row) != keeper) return rules::NotFound();
  registry::DeleteMatrixRow(call.tx(), row.row_id());
  call.Emit("MatrixRowDeleted", row);
  return v1::DeleteMatrixRowResponse();
}

absl::StatusOr<v1::ListMatrixResponse> MatrixService::ListMatrix(
    rpc::Call& call, const v1::ListMatrixRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListMatrixResponse response;
  FindMatrixRows(call.tx(), request, page, [&] { return response.add_rows(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_rows()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*last)));
  return response;
}

absl::StatusOr<v1::NameRepresentativeResponse> MatrixService::NameRepresentative(
    rpc::Call& call, const v1::NameRepresentativeRequest& request) {
  const rpc::Unit& unit = call.caller().unit;
  ASSIGN_OR_RETURN(const rpc::Unit keeper,
                   NamedDepartment(call, request.agency_id(), request.department_id()));
  RETURN_IF_ERROR(CheckColleague(call, unit, request.worker_id(), "worker_id"));
  v1::NameRepresentativeResponse response;
  v1::Representative& representative = *response.mutable_representative();
  if (const auto present = RepresentativeOf(call.tx(), keeper, unit); present.has_value()) {
    ASSIGN_OR_RETURN(representative,
                     db::Lock<v1::Representative>(call.tx(), present->representative_id()));
    representative.set_worker_id(request.worker_id());
    db::Update(call.tx(), representative, {"worker_id"});
  } else {
    representative.set_representative_id(ids::RandomId());
    rpc::SetHolder(keeper, representative);
    representative.set_unit_agency_id(unit.agency_id);
    if (!unit.department_id.empty()) representative.set_unit_department_id(unit.department_id);
    representative.set_worker_id(request.worker_id());
    db::Insert(call.tx(), representative);
  }
  call.Emit("RepresentativeNamed", representative);
  return response;
}

absl::StatusOr<v1::RouteQuestionResponse> MatrixService::RouteQuestion(
    rpc::Call& call, const v1::RouteQuestionRequest& request) {
  ASSIGN_OR_RETURN(const v1::MatrixRow row, db::Get<v1::MatrixRow>(call.tx(), request.row_id()));
  const v1::QuestionChannel channel = ChannelOf(row, request);
  // What the agency lets pass is warned of below, with a reason or without.
  RETURN_IF_ERROR(advice::Judge(call, rule::Recommendations()).Settle(CheckChannel(row, request)));
  ASSIGN_OR_RETURN(const std::vector<std::string> addressees,
                   RouteBy(channel, ReadAddressees(call.tx(), row, call.caller().unit,
                                                   dates::DayAt(call.now()))));
  v1::RouteQuestionResponse response;
  v1::Question& question = *response.mutable_question();
  question = NewQuestion(call, request);
  question.set_channel(channel);
  for (const std::string& worker_id : addressees) question.add_addressee_worker_ids(worker_id);
  if (channel == v1::QUESTION_CHANNEL_DIRECT && row.channel() != channel) {
    if (!request.direct_reason().empty()) question.set_direct_reason(request.direct_reason());
    *response.add_warnings() = rules::Warn(rule::kViaWorkingGroup, call.language());
  }
  db::Insert(call.tx(), question);
  call.Emit("QuestionRouted", question);
  return response;
}

absl::StatusOr<v1::AnswerQuestionResponse> MatrixService::AnswerQuestion(
    rpc::Call& call, const v1::AnswerQuestionRequest& request) {
  v1::AnswerQuestionResponse response;
  v1::Question& question = *response.mutable_question();
  ASSIGN_OR_RETURN(question, db::Lock<v1::Question>(call.tx(), request.question_id()));
  if (!IsAddressee(question, call.caller().worker_id)) return rules::NotFound();
  if (question.state() == v1::QUESTION_STATE_ANSWERED)
    return rules::Refuse(rule::kQuestionAnswered);
  question.set_state(v1::QUESTION_STATE_ANSWERED);
  question.set_answer(request.answer());
  question.set_answering_worker_id(call.caller().worker_id);
  *question.mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), question, {"state", "answer", "answering_worker_id", "answer_time"});
  call.Emit("QuestionAnswered", question);
  return response;
}

absl::StatusOr<v1::ListQuestionsResponse> MatrixService::ListQuestions(
    rpc::Call& call, const v1::ListQuestionsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListQuestionsResponse response;
  FindQuestions(call.tx(), request, call.caller(), page, [&] { return response.add_questions(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_questions()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->question_id()}));
  return response;
}

}  // namespace opora::registry
