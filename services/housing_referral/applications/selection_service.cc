#include "services/housing_referral/applications/selection_service.h"

#include "common/ids/ids.h"
#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/applications/application_access.h"
#include "services/housing_referral/applications/application_store.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/flats/flat_rules.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {
namespace {

using registry::v1::DebtorStanding;

rpc::Unit LandlordOf(const v1::Application& application) {
  return {application.landlord_agency_id(), application.landlord_department_id()};
}

bool IsInvestigated(const v1::Application& application) {
  return application.state() == v1::APPLICATION_STATE_INVESTIGATED ||
         application.state() == v1::APPLICATION_STATE_WAITING;
}

// The landlord's rule on the day against the standing; its version and the standing are stored and,
// when it refuses, shown (HOUS-39).
absl::Status JudgeDebts(rpc::Call& call, const rpc::Unit& landlord, absl::CivilDay day,
                        DebtorStanding standing, v1::Application& application) {
  application.set_standing(standing);
  *application.mutable_standing_on() = dates::ToDate(day);
  application.clear_debt_rule_version();
  const auto rule = DebtRuleOn(call.tx(), application.programme_id(), landlord, day);
  if (!rule.has_value()) return absl::OkStatus();
  application.set_debt_rule_version(rule->version());
  if (!DebtRuleRefuses(rule->tolerance(), standing)) return absl::OkStatus();
  return rules::Refuse(rule::kDebtRuleRefuses,
                       {.metadata = {{"debt_rule_version", std::to_string(rule->version())},
                                     {"tolerance", v1::DebtTolerance_Name(rule->tolerance())},
                                     {"standing", registry::v1::DebtorStanding_Name(standing)}}});
}

absl::Status ScoreBy(rpc::Call& call, const v1::SelectApplicationRequest& request,
                     ApplicationCase& found) {
  v1::Application& application = found.application;
  const auto criteria = FindCriteria(call.tx(), application.programme_id());
  if (!criteria.has_value() || !found.programme.has_application_rules())
    RETURN_IF_ERROR(found.judge.Broken(rule::kRulesMissing));
  *application.mutable_score_items() = request.score_items();
  for (v1::ScoreItem& item : *application.mutable_score_items())
    item.set_score_item_id(ids::RandomId());
  ASSIGN_OR_RETURN(const int score,
                   Score(criteria.value_or(v1::SelectionCriteria()),
                         *application.mutable_score_items(), application.standing()));
  application.set_score(score);
  if (criteria.has_value()) application.set_criteria_version(criteria->version());
  return absl::OkStatus();
}

// The landlord's worker, for an application that lies with its bodies (HOUS-41).
absl::StatusOr<ApplicationCase> LockForBody(rpc::Call& call, const std::string& application_id,
                                            std::string_view verb) {
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, application_id));
  const rpc::Unit& unit = call.caller().unit;
  const bool decides = call.caller().stance == common::v1::STANCE_CONTROL &&
                       LandlordOf(found.application) == unit &&
                       IsOnSide(found.programme, unit, v1::PARTNER_SIDE_LANDLORD);
  if (!decides) return rules::Refuse(rule::kNotCompetentBody);
  RETURN_IF_ERROR(LockCase(call, found));
  RETURN_IF_ERROR(NextSeen(found, verb).status());
  return found;
}

// When the application came to the landlord's bodies.
absl::CivilDay SubmittedOn(const v1::Application& application, absl::CivilDay otherwise) {
  for (const v1::ApplicationStep& step : application.steps()) {
    if (step.verb() == "SubmitForApproval")
      otherwise = dates::DayAt(rpc::FromTimestamp(step.create_time()));
  }
  return otherwise;
}

absl::StatusOr<v1::Flat> FlatFor(rpc::Call& call, const v1::Application& application,
                                 const std::string& flat_id) {
  auto flat = db::Get<v1::Flat>(call.tx(), flat_id);
  if (!flat.ok() || flat->programme_id() != application.programme_id() ||
      rpc::HolderOf(*flat) != LandlordOf(application)) {
    return rules::InvalidField("flat_id", "FLAT_UNKNOWN", "is no flat of this landlord");
  }
  return flat;
}

