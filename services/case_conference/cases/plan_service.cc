#include "services/case_conference/cases/plan_service.h"

#include "common/db/constraints.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/case_conference/cases/case_access.h"
#include "services/case_conference/cases/plan_rules.h"
#include "services/case_conference/cases/refusals.h"

namespace opora::conference {
namespace {

void Tell(rpc::Call& call, std::string_view event, const v1::Case& value) {
  const v1::CaseFact fact = FactOf(value, call.now());
  call.Emit(event, value, &fact);
}

// What the server alone says of a record of a case: client and unit of the writer, time.
template <typename Record>
void Fill(const rpc::Call& call, const v1::Case& value, Record& record) {
  record.set_client_id(value.client_id());
  record.set_case_id(value.case_id());
  rpc::SetHolder(call.caller().unit, record);
  *record.mutable_create_time() = rpc::ToTimestamp(call.now());
}

// Occurrence in the past, and the mark of a late entry (XC-57).
template <typename Response>
absl::Status CheckTime(const rpc::Call& call, const google::protobuf::Timestamp& occurred_at,
                       std::string_view field, Response& response) {
  const absl::Time time = rpc::FromTimestamp(occurred_at);
  RETURN_IF_ERROR(rules::CheckOccurrence(time, call.now(), field));
  if (rules::IsLateEntry(time, call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  return absl::OkStatus();
}

template <typename Warnings, typename Response>
void AddWarnings(Warnings warnings, Response& response) {
  for (auto& warning : warnings) *response.add_warnings() = std::move(warning);
}

bool UnknownBefore(db::Tx& tx, const std::string& case_id) {
  return !tx.Run(
                "SELECT 1 FROM assessments WHERE case_id = $1 AND strengths_not_yet_known IS NOT "
                "NULL LIMIT 1",
                {case_id})
              .empty();
}

// Moves an item by what was seen of it: by the unit that leads the case, or the item's own.
absl::Status MoveItem(rpc::Call& call, const v1::Case& value, const v1::Monitoring& monitoring,
                      v1::SupportPlan& plan) {
  for (v1::PlanItem& item : *plan.mutable_items()) {
    if (item.item_id() != monitoring.item_id()) continue;
    if (!monitoring.has_item_state()) return absl::OkStatus();
    const rpc::Unit owner{item.owner_agency_id(), item.owner_department_id()};
    if (owner != call.caller().unit && rpc::HolderOf(value) != call.caller().unit) {
      return rules::InvalidField("monitoring.item_id", "ITEM_OF_ANOTHER_UNIT",
                                 "is carried out by another unit");
    }
    item.set_state(monitoring.item_state());
    item.clear_cancel_reason();
    if (item.state() == v1::PLAN_ITEM_STATE_CANCELLED) item.set_cancel_reason(monitoring.note());
    db::Update(call.tx(), plan, {"items"});
    call.Emit("PlanItemMoved", plan);
    return absl::OkStatus();
  }
  return rules::InvalidField("monitoring.item_id", "ITEM_UNKNOWN", "is no item of the plan");
}

// Cases whose evaluation is due by a day, and the day. Closed ones owe theirs since their close.
constexpr char kDue[] =
    "WITH due AS (SELECT c.case_id, p.next_evaluation_date, coalesce(p.next_evaluation_date, "
    "c.close_time::date) AS day FROM cases c LEFT JOIN support_plans p ON p.case_id = c.case_id "
    "AND p.cycle = c.cycle WHERE c.agency_id = $1 AND coalesce(c.department_id::text, '') = $2 AND "
    "((c.state IN ('IN_PROGRESS', 'EVALUATING') AND p.next_evaluation_date <= $3::date) OR "
    "c.evaluation_owed)) SELECT case_id, next_evaluation_date, day FROM due WHERE $4::date IS NULL "
    "OR (day, case_id) > ($4::date, $5::uuid) ORDER BY day, case_id LIMIT $6";

}  // namespace

void SupportPlanService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.conference.v1.SupportPlanService";
  db::RegisterConstraint("assessments_unknown_once", rule::kStrengthsMissing);
  rpc::Bind(methods, kInterface, "AddAssessment", *this, &SupportPlanService::AddAssessment);
  rpc::Bind(methods, kInterface, "CreateSupportPlan", *this,
            &SupportPlanService::CreateSupportPlan);
  rpc::Bind(methods, kInterface, "ApproveSupportPlan", *this,
            &SupportPlanService::ApproveSupportPlan);
  rpc::Bind(methods, kInterface, "SetEvaluationDates", *this,
            &SupportPlanService::SetEvaluationDates);
  rpc::Bind(methods, kInterface, "StartCase", *this, &SupportPlanService::StartCase);
  rpc::Bind(methods, kInterface, "AddMonitoring", *this, &SupportPlanService::AddMonitoring);
  rpc::Bind(methods, kInterface, "StartEvaluation", *this, &SupportPlanService::StartEvaluation);
  rpc::Bind(methods, kInterface, "RecordEvaluation", *this, &SupportPlanService::RecordEvaluation);
  rpc::Bind(methods, kInterface, "StartNewCycle", *this, &SupportPlanService::StartNewCycle);
  rpc::Bind(methods, kInterface, "DecideDuplicate", *this, &SupportPlanService::DecideDuplicate);
  rpc::Bind(methods, kInterface, "ListAssessments", *this, &SupportPlanService::ListAssessments);
  rpc::Bind(methods, kInterface, "ListSupportPlans", *this, &SupportPlanService::ListSupportPlans);
  rpc::Bind(methods, kInterface, "ListMonitoring", *this, &SupportPlanService::ListMonitoring);
  rpc::Bind(methods, kInterface, "ListEvaluations", *this, &SupportPlanService::ListEvaluations);
  rpc::Bind(methods, kInterface, "ListDueEvaluations", *this,
            &SupportPlanService::ListDueEvaluations);
  rpc::Bind(methods, kInterface, "ListUnapprovedPlans", *this,
            &SupportPlanService::ListUnapprovedPlans);
}

absl::StatusOr<v1::AddAssessmentResponse> SupportPlanService::AddAssessment(
    rpc::Call& call, const v1::AddAssessmentRequest& request) {
  v1::AddAssessmentResponse response;
  v1::Assessment& assessment = *response.mutable_assessment();
  assessment = request.assessment();
  ASSIGN_OR_RETURN(const v1::Case found,
                   EnterCaseToAsk(call, assessment.case_id(), "AddAssessment"));
  const auto excluded = neighbours_.ExcludedTopics(call, found.client_id());
  ASSIGN_OR_RETURN(const v1::Case value, LockCaseFor(call, assessment.case_id(), "AddAssessment"));
  RETURN_IF_ERROR(CheckTime(call, assessment.occurred_at(), "assessment.occurred_at", response));
  RETURN_IF_ERROR(CheckStrengths(assessment, UnknownBefore(call.tx(), value.case_id())));
  if (assessment.strengths_size() > 0) assessment.clear_strengths_not_yet_known();
  Fill(call, value, assessment);
  assessment.set_assessment_id(ids::RandomId());
  assessment.set_cycle(value.cycle());
  assessment.set_worker_id(call.caller().worker_id);
  for (v1::Need& need : *assessment.mutable_needs()) need.set_need_id(ids::RandomId());
  db::Insert(call.tx(), assessment);
  // A hint, which fails open.
  if (excluded.ok())
    AddWarnings(AssessmentWarnings(assessment, *excluded, call.language()), response);
  call.Emit("CaseAssessed", assessment);
  return response;
}

absl::StatusOr<v1::CreateSupportPlanResponse> SupportPlanService::CreateSupportPlan(
    rpc::Call& call, const v1::CreateSupportPlanRequest& request) {
  v1::CreateSupportPlanResponse response;
  v1::SupportPlan& plan = *response.mutable_plan();
  ASSIGN_OR_RETURN(v1::Case value,
                   LockCaseFor(call, request.plan().case_id(), "CreateSupportPlan"));
  const std::optional<v1::Assessment> assessment = NewestAssessment(call.tx(), value);
  if (!assessment.has_value()) return rules::Refuse(rule::kAssessmentMissing);
  RETURN_IF_ERROR(CheckTeam(value));
  RETURN_IF_ERROR(CheckCoordinated(value));
  plan.set_goal(request.plan().goal());
  *plan.mutable_items() = request.plan().items();
  RETURN_IF_ERROR(CheckPlan(value, *assessment, plan));
  FindDuplicates(plan);
  Fill(call, value, plan);
  plan.set_plan_id(ids::RandomId());
  plan.set_cycle(value.cycle());
  plan.set_assessment_id(assessment->assessment_id());
  plan.set_state(v1::SUPPORT_PLAN_STATE_DRAFTED);
  db::Insert(call.tx(), plan);
  db::Update(call.tx(), value, {"state"});
  AddWarnings(PlanWarnings(plan, *assessment, call.language()), response);
  Tell(call, "CasePlanned", value);
  call.Emit("SupportPlanCreated", plan);
  if (plan.duplicates_size() > 0) {
    v1::CaseFindingFact fact;
    fact.set_case_id(value.case_id());
    fact.set_count(plan.duplicates_size());
    call.Emit("DuplicateFlagged", plan, &fact);
  }
  return response;
}

absl::StatusOr<v1::ApproveSupportPlanResponse> SupportPlanService::ApproveSupportPlan(
    rpc::Call& call, const v1::ApproveSupportPlanRequest& request) {
  v1::ApproveSupportPlanResponse response;
  if (request.has_client_approval()) {
    ASSIGN_OR_RETURN(const v1::SupportPlan asked,
                     db::Get<v1::SupportPlan>(call.tx(), request.plan_id()));
    RETURN_IF_ERROR(EnterCaseToAsk(call, asked.case_id(), "ApproveSupportPlan").status());
    RETURN_IF_ERROR(neighbours_.CheckGiven(call, request.client_approval(),
                                           {.client_id = asked.client_id(),
                                            .act = registry::v1::REPRESENTED_ACT_APPROVAL,
                                            .areas = {common::v1::DATA_AREA_SUPPORT_PLAN},
                                            .field = "client_approval",
                                            .party_agencies = {},
                                            .grantor = registry_client::GrantorIn(request)}));
  }
  ASSIGN_OR_RETURN(CaseAndPlan both,
                   LockPlan(call, request.plan_id(), "ApproveSupportPlan", request.etag()));
  RETURN_IF_ERROR(Approve(request, call.now(), both.plan));
  if (both.plan.has_client_approval()) {
    both.plan.mutable_client_approval()->set_attesting_worker_id(call.caller().worker_id);
    if (request.has_grantor()) *both.plan.mutable_approval_grantor() = request.grantor();
  } else {
    *response.add_warnings() = rules::Warn(rule::kDecidedWithoutClient, call.language());
  }
  if (request.has_first_evaluation_date()) {
    RETURN_IF_ERROR(PlanEvaluation(request.first_evaluation_date(),
                                   request.evaluation_interval_weeks(), call.now(),
                                   "first_evaluation_date", both.plan));
  }
  db::Update(call.tx(), both.plan,
             {"state", "client_approval", "approval_grantor", "unapproved_reason", "approve_time",
              "evaluation_interval_weeks", "next_evaluation_date"});
  call.Emit("SupportPlanApproved", both.plan);
  *response.mutable_plan() = std::move(both.plan);
  return response;
}

absl::StatusOr<v1::SetEvaluationDatesResponse> SupportPlanService::SetEvaluationDates(
    rpc::Call& call, const v1::SetEvaluationDatesRequest& request) {
  v1::SetEvaluationDatesResponse response;
  ASSIGN_OR_RETURN(CaseAndPlan both, LockPlan(call, request.plan_id(), "SetEvaluationDates"));
  RETURN_IF_ERROR(PlanEvaluation(request.next_evaluation_date(),
                                 request.evaluation_interval_weeks(), call.now(),
                                 "next_evaluation_date", both.plan));
  db::Update(call.tx(), both.plan, {"evaluation_interval_weeks", "next_evaluation_date"});
  call.Emit("EvaluationDatesSet", both.plan);
  *response.mutable_plan() = std::move(both.plan);
  return response;
}

absl::StatusOr<v1::StartCaseResponse> SupportPlanService::StartCase(
    rpc::Call& call, const v1::StartCaseRequest& request) {
  v1::StartCaseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(), LockCaseFor(call, request.case_id(), "StartCase"));
  v1::Case& value = *response.mutable_case_();
  const std::optional<v1::SupportPlan> plan = LockPlanOf(call, value);
  RETURN_IF_ERROR(CheckStart(plan.value_or(v1::SupportPlan())));
  RETURN_IF_ERROR(CheckCoordinated(value));
  db::Update(call.tx(), value, {"state"});
  Tell(call, "CaseStarted", value);
  return response;
}

absl::StatusOr<v1::AddMonitoringResponse> SupportPlanService::AddMonitoring(
    rpc::Call& call, const v1::AddMonitoringRequest& request) {
  v1::AddMonitoringResponse response;
  v1::Monitoring& monitoring = *response.mutable_monitoring();
  monitoring = request.monitoring();
  ASSIGN_OR_RETURN(const v1::SupportPlan found,
                   db::Get<v1::SupportPlan>(call.tx(), monitoring.plan_id()));
  ASSIGN_OR_RETURN(const v1::Case value,
                   LockCaseFor(call, found.case_id(), "AddMonitoring", CaseSide::kMember));
  RETURN_IF_ERROR(CheckTime(call, monitoring.occurred_at(), "monitoring.occurred_at", response));
  if (monitoring.has_item_id()) {
    ASSIGN_OR_RETURN(v1::SupportPlan plan,
                     db::Lock<v1::SupportPlan>(call.tx(), monitoring.plan_id()));
    RETURN_IF_ERROR(MoveItem(call, value, monitoring, plan));
  }
  Fill(call, value, monitoring);
  monitoring.set_monitoring_id(ids::RandomId());
  monitoring.set_worker_id(call.caller().worker_id);
  db::Insert(call.tx(), monitoring);
  call.Emit("CaseMonitored", monitoring);
  return response;
}

absl::StatusOr<v1::StartEvaluationResponse> SupportPlanService::StartEvaluation(
    rpc::Call& call, const v1::StartEvaluationRequest& request) {
  v1::StartEvaluationResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(),
                   LockCaseFor(call, request.case_id(), "StartEvaluation"));
  db::Update(call.tx(), *response.mutable_case_(), {"state"});
  Tell(call, "CaseEvaluationStarted", response.case_());
  return response;
}

