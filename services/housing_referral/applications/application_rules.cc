#include "services/housing_referral/applications/application_rules.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "common/rpc/policy.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/programmes/programme_rules.h"

namespace opora::housing {
namespace {

using enum Viewer;
using registry::v1::DebtorStanding;

constexpr auto kReceived = v1::APPLICATION_STATE_RECEIVED;
constexpr auto kRegistered = v1::APPLICATION_STATE_REGISTERED;
constexpr auto kUnderInvestigation = v1::APPLICATION_STATE_UNDER_INVESTIGATION;
constexpr auto kInvestigated = v1::APPLICATION_STATE_INVESTIGATED;
constexpr auto kSelected = v1::APPLICATION_STATE_SELECTED;
constexpr auto kInApproval = v1::APPLICATION_STATE_IN_APPROVAL;
constexpr auto kApproved = v1::APPLICATION_STATE_APPROVED;
constexpr auto kFlatConfirmed = v1::APPLICATION_STATE_FLAT_CONFIRMED;
constexpr auto kNotified = v1::APPLICATION_STATE_NOTIFIED;
constexpr auto kMovedIn = v1::APPLICATION_STATE_MOVED_IN;
constexpr auto kRejected = v1::APPLICATION_STATE_REJECTED;
constexpr auto kWithdrawn = v1::APPLICATION_STATE_WITHDRAWN;
constexpr auto kWaiting = v1::APPLICATION_STATE_WAITING;

constexpr auto kSteps = std::to_array<ApplicationStep>({
    {kReceived, "RegisterApplication", kRegistered, kKeeper},
    {kRegistered, "StartInvestigation", kUnderInvestigation, kKeeper},
    {kRegistered, "CompleteInvestigation", kInvestigated, kKeeper},
    {kUnderInvestigation, "RecordFindings", kUnderInvestigation, kKeeper},
    {kUnderInvestigation, "CompleteInvestigation", kInvestigated, kKeeper},
    {kRegistered, "SelectApplication", kSelected, kKeeper},
    {kUnderInvestigation, "SelectApplication", kSelected, kKeeper},
    {kInvestigated, "SelectApplication", kSelected, kKeeper},
    {kInvestigated, "SetWaiting", kWaiting, kKeeper},
    {kWaiting, "SetWaiting", kInvestigated, kKeeper},
    {kWaiting, "SelectApplication", kSelected, kKeeper},
    {kSelected, "SubmitForApproval", kInApproval, kKeeper},
    {kInApproval, "ApproveApplication", kApproved, kApprover},
    {kSelected, "ProposeFlat", kSelected, kKeeper},
    {kInApproval, "ProposeFlat", kInApproval, kKeeper},
    {kApproved, "ProposeFlat", kApproved, kKeeper},
    {kApproved, "ConfirmFlat", kFlatConfirmed, kApprover},
    {kFlatConfirmed, "ConfirmFlat", kFlatConfirmed, kApprover},
    {kFlatConfirmed, "NotifyAcceptance", kNotified, kTeller},
    {kNotified, "RecordComplication", kApproved, kKeeper},
    {kNotified, "MoveIn", kMovedIn, kApprover},
    {kReceived, "RejectApplication", kRejected, kKeeper},
    {kRegistered, "RejectApplication", kRejected, kKeeper},
    {kUnderInvestigation, "RejectApplication", kRejected, kKeeper},
    {kInvestigated, "RejectApplication", kRejected, kKeeper},
    {kWaiting, "RejectApplication", kRejected, kKeeper},
    {kSelected, "RejectApplication", kRejected, kKeeper},
    {kInApproval, "RejectApplication", kRejected, kApprover},
    {kRejected, "NotifyRejection", kRejected, kKeeper},
});

// Everything that came with or after the selection.
void ClearDecision(v1::Application& application) {
  application.clear_landlord_agency_id();
  application.clear_landlord_department_id();
  application.clear_score();
  application.clear_criteria_version();
  application.clear_score_items();
  application.clear_standing();
  application.clear_standing_on();
  application.clear_debt_rule_version();
  application.clear_settings_version();
  application.clear_approvals();
  application.clear_flat_id();
  application.clear_suitability();
  application.clear_move_in_from();
  application.clear_move_in_to();
  application.clear_notify_time();
  application.clear_notified_by_worker_id();
  application.clear_rejection_reason();
  application.clear_rejection_told_time();
  application.clear_complications();
  application.clear_reported_learned_time();
}

bool IsDecided(v1::ApplicationState state) {
  return state == kSelected || state == kInApproval || state == kApproved ||
         state == kFlatConfirmed;
}

bool Opposes(const v1::ProgrammeRole& role) {
  return role.function() == v1::PROGRAMME_FUNCTION_SUPPORT_WORKER ||
         role.function() == v1::PROGRAMME_FUNCTION_LANDLORD_LIAISON;
}

bool HandlesApplications(const v1::ProgrammeRole& role) {
  return role.function() == v1::PROGRAMME_FUNCTION_APPLICATION_OFFICER ||
         role.function() == v1::PROGRAMME_FUNCTION_INVESTIGATOR;
}

bool IsTold(const v1::Application& application) {
  return IsPublic(application) || application.has_rejection_told_time();
}

bool IsLeader(common::v1::ActingRole role) {
  return rpc::IsInGroup(role, common::v1::ROLE_GROUP_LEADERSHIP);
}

}  // namespace

std::span<const ApplicationStep> ApplicationSteps() { return kSteps; }

absl::StatusOr<v1::ApplicationState> NextState(v1::ApplicationState from, std::string_view verb) {
  for (const ApplicationStep& step : kSteps) {
    if (step.from == from && step.verb == verb) return step.to;
  }
  return rules::Refuse(rule::kApplicationStateRefuses,
                       {.metadata = {{"state", v1::ApplicationState_Name(from)}}});
}

Viewer ViewerOf(const rpc::Caller& caller, const v1::Application& application) {
  const rpc::Unit keeper{application.agency_id(), application.department_id()};
  const rpc::Unit support{application.recipient_agency_id(), application.recipient_department_id()};
  const rpc::Unit landlord{application.landlord_agency_id(), application.landlord_department_id()};
  const bool supports = caller.stance == common::v1::STANCE_SUPPORT && !IsLeader(caller.role);
  if (caller.unit == keeper) return supports ? kTeller : kKeeper;
  if (caller.unit == landlord && caller.stance == common::v1::STANCE_CONTROL) return kApprover;
  return caller.unit == support ? kTeller : kOther;
}

bool IsPublic(const v1::Application& application) {
  return application.has_notify_time() || application.has_learned_time();
}

bool IsDiscreet(const v1::Application& application, Viewer viewer) {
  const v1::ApplicationState state = application.state();
  if (viewer == kKeeper || IsTold(application)) return false;
  if (state == kRejected) return viewer != kApprover || !application.has_landlord_agency_id();
  if (!IsDecided(state)) return false;
  if (viewer == kApprover) return state == kSelected;
  return viewer != kTeller || state != kFlatConfirmed;
}

void AsSeenBy(Viewer viewer, v1::Application& application) {
  if (viewer == kKeeper) return;
  // Neither may come or go with a decision: their absence would tell of it.
  application.clear_etag();
  application.clear_steps();
  // A withdrawal hides what had been decided before it.
  const bool never_told = application.state() == kWithdrawn && !IsTold(application);
  if (never_told) return ClearDecision(application);
  if (application.state() == kWaiting) application.set_state(kInvestigated);
  if (!IsDiscreet(application, viewer)) {
    if (viewer == kTeller || viewer == kOther) application.clear_approvals();
    return;
  }
  ClearDecision(application);
  application.set_state(kInvestigated);
}

bool IsSupportTeam(const rpc::Caller& caller, const v1::Programme& programme,
                   const std::vector<v1::ProgrammeRole>& roles) {
  bool named = false;
  bool handles = false;
  for (const v1::ProgrammeRole& role : roles) {
    if (role.worker_id() != caller.worker_id) continue;
    named |= Opposes(role);
    handles |= HandlesApplications(role);
  }
  if (named) return true;
  return !handles && caller.stance == common::v1::STANCE_SUPPORT &&
         IsOnSide(programme, caller.unit, v1::PARTNER_SIDE_SUPPORT);
}

const rules::Rule* KeepsOut(const rpc::Caller& caller, const v1::Programme& programme,
                            const std::vector<v1::ProgrammeRole>& roles) {
  if (!IsSupportTeam(caller, programme, roles)) return nullptr;
  return IsOnSide(programme, caller.unit, v1::PARTNER_SIDE_APPLICATIONS)
             ? &rule::kSupportTeamInside
             : &rule::kSupportTeamKeepsOut;
}

absl::Status CheckFindings(const v1::RecordFindingsRequest& request) {
  for (int i = 0; i < request.facts_size(); ++i) {
    const v1::InvestigationFact& fact = request.facts(i);
    if (fact.verification() == v1::FACT_VERIFICATION_VERIFIED && !fact.has_verified_how())
      return rules::Refuse(rule::kVerifiedHow,
                           {.field = absl::StrCat("facts[", i, "].verified_how")});
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Score(const v1::SelectionCriteria& criteria,
                          google::protobuf::RepeatedPtrField<v1::ScoreItem>& items,
                          DebtorStanding standing) {
  int sum = 0;
  for (int i = 0; i < items.size(); ++i) {
    v1::ScoreItem& item = items[i];
    const auto criterion =
        std::find_if(criteria.criteria().begin(), criteria.criteria().end(),
                     [&](const v1::Criterion& one) { return one.code() == item.code(); });
    if (criterion == criteria.criteria().end())
      return rules::Refuse(rule::kCriterionUnknown,
                           {.field = absl::StrCat("score_items[", i, "].code")});
    item.set_points(std::min(item.value(), criterion->largest_value()) * criterion->weight());
    sum += item.points();
  }
  if (standing == registry::v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE)
    sum -= criteria.kept_schedule_penalty();
  return sum;
}

bool DebtRuleRefuses(v1::DebtTolerance tolerance, DebtorStanding standing) {
  // Discharged debts are disregarded whatever the rule says (HOUS-38).
  if (standing == registry::v1::DEBTOR_STANDING_NO_DEBT ||
      standing == registry::v1::DEBTOR_STANDING_DISCHARGED) {
    return false;
  }
  switch (tolerance) {
    case v1::DEBT_TOLERANCE_NO_OBSTACLE:
      return false;
    case v1::DEBT_TOLERANCE_KEPT_SCHEDULE:
      return standing != registry::v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE;
    default:
      return true;
  }
}

std::string NextBody(const v1::LandlordConditions& conditions, const v1::Application& application) {
  const int decided = application.approvals_size();
  return decided < conditions.approval_bodies_size() ? conditions.approval_bodies(decided) : "";
}

std::vector<common::v1::Action> ApplicationActions(const v1::Application& application,
                                                   Viewer viewer, common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  v1::Application seen = application;
  AsSeenBy(viewer, seen);
  for (const ApplicationStep& step : kSteps) {
    auto action = std::find_if(actions.begin(), actions.end(),
                               [&](const auto& one) { return one.verb() == step.verb; });
    if (action == actions.end()) {
      action = actions.emplace(actions.end());
      action->set_verb(std::string(step.verb));
    }
    if (step.from == seen.state() && step.side == viewer) action->set_allowed(true);
  }
  for (common::v1::Action& action : actions) {
    if (action.allowed()) continue;
    action.set_rule(std::string(rule::kApplicationStateRefuses.id));
    action.set_remedy(std::string(rule::kApplicationStateRefuses.remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::housing