absl::Status CheckSuitable(const v1::Flat& flat, bool has_reason, ApplicationCase& found) {
  const bool unknown = !found.application.has_household_size();
  if (unknown || has_reason || IsSuitable(flat, found.application.household_size()))
    return absl::OkStatus();
  return found.judge.Broken(rule::kFlatUnsuitable, {.field = "flat_id"});
}

bool IsFinal(const v1::Application& seen) {
  const v1::ApplicationState state = seen.state();
  return state == v1::APPLICATION_STATE_NOTIFIED || state == v1::APPLICATION_STATE_MOVED_IN ||
         state == v1::APPLICATION_STATE_REJECTED || state == v1::APPLICATION_STATE_WITHDRAWN;
}

// One answer for every state in which no flat is confirmed, whatever was decided (HOUS-43,
// HOUS-45).
absl::Status CheckConfirmed(ApplicationCase& found) {
  const v1::ApplicationState state = found.application.state();
  if (state == v1::APPLICATION_STATE_FLAT_CONFIRMED) return absl::OkStatus();
  v1::Application seen = found.application;
  AsSeenBy(found.viewer, seen);
  if (IsFinal(seen)) return NextSeen(found, "NotifyAcceptance").status();
  if (state != v1::APPLICATION_STATE_APPROVED) return rules::Refuse(rule::kFlatNotConfirmed);
  return found.judge.Broken(rule::kFlatNotConfirmed);
}

v1::ApplicationFact NotifiedFact(const v1::Application& application, absl::Time now) {
  v1::ApplicationFact fact;
  fact.set_programme_id(application.programme_id());
  fact.set_state(application.state());
  for (const v1::ApprovalDecision& approval : application.approvals())
    fact.add_approval_days(approval.days());
  fact.set_days_to_notification(
      static_cast<int>(dates::DayAt(now) - dates::FromDate(application.received_on())));
  return fact;
}

bool HadSomethingToLearn(const v1::Application& application) {
  const v1::ApplicationState state = application.state();
  return state == v1::APPLICATION_STATE_SELECTED || state == v1::APPLICATION_STATE_IN_APPROVAL ||
         state == v1::APPLICATION_STATE_APPROVED || state == v1::APPLICATION_STATE_FLAT_CONFIRMED;
}

// From those who know, it ends the discretion; from the support side it is a report to them.
absl::Status NoteLearned(rpc::Call& call, const v1::RecordLearnedRequest& request,
                         ApplicationCase& found) {
  v1::Application& application = found.application;
  if (found.viewer == Viewer::kTeller) {
    *application.mutable_reported_learned_time() = request.occurred_at();
    db::Update(call.tx(), application, {"reported_learned_time"});
    call.Emit("ApplicationChanged", application);
    return absl::OkStatus();
  }
  if (!HadSomethingToLearn(application)) return NextSeen(found, "NotifyAcceptance").status();
  *application.mutable_learned_time() = request.occurred_at();
  application.set_learned_from(request.learned_from());
  db::Update(call.tx(), application, {"learned_time", "learned_from"});
  call.Emit("ApplicantLearned", application);
  return absl::OkStatus();
}

}  // namespace

void SelectionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.ApplicationService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("SelectApplication", &SelectionService::SelectApplication);
  bind("SubmitForApproval", &SelectionService::SubmitForApproval);
  bind("ApproveApplication", &SelectionService::ApproveApplication);
  bind("RejectApplication", &SelectionService::RejectApplication);
  bind("ProposeFlat", &SelectionService::ProposeFlat);
  bind("ConfirmFlat", &SelectionService::ConfirmFlat);
  bind("NotifyAcceptance", &SelectionService::NotifyAcceptance);
  bind("RecordLearned", &SelectionService::RecordLearned);
  bind("NotifyRejection", &SelectionService::NotifyRejection);
  bind("RecordComplication", &SelectionService::RecordComplication);
}

