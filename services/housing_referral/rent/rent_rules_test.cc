#include "services/housing_referral/rent/rent_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::housing {
namespace {

using rules::ReasonOf;

const absl::CivilDay kDue(2024, 4, 15);
constexpr int kGrace = 30;

common::v1::Money Crowns(int64_t minor_units) {
  common::v1::Money money;
  money.set_minor_units(minor_units);
  money.set_currency_code("CZK");
  return money;
}

v1::RentCharge Charge(int64_t amount = 820000) {
  v1::RentCharge charge;
  *charge.mutable_month() = dates::ToDate(absl::CivilDay(2024, 4, 1));
  *charge.mutable_amount() = Crowns(amount);
  *charge.mutable_paid() = Crowns(0);
  *charge.mutable_due_date() = dates::ToDate(kDue);
  charge.set_charge_class(v1::CHARGE_CLASS_REGULAR);
  return charge;
}

v1::ChargeClass On(absl::CivilDay day, const LateFacts& facts = {},
                   const v1::RentCharge& charge = Charge()) {
  return ClassOn(charge, facts, day, kGrace);
}

TEST(HOUS_96, LateAfterTheDueDateArrearsOnlyAfterTheGrace) {
  EXPECT_EQ(On(kDue), v1::CHARGE_CLASS_REGULAR);
  EXPECT_EQ(On(kDue + 1), v1::CHARGE_CLASS_LATE_PAYMENT);
  EXPECT_EQ(On(kDue + kGrace), v1::CHARGE_CLASS_LATE_PAYMENT);
  EXPECT_EQ(On(kDue + kGrace + 1), v1::CHARGE_CLASS_ARREARS);
}

TEST(HOUS_96, WhoseBenefitComesLaterIsInNoArrears) {
  const LateFacts pending{.benefit_pending = true};
  EXPECT_EQ(On(kDue + 1, pending), v1::CHARGE_CLASS_LATE_PAYMENT);
  EXPECT_EQ(On(kDue + kGrace + 1, pending), v1::CHARGE_CLASS_LATE_PAYMENT);
}

TEST(HOUS_99, AnEnquiryThatFindsTheClientsCauseEndsTheWaiting) {
  const LateFacts money{.enquired = true, .cause = v1::PAYMENT_CAUSE_LACK_OF_MONEY};
  EXPECT_EQ(On(kDue + 1, money), v1::CHARGE_CLASS_ARREARS);
  const LateFacts benefit{.enquired = true, .cause = v1::PAYMENT_CAUSE_BENEFIT_LATER};
  EXPECT_EQ(On(kDue + 1, benefit), v1::CHARGE_CLASS_LATE_PAYMENT);
}

TEST(HOUS_95, LateAndArrearsAreTwoThingsAndPaidIsNeither) {
  v1::RentCharge paid = Charge();
  *paid.mutable_paid() = paid.amount();
  EXPECT_EQ(On(kDue + 100, {}, paid), v1::CHARGE_CLASS_PAID);
  v1::RentCharge arrears = Charge();
  arrears.set_charge_class(v1::CHARGE_CLASS_ARREARS);
  EXPECT_EQ(On(kDue + 1, {.benefit_pending = true}, arrears), v1::CHARGE_CLASS_ARREARS)
      << "arrears stay arrears until they are paid";
}

TEST(HOUS_95, APaymentSettlesNoMoreThanIsOpen) {
  v1::RentCharge charge = Charge(1000);
  EXPECT_EQ(Settle(400, charge), 400);
  EXPECT_EQ(OpenAmount(charge), 600);
  EXPECT_EQ(Settle(5000, charge), 600);
  EXPECT_EQ(charge.charge_class(), v1::CHARGE_CLASS_PAID);
  EXPECT_EQ(Settle(5000, charge), 0);
}

TEST(HOUS_95, AmountsArePositiveAndInCrowns) {
  EXPECT_TRUE(CheckAmount(Crowns(1), "amount").ok());
  EXPECT_EQ(ReasonOf(CheckAmount(Crowns(0), "amount")), "AMOUNT_NOT_POSITIVE");
  common::v1::Money euros = Crowns(100);
  euros.set_currency_code("EUR");
  EXPECT_EQ(ReasonOf(CheckAmount(euros, "amount")), "AMOUNT_NOT_POSITIVE");
}

TEST(HOUS_97, WhatTheClientDidNotCauseDoesNotCount) {
  EXPECT_TRUE(IsNotCounted({.benefit_pending = true}));
  EXPECT_TRUE(IsNotCounted({.enquired = true, .cause = v1::PAYMENT_CAUSE_NOT_CAUSED_BY_CLIENT}));
  EXPECT_FALSE(IsNotCounted({.enquired = true, .cause = v1::PAYMENT_CAUSE_NOT_PAID}));
  EXPECT_FALSE(IsNotCounted({})) << "nobody asked yet";
}

v1::BenefitClaim Claim(v1::BenefitState state) {
  v1::BenefitClaim claim;
  claim.set_state(state);
  *claim.mutable_claimed_on() = dates::ToDate(kDue - 10);
  return claim;
}

TEST(HOUS_96, AClaimExplainsLatenessWhileItRunsOrIsPaidLaterInTheMonth) {
  EXPECT_TRUE(ExplainsLateness(Claim(v1::BENEFIT_STATE_CLAIMED), kDue));
  EXPECT_TRUE(ExplainsLateness(Claim(v1::BENEFIT_STATE_INVESTIGATED), kDue));
  EXPECT_FALSE(ExplainsLateness(Claim(v1::BENEFIT_STATE_REFUSED), kDue));
  v1::BenefitClaim granted = Claim(v1::BENEFIT_STATE_GRANTED);
  EXPECT_FALSE(ExplainsLateness(granted, kDue)) << "nobody knows when it is paid";
  granted.set_payment_day(20);
  EXPECT_TRUE(ExplainsLateness(granted, kDue));
  granted.set_payment_day(10);
  EXPECT_FALSE(ExplainsLateness(granted, kDue));
  v1::BenefitClaim afterwards = Claim(v1::BENEFIT_STATE_CLAIMED);
  *afterwards.mutable_claimed_on() = dates::ToDate(kDue + 1);
  EXPECT_FALSE(ExplainsLateness(afterwards, kDue)) << "claimed when it was late already";
}

v1::DirectPayment Payment(int64_t amount) {
  v1::DirectPayment payment;
  payment.set_payee(v1::BENEFIT_PAYEE_LANDLORD);
  *payment.mutable_amount() = Crowns(amount);
  *payment.mutable_valid_from() = dates::ToDate(absl::CivilDay(2024, 4, 1));
  return payment;
}

TEST(HOUS_103, TheTopUpIsRentAndServicesLessTheBenefitNeverNegative) {
  const auto april = dates::ToDate(absl::CivilDay(2024, 4, 1));
  EXPECT_EQ(
      TopUpOf(april, {Charge(820000), Charge(260000)}, {Payment(690000)}).to_pay().minor_units(),
      390000);
  EXPECT_EQ(TopUpOf(april, {Charge(100)}, {Payment(690000)}).to_pay().minor_units(), 0);
  const auto may = dates::ToDate(absl::CivilDay(2024, 5, 1));
  EXPECT_EQ(TopUpOf(may, {Charge(100)}, {Payment(50)}).charged().minor_units(), 0);
}

TEST(HOUS_103, WhatGoesToTheAdministratorIsNotTheLandlords) {
  v1::DirectPayment payment = Payment(690000);
  payment.set_payee(v1::BENEFIT_PAYEE_ADMINISTRATOR);
  const auto april = dates::ToDate(absl::CivilDay(2024, 4, 1));
  EXPECT_EQ(TopUpOf(april, {Charge(820000)}, {payment}).direct().minor_units(), 0);
}

TEST(HOUS_100, DirectPaymentCountsFromItsFirstToItsLastMonth) {
  v1::DirectPayment payment = Payment(100);
  *payment.mutable_valid_to() = dates::ToDate(absl::CivilDay(2024, 5, 31));
  EXPECT_FALSE(IsPaidIn(payment, absl::CivilDay(2024, 3, 1)));
  EXPECT_TRUE(IsPaidIn(payment, absl::CivilDay(2024, 5, 1)));
  EXPECT_FALSE(IsPaidIn(payment, absl::CivilDay(2024, 6, 1)));
}

TEST(HOUS_101, WithoutAgreementItGoesToTheLandlordForMisuse) {
  v1::DirectPayment decision = Payment(100);
  EXPECT_TRUE(IsUnusual(decision)) << "no misuse named";
  decision.set_without_agreement_reason("not used for rent");
  EXPECT_FALSE(IsUnusual(decision));
  decision.set_payee(v1::BENEFIT_PAYEE_ADMINISTRATOR);
  EXPECT_TRUE(IsUnusual(decision));
}

TEST(HOUS_107, AClaimGoesOnFromClaimedToDecided) {
  EXPECT_TRUE(CheckBenefitMove(v1::BENEFIT_STATE_CLAIMED, v1::BENEFIT_STATE_GRANTED).ok());
  EXPECT_EQ(ReasonOf(CheckBenefitMove(v1::BENEFIT_STATE_REFUSED, v1::BENEFIT_STATE_GRANTED)),
            "BENEFIT_STATE_REFUSES");
}

}  // namespace
}  // namespace opora::housing
