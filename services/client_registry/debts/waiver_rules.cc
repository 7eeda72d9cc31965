#include "services/client_registry/debts/waiver_rules.h"

#include <algorithm>

#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/debts/refusals.h"

namespace opora::registry {
namespace {

absl::Status CheckPast(const common::v1::Date& date, absl::CivilDay today, const char* field) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  if (dates::FromDate(date) <= today) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = field});
}

// Takes the waived part off the debt; what nothing is left of is WAIVED.
absl::Status TakeOff(const v1::WaiverRequest& waiver, v1::Debt& debt) {
  const bool penalty = waiver.scope() == v1::WAIVER_SCOPE_PENALTY;
  if (penalty ? !debt.has_accessories() : !debt.has_principal())
    return rules::Refuse(rule::kAmountUnknown);
  const auto& known = penalty ? debt.accessories() : debt.principal();
  if (known.currency_code() != waiver.amount().currency_code()) {
    return rules::InvalidField("waiver_id", "CURRENCY_MIXED", "is not in the currency of the debt");
  }
  auto& part = penalty ? *debt.mutable_accessories() : *debt.mutable_principal();
  part.set_minor_units(std::max<int64_t>(0, part.minor_units() - waiver.amount().minor_units()));
  // REG-94: a penalty is forgiven once the principal is paid, so that nothing is owed of it any
  // more.
  const int64_t owed =
      (penalty ? 0 : debt.principal().minor_units()) + debt.accessories().minor_units();
  if (owed > 0) return absl::OkStatus();
  debt.set_state(v1::DEBT_STATE_WAIVED);
  *debt.mutable_settled_on() = waiver.decided_on();
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckWaiver(const v1::WaiverRequest& waiver, const v1::Debt& debt,
                         absl::CivilDay today) {
  if (debt.state() != v1::DEBT_STATE_OPEN) return rules::Refuse(rule::kDebtSettled);
  if (waiver.amount().minor_units() <= 0)
    return rules::InvalidField("waiver.amount", "AMOUNT_NOT_POSITIVE", "is not above zero");
  const bool penalty = waiver.scope() == v1::WAIVER_SCOPE_PENALTY;
  const bool known = penalty ? debt.has_accessories() : debt.has_principal();
  const auto& part = penalty ? debt.accessories() : debt.principal();
  if (known && part.currency_code() != waiver.amount().currency_code()) {
    return rules::InvalidField("waiver.amount", "CURRENCY_MIXED",
                               "is not in the currency of the debt");
  }
  return CheckPast(waiver.applied_on(), today, "waiver.applied_on");
}

bool NeedsOtherBody(const v1::WaiverRequest& waiver, int64_t granted_before,
                    const OptionalPolicy& policy) {
  if (waiver.scope() != v1::WAIVER_SCOPE_PRINCIPAL) return false;
  if (!policy.has_value() || !policy->has_waiver_ceiling()) return false;
  return policy->waiver_ceiling().currency_code() == waiver.amount().currency_code() &&
         granted_before + waiver.amount().minor_units() > policy->waiver_ceiling().minor_units() &&
         waiver.deciding_body() != policy->body_above_ceiling();
}

absl::Status DecideOnWaiver(const v1::DecideWaiverRequest& request, int64_t granted_before,
                            const OptionalPolicy& policy, absl::CivilDay today,
                            v1::WaiverRequest& waiver, v1::Debt& debt) {
  if (waiver.state() != v1::WAIVER_STATE_PROPOSED) return rules::Refuse(rule::kWaiverDecided);
  RETURN_IF_ERROR(CheckPast(request.decided_on(), today, "decided_on"));
  if (request.has_principal_paid_on())
    RETURN_IF_ERROR(CheckPast(request.principal_paid_on(), today, "principal_paid_on"));
  waiver.set_deciding_body(request.deciding_body());
  waiver.set_decision_reference(request.decision_reference());
  *waiver.mutable_decided_on() = request.decided_on();
  waiver.clear_policy_id();
  if (policy.has_value()) waiver.set_policy_id(policy->policy_id());
  if (!request.granted()) {
    waiver.set_state(v1::WAIVER_STATE_DECLINED);
    return absl::OkStatus();
  }
  if (debt.state() != v1::DEBT_STATE_OPEN) return rules::Refuse(rule::kDebtSettled);
  if (waiver.scope() == v1::WAIVER_SCOPE_PENALTY && !request.has_principal_paid_on())
    return rules::Refuse(rule::kPrincipalNotPaid);
  if (NeedsOtherBody(waiver, granted_before, policy)) return absl::OkStatus();
  waiver.set_state(v1::WAIVER_STATE_GRANTED);
  return TakeOff(waiver, debt);
}

absl::Status CheckRelief(const v1::DebtRelief& relief, absl::CivilDay today) {
  return CheckPast(relief.phase_since(), today, "relief.phase_since");
}

bool ApplyRelief(const v1::DebtRelief& relief, v1::ReliefPhase before, v1::Debt& debt) {
  if (relief.phase() == v1::RELIEF_PHASE_DISCHARGED && debt.state() == v1::DEBT_STATE_OPEN) {
    debt.set_state(v1::DEBT_STATE_DISCHARGED);
    *debt.mutable_settled_on() = relief.phase_since();
    return true;
  }
  // A discharge that a court takes back: what it covered is owed again.
  if (before == v1::RELIEF_PHASE_DISCHARGED && relief.phase() != before &&
      debt.state() == v1::DEBT_STATE_DISCHARGED) {
    debt.set_state(v1::DEBT_STATE_OPEN);
    debt.clear_settled_on();
    return true;
  }
  return false;
}

}  // namespace opora::registry
