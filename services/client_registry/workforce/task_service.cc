#include "services/client_registry/workforce/task_service.h"

#include "common/advice/judge.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/workforce/task_rules.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

// Units that control are recognised by what they are.
bool ControlsByKind(const UnitRow& unit) {
  return unit.department_kind == "HOUSING" || unit.department_kind == "LEGAL" ||
         unit.agency_type == "LANDLORD" || unit.agency_type == "PROPERTY_MANAGER";
}

absl::StatusOr<Asking> AskingOf(rpc::Call& call, const v1::TaskRequest& task) {
  const rpc::Caller& caller = call.caller();
  RETURN_IF_ERROR(
      ReadUnit(call.tx(), task.recipient_agency_id(), task.recipient_department_id(),
               task.recipient_worker_id(),
               {"task_request.recipient_agency_id", "task_request.recipient_department_id",
                "task_request.recipient_worker_id"})
          .status());
  ASSIGN_OR_RETURN(const UnitRow own,
                   ReadUnit(call.tx(), caller.unit.agency_id, caller.unit.department_id, "", {}));
  Asking asking;
  asking.stance = caller.stance;
  asking.purpose = call.context().purpose();
  asking.controls_by_kind = ControlsByKind(own);
  asking.same_agency = task.recipient_agency_id() == caller.unit.agency_id;
  asking.recipient_supports =
      access::ReadStance(call.tx(), task.recipient_worker_id(), dates::DayAt(call.now())) !=
      common::v1::STANCE_CONTROL;
  return asking;
}

// The refusal leaves this behind, and it is what attempts are counted by.
void AuditAttempt(rpc::Call& call, const v1::TaskRequest& task, const absl::Status& refusal) {
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(task.client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_REFUSED);
  entry.set_rule(rules::RuleOf(refusal));
  entry.set_reason(rules::ReasonOf(refusal));
  entry.set_recipient_agency_id(task.recipient_agency_id());
  entry.set_recipient_department_id(task.recipient_department_id());
}

access::Intent IntentOf(const v1::TaskRequest& task) {
  access::Intent intent;
  intent.recipient_field = "task_request.recipient_";
  intent.client_id = task.client_id();
  intent.recipient.set_agency_id(task.recipient_agency_id());
  intent.recipient.set_department_id(task.recipient_department_id());
  intent.recipient.set_worker_id(task.recipient_worker_id());
  intent.areas.push_back(task.area());
  return intent;
}

void Fill(const rpc::Call& call, const v1::DisclosureDecision& decision, v1::TaskRequest& task) {
  task.set_task_request_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, task);
  task.set_worker_id(call.caller().worker_id);
  task.set_state(v1::TASK_REQUEST_STATE_REQUESTED);
  task.set_basis(decision.areas(0).basis());
  *task.mutable_create_time() = rpc::ToTimestamp(call.now());
  task.clear_answer_time();
  task.clear_actions();
}

bool IsAsked(const rpc::Caller& caller, const v1::TaskRequest& task) {
  return rpc::AddresseeOf(task) == caller.unit &&
         (caller.worker_id == task.recipient_worker_id() ||
          caller.substituted_worker_id == task.recipient_worker_id() ||
          caller.role == common::v1::ACTING_ROLE_HEAD_OF_UNIT);
}

bool IsConcerned(const rpc::Caller& caller, const v1::TaskRequest& task) {
  return rpc::AddresseeOf(task) == caller.unit || rpc::HolderOf(task) == caller.unit;
}

void FillActions(const rpc::Call& call, v1::TaskRequest& task) {
  task.clear_actions();
  for (auto& action : TaskActions(task, IsAsked(call.caller(), task), call.language()))
    *task.add_actions() = std::move(action);
}

}  // namespace

