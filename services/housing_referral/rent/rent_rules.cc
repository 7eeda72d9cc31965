#include "services/housing_referral/rent/rent_rules.h"

#include <algorithm>
#include <array>

#include "common/time/proto_date.h"
#include "services/housing_referral/rent/refusals.h"

namespace opora::housing {
namespace {

constexpr char kCrowns[] = "CZK";

constexpr auto kBenefitSteps = std::to_array<BenefitStep>({
    {v1::BENEFIT_STATE_CLAIMED, v1::BENEFIT_STATE_DOCUMENTED},
    {v1::BENEFIT_STATE_CLAIMED, v1::BENEFIT_STATE_INVESTIGATED},
    {v1::BENEFIT_STATE_CLAIMED, v1::BENEFIT_STATE_GRANTED},
    {v1::BENEFIT_STATE_CLAIMED, v1::BENEFIT_STATE_REFUSED},
    {v1::BENEFIT_STATE_DOCUMENTED, v1::BENEFIT_STATE_INVESTIGATED},
    {v1::BENEFIT_STATE_DOCUMENTED, v1::BENEFIT_STATE_GRANTED},
    {v1::BENEFIT_STATE_DOCUMENTED, v1::BENEFIT_STATE_REFUSED},
    {v1::BENEFIT_STATE_INVESTIGATED, v1::BENEFIT_STATE_GRANTED},
    {v1::BENEFIT_STATE_INVESTIGATED, v1::BENEFIT_STATE_REFUSED},
    {v1::BENEFIT_STATE_GRANTED, v1::BENEFIT_STATE_ENDED},
});

common::v1::Money Crowns(int64_t minor_units) {
  common::v1::Money money;
  money.set_minor_units(minor_units);
  money.set_currency_code(kCrowns);
  return money;
}

bool IsClientsCause(v1::PaymentCause cause) {
  return cause == v1::PAYMENT_CAUSE_LACK_OF_MONEY || cause == v1::PAYMENT_CAUSE_NOT_PAID;
}

}  // namespace

v1::ChargeClass ClassOn(const v1::RentCharge& charge, const LateFacts& facts, absl::CivilDay day,
                        int grace_days) {
  if (OpenAmount(charge) == 0) return v1::CHARGE_CLASS_PAID;
  const absl::CivilDay due = dates::FromDate(charge.due_date());
  if (day <= due) return v1::CHARGE_CLASS_REGULAR;
  // Once arrears, it stays so until it is paid.
  if (charge.charge_class() == v1::CHARGE_CLASS_ARREARS) return v1::CHARGE_CLASS_ARREARS;
  if (day > due + grace_days) {
    return facts.benefit_pending ? v1::CHARGE_CLASS_LATE_PAYMENT : v1::CHARGE_CLASS_ARREARS;
  }
  const bool clients = facts.cause.has_value() && IsClientsCause(*facts.cause);
  return facts.enquired && clients ? v1::CHARGE_CLASS_ARREARS : v1::CHARGE_CLASS_LATE_PAYMENT;
}

bool IsNotCounted(const LateFacts& facts) {
  if (facts.cause.has_value()) return !IsClientsCause(*facts.cause);
  return facts.benefit_pending;
}

bool ExplainsLateness(const v1::BenefitClaim& claim, absl::CivilDay due) {
  switch (claim.state()) {
    case v1::BENEFIT_STATE_CLAIMED:
    case v1::BENEFIT_STATE_DOCUMENTED:
    case v1::BENEFIT_STATE_INVESTIGATED:
      return dates::FromDate(claim.claimed_on()) <= due;
    case v1::BENEFIT_STATE_GRANTED:
      return claim.has_payment_day() && claim.payment_day() > due.day();
    default:
      return false;
  }
}

absl::Status CheckAmount(const common::v1::Money& amount, std::string_view field) {
  if (amount.minor_units() > 0 && amount.currency_code() == kCrowns) return absl::OkStatus();
  return rules::Refuse(rule::kAmountNotPositive, {.field = std::string(field)});
}

int64_t OpenAmount(const v1::RentCharge& charge) {
  return charge.amount().minor_units() - charge.paid().minor_units();
}

int64_t Settle(int64_t left, v1::RentCharge& charge) {
  const int64_t used = std::min(left, OpenAmount(charge));
  *charge.mutable_paid() = Crowns(charge.paid().minor_units() + used);
  if (OpenAmount(charge) == 0) charge.set_charge_class(v1::CHARGE_CLASS_PAID);
  return used;
}

bool IsPaidIn(const v1::DirectPayment& payment, absl::CivilDay month) {
  const absl::CivilDay last = absl::CivilDay(absl::CivilMonth(month) + 1) - 1;
  return dates::FromDate(payment.valid_from()) <= last &&
         (!payment.has_valid_to() || dates::FromDate(payment.valid_to()) >= month);
}

v1::TopUp TopUpOf(const common::v1::Date& month, const std::vector<v1::RentCharge>& charges,
                  const std::vector<v1::DirectPayment>& payments) {
  const absl::CivilMonth wanted(dates::FromDate(month));
  int64_t charged = 0;
  for (const v1::RentCharge& charge : charges) {
    if (absl::CivilMonth(dates::FromDate(charge.month())) == wanted)
      charged += charge.amount().minor_units();
  }
  int64_t direct = 0;
  for (const v1::DirectPayment& payment : payments) {
    if (payment.payee() == v1::BENEFIT_PAYEE_LANDLORD && IsPaidIn(payment, absl::CivilDay(wanted)))
      direct += payment.amount().minor_units();
  }
  v1::TopUp top_up;
  *top_up.mutable_month() = dates::ToDate(absl::CivilDay(wanted));
  *top_up.mutable_charged() = Crowns(charged);
  *top_up.mutable_direct() = Crowns(direct);
  *top_up.mutable_to_pay() = Crowns(std::max<int64_t>(0, charged - direct));
  return top_up;
}

std::span<const BenefitStep> BenefitSteps() { return kBenefitSteps; }

absl::Status CheckBenefitMove(v1::BenefitState from, v1::BenefitState to) {
  for (const BenefitStep& step : kBenefitSteps) {
    if (step.from == from && step.to == to) return absl::OkStatus();
  }
  return rules::Refuse(rule::kBenefitStateRefuses,
                       {.metadata = {{"state", v1::BenefitState_Name(from)}}});
}

bool IsUnusual(const v1::DirectPayment& decision) {
  return decision.payee() != v1::BENEFIT_PAYEE_LANDLORD || !decision.has_without_agreement_reason();
}

}  // namespace opora::housing
