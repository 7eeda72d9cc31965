#include "services/housing_referral/tenancies/extension_service.h"

#include <algorithm>

#include "common/ids/ids.h"
#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/records.h"
#include "services/housing_referral/tenancies/refusals.h"
#include "services/housing_referral/tenancies/tenancy_rules.h"
#include "services/housing_referral/tenancies/tenancy_store.h"

namespace opora::housing {
namespace {

// What a decision rests on, read under the lock of the tenancy.
struct Grounds {
  std::vector<v1::Complaint> complaints;
  int counted = 0;
  int unheard = 0;
};

Grounds GroundsOf(rpc::Call& call, const v1::Tenancy& tenancy, absl::CivilDay day) {
  Grounds grounds;
  grounds.complaints = ComplaintsOf(call.tx(), tenancy.tenancy_id());
  for (const v1::Complaint& complaint : grounds.complaints) {
    grounds.counted += CountsForLease(complaint);
    grounds.unheard += IsUnheard(complaint, day);
  }
  return grounds;
}

// HOUS-69: only complaints of this tenancy are cited.
absl::Status CheckCited(const v1::DecideExtensionRequest& request, const Grounds& grounds) {
  for (const std::string& cited : request.cited_complaint_ids()) {
    const bool counts = std::any_of(
        grounds.complaints.begin(), grounds.complaints.end(), [&](const v1::Complaint& complaint) {
          return complaint.complaint_id() == cited && CountsForLease(complaint);
        });
    if (!counts) return rules::Refuse(rule::kNoticeCited);
  }
  return absl::OkStatus();
}

v1::ExtensionDecision NewDecision(const rpc::Call& call, const v1::Tenancy& tenancy,
                                  const Grounds& grounds) {
  v1::ExtensionDecision decision;
  decision.set_decision_id(ids::TimeOrderedId(call.now()));
  decision.set_tenancy_id(tenancy.tenancy_id());
  decision.set_client_id(tenancy.client_id());
  rpc::SetHolder(rpc::HolderOf(tenancy), decision);
  decision.set_complaints(grounds.counted);
  decision.set_unheard_complaints(grounds.unheard);
  decision.set_worker_id(call.caller().worker_id);
  if (tenancy.has_deciding_body()) decision.set_deciding_body(tenancy.deciding_body());
  *decision.mutable_create_time() = rpc::ToTimestamp(call.now());
  return decision;
}

// Stores the decision; the lease follows it.
void Decide(rpc::Call& call, v1::ExtensionDecision& decision, v1::Tenancy& tenancy) {
  db::Insert(call.tx(), decision);
  const bool extended = decision.outcome() == v1::EXTENSION_OUTCOME_EXTENDED;
  if (extended && decision.has_lease_to()) {
    *tenancy.mutable_lease_to() = decision.lease_to();
    tenancy.clear_end_announced_on();
  }
  db::Update(call.tx(), tenancy, {"lease_to", "end_announced_on"});
  v1::LeaseFact fact;
  fact.set_programme_id(tenancy.programme_id());
  fact.set_tenancy_id(tenancy.tenancy_id());
  fact.set_outcome(decision.outcome());
  fact.set_debt_free(decision.debt_free());
  fact.set_unheard_complaint(decision.unheard_complaint());
  call.Emit(extended ? "LeaseExtended" : "LeaseNotExtended", tenancy, &fact);
}

void SetStanding(const registry::v1::GetDebtorStandingResponse& standing,
                 v1::ExtensionDecision& decision) {
  decision.set_standing(standing.standing());
  decision.set_debt_free(standing.debt_free());
  *decision.mutable_standing_on() = standing.as_of_date();
}

// Late payments that the tenant did not cause are left out, unless the programme counts them
// (HOUS-97).
void LeaveOutLatePayments(rpc::Call& call, Judge& judge, const v1::Tenancy& tenancy,
                          v1::ExtensionDecision& decision) {
  if (judge.rules().ModeOf(rule::kLateNotCounted) == v1::RULE_MODE_OFF) return;
  decision.set_late_payments_left_out(
      LatePaymentsLeftOut(ChargesOf(call.tx(), tenancy.tenancy_id())));
}

}  // namespace

void ExtensionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.TenancyService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("DecideExtension", &ExtensionService::DecideExtension);
  bind("RecordExternalDecision", &ExtensionService::RecordExternalDecision);
  bind("ListExtensionDecisions", &ExtensionService::ListExtensionDecisions);
}

