#include "services/case_conference/cases/case_service.h"

#include <set>

#include "common/advice/judge.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "services/case_conference/cases/case_access.h"
#include "services/case_conference/cases/plan_rules.h"
#include "services/case_conference/cases/refusals.h"
#include "services/case_conference/rules.h"

namespace opora::conference {
namespace {

void Tell(rpc::Call& call, std::string_view event, const v1::Case& value) {
  const v1::CaseFact fact = FactOf(value, call.now());
  call.Emit(event, value, &fact);
}

// Who gave the agreement for the client; nullptr when the client did.
template <typename Record>
const registry::v1::Grantor* GrantorOf(const Record& record) {
  return record.has_agreement_grantor() ? &record.agreement_grantor() : nullptr;
}

// Open cases of a unit in which services are attached without assessment or plan (CONF-27).
constexpr char kIncomplete[] =
    "r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND r.state NOT IN ('PROPOSED', "
    "'CLOSED') AND EXISTS (SELECT 1 FROM case_members m WHERE m.case_id = r.case_id) AND NOT "
    "(EXISTS (SELECT 1 FROM assessments a WHERE a.case_id = r.case_id AND a.cycle = r.cycle) AND "
    "EXISTS (SELECT 1 FROM support_plans p WHERE p.case_id = r.case_id AND p.cycle = r.cycle))";

constexpr char kMine[] =
    "r.state <> 'CLOSED' AND (r.case_manager_worker_id = $1 OR EXISTS (SELECT 1 FROM case_members "
    "m WHERE m.case_id = r.case_id AND m.agency_id = $2 AND coalesce(m.department_id::text, '') = "
    "$3))";

std::set<std::string> CasesWith(db::Tx& tx, const char* table, const std::string& case_ids) {
  std::set<std::string> found;
  const pqxx::result rows =
      tx.Run(absl::StrCat("SELECT DISTINCT c.case_id FROM ", table,
                          " t JOIN cases c ON c.case_id = t.case_id AND c.cycle = t.cycle WHERE "
                          "c.case_id = ANY($1::uuid[])"),
             {case_ids});
  for (const auto& row : rows) found.insert(row[0].as<std::string>());
  return found;
}

// Ends the plan of a case that closes, without a failed item.
int EndPlan(rpc::Call& call, std::string_view reason, v1::SupportPlan& plan) {
  const int cancelled = CancelOpenItems(reason, plan);
  plan.set_state(v1::SUPPORT_PLAN_STATE_ENDED);
  plan.clear_next_evaluation_date();
  db::Update(call.tx(), plan, {"state", "next_evaluation_date", "items"});
  call.Emit("SupportPlanEnded", plan);
  return cancelled;
}

}  // namespace

void CaseService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.conference.v1.CaseService";
  rpc::Bind(methods, kInterface, "OpenCase", *this, &CaseService::OpenCase);
  rpc::Bind(methods, kInterface, "AgreeCase", *this, &CaseService::AgreeCase);
  rpc::Bind(methods, kInterface, "NameCaseManager", *this, &CaseService::NameCaseManager);
  rpc::Bind(methods, kInterface, "AttachMember", *this, &CaseService::AttachMember);
  rpc::Bind(methods, kInterface, "DetachMember", *this, &CaseService::DetachMember);
  rpc::Bind(methods, kInterface, "RecordView", *this, &CaseService::RecordView);
  rpc::Bind(methods, kInterface, "CloseCase", *this, &CaseService::CloseCase);
  rpc::Bind(methods, kInterface, "GetCase", *this, &CaseService::GetCase);
  rpc::Bind(methods, kInterface, "ListCases", *this, &CaseService::ListCases);
  rpc::Bind(methods, kInterface, "ListMyCases", *this, &CaseService::ListMyCases);
  rpc::Bind(methods, kInterface, "ListIncompleteCases", *this, &CaseService::ListIncompleteCases);
  rpc::Bind(methods, kInterface, "ListCoordinatorTasks", *this, &CaseService::ListCoordinatorTasks);
  rpc::Bind(methods, kInterface, "CloseCoordinatorTask", *this, &CaseService::CloseCoordinatorTask);
}

