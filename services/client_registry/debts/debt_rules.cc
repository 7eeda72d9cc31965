#include "services/client_registry/debts/debt_rules.h"

#include <map>

#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/debts/refusals.h"

namespace opora::registry {
namespace {

absl::Status CheckMoney(const common::v1::Money& money, const char* field) {
  if (money.minor_units() >= 0) return absl::OkStatus();
  return rules::Refuse(rule::kAmountNegative, {.field = field});
}

}  // namespace

absl::Status CheckDebt(const v1::Debt& debt) {
  if (debt.has_creditor_agency_id() == debt.has_creditor_name()) {
    return rules::Refuse(rule::kCreditorUnclear, {.field = "debt.creditor_agency_id"});
  }
  RETURN_IF_ERROR(CheckMoney(debt.principal(), "debt.principal"));
  RETURN_IF_ERROR(CheckMoney(debt.accessories(), "debt.accessories"));
  if (debt.has_principal() && debt.has_accessories() &&
      debt.principal().currency_code() != debt.accessories().currency_code()) {
    return rules::InvalidField("debt.accessories", "CURRENCY_MIXED",
                               "is not in the currency of the principal");
  }
  if (debt.has_origin_date())
    RETURN_IF_ERROR(dates::CheckPartialDate(debt.origin_date(), "debt.origin_date"));
  return debt.has_amount_verified_on()
             ? dates::CheckDate(debt.amount_verified_on(), "debt.amount_verified_on")
             : absl::OkStatus();
}

absl::Status CheckAmount(const v1::RecordDebtAmountRequest& request, absl::Time now) {
  RETURN_IF_ERROR(CheckMoney(request.principal(), "principal"));
  RETURN_IF_ERROR(CheckMoney(request.accessories(), "accessories"));
  RETURN_IF_ERROR(dates::CheckDate(request.amount_verified_on(), "amount_verified_on"));
  if (dates::FromDate(request.amount_verified_on()) <= dates::DayAt(now)) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = "amount_verified_on"});
}

std::vector<v1::DebtSum> SumDebts(const std::vector<v1::Debt>& debts) {
  std::map<std::string, v1::DebtSum> by_currency;
  int unknown = 0;
  for (const v1::Debt& debt : debts) {
    if (debt.state() != v1::DEBT_STATE_OPEN) continue;
    if (!debt.has_principal()) {
      ++unknown;
      continue;
    }
    auto& known = *by_currency[debt.principal().currency_code()].mutable_known();
    known.set_currency_code(debt.principal().currency_code());
    known.set_minor_units(known.minor_units() + debt.principal().minor_units());
    if (debt.has_accessories() && debt.accessories().currency_code() == known.currency_code()) {
      known.set_minor_units(known.minor_units() + debt.accessories().minor_units());
    }
  }
  std::vector<v1::DebtSum> sums;
  for (auto& [currency, sum] : by_currency) sums.push_back(sum);
  if (unknown > 0) {
    if (sums.empty()) sums.emplace_back();
    for (v1::DebtSum& sum : sums) sum.set_unknown_count(unknown);
  }
  return sums;
}

}  // namespace opora::registry
