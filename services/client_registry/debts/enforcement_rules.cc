#include "services/client_registry/debts/enforcement_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/rules/period.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/debts/refusals.h"

namespace opora::registry {
namespace {

// Known, in the currency of the limit, no fine, and below it. An unknown amount is not small.
bool IsBagatelle(const v1::Debt& debt, const OptionalPolicy& policy) {
  if (!policy.has_value() || !policy->has_bagatelle_limit()) return false;
  if (debt.kind() == v1::DEBT_KIND_FINE || !debt.has_principal()) return false;
  const auto& limit = policy->bagatelle_limit();
  return debt.principal().currency_code() == limit.currency_code() &&
         debt.principal().minor_units() + debt.accessories().minor_units() < limit.minor_units();
}

}  // namespace

std::vector<common::v1::Warning> EnforcementWarnings(const v1::Enforcement& enforcement,
                                                     const v1::Debt& debt,
                                                     const OptionalPolicy& policy,
                                                     common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  if (debt.kind() == v1::DEBT_KIND_MUNICIPAL_CLAIM &&
      enforcement.kind() == v1::ENFORCEMENT_KIND_BAILIFF) {
    warnings.push_back(rules::Warn(rule::kBailiffForMunicipalClaim, language));
  }
  if (IsBagatelle(debt, policy))
    warnings.push_back(rules::Warn(rule::kBagatelleEnforced, language));
  if (debt.is_child_debt()) warnings.push_back(rules::Warn(rule::kChildDebtEnforced, language));
  return warnings;
}

absl::Status Stop(const v1::StopEnforcementRequest& request, v1::Enforcement& enforcement) {
  if (enforcement.has_stopped_on()) return rules::Refuse(rule::kEnforcementStopped);
  if (request.reason() == v1::STOP_REASON_UNSPECIFIED ||
      request.reason() == v1::STOP_REASON_FUTILE) {
    enforcement.set_is_futile(true);
  }
  if (request.reason() == v1::STOP_REASON_UNSPECIFIED) return absl::OkStatus();
  enforcement.set_stop_reason(request.reason());
  *enforcement.mutable_stopped_on() = request.on_date();
  return absl::OkStatus();
}

absl::Status CheckSpecialRecipient(const v1::SpecialRecipient& recipient, absl::Time now) {
  RETURN_IF_ERROR(rules::CheckPeriod(recipient, "special_recipient."));
  if (recipient.has_agreement()) {
    return rules::CheckOccurrence(rpc::FromTimestamp(recipient.agreement().occurred_at()), now,
                                  "special_recipient.agreement.occurred_at");
  }
  if (recipient.reason() == v1::SPECIAL_RECIPIENT_REASON_MISUSE) return absl::OkStatus();
  return rules::Refuse(rule::kAgreementMissing);
}

bool IsDebtTrap(const std::vector<v1::Debt>& paid) {
  return std::any_of(paid.begin(), paid.end(),
                     [](const v1::Debt& debt) { return !debt.pays_debt_ids().empty(); });
}

}  // namespace opora::registry