absl::StatusOr<v1::DecideExtensionResponse> ExtensionService::DecideExtension(
    rpc::Call& call, const v1::DecideExtensionRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  ASSIGN_OR_RETURN(const v1::Tenancy known, GetKnown<v1::Tenancy>(call, request.tenancy_id()));
  Judge judge = JudgeOf(call, known.programme_id());
  if (call.caller().stance == common::v1::STANCE_SUPPORT)
    RETURN_IF_ERROR(judge.Broken(rule::kControlDuty));
  RETURN_IF_ERROR(CheckLandlord(call, known));
  ASSIGN_OR_RETURN(const auto standing,
                   registry_.StandingOf(call, known.client_id(), known.agency_id(), day));
  v1::DecideExtensionResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  ASSIGN_OR_RETURN(tenancy, db::Lock<v1::Tenancy>(call.tx(), request.tenancy_id()));
  RETURN_IF_ERROR(NextState(tenancy.state(), "DecideExtension").status());
  RETURN_IF_ERROR(CheckExtension(request.outcome(),
                                 request.has_lease_to() ? &request.lease_to() : nullptr, tenancy));
  const Grounds grounds = GroundsOf(call, tenancy, dates::DayAt(call.now()));
  RETURN_IF_ERROR(CheckCited(request, grounds));
  const bool refused = request.outcome() == v1::EXTENSION_OUTCOME_NOT_EXTENDED;
  if (refused && grounds.unheard > 0) RETURN_IF_ERROR(judge.Broken(rule::kUnheardComplaint));
  v1::ExtensionDecision& decision = *response.mutable_decision();
  decision = NewDecision(call, tenancy, grounds);
  decision.set_outcome(request.outcome());
  if (!refused) *decision.mutable_lease_to() = request.lease_to();
  SetStanding(standing, decision);
  const auto rule = DebtRuleOn(call.tx(), tenancy.programme_id(), rpc::HolderOf(tenancy), day);
  decision.set_debt_rule_version(rule.has_value() ? rule->version() : 0);
  decision.set_settings_version(judge.rules().version());
  *decision.mutable_cited_complaint_ids() = request.cited_complaint_ids();
  LeaveOutLatePayments(call, judge, tenancy, decision);
  decision.set_reasons(request.reasons());
  decision.set_unheard_complaint(refused && grounds.unheard > 0);
  *decision.mutable_occurred_at() = rpc::ToTimestamp(call.now());
  Decide(call, decision, tenancy);
  KeepDeviations(call, judge, tenancy, request.deviation_reason(), false, call.now());
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::RecordExternalDecisionResponse> ExtensionService::RecordExternalDecision(
    rpc::Call& call, const v1::RecordExternalDecisionRequest& request) {
  ASSIGN_OR_RETURN(const absl::Time decided,
                   PastTimeOr(true, request.occurred_at(), "occurred_at", call.now()));
  if (request.has_lease_to()) RETURN_IF_ERROR(dates::CheckDate(request.lease_to(), "lease_to"));
  v1::RecordExternalDecisionResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  ASSIGN_OR_RETURN(tenancy, LockTenancy(call, request.tenancy_id()));
  const Grounds grounds = GroundsOf(call, tenancy, dates::DayAt(decided));
  Judge judge(RulesOf(call.tx(), tenancy.programme_id(), dates::DayAt(decided)),
              call.caller().worker_id, call.language());
  const bool refused = request.outcome() == v1::EXTENSION_OUTCOME_NOT_EXTENDED;
  const bool unheard = refused && grounds.unheard > 0;
  if (unheard) judge.BrokenByFact(rule::kUnheardOutside);
  v1::ExtensionDecision& decision = *response.mutable_decision();
  decision = NewDecision(call, tenancy, grounds);
  decision.set_outcome(request.outcome());
  if (request.has_lease_to()) *decision.mutable_lease_to() = request.lease_to();
  decision.set_settings_version(judge.rules().version());
  decision.set_reasons(request.reasons());
  decision.set_deciding_body(request.deciding_body());
  decision.set_is_fact(true);
  decision.set_unheard_complaint(unheard);
  *decision.mutable_occurred_at() = request.occurred_at();
  Decide(call, decision, tenancy);
  KeepDeviations(call, judge, tenancy, request.reasons(), true, decided);
  return response;
}

absl::StatusOr<v1::ListExtensionDecisionsResponse> ExtensionService::ListExtensionDecisions(
    rpc::Call& call, const v1::ListExtensionDecisionsRequest& request) {
  RETURN_IF_ERROR(GetKnown<v1::Tenancy>(call, request.tenancy_id()).status());
  v1::ListExtensionDecisionsResponse response;
  db::SelectInto(call.tx(), v1::ExtensionDecision::default_instance(),
                 "WHERE r.tenancy_id = $1 ORDER BY r.decision_id DESC LIMIT 500",
                 {request.tenancy_id()}, [&] { return response.add_decisions(); });
  return response;
}

}  // namespace opora::housing
