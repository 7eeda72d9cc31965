#include "services/client_registry/clients/eligibility_service.h"

#include <algorithm>

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/rpc/policy.h"
#include "common/time/proto_date.h"
#include "services/client_registry/clients/eligibility_rules.h"
#include "services/client_registry/clients/eligibility_store.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/clients/refusals.h"

namespace opora::registry {
namespace {

bool Leads(const rpc::Call& call) {
  return rpc::IsInGroup(call.caller().role, common::v1::ROLE_GROUP_LEADERSHIP);
}

v1::PlanGap GapOfUnit(rpc::Call& call, const std::string& client_id) {
  const auto plan = FindPlan(call.tx(), client_id, call.caller().unit);
  return GapOf(plan.has_value() ? &*plan : nullptr, dates::DayAt(call.now()));
}

}  // namespace

void EligibilityService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "AssessEligibility", *this,
            &EligibilityService::AssessEligibility);
  rpc::Bind(methods, kInterface, "PutLongTermPlan", *this, &EligibilityService::PutLongTermPlan);
  rpc::Bind(methods, kInterface, "RecordMonitoring", *this, &EligibilityService::RecordMonitoring);
  rpc::Bind(methods, kInterface, "GetEligibility", *this, &EligibilityService::GetEligibility);
  rpc::Bind(methods, kInterface, "ListPlanGaps", *this, &EligibilityService::ListPlanGaps);
}

absl::StatusOr<v1::AssessEligibilityResponse> EligibilityService::AssessEligibility(
    rpc::Call& call, const v1::AssessEligibilityRequest& request) {
  v1::AssessEligibilityResponse response;
  v1::EligibilityAssessment& assessment = *response.mutable_assessment();
  assessment = request.assessment();
  RETURN_IF_ERROR(CheckAssessment(assessment, dates::DayAt(call.now())));
  assessment.set_assessment_id(ids::RandomId());
  assessment.set_client_id(request.client_id());
  rpc::SetHolder(call.caller().unit, assessment);
  assessment.set_worker_id(call.caller().worker_id);
  *assessment.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), assessment);
  call.Emit("EligibilityAssessed", assessment);
  if (NeedsLongTermPlan(assessment) &&
      GapOfUnit(call, request.client_id()) != v1::PLAN_GAP_UNSPECIFIED) {
    *response.add_warnings() = rules::Warn(rule::kLongTermPlanMissing, call.language());
  }
  return response;
}

absl::StatusOr<v1::PutLongTermPlanResponse> EligibilityService::PutLongTermPlan(
    rpc::Call& call, const v1::PutLongTermPlanRequest& request) {
  v1::PutLongTermPlanResponse response;
  v1::LongTermPlan& plan = *response.mutable_plan();
  plan = request.plan();
  plan.clear_monitored_on();
  RETURN_IF_ERROR(CheckPlan(plan, dates::DayAt(call.now())));
  const auto kept = FindPlan(call.tx(), request.client_id(), call.caller().unit);
  if (kept.has_value()) {
    if (request.plan().etag().empty()) return rules::Refuse(rule::kLongTermPlanExists);
    ASSIGN_OR_RETURN(v1::LongTermPlan locked,
                     LockHeld<v1::LongTermPlan>(call, kept->plan_id(), request.plan().etag()));
    locked.set_aim(plan.aim());
    locked.clear_next_monitoring_on();
    locked.clear_monitoring_every_days();
    if (plan.has_next_monitoring_on())
      *locked.mutable_next_monitoring_on() = plan.next_monitoring_on();
    if (plan.has_monitoring_every_days())
      locked.set_monitoring_every_days(plan.monitoring_every_days());
    plan = std::move(locked);
    db::Update(call.tx(), plan, {"aim", "next_monitoring_on", "monitoring_every_days"});
    call.Emit("LongTermPlanChanged", plan);
    return response;
  }
  if (!request.plan().etag().empty()) return EtagMismatch();
  plan.set_plan_id(ids::RandomId());
  plan.set_client_id(request.client_id());
  rpc::SetHolder(call.caller().unit, plan);
  *plan.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), plan);
  call.Emit("LongTermPlanEntered", plan);
  return response;
}

absl::StatusOr<v1::RecordMonitoringResponse> EligibilityService::RecordMonitoring(
    rpc::Call& call, const v1::RecordMonitoringRequest& request) {
  v1::RecordMonitoringResponse response;
  ASSIGN_OR_RETURN(*response.mutable_plan(), LockHeld<v1::LongTermPlan>(call, request.plan_id()));
  v1::LongTermPlan& plan = *response.mutable_plan();
  RETURN_IF_ERROR(Monitor(request, dates::DayAt(call.now()), plan));
  db::Update(call.tx(), plan, {"monitored_on", "next_monitoring_on"});
  call.Emit("LongTermPlanMonitored", plan);
  return response;
}

absl::StatusOr<v1::GetEligibilityResponse> EligibilityService::GetEligibility(
    rpc::Call& call, const v1::GetEligibilityRequest& request) {
  v1::GetEligibilityResponse response;
  db::SelectInto(call.tx(), v1::EligibilityAssessment::default_instance(),
                 "WHERE r.client_id IN (SELECT * FROM records_of($1)) ORDER BY r.assessed_on DESC, "
                 "r.create_time DESC LIMIT 200",
                 {request.client_id()}, [&] { return response.add_assessments(); });
  db::SelectInto(call.tx(), v1::LongTermPlan::default_instance(),
                 "WHERE r.client_id IN (SELECT * FROM records_of($1)) ORDER BY r.create_time LIMIT "
                 "200",
                 {request.client_id()}, [&] { return response.add_plans(); });
  for (const v1::EligibilityAssessment& assessment : response.assessments()) {
    if (rpc::HolderOf(assessment) != call.caller().unit) continue;
    if (NeedsLongTermPlan(assessment)) response.set_gap(GapOfUnit(call, assessment.client_id()));
    break;
  }
  return response;
}

absl::StatusOr<v1::ListPlanGapsResponse> EligibilityService::ListPlanGaps(
    rpc::Call& call, const v1::ListPlanGapsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const absl::CivilDay today = dates::DayAt(call.now());
  v1::ListPlanGapsResponse response;
  SelectGaps(call.tx(), call.caller().unit, Leads(call) ? "" : call.caller().worker_id,
             dates::DateText(today), page, response);
  if (const auto* last = rpc::CutToPage(page, *response.mutable_gaps()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request,
                           {dates::DateText(dates::FromDate(last->assessment().assessed_on())),
                            last->assessment().assessment_id()}));
  std::vector<std::string> clients;
  for (const v1::ClientPlanGap& gap : response.gaps())
    clients.push_back(gap.assessment().client_id());
  std::map<std::string, v1::LongTermPlan> plans;
  for (v1::LongTermPlan& plan : SelectPlans(call.tx(), clients, call.caller().unit))
    plans[plan.client_id()] = std::move(plan);
  for (v1::ClientPlanGap& gap : *response.mutable_gaps()) {
    const auto found = plans.find(gap.assessment().client_id());
    gap.set_gap(GapOf(found == plans.end() ? nullptr : &found->second, today));
  }
  return response;
}

}  // namespace opora::registry
