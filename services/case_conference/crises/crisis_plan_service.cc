#include "services/case_conference/crises/crisis_plan_service.h"

#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "common/rules/period.h"
#include "common/time/proto_date.h"
#include "services/case_conference/crises/crisis_access.h"
#include "services/case_conference/crises/crisis_rules.h"
#include "services/case_conference/crises/refusals.h"

namespace opora::conference {
namespace {

void NameContacts(google::protobuf::RepeatedPtrField<v1::CardContact>& contacts) {
  for (v1::CardContact& contact : contacts) contact.set_contact_id(ids::RandomId());
}

void NameSituations(google::protobuf::RepeatedPtrField<v1::CrisisSituation>& situations) {
  for (v1::CrisisSituation& one : situations) one.set_situation_id(ids::RandomId());
}

absl::Status CheckHours(const v1::TeamRules& rules) {
  for (const v1::ServiceHours& hours : rules.hours()) {
    if (hours.from_minute() >= hours.to_minute()) {
      return rules::InvalidField("team_rules.hours.to_minute", "PERIOD_REVERSED",
                                 "is not after from_minute");
    }
  }
  return absl::OkStatus();
}

}  // namespace

void CrisisPlanService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.conference.v1.CrisisPlanService";
  rpc::Bind(methods, kInterface, "CreateCrisisPlan", *this, &CrisisPlanService::CreateCrisisPlan);
  rpc::Bind(methods, kInterface, "AmendCrisisPlan", *this, &CrisisPlanService::AmendCrisisPlan);
  rpc::Bind(methods, kInterface, "ApproveCrisisPlan", *this, &CrisisPlanService::ApproveCrisisPlan);
  rpc::Bind(methods, kInterface, "ListCrisisPlans", *this, &CrisisPlanService::ListCrisisPlans);
  rpc::Bind(methods, kInterface, "CreateContactCard", *this, &CrisisPlanService::CreateContactCard);
  rpc::Bind(methods, kInterface, "RegenerateContactCard", *this,
            &CrisisPlanService::RegenerateContactCard);
  rpc::Bind(methods, kInterface, "HandOverContactCard", *this,
            &CrisisPlanService::HandOverContactCard);
  rpc::Bind(methods, kInterface, "ListContactCards", *this, &CrisisPlanService::ListContactCards);
  rpc::Bind(methods, kInterface, "SetEntryRule", *this, &CrisisPlanService::SetEntryRule);
  rpc::Bind(methods, kInterface, "ListEntryRules", *this, &CrisisPlanService::ListEntryRules);
  rpc::Bind(methods, kInterface, "PutTeamRules", *this, &CrisisPlanService::PutTeamRules);
  rpc::Bind(methods, kInterface, "GetTeamRules", *this, &CrisisPlanService::GetTeamRules);
  rpc::Bind(methods, kInterface, "AddMethodologyNote", *this,
            &CrisisPlanService::AddMethodologyNote);
  rpc::Bind(methods, kInterface, "ListMethodologyNotes", *this,
            &CrisisPlanService::ListMethodologyNotes);
}

absl::Status CrisisPlanService::CheckApproval(const rpc::Call& call, const std::string& client_id,
                                              const common::v1::Attestation& approval,
                                              const registry::v1::Grantor* grantor,
                                              const std::string& field) const {
  return neighbours_.CheckGiven(call, approval,
                                {.client_id = client_id,
                                 .act = registry::v1::REPRESENTED_ACT_APPROVAL,
                                 .areas = {common::v1::DATA_AREA_CRISIS},
                                 .field = field,
                                 .party_agencies = {},
                                 .grantor = grantor});
}