absl::StatusOr<v1::SelectApplicationResponse> SelectionService::SelectApplication(
    rpc::Call& call, const v1::SelectApplicationRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  const rpc::Unit landlord{request.landlord_agency_id(), request.landlord_department_id()};
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  RETURN_IF_ERROR(CheckKeeper(call, found));
  ASSIGN_OR_RETURN(const auto standing, registry_.StandingOf(call, found.application.client_id(),
                                                             landlord.agency_id, day));
  RETURN_IF_ERROR(LockCase(call, found));
  RETURN_IF_ERROR(NextSeen(found, "SelectApplication").status());
  v1::Application& application = found.application;
  if (found.programme.state() != v1::PROGRAMME_STATE_ACTIVE)
    return rules::Refuse(rule::kProgrammeNotActive);
  if (!IsOnSide(found.programme, landlord, v1::PARTNER_SIDE_LANDLORD))
    return rules::Refuse(rule::kUnitNotPartner, {.field = "landlord_agency_id"});
  if (!ConditionsInForce(call.tx(), application.programme_id(), landlord).has_value())
    return rules::Refuse(rule::kConditionsMissing);
  if (!IsInvestigated(application))
    RETURN_IF_ERROR(found.judge.Broken(rule::kInvestigationMissing));
  RETURN_IF_ERROR(JudgeDebts(call, landlord, day, standing.standing(), application));
  RETURN_IF_ERROR(ScoreBy(call, request, found));
  application.set_landlord_agency_id(landlord.agency_id);
  if (!landlord.department_id.empty())
    application.set_landlord_department_id(landlord.department_id);
  application.set_settings_version(found.judge.rules().version());
  MoveTo(call, v1::APPLICATION_STATE_SELECTED, "SelectApplication",
         {"landlord_agency_id", "landlord_department_id", "standing", "standing_on",
          "debt_rule_version", "score", "score_items", "criteria_version", "settings_version"},
         application);
  KeepDeviations(call, found, request.deviation_reason());
  v1::SelectApplicationResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(application);
  return response;
}

absl::StatusOr<v1::SubmitForApprovalResponse> SelectionService::SubmitForApproval(
    rpc::Call& call, const v1::SubmitForApprovalRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found,
                   LockForKeeper(call, request.application_id(), "SubmitForApproval"));
  MoveTo(call, v1::APPLICATION_STATE_IN_APPROVAL, "SubmitForApproval", {}, found.application);
  v1::SubmitForApprovalResponse response;
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::ApproveApplicationResponse> SelectionService::ApproveApplication(
    rpc::Call& call, const v1::ApproveApplicationRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   PastDay(request.decided_on(), "decided_on", call.now()));
  ASSIGN_OR_RETURN(ApplicationCase found,
                   LockForBody(call, request.application_id(), "ApproveApplication"));
  v1::Application& application = found.application;
  const auto conditions =
      ConditionsInForce(call.tx(), application.programme_id(), call.caller().unit);
  if (!conditions.has_value()) return rules::Refuse(rule::kConditionsMissing);
  const std::string next = NextBody(*conditions, application);
  if (request.body() != next)
    return rules::Refuse(rule::kBodyNotNext, {.metadata = {{"body", next}}, .field = "body"});
  v1::ApprovalDecision& decision = *application.add_approvals();
  decision.set_approval_id(ids::RandomId());
  decision.set_body(request.body());
  *decision.mutable_decided_on() = request.decided_on();
  if (request.has_resolution()) decision.set_resolution(request.resolution());
  decision.set_worker_id(call.caller().worker_id);
  decision.set_days(std::max<int>(0, static_cast<int>(day - SubmittedOn(application, day))));
  const bool last = NextBody(*conditions, application).empty();
  MoveTo(call, last ? v1::APPLICATION_STATE_APPROVED : v1::APPLICATION_STATE_IN_APPROVAL,
         "ApproveApplication", {"approvals"}, application);
  v1::ApproveApplicationResponse response;
  *response.mutable_application() = std::move(application);
  return response;
}

