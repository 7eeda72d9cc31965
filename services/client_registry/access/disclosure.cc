#include "services/client_registry/access/disclosure.h"

#include "common/ids/ids.h"
#include "common/rules/rule.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/consent_proposal.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/rules.h"

namespace opora::registry::access {
namespace {

std::optional<std::string> OrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

// The recipient as the directory knows it. A named worker counts with the roles that he or she holds.
absl::StatusOr<Party> RecipientParty(rpc::Call& call, const v1::Recipient& recipient) {
  const pqxx::result rows = call.tx().Run(
      "SELECT a.type, d.kind, EXISTS (SELECT 1 FROM departments x WHERE x.agency_id = a.agency_id), "
      "d.department_id IS NOT NULL, w.worker_id IS NOT NULL, EXISTS (SELECT 1 FROM workers v JOIN role_assignments r "
      "USING (worker_id) WHERE v.agency_id = a.agency_id AND v.department_id IS NOT DISTINCT FROM d.department_id "
      "AND ($3::uuid IS NULL OR v.worker_id = $3) AND NOT v.suspended AND r.delegated_social_work AND $4::date "
      "BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')) FROM agencies a "
      "LEFT JOIN departments d ON d.agency_id = a.agency_id AND d.department_id = $2::uuid "
      "LEFT JOIN workers w ON w.worker_id = $3::uuid AND w.agency_id = a.agency_id "
      "AND w.department_id IS NOT DISTINCT FROM d.department_id WHERE a.agency_id = $1 AND NOT a.suspended",
      {recipient.agency_id(), OrNull(recipient.department_id()), OrNull(recipient.worker_id()),
       dates::DateText(dates::DayAt(call.now()))});
  if (rows.empty()) return rules::InvalidField("recipient.agency_id", "RECIPIENT_UNKNOWN", "is no agency");
  const pqxx::row row = rows[0];
  const bool named_department = !recipient.department_id().empty();
  if (named_department && !row[3].as<bool>()) {
    return rules::InvalidField("recipient.department_id", "RECIPIENT_UNKNOWN", "is no department of the agency");
  }
  if (!named_department && row[2].as<bool>()) {
    return rules::InvalidField("recipient.department_id", "DEPARTMENT_REQUIRED",
                               "is needed: the agency is told through one of its departments");
  }
  if (!recipient.worker_id().empty() && !row[4].as<bool>()) {
    return rules::InvalidField("recipient.worker_id", "RECIPIENT_UNKNOWN", "is no worker of the unit");
  }
  Party party;
  party.unit = {recipient.agency_id(), recipient.department_id()};
  party.worker_id = recipient.worker_id();
  party.classes = ClassesOf(row[0].c_str(), row[1].is_null() ? "" : row[1].c_str(), row[5].as<bool>());
  if (!party.worker_id.empty()) {
    party.stance = ReadStance(call.tx(), party.worker_id, dates::DayAt(call.now()));
  } else if (!row[1].is_null() && (std::string_view(row[1].c_str()) == "HOUSING" || std::string_view(row[1].c_str()) == "LEGAL")) {
    party.stance = common::v1::STANCE_CONTROL;
  } else if (std::string_view(row[0].c_str()) == "LANDLORD" || std::string_view(row[0].c_str()) == "PROPERTY_MANAGER") {
    party.stance = common::v1::STANCE_CONTROL;
  }
  return party;
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
void Audit(rpc::Call& call, const Intent& intent, const v1::DisclosureDecision& decision, bool allowed,
           const std::string& entry_id) {
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
  call.AddAudit() = entry;
}

}  // namespace

const rules::Rule* FindRule(std::string_view id, std::string_view reason) {
  for (const rules::Rule* known : rule::All()) {
    if (known->id == id && known->reason == reason) return known;
  }
  return nullptr;
}

absl::StatusOr<v1::DisclosureDecision> DecideDisclosure(rpc::Call& call, const Intent& intent) {
  ASSIGN_OR_RETURN(const Party recipient, RecipientParty(call, intent.recipient));
  Question question;
  question.discloser = PartyOf(call);
  question.recipient = recipient;
  question.purpose = call.context().purpose();
  question.topics = intent.topics;
  question.reference = intent.reference;
  question.instant = call.now();
  question.day = dates::DayAt(call.now());
  const Facts& facts = FactsOf(call, intent.client_id);
  const std::vector<LawRow> law = ReadLaw(call.tx(), question.day);

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
