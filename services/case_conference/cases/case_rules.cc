#include "services/case_conference/cases/case_rules.h"

#include <set>

#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rpc/holder.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/case_conference/cases/refusals.h"

namespace opora::conference {
namespace {

constexpr int kLeastDisciplines = 2;

// A state with all verbs that leave it where it is.
struct Staying {
  v1::CaseState state;
  std::vector<std::string_view> lead;
  std::vector<std::string_view> member;
};

std::vector<CaseStep> MakeSteps() {
  using enum CaseSide;
  std::vector<CaseStep> steps = {
      {v1::CASE_STATE_PROPOSED, "AgreeCase", v1::CASE_STATE_ASSESSING, kLead},
      {v1::CASE_STATE_ASSESSING, "CreateSupportPlan", v1::CASE_STATE_PLANNED, kLead},
      {v1::CASE_STATE_PLANNED, "StartCase", v1::CASE_STATE_IN_PROGRESS, kLead},
      {v1::CASE_STATE_IN_PROGRESS, "StartEvaluation", v1::CASE_STATE_EVALUATING, kLead},
      {v1::CASE_STATE_EVALUATING, "StartNewCycle", v1::CASE_STATE_ASSESSING, kLead},
      {v1::CASE_STATE_PROPOSED, "CloseCase", v1::CASE_STATE_CLOSED, kLead},
      {v1::CASE_STATE_ASSESSING, "CloseCase", v1::CASE_STATE_CLOSED, kLead},
      {v1::CASE_STATE_PLANNED, "CloseCase", v1::CASE_STATE_CLOSED, kLead},
      {v1::CASE_STATE_IN_PROGRESS, "CloseCase", v1::CASE_STATE_CLOSED, kLead},
      {v1::CASE_STATE_EVALUATING, "CloseCase", v1::CASE_STATE_CLOSED, kLead},
  };
  const Staying staying[] = {
      {v1::CASE_STATE_PROPOSED, {"NameCaseManager", "RecordView"}, {}},
      {v1::CASE_STATE_ASSESSING,
       {"AddAssessment", "AttachMember", "DetachMember", "NameCaseManager", "RecordView"},
       {"RecordDemand"}},
      {v1::CASE_STATE_PLANNED,
       {"ApproveSupportPlan", "AttachMember", "DecideDuplicate", "DetachMember", "NameCaseManager",
        "RecordView", "SetEvaluationDates"},
       {"RecordDemand"}},
      {v1::CASE_STATE_IN_PROGRESS,
       {"AttachMember", "DecideDuplicate", "DetachMember", "NameCaseManager", "RecordEvaluation",
        "RecordView", "SetEvaluationDates"},
       {"AddMonitoring", "RecordDemand"}},
      {v1::CASE_STATE_EVALUATING,
       {"DetachMember", "NameCaseManager", "RecordEvaluation", "RecordView"},
       {"AddMonitoring", "RecordDemand"}},
      {v1::CASE_STATE_CLOSED, {"RecordEvaluation"}, {}},
  };
  for (const Staying& one : staying) {
    for (std::string_view verb : one.lead) steps.push_back({one.state, verb, one.state, kLead});
    for (std::string_view verb : one.member) steps.push_back({one.state, verb, one.state, kMember});
  }
  return steps;
}

absl::Status CheckGround(const v1::Case& asked, const rpc::Caller& caller) {
  if (asked.type() != v1::CASE_TYPE_CHILD_PROTECTION) return absl::OkStatus();
  if (caller.role != common::v1::ACTING_ROLE_CHILD_PROTECTION_WORKER)
    return rules::Refuse(rule::kChildProtectionRole);
  if (!asked.has_basis_row())
    return rules::Refuse(rule::kBasisRowMissing, {.field = "case.basis_row"});
  return absl::OkStatus();
}

absl::Status CheckAgreements(const v1::Case& value, absl::Time now) {
  if (value.has_client_agreement()) {
    RETURN_IF_ERROR(
        rules::CheckOccurrence(rpc::FromTimestamp(value.client_agreement().occurred_at()), now,
                               "case.client_agreement.occurred_at"));
  }
  for (const v1::CaseMember& member : value.members()) {
    if (!member.has_client_agreement()) continue;
    RETURN_IF_ERROR(
        rules::CheckOccurrence(rpc::FromTimestamp(member.client_agreement().occurred_at()), now,
                               "case.members.client_agreement.occurred_at"));
  }
  return absl::OkStatus();
}

void CopyMembers(const v1::Case& asked, const std::string& worker_id, absl::Time now,
                 v1::Case& value) {
  for (const v1::CaseMember& member : asked.members()) {
    v1::CaseMember& added = *value.add_members();
    added = member;
    added.set_member_id(ids::RandomId());
    if (added.has_client_agreement())
      added.mutable_client_agreement()->set_attesting_worker_id(worker_id);
    *added.mutable_join_time() = rpc::ToTimestamp(now);
  }
}

}  // namespace

const std::vector<CaseStep>& CaseSteps() {
  static const auto* steps = new std::vector<CaseStep>(MakeSteps());
  return *steps;
}

absl::StatusOr<v1::CaseState> NextCaseState(v1::CaseState from, std::string_view verb) {
  for (const CaseStep& step : CaseSteps()) {
    if (step.from == from && step.verb == verb) return step.to;
  }
  return rules::Refuse(rule::kCaseStateRefuses,
                       {.metadata = {{"state", v1::CaseState_Name(from)}}});
}

std::vector<common::v1::Action> CaseActions(const v1::Case& value, CaseSide side,
                                            common::v1::Language language) {
  std::set<std::string_view> verbs;
  std::set<std::string_view> allowed;
  for (const CaseStep& step : CaseSteps()) {
    verbs.insert(step.verb);
    if (step.from == value.state() && side >= step.side) allowed.insert(step.verb);
  }
  std::vector<common::v1::Action> actions;
  for (std::string_view verb : verbs) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(std::string(verb));
    action.set_allowed(allowed.contains(verb));
    if (action.allowed()) continue;
    action.set_rule(std::string(rule::kCaseStateRefuses.id));
    action.set_remedy(std::string(rule::kCaseStateRefuses.remedy.In(language)));
  }
  return actions;
}