absl::StatusOr<v1::RecordEvaluationResponse> SupportPlanService::RecordEvaluation(
    rpc::Call& call, const v1::RecordEvaluationRequest& request) {
  v1::RecordEvaluationResponse response;
  v1::Evaluation& evaluation = *response.mutable_evaluation();
  evaluation = request.evaluation();
  ASSIGN_OR_RETURN(v1::Case value, LockCaseFor(call, evaluation.case_id(), "RecordEvaluation"));
  RETURN_IF_ERROR(CheckTime(call, evaluation.occurred_at(), "evaluation.occurred_at", response));
  std::optional<v1::SupportPlan> plan = LockPlanOf(call, value);
  if (plan.has_value() && value.state() != v1::CASE_STATE_CLOSED) {
    MoveEvaluation(dates::DayAt(rpc::FromTimestamp(evaluation.occurred_at())), *plan);
    db::Update(call.tx(), *plan, {"next_evaluation_date"});
    call.Emit("EvaluationDatesSet", *plan);
  }
  Fill(call, value, evaluation);
  evaluation.set_evaluation_id(ids::RandomId());
  evaluation.set_cycle(value.cycle());
  if (!evaluation.has_evaluator_worker_id())
    evaluation.set_evaluator_worker_id(call.caller().worker_id);
  db::Insert(call.tx(), evaluation);
  value.set_evaluation_owed(false);
  db::Update(call.tx(), value, {"evaluation_owed"});
  AddWarnings(EvaluationWarnings(evaluation, plan.has_value() ? &*plan : nullptr, call.language()),
              response);
  Tell(call, "CaseEvaluated", value);
  return response;
}