absl::Status CaseService::CheckAgreement(const rpc::Call& call, const std::string& client_id,
                                         const common::v1::Attestation& agreement,
                                         const registry::v1::Grantor* grantor,
                                         const std::string& field) const {
  return neighbours_.CheckGiven(call, agreement,
                                {.client_id = client_id,
                                 .act = registry::v1::REPRESENTED_ACT_AGREEMENT,
                                 .areas = {common::v1::DATA_AREA_SUPPORT_PLAN},
                                 .field = field,
                                 .party_agencies = {},
                                 .grantor = grantor});
}

absl::StatusOr<v1::OpenCaseResponse> CaseService::OpenCase(rpc::Call& call,
                                                           const v1::OpenCaseRequest& request) {
  v1::OpenCaseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(), NewCase(request.case_(), call.caller(), call.now()));
  v1::Case& value = *response.mutable_case_();
  if (value.has_client_agreement()) {
    RETURN_IF_ERROR(CheckAgreement(call, value.client_id(), value.client_agreement(),
                                   GrantorOf(value), "case.client_agreement"));
  }
  for (const v1::CaseMember& member : value.members()) {
    if (member.has_client_agreement())
      RETURN_IF_ERROR(CheckAgreement(call, value.client_id(), member.client_agreement(),
                                     GrantorOf(member), "case.members.client_agreement"));
  }
  // Statutory protection of a child is no coordinated approach (XC-51).
  if (value.type() != v1::CASE_TYPE_CHILD_PROTECTION) {
    ASSIGN_OR_RETURN(const bool undefined, neighbours_.LacksTargetGroup(call, value.agency_id()));
    advice::Judge judge(call, rule::Recommendations());
    if (undefined) RETURN_IF_ERROR(judge.Settle(rules::Refuse(rule::kTargetGroupMissing)));
    if (!judge.warnings().empty())
      Deviate(rule::kTargetGroupMissing, request.deviation_reason(), value);
    judge.WarnIn(response);
  }
  db::Insert(call.tx(), value);
  for (const v1::CaseMember& member : value.members()) {
    if (member.has_has_cooperation_agreement() && !member.has_cooperation_agreement())
      RaiseCoordinatorTask(call, member.agency_id());
  }
  Tell(call, "CaseOpened", value);
  return response;
}

absl::StatusOr<v1::AgreeCaseResponse> CaseService::AgreeCase(rpc::Call& call,
                                                             const v1::AgreeCaseRequest& request) {
  v1::AgreeCaseResponse response;
  ASSIGN_OR_RETURN(const v1::Case asked, EnterCaseToAsk(call, request.case_id(), "AgreeCase"));
  RETURN_IF_ERROR(CheckAgreement(call, asked.client_id(), request.client_agreement(),
                                 registry_client::GrantorIn(request), "client_agreement"));
  ASSIGN_OR_RETURN(*response.mutable_case_(), LockCaseFor(call, request.case_id(), "AgreeCase"));
  v1::Case& value = *response.mutable_case_();
  *value.mutable_client_agreement() = request.client_agreement();
  RETURN_IF_ERROR(Attest(call, "client_agreement", *value.mutable_client_agreement()));
  if (request.has_grantor()) *value.mutable_agreement_grantor() = request.grantor();
  db::Update(call.tx(), value, {"state", "client_agreement", "agreement_grantor"});
  Tell(call, "CaseAgreed", value);
  return response;
}

absl::StatusOr<v1::NameCaseManagerResponse> CaseService::NameCaseManager(
    rpc::Call& call, const v1::NameCaseManagerRequest& request) {
  v1::NameCaseManagerResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(),
                   LockCaseFor(call, request.case_id(), "NameCaseManager"));
  v1::Case& value = *response.mutable_case_();
  value.set_case_manager_worker_id(request.worker_id());
  value.set_manager_mode(request.manager_mode());
  db::Update(call.tx(), value, {"case_manager_worker_id", "manager_mode"});
  Tell(call, "CaseManagerNamed", value);
  return response;
}

