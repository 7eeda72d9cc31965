#include "services/case_conference/crises/crisis_rules.h"

#include <algorithm>
#include <set>

#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rpc/holder.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/case_conference/crises/refusals.h"

namespace opora::conference {

const std::vector<CrisisStep>& CrisisSteps() {
  static const auto* steps = new std::vector<CrisisStep>{
      {v1::CRISIS_STATE_OPEN, "AddCrisisActor", v1::CRISIS_STATE_OPEN},
      {v1::CRISIS_STATE_OPEN, "CloseCrisis", v1::CRISIS_STATE_CLOSED},
      {v1::CRISIS_STATE_OPEN, "RecordFailedContact", v1::CRISIS_STATE_OPEN},
      {v1::CRISIS_STATE_OPEN, "SetCrisisPriority", v1::CRISIS_STATE_OPEN},
      {v1::CRISIS_STATE_OPEN, "StabiliseCrisis", v1::CRISIS_STATE_STABILISED},
      {v1::CRISIS_STATE_STABILISED, "AddCrisisActor", v1::CRISIS_STATE_STABILISED},
      {v1::CRISIS_STATE_STABILISED, "CloseCrisis", v1::CRISIS_STATE_CLOSED},
      {v1::CRISIS_STATE_STABILISED, "RecordFailedContact", v1::CRISIS_STATE_STABILISED},
      {v1::CRISIS_STATE_STABILISED, "ReopenCrisis", v1::CRISIS_STATE_OPEN},
      {v1::CRISIS_STATE_STABILISED, "SetCrisisPriority", v1::CRISIS_STATE_STABILISED},
  };
  return *steps;
}

absl::StatusOr<v1::CrisisState> NextCrisisState(v1::CrisisState from, std::string_view verb) {
  for (const CrisisStep& step : CrisisSteps()) {
    if (step.from == from && step.verb == verb) return step.to;
  }
  return rules::Refuse(rule::kCrisisStateRefuses,
                       {.metadata = {{"state", v1::CrisisState_Name(from)}}});
}

std::vector<common::v1::Action> CrisisActions(v1::CrisisState state,
                                              common::v1::Language language) {
  std::set<std::string_view> verbs;
  for (const CrisisStep& step : CrisisSteps()) verbs.insert(step.verb);
  std::vector<common::v1::Action> actions;
  for (std::string_view verb : verbs) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(std::string(verb));
    action.set_allowed(NextCrisisState(state, verb).ok());
    if (action.allowed()) continue;
    action.set_rule(std::string(rule::kCrisisStateRefuses.id));
    action.set_remedy(std::string(rule::kCrisisStateRefuses.remedy.In(language)));
  }
  return actions;
}

std::vector<common::v1::DataArea> AreasOf(v1::CrisisKind kind) {
  switch (kind) {
    case v1::CRISIS_KIND_HEALTH_EMERGENCY:
    case v1::CRISIS_KIND_HOSPITALISATION:
    case v1::CRISIS_KIND_THREAT_TO_LIFE:
      return {common::v1::DATA_AREA_CRISIS, common::v1::DATA_AREA_HEALTH};
    case v1::CRISIS_KIND_CRIME_VICTIM:
    case v1::CRISIS_KIND_DOMESTIC_VIOLENCE:
      return {common::v1::DATA_AREA_CRISIS, common::v1::DATA_AREA_VIOLENCE};
    case v1::CRISIS_KIND_CHILDCARE:
    case v1::CRISIS_KIND_REPORTABLE_SUSPICION:
      return {common::v1::DATA_AREA_CRISIS, common::v1::DATA_AREA_CHILD_PROTECTION};
    case v1::CRISIS_KIND_MISSING_PERSON:
    case v1::CRISIS_KIND_CUSTODY:
      return {common::v1::DATA_AREA_CRISIS, common::v1::DATA_AREA_LEGAL};
    default:
      return {common::v1::DATA_AREA_CRISIS};
  }
}

bool EndangersClient(v1::CrisisKind kind) {
  switch (kind) {
    case v1::CRISIS_KIND_HEALTH_EMERGENCY:
    case v1::CRISIS_KIND_HOSPITALISATION:
    case v1::CRISIS_KIND_THREAT_TO_LIFE:
    case v1::CRISIS_KIND_CRIME_VICTIM:
    case v1::CRISIS_KIND_DOMESTIC_VIOLENCE:
    case v1::CRISIS_KIND_MISSING_PERSON:
      return true;
    default:
      return false;
  }
}

absl::Status CheckKind(const v1::Crisis& crisis) {
  if (crisis.kind() != v1::CRISIS_KIND_OTHER || crisis.has_other_kind()) return absl::OkStatus();
  return rules::Refuse(rule::kKindInWords, {.field = "crisis.other_kind"});
}