absl::StatusOr<v1::Case> NewCase(const v1::Case& asked, const rpc::Caller& caller, absl::Time now) {
  RETURN_IF_ERROR(CheckGround(asked, caller));
  RETURN_IF_ERROR(CheckAgreements(asked, now));
  const bool by_law = asked.type() == v1::CASE_TYPE_CHILD_PROTECTION;
  if (asked.members_size() > 0 && !asked.has_client_agreement() && !by_law)
    return rules::Refuse(rule::kAttachNeedsAgreement, {.field = "case.client_agreement"});
  v1::Case value;
  value.set_case_id(ids::RandomId());
  value.set_client_id(asked.client_id());
  rpc::SetHolder(caller.unit, value);
  value.set_type(asked.type());
  value.set_organisation(asked.organisation());
  value.set_manager_mode(asked.manager_mode());
  if (asked.has_case_manager_worker_id()) {
    value.set_case_manager_worker_id(asked.case_manager_worker_id());
  } else if (asked.type() == v1::CASE_TYPE_INDIVIDUAL) {
    value.set_case_manager_worker_id(caller.worker_id);
  }
  if (by_law) value.set_basis_row(asked.basis_row());
  if (asked.has_client_agreement()) {
    *value.mutable_client_agreement() = asked.client_agreement();
    value.mutable_client_agreement()->set_attesting_worker_id(caller.worker_id);
    if (asked.has_agreement_grantor())
      *value.mutable_agreement_grantor() = asked.agreement_grantor();
  }
  CopyMembers(asked, caller.worker_id, now, value);
  value.set_cycle(1);
  value.set_state(by_law || value.has_client_agreement() ? v1::CASE_STATE_ASSESSING
                                                         : v1::CASE_STATE_PROPOSED);
  *value.mutable_create_time() = rpc::ToTimestamp(now);
  if (value.state() == v1::CASE_STATE_ASSESSING) RETURN_IF_ERROR(CheckTeam(value));
  return value;
}

void Deviate(const rules::Rule& rule, const std::string& reason, v1::Case& value) {
  v1::CaseDeviation& deviation = *value.add_deviations();
  deviation.set_deviation_id(ids::RandomId());
  deviation.set_rule(std::string(rule.id));
  deviation.set_rule_reason(std::string(rule.reason));
  if (!reason.empty()) deviation.set_reason(reason);
}

absl::Status CheckTeam(const v1::Case& value) {
  if (value.type() != v1::CASE_TYPE_TEAM) return absl::OkStatus();
  std::set<int> disciplines;
  for (const v1::CaseMember& member : value.members()) disciplines.insert(member.discipline());
  if (disciplines.size() >= kLeastDisciplines) return absl::OkStatus();
  return rules::Refuse(rule::kTeamOfOneDiscipline);
}

absl::Status CheckCoordinated(const v1::Case& value) {
  if (AgencyCount(value) < 2 || value.has_case_manager_worker_id()) return absl::OkStatus();
  return rules::Refuse(rule::kCaseManagerMissing);
}

int AgencyCount(const v1::Case& value) {
  std::set<std::string> agencies = {value.agency_id()};
  for (const v1::CaseMember& member : value.members()) agencies.insert(member.agency_id());
  return static_cast<int>(agencies.size());
}

std::vector<common::v1::Warning> AttachWarnings(const v1::Case& value, const v1::CaseMember& member,
                                                common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  const bool external = member.agency_id() != value.agency_id();
  if (value.type() == v1::CASE_TYPE_TEAM && external)
    warnings.push_back(rules::Warn(rule::kAttachedToTeam, language));
  if (external && member.has_has_cooperation_agreement() && !member.has_cooperation_agreement())
    warnings.push_back(rules::Warn(rule::kNoCooperationAgreement, language));
  return warnings;
}

v1::CaseFact FactOf(const v1::Case& value, absl::Time now) {
  v1::CaseFact fact;
  fact.set_case_id(value.case_id());
  fact.set_client_id(value.client_id());
  fact.set_agency_id(value.agency_id());
  fact.set_type(value.type());
  fact.set_state(value.state());
  fact.set_cycle(value.cycle());
  fact.set_result(value.result());
  fact.set_agency_count(AgencyCount(value));
  *fact.mutable_on_date() = dates::ToDate(dates::DayAt(now));
  return fact;
}

}  // namespace opora::conference