absl::StatusOr<v1::StartNewCycleResponse> SupportPlanService::StartNewCycle(
    rpc::Call& call, const v1::StartNewCycleRequest& request) {
  v1::StartNewCycleResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(),
                   LockCaseFor(call, request.case_id(), "StartNewCycle"));
  v1::Case& value = *response.mutable_case_();
  if (!IsEvaluated(call.tx(), value)) return rules::Refuse(rule::kEvaluationMissing);
  if (std::optional<v1::SupportPlan> plan = LockPlanOf(call, value); plan.has_value()) {
    CancelOpenItems(request.reason(), *plan);
    plan->set_state(v1::SUPPORT_PLAN_STATE_ENDED);
    plan->clear_next_evaluation_date();
    db::Update(call.tx(), *plan, {"state", "next_evaluation_date", "items"});
    call.Emit("SupportPlanEnded", *plan);
  }
  value.set_cycle(value.cycle() + 1);
  db::Update(call.tx(), value, {"state", "cycle"});
  Tell(call, "CycleClosed", value);
  return response;
}

absl::StatusOr<v1::DecideDuplicateResponse> SupportPlanService::DecideDuplicate(
    rpc::Call& call, const v1::DecideDuplicateRequest& request) {
  v1::DecideDuplicateResponse response;
  ASSIGN_OR_RETURN(CaseAndPlan both, LockPlan(call, request.plan_id(), "DecideDuplicate"));
  RETURN_IF_ERROR(conference::DecideDuplicate(request, both.plan));
  db::Update(call.tx(), both.plan, {"items", "duplicates"});
  call.Emit("DuplicateDecided", both.plan);
  *response.mutable_plan() = std::move(both.plan);
  return response;
}