std::vector<common::v1::Warning> ContactWarnings(const v1::Crisis& crisis,
                                                 common::v1::Language language) {
  if (crisis.failed_contact_count() == 0) return {};
  return {rules::Warn(rule::kCrisisWithoutContact, language)};
}

v1::Reflection OweReflection(const v1::EmergencyOverride& call, const v1::Crisis& crisis,
                             absl::Time now) {
  v1::Reflection reflection;
  reflection.set_reflection_id(ids::RandomId());
  reflection.set_override_id(call.override_id());
  reflection.set_crisis_id(crisis.crisis_id());
  reflection.set_client_id(call.client_id());
  rpc::SetHolder(rpc::HolderOf(call), reflection);
  reflection.set_worker_id(crisis.has_key_worker_id() ? crisis.key_worker_id() : call.worker_id());
  reflection.set_state(v1::REFLECTION_STATE_WAITING);
  *reflection.mutable_create_time() = rpc::ToTimestamp(now);
  MoveReflection(crisis.state(), now, reflection);
  return reflection;
}

bool MoveReflection(v1::CrisisState crisis, absl::Time now, v1::Reflection& reflection) {
  if (crisis == v1::CRISIS_STATE_OPEN && reflection.state() == v1::REFLECTION_STATE_DUE) {
    reflection.set_state(v1::REFLECTION_STATE_WAITING);
    reflection.clear_due_date();
    return true;
  }
  if (crisis != v1::CRISIS_STATE_OPEN && reflection.state() == v1::REFLECTION_STATE_WAITING) {
    reflection.set_state(v1::REFLECTION_STATE_DUE);
    *reflection.mutable_due_date() = dates::ToDate(dates::DayAt(now));
    return true;
  }
  return false;
}

absl::Status Close(const v1::CloseReflectionRequest& request, absl::Time now,
                   v1::Reflection& reflection) {
  const bool talked = !request.explanation().empty();
  if (talked == (request.no_talk_reason() != v1::NO_TALK_REASON_UNSPECIFIED))
    return rules::Refuse(rule::kReflectionUnclear, {.field = "explanation"});
  if (reflection.has_close_time()) return rules::Refuse(rule::kReflectionClosed);
  if (talked) {
    reflection.set_state(v1::REFLECTION_STATE_TALKED);
    reflection.set_explanation(request.explanation());
    if (!request.client_view().empty()) reflection.set_client_view(request.client_view());
  } else {
    reflection.set_state(v1::REFLECTION_STATE_WITHOUT_TALK);
    reflection.set_no_talk_reason(request.no_talk_reason());
  }
  *reflection.mutable_close_time() = rpc::ToTimestamp(now);
  return absl::OkStatus();
}

absl::Status AddFacts(std::string_view facts, absl::Time now, v1::EmergencyOverride& call) {
  if (call.has_observed_facts()) return rules::Refuse(rule::kOverrideFactsRecorded);
  call.set_observed_facts(std::string(facts));
  *call.mutable_facts_time() = rpc::ToTimestamp(now);
  return absl::OkStatus();
}

std::vector<common::v1::Warning> FactsWarnings(const v1::EmergencyOverride& call,
                                               common::v1::Language language) {
  if (!call.has_observed_facts()) return {rules::Warn(rule::kOverrideFactsMissing, language)};
  const absl::Time due = rpc::FromTimestamp(call.facts_due_time());
  if (call.has_facts_time() && rpc::FromTimestamp(call.facts_time()) > due)
    return {rules::Warn(rule::kOverrideFactsLate, language)};
  return {};
}

std::vector<common::v1::Warning> SuspicionWarnings(const v1::MandatoryReport& report,
                                                   common::v1::Language language) {
  if (report.planned_with_client() || report.has_planned_note()) return {};
  return {rules::Warn(rule::kNotPlannedWithClient, language)};
}

absl::StatusOr<v1::ReportRecipient> RowFor(const std::vector<v1::ReportRecipient>& in_force,
                                           const v1::MandatoryReport& report,
                                           registry::v1::OutsideRecipient recipient) {
  for (const v1::ReportRecipient& row : in_force) {
    if (row.situation() == report.situation() && row.recipient() == recipient) return row;
  }
  return rules::Refuse(rule::kRecipientNotListed, {.field = "recipient"});
}

absl::Status CheckFile(const v1::MandatoryReport& report) {
  if (report.state() != v1::MANDATORY_REPORT_STATE_UNFOUNDED) return absl::OkStatus();
  return rules::Refuse(rule::kReportClosed);
}