absl::StatusOr<v1::CreateCrisisPlanResponse> CrisisPlanService::CreateCrisisPlan(
    rpc::Call& call, const v1::CreateCrisisPlanRequest& request) {
  v1::CreateCrisisPlanResponse response;
  v1::CrisisPlan& plan = *response.mutable_plan();
  plan.set_client_id(request.plan().client_id());
  *plan.mutable_situations() = request.plan().situations();
  if (request.plan().has_client_approval()) {
    *plan.mutable_client_approval() = request.plan().client_approval();
    plan.mutable_client_approval()->set_attesting_worker_id(call.caller().worker_id);
    RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(plan.client_approval().occurred_at()),
                                           call.now(), "plan.client_approval.occurred_at"));
    const registry::v1::Grantor* grantor =
        request.plan().has_approval_grantor() ? &request.plan().approval_grantor() : nullptr;
    RETURN_IF_ERROR(CheckApproval(call, plan.client_id(), plan.client_approval(), grantor,
                                  "plan.client_approval"));
    if (grantor != nullptr) *plan.mutable_approval_grantor() = *grantor;
    *plan.mutable_approve_time() = rpc::ToTimestamp(call.now());
  }
  plan.set_plan_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, plan);
  plan.set_worker_id(call.caller().worker_id);
  NameSituations(*plan.mutable_situations());
  plan.set_made_in_crisis(IsInCrisis(call, plan.client_id()));
  *plan.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), plan);
  call.Emit("CrisisPlanCreated", plan);
  if (plan.made_in_crisis())
    *response.add_warnings() = rules::Warn(rule::kPlanInCrisis, call.language());
  return response;
}

absl::StatusOr<v1::AmendCrisisPlanResponse> CrisisPlanService::AmendCrisisPlan(
    rpc::Call& call, const v1::AmendCrisisPlanRequest& request) {
  v1::AmendCrisisPlanResponse response;
  ASSIGN_OR_RETURN(*response.mutable_plan(),
                   LockOwn<v1::CrisisPlan>(call, request.plan_id(), request.etag()));
  v1::CrisisPlan& plan = *response.mutable_plan();
  *plan.mutable_situations() = request.situations();
  NameSituations(*plan.mutable_situations());
  *plan.mutable_amend_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), plan, {"situations", "amend_time"});
  call.Emit("CrisisPlanAmended", plan);
  return response;
}

absl::StatusOr<v1::ApproveCrisisPlanResponse> CrisisPlanService::ApproveCrisisPlan(
    rpc::Call& call, const v1::ApproveCrisisPlanRequest& request) {
  v1::ApproveCrisisPlanResponse response;
  RETURN_IF_ERROR(
      rules::CheckOccurrence(rpc::FromTimestamp(request.client_approval().occurred_at()),
                             call.now(), "client_approval.occurred_at"));
  ASSIGN_OR_RETURN(const v1::CrisisPlan asked, GetOwn<v1::CrisisPlan>(call, request.plan_id()));
  RETURN_IF_ERROR(CheckApproval(call, asked.client_id(), request.client_approval(),
                                registry_client::GrantorIn(request), "client_approval"));
  ASSIGN_OR_RETURN(*response.mutable_plan(), LockOwn<v1::CrisisPlan>(call, request.plan_id()));
  v1::CrisisPlan& plan = *response.mutable_plan();
  *plan.mutable_client_approval() = request.client_approval();
  plan.mutable_client_approval()->set_attesting_worker_id(call.caller().worker_id);
  if (request.has_grantor()) *plan.mutable_approval_grantor() = request.grantor();
  *plan.mutable_approve_time() = rpc::ToTimestamp(call.now());
  plan.set_made_in_crisis(IsInCrisis(call, plan.client_id()));
  db::Update(call.tx(), plan,
             {"client_approval", "approval_grantor", "approve_time", "made_in_crisis"});
  call.Emit("CrisisPlanApproved", plan);
  if (plan.made_in_crisis())
    *response.add_warnings() = rules::Warn(rule::kPlanInCrisis, call.language());
  return response;
}

absl::StatusOr<v1::ListCrisisPlansResponse> CrisisPlanService::ListCrisisPlans(
    rpc::Call& call, const v1::ListCrisisPlansRequest& request) {
  v1::ListCrisisPlansResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.client_id IN (SELECT records_of($1))",
                                  {request.client_id()}, *response.mutable_plans(), response));
  return response;
}