void TaskService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  rpc::Bind(methods, kInterface, "RequestTask", *this, &TaskService::RequestTask);
  rpc::Bind(methods, kInterface, "AnswerTaskRequest", *this, &TaskService::AnswerTaskRequest);
  rpc::Bind(methods, kInterface, "GetTaskRequest", *this, &TaskService::GetTaskRequest);
  rpc::Bind(methods, kInterface, "ListTaskRequests", *this, &TaskService::ListTaskRequests);
}

absl::StatusOr<v1::RequestTaskResponse> TaskService::RequestTask(
    rpc::Call& call, const v1::RequestTaskRequest& request) {
  v1::TaskRequest task = request.task_request();
  ASSIGN_OR_RETURN(const Asking asking, AskingOf(call, task));
  advice::Judge judge(call, rule::Recommendations());
  const absl::Status refusal = judge.Settle(CheckNoControl(request.control_wish(), asking));
  if (!refusal.ok()) {
    AuditAttempt(call, task, refusal);
    return refusal;
  }
  RETURN_IF_ERROR(CheckTask(task, asking, dates::DayAt(call.now())));
  if (rpc::Unit{task.recipient_agency_id(), task.recipient_department_id()} == call.caller().unit) {
    return rules::InvalidField("task_request.recipient_agency_id", "RECIPIENT_IS_SENDER",
                               "is the caller's own unit");
  }
  ASSIGN_OR_RETURN(const v1::DisclosureDecision decision,
                   access::DecideDisclosure(call, IntentOf(task)));
  RETURN_IF_ERROR(access::RefusalOf(decision));
  Fill(call, decision, task);
  db::Insert(call.tx(), task);
  call.Emit("TaskRequested", task);
  v1::RequestTaskResponse response;
  judge.WarnIn(response);
  *response.mutable_task_request() = std::move(task);
  return response;
}

absl::StatusOr<v1::AnswerTaskRequestResponse> TaskService::AnswerTaskRequest(
    rpc::Call& call, const v1::AnswerTaskRequestRequest& request) {
  v1::AnswerTaskRequestResponse response;
  ASSIGN_OR_RETURN(*response.mutable_task_request(),
                   db::Lock<v1::TaskRequest>(call.tx(), request.task_request_id()));
  v1::TaskRequest& task = *response.mutable_task_request();
  call.SetClient(task.client_id());
  if (!IsAsked(call.caller(), task)) return call.HiddenRefusal("XC-37", "FOREIGN_TASK");
  RETURN_IF_ERROR(CheckAnswer(task.state(), request.answer()));
  task.set_state(request.answer());
  *task.mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), task, {"state", "answer_time"});
  call.Emit("TaskAnswered", task);
  FillActions(call, task);
  return response;
}

absl::StatusOr<v1::GetTaskRequestResponse> TaskService::GetTaskRequest(
    rpc::Call& call, const v1::GetTaskRequestRequest& request) {
  v1::GetTaskRequestResponse response;
  ASSIGN_OR_RETURN(*response.mutable_task_request(),
                   db::Get<v1::TaskRequest>(call.tx(), request.task_request_id()));
  call.SetClient(response.task_request().client_id());
  if (!IsConcerned(call.caller(), response.task_request()))
    return call.HiddenRefusal("XC-37", "FOREIGN_TASK");
  FillActions(call, *response.mutable_task_request());
  return response;
}

absl::StatusOr<v1::ListTaskRequestsResponse> TaskService::ListTaskRequests(
    rpc::Call& call, const v1::ListTaskRequestsRequest& request) {
  const rpc::Unit& unit = call.caller().unit;
  v1::ListTaskRequestsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "CASE WHEN $1 THEN r.agency_id = $2 AND r.department_id IS NOT DISTINCT FROM $3::uuid ELSE "
      "r.recipient_agency_id = $2 AND r.recipient_department_id IS NOT DISTINCT FROM $3::uuid END",
      {request.sent() ? "t" : "f", unit.agency_id, db::OrNull(unit.department_id)},
      *response.mutable_task_requests(), response));
  return response;
}

}  // namespace opora::registry