absl::StatusOr<v1::ListAssessmentsResponse> SupportPlanService::ListAssessments(
    rpc::Call& call, const v1::ListAssessmentsRequest& request) {
  v1::ListAssessmentsResponse response;
  RETURN_IF_ERROR(FindCase(call, request.case_id()).status());
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.case_id = $1", {request.case_id()},
                                  *response.mutable_assessments(), response));
  return response;
}

absl::StatusOr<v1::ListSupportPlansResponse> SupportPlanService::ListSupportPlans(
    rpc::Call& call, const v1::ListSupportPlansRequest& request) {
  v1::ListSupportPlansResponse response;
  RETURN_IF_ERROR(FindCase(call, request.case_id()).status());
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.case_id = $1", {request.case_id()},
                                  *response.mutable_plans(), response));
  return response;
}

absl::StatusOr<v1::ListMonitoringResponse> SupportPlanService::ListMonitoring(
    rpc::Call& call, const v1::ListMonitoringRequest& request) {
  v1::ListMonitoringResponse response;
  RETURN_IF_ERROR(FindCase(call, request.case_id()).status());
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.case_id = $1", {request.case_id()},
                                  *response.mutable_monitorings(), response));
  return response;
}

absl::StatusOr<v1::ListEvaluationsResponse> SupportPlanService::ListEvaluations(
    rpc::Call& call, const v1::ListEvaluationsRequest& request) {
  v1::ListEvaluationsResponse response;
  RETURN_IF_ERROR(FindCase(call, request.case_id()).status());
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.case_id = $1", {request.case_id()},
                                  *response.mutable_evaluations(), response));
  return response;
}

