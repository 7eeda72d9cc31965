#include "services/client_registry/access/disclosure.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/ids/ids.h"
#include "common/rules/rule.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/consent_proposal.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/one_off_rules.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/rules.h"

namespace opora::registry::access {
namespace {

// Units that control are recognised by what they are when no worker is named (XC-36).
bool ControlsByKind(const UnitRow& unit) {
  return unit.department_kind == "HOUSING" || unit.department_kind == "LEGAL" ||
         unit.agency_type == "LANDLORD" || unit.agency_type == "PROPERTY_MANAGER";
}

// Whether the named worker, or any worker of the unit, does delegated social work today.
bool DoesDelegatedWork(rpc::Call& call, const v1::Recipient& recipient) {
  return !call.tx()
              .Run(
                  "SELECT 1 FROM workers w JOIN role_assignments r USING (worker_id) WHERE "
                  "w.agency_id = $1 AND "
                  "w.department_id IS NOT DISTINCT FROM $2::uuid AND ($3::uuid IS NULL OR "
                  "w.worker_id = $3) AND "
                  "NOT w.suspended AND r.delegated_social_work AND $4::date BETWEEN r.valid_from "
                  "AND "
                  "coalesce(r.valid_to, 'infinity') LIMIT 1",
                  {recipient.agency_id(), db::OrNull(recipient.department_id()),
                   db::OrNull(recipient.worker_id()), dates::DateText(dates::DayAt(call.now()))})
              .empty();
}

v1::AreaDecision Describe(DataArea area, const Answer& answer) {
  v1::AreaDecision described;
  described.set_area(area);
  described.set_allowed(answer.allowed);
  if (answer.allowed) {
    described.set_basis(answer.grant.basis);
    described.set_law_row(answer.grant.law_row);
    described.set_consent_id(answer.grant.consent_id);
    described.set_consent_version(answer.grant.consent_version);
    for (const std::string& field : answer.grant.fields) described.add_fields(field);
  }
  if (answer.rule != nullptr) {
    described.set_rule(std::string(answer.rule->id));
    described.set_reason(std::string(answer.rule->reason));
  }
  return described;
}

// One audit entry for what may pass and one for what may not.
void Audit(rpc::Call& call, const Intent& intent, const v1::DisclosureDecision& decision,
           bool allowed, const std::string& entry_id) {
  common::v1::AuditEntry entry;
  for (const v1::AreaDecision& area : decision.areas()) {
    if (area.allowed() != allowed) continue;
    entry.add_areas(area.area());
    entry.set_basis(area.basis());
    entry.set_law_row(area.law_row());
    entry.set_consent_id(area.consent_id());
    entry.set_consent_version(area.consent_version());
    entry.set_rule(area.rule());
    entry.set_reason(area.reason());
  }
  if (entry.areas().empty()) return;
  entry.set_entry_id(entry_id);
  entry.set_client_id(intent.client_id);
  entry.set_effect(allowed ? common::v1::AUDIT_EFFECT_DISCLOSED : common::v1::AUDIT_EFFECT_REFUSED);
  entry.set_recipient_agency_id(intent.recipient.agency_id());
  entry.set_recipient_department_id(intent.recipient.department_id());
  if (intent.outside != v1::OUTSIDE_RECIPIENT_UNSPECIFIED) {
    entry.set_outside_recipient(db::Stored(intent.outside));
  }
  call.AddAudit() = entry;
}

}  // namespace

const rules::Rule* FindRule(std::string_view id, std::string_view reason) {
  for (const rules::Rule* known : rule::All()) {
    if (known->id == id && known->reason == reason) return known;
  }
  return nullptr;
}

absl::StatusOr<Party> RecipientOf(rpc::Call& call, const Intent& intent) {
  if (intent.outside != v1::OUTSIDE_RECIPIENT_UNSPECIFIED) return OutsideParty(intent.outside);
  const v1::Recipient& recipient = intent.recipient;
  ASSIGN_OR_RETURN(
      const UnitRow unit,
      ReadUnit(call.tx(), recipient.agency_id(), recipient.department_id(), recipient.worker_id(),
               {intent.recipient_field + "agency_id", intent.recipient_field + "department_id",
                intent.recipient_field + "worker_id"}));
  Party party;
  party.unit = {recipient.agency_id(), recipient.department_id()};
  party.worker_id = recipient.worker_id();
  party.classes =
      ClassesOf(unit.agency_type, unit.department_kind, DoesDelegatedWork(call, recipient));
  if (!party.worker_id.empty()) {
    party.stance = ReadStance(call.tx(), party.worker_id, dates::DayAt(call.now()));
  } else if (ControlsByKind(unit)) {
    party.stance = common::v1::STANCE_CONTROL;
  }
  return party;
}

absl::StatusOr<v1::DisclosureDecision> ForeseeDisclosure(rpc::Call& call, const Intent& intent) {
  ASSIGN_OR_RETURN(const Party recipient, RecipientOf(call, intent));
  Question question;
  question.discloser = PartyOf(call);
  question.recipient = recipient;
  question.purpose = call.context().purpose();
  question.topics = intent.topics;
  question.reference = intent.reference;
  question.one_off = intent.one_off;
  question.passed_on = intent.passed_on;
  question.instant = call.now();
  question.day = dates::DayAt(call.now());
  const Facts& facts = FactsOf(call, intent.client_id);
  std::vector<LawRow> law;
  if (intent.one_off == common::v1::BASIS_UNSPECIFIED) law = ReadLaw(call.tx(), question.day);

  v1::DisclosureDecision decision;
  decision.set_decision_id(ids::TimeOrderedId(call.now()));
  decision.set_client_id(intent.client_id);
  decision.set_allowed(true);
  *decision.mutable_decide_time() = rpc::ToTimestamp(call.now());
  for (DataArea area : intent.areas) {
    question.area = area;
    const Answer answer = Decide(question, facts, law);
    *decision.add_areas() = Describe(area, answer);
    if (!answer.allowed) decision.set_allowed(false);
  }
  return decision;
}

absl::StatusOr<v1::DisclosureDecision> DecideDisclosure(rpc::Call& call, const Intent& intent) {
  ASSIGN_OR_RETURN(v1::DisclosureDecision decision, ForeseeDisclosure(call, intent));
  if (!decision.allowed()) RETURN_IF_ERROR(AddRemedy(call, intent, decision));
  Audit(call, intent, decision, decision.allowed(), decision.decision_id());
  if (!decision.allowed()) {
    Audit(call, intent, decision, true, ids::TimeOrderedId(call.now()));
  }
  return decision;
}

absl::Status RefusalOf(const v1::DisclosureDecision& decision) {
  for (const v1::AreaDecision& area : decision.areas()) {
    if (area.allowed()) continue;
    const rules::Rule* refused_by = FindRule(area.rule(), area.reason());
    if (refused_by == nullptr) refused_by = &rule::kConsentRequired;
    rules::Details details;
    details.remedy = decision.remedy();
    details.metadata = {{"area", common::v1::DataArea_Name(area.area())}};
    return rules::Refuse(*refused_by, std::move(details));
  }
  return absl::OkStatus();
}

}  // namespace opora::registry::access