absl::StatusOr<v1::AttachMemberResponse> CaseService::AttachMember(
    rpc::Call& call, const v1::AttachMemberRequest& request) {
  v1::AttachMemberResponse response;
  ASSIGN_OR_RETURN(const v1::Case asked, EnterCaseToAsk(call, request.case_id(), "AttachMember"));
  if (request.member().has_client_agreement()) {
    RETURN_IF_ERROR(CheckAgreement(call, asked.client_id(), request.member().client_agreement(),
                                   GrantorOf(request.member()), "member.client_agreement"));
  }
  ASSIGN_OR_RETURN(*response.mutable_case_(), LockCaseFor(call, request.case_id(), "AttachMember"));
  v1::Case& value = *response.mutable_case_();
  if (!request.member().has_client_agreement())
    return rules::Refuse(rule::kAttachNeedsAgreement, {.field = "member.client_agreement"});
  v1::CaseMember& member = *value.add_members();
  member = request.member();
  member.set_member_id(ids::RandomId());
  RETURN_IF_ERROR(Attest(call, "member.client_agreement", *member.mutable_client_agreement()));
  *member.mutable_join_time() = rpc::ToTimestamp(call.now());
  if (value.state() != v1::CASE_STATE_ASSESSING) RETURN_IF_ERROR(CheckCoordinated(value));
  db::Update(call.tx(), value, {"members"});
  for (auto& warning : AttachWarnings(value, member, call.language())) {
    if (warning.reason() == rule::kNoCooperationAgreement.reason)
      RaiseCoordinatorTask(call, member.agency_id());
    *response.add_warnings() = std::move(warning);
  }
  Tell(call, "CaseMemberAttached", value);
  return response;
}

absl::StatusOr<v1::DetachMemberResponse> CaseService::DetachMember(
    rpc::Call& call, const v1::DetachMemberRequest& request) {
  v1::DetachMemberResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(), LockCaseFor(call, request.case_id(), "DetachMember"));
  v1::Case& value = *response.mutable_case_();
  for (int i = 0; i < value.members_size(); ++i) {
    const v1::CaseMember& member = value.members(i);
    if (member.member_id() != request.member_id()) continue;
    v1::FormerCaseMember& former = *value.add_former_members();
    former.set_member_id(member.member_id());
    former.set_left_agency_id(member.agency_id());
    if (member.has_department_id()) former.set_left_department_id(member.department_id());
    *former.mutable_join_time() = member.join_time();
    *former.mutable_leave_time() = rpc::ToTimestamp(call.now());
    former.set_reason(request.reason());
    value.mutable_members()->DeleteSubrange(i, 1);
    db::Update(call.tx(), value, {"members", "former_members"});
    Tell(call, "CaseMemberDetached", value);
    return response;
  }
  return rules::NotFound();
}

absl::StatusOr<v1::RecordViewResponse> CaseService::RecordView(
    rpc::Call& call, const v1::RecordViewRequest& request) {
  v1::RecordViewResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(), LockCaseFor(call, request.case_id(), "RecordView"));
  v1::Case& value = *response.mutable_case_();
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(request.view().occurred_at()),
                                         call.now(), "view.occurred_at"));
  v1::CaseView& view = *value.add_views();
  view = request.view();
  view.set_view_id(ids::RandomId());
  view.set_worker_id(call.caller().worker_id);
  db::Update(call.tx(), value, {"views"});
  Tell(call, "CaseViewRecorded", value);
  return response;
}

absl::StatusOr<v1::CloseCaseResponse> CaseService::CloseCase(rpc::Call& call,
                                                             const v1::CloseCaseRequest& request) {
  v1::CloseCaseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(),
                   LockCase(call, request.case_id(), CaseSide::kLead, request.etag()));
  v1::Case& value = *response.mutable_case_();
  ASSIGN_OR_RETURN(const v1::CaseState next, NextCaseState(value.state(), "CloseCase"));
  std::optional<v1::SupportPlan> plan = LockPlanOf(call, value);
  const bool evaluated = IsEvaluated(call.tx(), value);
  RETURN_IF_ERROR(CheckClose(request.result(), plan.has_value() ? &*plan : nullptr, evaluated));
  value.set_state(next);
  value.set_result(request.result());
  if (!request.reason().empty()) value.set_close_reason(request.reason());
  *value.mutable_close_time() = rpc::ToTimestamp(call.now());
  value.set_evaluation_owed(plan.has_value() && !evaluated);
  db::Update(call.tx(), value,
             {"state", "result", "close_reason", "close_time", "evaluation_owed"});
  if (plan.has_value()) {
    response.set_cancelled_items(
        EndPlan(call, v1::CaseResult_Name(request.result()).substr(sizeof("CASE_RESULT")), *plan));
  }
  Tell(call, "CaseClosed", value);
  return response;
}