absl::StatusOr<v1::ListDueEvaluationsResponse> SupportPlanService::ListDueEvaluations(
    rpc::Call& call, const v1::ListDueEvaluationsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListDueEvaluationsResponse response;
  const absl::CivilDay today = dates::DayAt(call.now());
  const rpc::Unit& unit = call.caller().unit;
  const pqxx::result rows = call.tx().Run(
      kDue, {unit.agency_id, unit.department_id, dates::DateText(today + request.within_days()),
             page.Key(0), page.Key(1), page.Limit()});
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    if (i == page.size) {
      const auto& last = rows[static_cast<pqxx::result::size_type>(i - 1)];
      response.set_next_page_token(rpc::NextPageToken(
          call, request, {last[2].as<std::string>(), last[0].as<std::string>()}));
      break;
    }
    const auto& row = rows[static_cast<pqxx::result::size_type>(i)];
    v1::DueEvaluation& due = *response.add_due_evaluations();
    ASSIGN_OR_RETURN(*due.mutable_case_(), db::Get<v1::Case>(call.tx(), row[0].as<std::string>()));
    if (row[1].is_null()) continue;
    const auto day = dates::ParseDate(row[1].as<std::string>());
    if (!day.has_value()) continue;
    *due.mutable_due_date() = dates::ToDate(*day);
    due.set_overdue(*day < today);
  }
  return response;
}

absl::StatusOr<v1::ListUnapprovedPlansResponse> SupportPlanService::ListUnapprovedPlans(
    rpc::Call& call, const v1::ListUnapprovedPlansRequest& request) {
  v1::ListUnapprovedPlansResponse response;
  const rpc::Unit& unit = call.caller().unit;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "r.unapproved_reason IS NOT NULL AND CASE WHEN $1 = '' THEN r.agency_id = $2 AND "
      "coalesce(r.department_id::text, '') = $3 ELSE r.client_id::text = $1 END",
      {request.client_id(), unit.agency_id, unit.department_id}, *response.mutable_plans(),
      response));
  return response;
}

}  // namespace opora::conference