absl::StatusOr<v1::RejectApplicationResponse> SelectionService::RejectApplication(
    rpc::Call& call, const v1::RejectApplicationRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found, LockForDecider(call, request.application_id()));
  RETURN_IF_ERROR(NextSeen(found, "RejectApplication").status());
  const bool in_approval = found.application.state() == v1::APPLICATION_STATE_IN_APPROVAL;
  if (in_approval != (found.viewer == Viewer::kApprover))
    return rules::Refuse(in_approval ? rule::kNotCompetentBody : rule::kNotOfProgramme);
  found.application.set_rejection_reason(request.reason());
  MoveTo(call, v1::APPLICATION_STATE_REJECTED, "RejectApplication", {"rejection_reason"},
         found.application);
  v1::RejectApplicationResponse response;
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::ProposeFlatResponse> SelectionService::ProposeFlat(
    rpc::Call& call, const v1::ProposeFlatRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found, LockForDecider(call, request.application_id()));
  v1::Application& application = found.application;
  ASSIGN_OR_RETURN(const v1::ApplicationState next, NextSeen(found, "ProposeFlat"));
  ASSIGN_OR_RETURN(const v1::Flat flat, FlatFor(call, application, request.flat_id()));
  if (!ConditionsInForce(call.tx(), application.programme_id(), rpc::HolderOf(flat)).has_value())
    return rules::Refuse(rule::kConditionsMissing);
  if (HasTenant(call.tx(), flat.flat_id())) return rules::Refuse(rule::kFlatTaken);
  RETURN_IF_ERROR(CheckSuitable(flat, request.has_suitability(), found));
  application.set_flat_id(flat.flat_id());
  if (request.has_suitability()) application.set_suitability(request.suitability());
  MoveTo(call, next, "ProposeFlat", {"flat_id", "suitability"}, application);
  KeepDeviations(call, found, request.deviation_reason());
  v1::ProposeFlatResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(application);
  return response;
}

absl::StatusOr<v1::ConfirmFlatResponse> SelectionService::ConfirmFlat(
    rpc::Call& call, const v1::ConfirmFlatRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.move_in_from(), "move_in_from"));
  RETURN_IF_ERROR(dates::CheckDate(request.move_in_to(), "move_in_to"));
  if (dates::FromDate(request.move_in_to()) < dates::FromDate(request.move_in_from()))
    return rules::Refuse(rule::kTimeFrame, {.field = "move_in_to"});
  ASSIGN_OR_RETURN(ApplicationCase found, LockForDecider(call, request.application_id()));
  v1::Application& application = found.application;
  ASSIGN_OR_RETURN(const v1::ApplicationState next, NextSeen(found, "ConfirmFlat"));
  const std::string& flat_id =
      request.flat_id().empty() ? application.flat_id() : request.flat_id();
  ASSIGN_OR_RETURN(const v1::Flat flat, FlatFor(call, application, flat_id));
  RETURN_IF_ERROR(CheckSuitable(flat, application.has_suitability(), found));
  if (HasTenant(call.tx(), flat.flat_id())) return rules::Refuse(rule::kFlatTaken);
  application.set_flat_id(flat.flat_id());
  *application.mutable_move_in_from() = request.move_in_from();
  *application.mutable_move_in_to() = request.move_in_to();
  MoveTo(call, next, "ConfirmFlat", {"flat_id", "move_in_from", "move_in_to"}, application);
  KeepDeviations(call, found, request.deviation_reason());
  v1::ConfirmFlatResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(application);
  return response;
}