absl::StatusOr<v1::CreateContactCardResponse> CrisisPlanService::CreateContactCard(
    rpc::Call& call, const v1::CreateContactCardRequest& request) {
  v1::CreateContactCardResponse response;
  v1::ContactCard& card = *response.mutable_card();
  card.set_card_id(ids::RandomId());
  card.set_client_id(request.card().client_id());
  rpc::SetHolder(call.caller().unit, card);
  *card.mutable_contacts() = request.card().contacts();
  NameContacts(*card.mutable_contacts());
  card.set_edition(1);
  *card.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), card);
  call.Emit("ContactCardCreated", card);
  return response;
}

absl::StatusOr<v1::RegenerateContactCardResponse> CrisisPlanService::RegenerateContactCard(
    rpc::Call& call, const v1::RegenerateContactCardRequest& request) {
  v1::RegenerateContactCardResponse response;
  ASSIGN_OR_RETURN(*response.mutable_card(), LockOwn<v1::ContactCard>(call, request.card_id()));
  v1::ContactCard& card = *response.mutable_card();
  *card.mutable_contacts() = request.contacts();
  NameContacts(*card.mutable_contacts());
  card.set_edition(card.edition() + 1);
  card.clear_handed_over_on();
  db::Update(call.tx(), card, {"contacts", "edition", "handed_over_on"});
  call.Emit("ContactCardRegenerated", card);
  return response;
}

absl::StatusOr<v1::HandOverContactCardResponse> CrisisPlanService::HandOverContactCard(
    rpc::Call& call, const v1::HandOverContactCardRequest& request) {
  v1::HandOverContactCardResponse response;
  const absl::CivilDay today = dates::DayAt(call.now());
  if (request.has_handed_over_on()) {
    RETURN_IF_ERROR(dates::CheckDate(request.handed_over_on(), "handed_over_on"));
    if (dates::FromDate(request.handed_over_on()) > today)
      return rules::Refuse(rules::kNotInFuture, {.field = "handed_over_on"});
  }
  ASSIGN_OR_RETURN(*response.mutable_card(), LockOwn<v1::ContactCard>(call, request.card_id()));
  v1::ContactCard& card = *response.mutable_card();
  *card.mutable_handed_over_on() =
      request.has_handed_over_on() ? request.handed_over_on() : dates::ToDate(today);
  db::Update(call.tx(), card, {"handed_over_on"});
  call.Emit("ContactCardHandedOver", card);
  return response;
}

absl::StatusOr<v1::ListContactCardsResponse> CrisisPlanService::ListContactCards(
    rpc::Call& call, const v1::ListContactCardsRequest& request) {
  v1::ListContactCardsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.client_id IN (SELECT records_of($1))",
                                  {request.client_id()}, *response.mutable_cards(), response));
  return response;
}

absl::StatusOr<v1::SetEntryRuleResponse> CrisisPlanService::SetEntryRule(
    rpc::Call& call, const v1::SetEntryRuleRequest& request) {
  v1::SetEntryRuleResponse response;
  v1::EntryRule& rule = *response.mutable_entry_rule();
  rule = request.entry_rule();
  RETURN_IF_ERROR(rules::CheckPeriod(rule, "entry_rule."));
  rule.set_entry_rule_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, rule);
  *rule.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), rule);
  call.Emit("EntryRuleSet", rule);
  return response;
}

absl::StatusOr<v1::ListEntryRulesResponse> CrisisPlanService::ListEntryRules(
    rpc::Call& call, const v1::ListEntryRulesRequest& request) {
  v1::ListEntryRulesResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.programme_id = $1", {request.programme_id()},
                                  *response.mutable_entry_rules(), response));
  return response;
}

