#include "services/case_conference/cases/case_access.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/occurrence.h"

namespace opora::conference {
namespace {

std::optional<CaseSide> SideOf(const rpc::Call& call, const v1::Case& value) {
  if (rpc::HolderOf(value) == call.caller().unit) return CaseSide::kLead;
  if (rpc::IsAddressee(value, call.caller().unit)) return CaseSide::kMember;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<v1::Case> LockCase(rpc::Call& call, const std::string& case_id, CaseSide least,
                                  const std::string& etag) {
  ASSIGN_OR_RETURN(v1::Case value, db::Lock<v1::Case>(call.tx(), case_id));
  call.SetClient(value.client_id());
  const std::optional<CaseSide> side = SideOf(call, value);
  if (!side.has_value() || *side < least) return call.HiddenRefusal("XC-13", "FOREIGN_CASE");
  if (!etag.empty() && etag != value.etag()) {
    return rules::StatusWithReason(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                   "the record was changed since it was read");
  }
  return value;
}

absl::StatusOr<v1::Case> LockCaseFor(rpc::Call& call, const std::string& case_id,
                                     std::string_view verb, CaseSide least) {
  ASSIGN_OR_RETURN(v1::Case value, LockCase(call, case_id, least));
  ASSIGN_OR_RETURN(const v1::CaseState next, NextCaseState(value.state(), verb));
  value.set_state(next);
  return value;
}

absl::StatusOr<v1::Case> EnterCaseToAsk(rpc::Call& call, const std::string& case_id,
                                        std::string_view verb) {
  ASSIGN_OR_RETURN(v1::Case value, db::Get<v1::Case>(call.tx(), case_id));
  call.SetClient(value.client_id());
  if (SideOf(call, value) != CaseSide::kLead) return call.HiddenRefusal("XC-13", "FOREIGN_CASE");
  RETURN_IF_ERROR(NextCaseState(value.state(), verb).status());
  return value;
}

absl::StatusOr<v1::Case> FindCase(rpc::Call& call, const std::string& case_id) {
  ASSIGN_OR_RETURN(v1::Case value, db::Get<v1::Case>(call.tx(), case_id));
  call.SetClient(value.client_id());
  if (SideOf(call, value).has_value()) return value;
  ASSIGN_OR_RETURN(const rpc::Grants* grants,
                   call.GrantsFor({value.client_id(), rpc::HolderOf(value)}));
  if (!grants->Any()) return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  return value;
}

std::optional<v1::SupportPlan> LockPlanOf(rpc::Call& call, const v1::Case& value) {
  auto plans =
      db::Select<v1::SupportPlan>(call.tx(), "WHERE r.case_id = $1 AND r.cycle = $2::integer",
                                  {value.case_id(), std::to_string(value.cycle())});
  if (plans.empty()) return std::nullopt;
  auto plan = db::Lock<v1::SupportPlan>(call.tx(), plans.front().plan_id());
  if (!plan.ok()) return std::nullopt;
  return *std::move(plan);
}

absl::StatusOr<CaseAndPlan> LockPlan(rpc::Call& call, const std::string& plan_id,
                                     std::string_view verb, const std::string& etag) {
  ASSIGN_OR_RETURN(const v1::SupportPlan found, db::Get<v1::SupportPlan>(call.tx(), plan_id));
  CaseAndPlan both;
  ASSIGN_OR_RETURN(both.value, LockCaseFor(call, found.case_id(), verb));
  ASSIGN_OR_RETURN(both.plan, db::Lock<v1::SupportPlan>(call.tx(), plan_id, etag));
  if (both.plan.cycle() == both.value.cycle()) return both;
  // The plan of an old cycle is not edited (CONF-16).
  return NextCaseState(v1::CASE_STATE_UNSPECIFIED, verb).status();
}

std::optional<v1::Assessment> NewestAssessment(db::Tx& tx, const v1::Case& value) {
  auto found = db::Select<v1::Assessment>(
      tx,
      "WHERE r.case_id = $1 AND r.cycle = $2::integer ORDER BY r.create_time DESC, r.assessment_id "
      "DESC LIMIT 1",
      {value.case_id(), std::to_string(value.cycle())});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool IsEvaluated(db::Tx& tx, const v1::Case& value) {
  return !tx.Run(
                "SELECT 1 FROM plan_evaluations WHERE case_id = $1 AND cycle = $2::integer LIMIT 1",
                {value.case_id(), std::to_string(value.cycle())})
              .empty();
}

void RaiseCoordinatorTask(rpc::Call& call, const std::string& actor_agency_id) {
  v1::CoordinatorTask task;
  task.set_task_id(ids::RandomId());
  task.set_actor_agency_id(actor_agency_id);
  task.set_agency_id(call.caller().unit.agency_id);
  const auto inserted = call.tx().Run(
      "INSERT INTO coordinator_tasks (task_id, actor_agency_id, agency_id, create_time) VALUES "
      "($1, $2, $3, now()) ON CONFLICT (actor_agency_id, agency_id) WHERE close_time IS NULL DO "
      "NOTHING",
      {task.task_id(), task.actor_agency_id(), task.agency_id()});
  if (inserted.affected_rows() > 0) call.Emit("CoordinatorTaskRaised", task);
}

absl::Status Attest(rpc::Call& call, const std::string& field,
                    common::v1::Attestation& attestation) {
  attestation.set_attesting_worker_id(call.caller().worker_id);
  return rules::CheckOccurrence(rpc::FromTimestamp(attestation.occurred_at()), call.now(),
                                field + ".occurred_at");
}

}  // namespace opora::conference
