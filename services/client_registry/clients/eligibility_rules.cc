#include "services/client_registry/clients/eligibility_rules.h"

#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

absl::Status CheckPast(const common::v1::Date& date, absl::CivilDay today, std::string_view field) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  if (dates::FromDate(date) <= today) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = std::string(field)});
}

absl::Status CheckAhead(const common::v1::Date& date, absl::CivilDay today,
                        std::string_view field) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  if (dates::FromDate(date) >= today) return absl::OkStatus();
  return rules::InvalidField(field, "MONITORING_PAST", "lies in the past");
}

}  // namespace

absl::Status CheckAssessment(const v1::EligibilityAssessment& assessment, absl::CivilDay today) {
  if (!assessment.has_multiple_difficulties() && !assessment.has_long_duration() &&
      !assessment.has_insufficient_support() && !assessment.has_worsening_situation()) {
    return rules::InvalidField("assessment", "CRITERION_REQUIRED",
                               "needs at least one of the four criteria");
  }
  return CheckPast(assessment.assessed_on(), today, "assessment.assessed_on");
}

bool NeedsLongTermPlan(const v1::EligibilityAssessment& assessment) {
  return assessment.worsening_situation() || assessment.multiple_difficulties();
}

v1::PlanGap GapOf(const v1::LongTermPlan* plan, absl::CivilDay today) {
  if (plan == nullptr) return v1::PLAN_GAP_NO_PLAN;
  if (!plan->has_next_monitoring_on()) return v1::PLAN_GAP_NO_MONITORING;
  return dates::FromDate(plan->next_monitoring_on()) < today ? v1::PLAN_GAP_MONITORING_OVERDUE
                                                             : v1::PLAN_GAP_UNSPECIFIED;
}

absl::Status CheckPlan(v1::LongTermPlan& plan, absl::CivilDay today) {
  if (plan.has_next_monitoring_on())
    return CheckAhead(plan.next_monitoring_on(), today, "plan.next_monitoring_on");
  if (plan.has_monitoring_every_days())
    *plan.mutable_next_monitoring_on() = dates::ToDate(today + plan.monitoring_every_days());
  return absl::OkStatus();
}

absl::Status Monitor(const v1::RecordMonitoringRequest& request, absl::CivilDay today,
                     v1::LongTermPlan& plan) {
  RETURN_IF_ERROR(CheckPast(request.monitored_on(), today, "monitored_on"));
  if (request.has_next_monitoring_on())
    RETURN_IF_ERROR(CheckAhead(request.next_monitoring_on(), today, "next_monitoring_on"));
  *plan.mutable_monitored_on() = request.monitored_on();
  plan.clear_next_monitoring_on();
  if (request.has_next_monitoring_on()) {
    *plan.mutable_next_monitoring_on() = request.next_monitoring_on();
  } else if (plan.has_monitoring_every_days()) {
    *plan.mutable_next_monitoring_on() =
        dates::ToDate(dates::FromDate(request.monitored_on()) + plan.monitoring_every_days());
  }
  return absl::OkStatus();
}

}  // namespace opora::registry