absl::StatusOr<v1::NotifyAcceptanceResponse> SelectionService::NotifyAcceptance(
    rpc::Call& call, const v1::NotifyAcceptanceRequest& request) {
  ASSIGN_OR_RETURN(
      const absl::Time told,
      PastTimeOr(request.has_occurred_at(), request.occurred_at(), "occurred_at", call.now()));
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  if (!IsSupportTeam(call.caller(), found.programme, found.roles))
    RETURN_IF_ERROR(found.judge.Broken(rule::kNotSupportTeam));
  if (found.viewer == Viewer::kOther) return rules::Refuse(rule::kNotOfProgramme);
  ASSIGN_OR_RETURN(const bool has_key_worker,
                   registry_.HasKeyWorker(call, found.application.client_id()));
  RETURN_IF_ERROR(LockCase(call, found));
  RETURN_IF_ERROR(CheckConfirmed(found));
  if (!has_key_worker) RETURN_IF_ERROR(found.judge.Broken(rule::kKeyWorkerMissing));
  v1::Application& application = found.application;
  *application.mutable_notify_time() = rpc::ToTimestamp(told);
  application.set_notified_by_worker_id(call.caller().worker_id);
  application.set_state(v1::APPLICATION_STATE_NOTIFIED);
  const v1::ApplicationFact fact = NotifiedFact(application, told);
  MoveTo(call, v1::APPLICATION_STATE_NOTIFIED, "NotifyAcceptance",
         {"notify_time", "notified_by_worker_id"}, application, "AcceptanceNotified", &fact);
  KeepDeviations(call, found, request.deviation_reason());
  v1::NotifyAcceptanceResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(application);
  return response;
}

absl::StatusOr<v1::RecordLearnedResponse> SelectionService::RecordLearned(
    rpc::Call& call, const v1::RecordLearnedRequest& request) {
  RETURN_IF_ERROR(PastTimeOr(true, request.occurred_at(), "occurred_at", call.now()).status());
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  if (found.viewer == Viewer::kOther) return rules::Refuse(rule::kNotOfProgramme);
  RETURN_IF_ERROR(LockCase(call, found));
  RETURN_IF_ERROR(NoteLearned(call, request, found));
  v1::RecordLearnedResponse response;
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::NotifyRejectionResponse> SelectionService::NotifyRejection(
    rpc::Call& call, const v1::NotifyRejectionRequest& request) {
  ASSIGN_OR_RETURN(
      const absl::Time told,
      PastTimeOr(request.has_occurred_at(), request.occurred_at(), "occurred_at", call.now()));
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  if (IsSupportTeam(call.caller(), found.programme, found.roles))
    RETURN_IF_ERROR(found.judge.Broken(rule::kNotApplicationOfficer));
  if (rpc::HolderOf(found.application) != call.caller().unit)
    return rules::Refuse(rule::kNotOfProgramme);
  RETURN_IF_ERROR(LockCase(call, found));
  RETURN_IF_ERROR(NextSeen(found, "NotifyRejection").status());
  *found.application.mutable_rejection_told_time() = rpc::ToTimestamp(told);
  MoveTo(call, v1::APPLICATION_STATE_REJECTED, "NotifyRejection", {"rejection_told_time"},
         found.application, "RejectionNotified");
  KeepDeviations(call, found, request.deviation_reason());
  v1::NotifyRejectionResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::RecordComplicationResponse> SelectionService::RecordComplication(
    rpc::Call& call, const v1::RecordComplicationRequest& request) {
  RETURN_IF_ERROR(
      PastDay(request.complication().occurred_on(), "complication.occurred_on", call.now())
          .status());
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  if (found.viewer == Viewer::kOther) return rules::Refuse(rule::kNotOfProgramme);
  RETURN_IF_ERROR(LockCase(call, found));
  v1::Application& application = found.application;
  ASSIGN_OR_RETURN(const v1::ApplicationState without_flat, NextSeen(found, "RecordComplication"));
  v1::Complication& complication = *application.add_complications();
  complication = request.complication();
  complication.set_complication_id(ids::RandomId());
  const bool lost = complication.kind() == v1::COMPLICATION_KIND_FLAT_LOST;
  if (lost) {
    application.clear_flat_id();
    application.clear_move_in_from();
    application.clear_move_in_to();
  }
  MoveTo(call, lost ? without_flat : application.state(), "RecordComplication",
         {"complications", "flat_id", "move_in_from", "move_in_to"}, application,
         "ApplicationComplicated");
  v1::RecordComplicationResponse response;
  *response.mutable_application() = std::move(application);
  return response;
}

}  // namespace opora::housing