absl::Status CheckUnfounded(const v1::MandatoryReport& report) {
  if (report.state() == v1::MANDATORY_REPORT_STATE_OPEN) return absl::OkStatus();
  return rules::Refuse(rule::kReportClosed);
}

void AddDisagreement(const std::string& words, v1::MandatoryReport& report) {
  if (words.empty()) return;
  if (!report.has_client_disagreement()) {
    report.set_client_disagreement(words);
  } else if (report.client_disagreement() != words) {
    report.set_client_disagreement(absl::StrCat(report.client_disagreement(), "\n", words));
  }
}

absl::Status CheckOspodNotified(const v1::MandatoryReport& report) {
  const bool told = std::any_of(
      report.filings().begin(), report.filings().end(), [](const v1::ReportFiling& filing) {
        return filing.recipient() == registry::v1::OUTSIDE_RECIPIENT_POLICE;
      });
  return told ? absl::OkStatus() : rules::Refuse(rule::kNotReportedToPolice);
}

namespace {

bool HasStaffConsent(const v1::PlanHospitalSupportRequest& request) {
  return request.has_staff_consent() &&
         request.staff_consent().form() == common::v1::ATTESTATION_FORM_SIGNED &&
         !request.staff_consent().document().empty();
}

}  // namespace

std::vector<v1::CrisisTaskKind> HospitalTasks(const v1::PlanHospitalSupportRequest& request,
                                              bool visits_allowed) {
  std::vector<v1::CrisisTaskKind> tasks;
  if (request.natural_network_present()) return tasks;
  if (HasStaffConsent(request)) tasks.push_back(v1::CRISIS_TASK_KIND_TALK_TO_STAFF);
  tasks.push_back(v1::CRISIS_TASK_KIND_BRING_THINGS);
  tasks.push_back(v1::CRISIS_TASK_KIND_PREPARE_RETURN);
  if (visits_allowed) tasks.push_back(v1::CRISIS_TASK_KIND_VISIT);
  return tasks;
}

std::vector<common::v1::Warning> HospitalWarnings(const v1::PlanHospitalSupportRequest& request,
                                                  common::v1::Language language) {
  if (request.natural_network_present()) return {rules::Warn(rule::kNetworkPresent, language)};
  if (!HasStaffConsent(request)) return {rules::Warn(rule::kStaffConsentMissing, language)};
  return {};
}

bool IsOnDuty(const v1::TeamRules& rules, absl::Time now) {
  const absl::CivilMinute minute = absl::ToCivilMinute(now, dates::PragueZone());
  const int weekday = static_cast<int>(absl::GetWeekday(absl::CivilDay(minute))) + 1;
  const int of_day = minute.hour() * 60 + minute.minute();
  return std::any_of(rules.hours().begin(), rules.hours().end(), [&](const v1::ServiceHours& one) {
    return one.weekday() == weekday && one.from_minute() <= of_day && of_day < one.to_minute();
  });
}

v1::CrisisFact FactOf(const v1::Crisis& crisis, absl::Time now) {
  v1::CrisisFact fact;
  fact.set_crisis_id(crisis.crisis_id());
  fact.set_client_id(crisis.client_id());
  fact.set_agency_id(crisis.agency_id());
  fact.set_kind(crisis.kind());
  fact.set_state(crisis.state());
  fact.set_failed_contact_count(crisis.failed_contact_count());
  *fact.mutable_on_date() = dates::ToDate(dates::DayAt(now));
  return fact;
}

v1::EmergencyOverrideFact FactOf(const v1::EmergencyOverride& call, v1::ReflectionState reflection,
                                 absl::Time now) {
  v1::EmergencyOverrideFact fact;
  fact.set_override_id(call.override_id());
  fact.set_client_id(call.client_id());
  fact.set_agency_id(call.agency_id());
  fact.set_facts_recorded(call.has_observed_facts());
  fact.set_reflection_state(reflection);
  *fact.mutable_on_date() = dates::ToDate(dates::DayAt(now));
  return fact;
}

v1::MandatoryReportFact FactOf(const v1::MandatoryReport& report,
                               registry::v1::OutsideRecipient recipient, absl::Time now) {
  v1::MandatoryReportFact fact;
  fact.set_report_id(report.report_id());
  fact.set_client_id(report.client_id());
  fact.set_agency_id(report.agency_id());
  fact.set_situation(report.situation());
  fact.set_state(report.state());
  fact.set_recipient(recipient);
  fact.set_client_disagreed(report.has_client_disagreement());
  *fact.mutable_on_date() = dates::ToDate(dates::DayAt(now));
  return fact;
}

}  // namespace opora::conference
