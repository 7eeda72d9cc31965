#include "services/client_registry/facts/facts.h"

#include "common/rpc/call.h"
#include "common/time/proto_date.h"

namespace opora::registry {

v1::AgencyFact FactOf(const v1::Agency& agency) {
  v1::AgencyFact fact;
  fact.set_agency_id(agency.agency_id());
  fact.set_type(agency.type());
  fact.set_territory(agency.territory());
  return fact;
}

v1::ServiceFact FactOf(const v1::Service& service) {
  v1::ServiceFact fact;
  fact.set_service_id(service.service_id());
  fact.set_agency_id(service.agency_id());
  fact.set_area(service.area());
  *fact.mutable_forms() = service.forms();
  *fact.mutable_territories() = service.territories();
  return fact;
}

v1::StaffingFact FactOf(const v1::Staffing& staffing, const v1::Service& service) {
  v1::StaffingFact fact;
  fact.set_service_id(staffing.service_id());
  fact.set_agency_id(service.agency_id());
  *fact.mutable_as_of_date() = staffing.as_of_date();
  if (staffing.has_heads()) fact.set_heads(staffing.heads());
  if (staffing.has_fte_milli()) fact.set_fte_milli(staffing.fte_milli());
  if (staffing.has_caseload_per_fte()) fact.set_caseload_per_fte(staffing.caseload_per_fte());
  *fact.mutable_shared_by() = staffing.shared_by();
  return fact;
}

v1::CapacityFact FactOf(const v1::Capacity& capacity, const v1::Service& service) {
  v1::CapacityFact fact;
  fact.set_service_id(capacity.service_id());
  fact.set_agency_id(service.agency_id());
  *fact.mutable_as_of_date() = capacity.as_of_date();
  fact.set_form(capacity.form());
  fact.set_kind(capacity.kind());
  if (capacity.has_clients()) fact.set_clients(capacity.clients());
  return fact;
}

v1::ClientRegisteredFact FactOf(const v1::Client& client) {
  v1::ClientRegisteredFact fact;
  fact.set_client_id(client.client_id());
  fact.set_survivor_id(client.client_id());
  fact.set_code_name(client.kind() == v1::CLIENT_KIND_CODE_NAME);
  *fact.mutable_registered_at() = client.create_time();
  return fact;
}

v1::SupportFact FactOf(const v1::SupportRecord& record, const v1::SupportCategory& category) {
  v1::SupportFact fact;
  fact.set_support_record_id(record.support_record_id());
  fact.set_client_id(record.client_id());
  fact.set_category_code(category.code());
  fact.set_unit(record.unit());
  fact.set_quantity_milli(record.quantity_milli());
  *fact.mutable_occurred_on() =
      dates::ToDate(dates::DayAt(rpc::FromTimestamp(record.occurred_at())));
  fact.set_is_group(record.is_group());
  fact.set_agency_id(record.agency_id());
  fact.set_department_id(record.department_id());
  return fact;
}

v1::ConsentFact FactOf(const v1::Consent& consent) {
  v1::ConsentFact fact;
  fact.set_consent_id(consent.consent_id());
  fact.set_client_id(consent.client_id());
  fact.set_version(consent.current_version());
  for (const v1::ConsentVersion& version : consent.versions()) {
    if (version.version() != consent.current_version()) continue;
    *fact.mutable_areas() = version.areas();
    fact.set_excluded_topic_count(version.excluded_topics_size());
    fact.set_party_count(version.parties_size());
    const auto& instant =
        consent.has_revoke_time() ? consent.revoke_time() : version.effective_time();
    *fact.mutable_on_date() = dates::ToDate(dates::DayAt(rpc::FromTimestamp(instant)));
  }
  return fact;
}

v1::AssignmentStatFact FactOf(const v1::ClientAssignment& assignment) {
  v1::AssignmentStatFact fact;
  fact.set_assignment_id(assignment.assignment_id());
  fact.set_client_id(assignment.client_id());
  fact.set_worker_id(assignment.worker_id());
  fact.set_service_id(assignment.service_id());
  fact.set_agency_id(assignment.agency_id());
  fact.set_department_id(assignment.department_id());
  fact.set_role(assignment.role());
  fact.set_stance(assignment.stance());
  *fact.mutable_valid_from() = assignment.valid_from();
  if (assignment.has_valid_to()) *fact.mutable_valid_to() = assignment.valid_to();
  return fact;
}

v1::ReferralFact FactOf(const v1::Referral& referral) {
  v1::ReferralFact fact;
  fact.set_referral_id(referral.referral_id());
  fact.set_client_id(referral.client_id());
  fact.set_agency_id(referral.agency_id());
  fact.set_recipient_agency_id(referral.recipient_agency_id());
  fact.set_area(referral.area());
  fact.set_state(referral.state());
  fact.set_decline_reason(referral.decline_reason());
  *fact.mutable_sent_at() = referral.sent_time();
  if (referral.has_answer_time()) *fact.mutable_answered_at() = referral.answer_time();
  return fact;
}

v1::DebtFact FactOf(const v1::Debt& debt) {
  v1::DebtFact fact;
  fact.set_debt_id(debt.debt_id());
  fact.set_client_id(debt.client_id());
  fact.set_kind(debt.kind());
  fact.set_creditor_agency_id(debt.creditor_agency_id());
  if (debt.has_principal()) *fact.mutable_principal() = debt.principal();
  if (debt.has_accessories()) *fact.mutable_accessories() = debt.accessories();
  fact.set_is_child_debt(debt.is_child_debt());
  fact.set_state(debt.state());
  fact.set_agency_id(debt.agency_id());
  fact.set_department_id(debt.department_id());
  if (debt.has_settled_on()) *fact.mutable_settled_on() = debt.settled_on();
  return fact;
}

v1::ScheduleFact FactOf(const v1::RepaymentSchedule& schedule, const v1::Debt& debt) {
  v1::ScheduleFact fact;
  fact.set_schedule_id(schedule.schedule_id());
  fact.set_debt_id(schedule.debt_id());
  fact.set_client_id(schedule.client_id());
  fact.set_debt_kind(debt.kind());
  fact.set_creditor_agency_id(debt.creditor_agency_id());
  fact.set_origin(schedule.origin());
  fact.set_state(schedule.state());
  *fact.mutable_instalment() = schedule.instalment();
  fact.set_instalment_count(schedule.instalments_size());
  for (const v1::Instalment& instalment : schedule.instalments()) {
    fact.set_paid_count(fact.paid_count() + (instalment.has_paid_on() ? 1 : 0));
    fact.set_missed_count(fact.missed_count() + (instalment.has_missed_on() ? 1 : 0));
  }
  fact.set_below_policy(schedule.below_policy());
  fact.set_affordability_stated(schedule.has_affordability());
  fact.set_agency_id(schedule.agency_id());
  return fact;
}

v1::EnforcementFact FactOf(const v1::Enforcement& enforcement, const v1::Debt& debt) {
  v1::EnforcementFact fact;
  fact.set_enforcement_id(enforcement.enforcement_id());
  fact.set_debt_id(enforcement.debt_id());
  fact.set_client_id(enforcement.client_id());
  fact.set_kind(enforcement.kind());
  fact.set_debt_kind(debt.kind());
  fact.set_creditor_agency_id(debt.creditor_agency_id());
  fact.set_is_child_debt(debt.is_child_debt());
  fact.set_is_futile(enforcement.is_futile());
  *fact.mutable_opened_on() = enforcement.opened_on();
  if (enforcement.has_stopped_on()) *fact.mutable_stopped_on() = enforcement.stopped_on();
  fact.set_stop_reason(enforcement.stop_reason());
  fact.set_agency_id(enforcement.agency_id());
  return fact;
}

v1::OneOffFact FactOf(const v1::OneOffDisclosure& disclosure) {
  v1::OneOffFact fact;
  fact.set_disclosure_id(disclosure.disclosure_id());
  fact.set_client_id(disclosure.client_id());
  fact.set_basis(disclosure.basis());
  *fact.mutable_areas() = disclosure.areas();
  fact.set_reportable_situation(disclosure.reportable_situation());
  fact.set_outside_recipient(disclosure.outside_recipient());
  fact.set_client_disagreed(disclosure.has_client_disagreement());
  *fact.mutable_occurred_on() =
      dates::ToDate(dates::DayAt(rpc::FromTimestamp(disclosure.occurred_at())));
  return fact;
}

v1::ClusterFact ReadClusters(db::Tx& tx, const std::string& client_id,
                             const std::string& other_client_id) {
  v1::ClusterFact fact;
  for (const auto& row : tx.Run(
           "SELECT DISTINCT m.client_id, m.survivor_id FROM client_clusters s JOIN client_clusters "
           "m USING (survivor_id) WHERE s.client_id IN ($1, $2) ORDER BY 1",
           {client_id, other_client_id})) {
    auto& member = *fact.add_members();
    member.set_client_id(row[0].c_str());
    member.set_survivor_id(row[1].c_str());
  }
  return fact;
}

}  // namespace opora::registry