absl::StatusOr<v1::GetCaseResponse> CaseService::GetCase(rpc::Call& call,
                                                         const v1::GetCaseRequest& request) {
  v1::GetCaseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(), FindCase(call, request.case_id()));
  const v1::Case& value = response.case_();
  const bool leads = rpc::HolderOf(value) == call.caller().unit;
  if (!leads && !rpc::IsAddressee(value, call.caller().unit)) return response;
  const CaseSide side = leads ? CaseSide::kLead : CaseSide::kMember;
  for (auto& action : CaseActions(value, side, call.language())) *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListCasesResponse> CaseService::ListCases(rpc::Call& call,
                                                             const v1::ListCasesRequest& request) {
  v1::ListCasesResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.client_id IN (SELECT records_of($1))",
                                  {request.client_id()}, *response.mutable_cases(), response));
  return response;
}

absl::StatusOr<v1::ListMyCasesResponse> CaseService::ListMyCases(
    rpc::Call& call, const v1::ListMyCasesRequest& request) {
  v1::ListMyCasesResponse response;
  const rpc::Caller& caller = call.caller();
  // A deputy sees the work of the absent worker (XC-61).
  const std::string& worker =
      caller.substituted_worker_id.empty() ? caller.worker_id : caller.substituted_worker_id;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, kMine,
                                  {worker, caller.unit.agency_id, caller.unit.department_id},
                                  *response.mutable_cases(), response));
  return response;
}

absl::StatusOr<v1::ListIncompleteCasesResponse> CaseService::ListIncompleteCases(
    rpc::Call& call, const v1::ListIncompleteCasesRequest& request) {
  v1::ListIncompleteCasesResponse response;
  google::protobuf::RepeatedPtrField<v1::Case> cases;
  const rpc::Unit& unit = call.caller().unit;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, kIncomplete, {unit.agency_id, unit.department_id},
                                  cases, response));
  std::vector<std::string> ids;
  for (const v1::Case& value : cases) ids.push_back(value.case_id());
  const std::string keys = db::ArrayLiteral(ids);
  const std::set<std::string> assessed = CasesWith(call.tx(), "assessments", keys);
  const std::set<std::string> planned = CasesWith(call.tx(), "support_plans", keys);
  for (v1::Case& value : cases) {
    v1::IncompleteCase& one = *response.add_incomplete_cases();
    one.set_assessment_missing(!assessed.contains(value.case_id()));
    one.set_plan_missing(!planned.contains(value.case_id()));
    *one.mutable_case_() = std::move(value);
  }
  return response;
}

absl::StatusOr<v1::ListCoordinatorTasksResponse> CaseService::ListCoordinatorTasks(
    rpc::Call& call, const v1::ListCoordinatorTasksRequest& request) {
  v1::ListCoordinatorTasksResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.close_time IS NULL", {},
                                  *response.mutable_tasks(), response));
  return response;
}

absl::StatusOr<v1::CloseCoordinatorTaskResponse> CaseService::CloseCoordinatorTask(
    rpc::Call& call, const v1::CloseCoordinatorTaskRequest& request) {
  v1::CloseCoordinatorTaskResponse response;
  ASSIGN_OR_RETURN(*response.mutable_task(),
                   db::Lock<v1::CoordinatorTask>(call.tx(), request.task_id()));
  v1::CoordinatorTask& task = *response.mutable_task();
  if (task.has_close_time()) return response;
  task.set_outcome(request.outcome());
  *task.mutable_close_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), task, {"outcome", "close_time"});
  call.Emit("CoordinatorTaskClosed", task);
  return response;
}

}  // namespace opora::conference