absl::StatusOr<v1::PutTeamRulesResponse> CrisisPlanService::PutTeamRules(
    rpc::Call& call, const v1::PutTeamRulesRequest& request) {
  v1::PutTeamRulesResponse response;
  v1::TeamRules& rules = *response.mutable_team_rules();
  RETURN_IF_ERROR(CheckHours(request.team_rules()));
  const std::optional<v1::TeamRules> stated = TeamRulesOf(call.tx(), call.caller().unit);
  if (stated.has_value()) {
    ASSIGN_OR_RETURN(
        rules, db::Lock<v1::TeamRules>(call.tx(), stated->rules_id(), request.team_rules().etag()));
  } else {
    rules.set_rules_id(ids::RandomId());
    rpc::SetHolder(call.caller().unit, rules);
  }
  *rules.mutable_hours() = request.team_rules().hours();
  *rules.mutable_emergency_contacts() = request.team_rules().emergency_contacts();
  rules.set_hospital_visits(request.team_rules().hospital_visits());
  for (v1::ServiceHours& hours : *rules.mutable_hours()) hours.set_hours_id(ids::RandomId());
  for (v1::EmergencyContact& contact : *rules.mutable_emergency_contacts())
    contact.set_contact_id(ids::RandomId());
  if (stated.has_value()) {
    db::Update(call.tx(), rules, {"hours", "emergency_contacts", "hospital_visits"});
  } else {
    db::Insert(call.tx(), rules);
  }
  call.Emit("TeamRulesPut", rules);
  return response;
}

absl::StatusOr<v1::GetTeamRulesResponse> CrisisPlanService::GetTeamRules(
    rpc::Call& call, const v1::GetTeamRulesRequest& request) {
  v1::GetTeamRulesResponse response;
  const rpc::Unit unit = request.agency_id().empty()
                             ? call.caller().unit
                             : rpc::Unit{request.agency_id(), request.department_id()};
  if (std::optional<v1::TeamRules> rules = TeamRulesOf(call.tx(), unit); rules.has_value()) {
    response.set_on_duty(IsOnDuty(*rules, call.now()));
    *response.mutable_team_rules() = *std::move(rules);
  }
  return response;
}

absl::StatusOr<v1::AddMethodologyNoteResponse> CrisisPlanService::AddMethodologyNote(
    rpc::Call& call, const v1::AddMethodologyNoteRequest& request) {
  v1::AddMethodologyNoteResponse response;
  v1::MethodologyNote& note = *response.mutable_note();
  const rpc::Unit& unit = call.caller().unit;
  note.set_note_id(ids::RandomId());
  rpc::SetHolder(unit, note);
  note.set_topic(request.note().topic());
  note.set_text(request.note().text());
  *note.mutable_create_time() = rpc::ToTimestamp(call.now());
  const auto newest = call.tx().Run(
      "SELECT coalesce(max(version), 0) FROM methodology_notes WHERE agency_id = $1 AND "
      "coalesce(department_id::text, '') = $2 AND topic = $3",
      {unit.agency_id, unit.department_id, note.topic()});
  note.set_version(newest[0][0].as<int>() + 1);
  db::Insert(call.tx(), note);
  call.Emit("MethodologyNoteAdded", note);
  return response;
}

absl::StatusOr<v1::ListMethodologyNotesResponse> CrisisPlanService::ListMethodologyNotes(
    rpc::Call& call, const v1::ListMethodologyNotesRequest& request) {
  v1::ListMethodologyNotesResponse response;
  const rpc::Unit& unit = call.caller().unit;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND CASE WHEN $3::text IS "
      "NULL THEN NOT EXISTS (SELECT 1 FROM methodology_notes later WHERE later.agency_id = "
      "r.agency_id AND later.department_id IS NOT DISTINCT FROM r.department_id AND later.topic = "
      "r.topic AND later.version > r.version) ELSE r.topic = $3 END",
      {unit.agency_id, unit.department_id, db::OrNull(request.topic())}, *response.mutable_notes(),
      response));
  return response;
}

}  // namespace opora::conference
