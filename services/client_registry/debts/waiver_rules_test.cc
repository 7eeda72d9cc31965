#include "services/client_registry/debts/waiver_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2023, 11, 7);

common::v1::Money Crowns(int64_t amount) {
  common::v1::Money money;
  money.set_minor_units(amount * 100);
  money.set_currency_code("CZK");
  return money;
}

v1::Debt Owed(int64_t principal, int64_t penalty) {
  v1::Debt debt;
  debt.set_state(v1::DEBT_STATE_OPEN);
  *debt.mutable_principal() = Crowns(principal);
  *debt.mutable_accessories() = Crowns(penalty);
  return debt;
}

v1::WaiverRequest Application(v1::WaiverScope scope, int64_t crowns) {
  v1::WaiverRequest waiver;
  waiver.set_scope(scope);
  waiver.set_state(v1::WAIVER_STATE_PROPOSED);
  *waiver.mutable_amount() = Crowns(crowns);
  *waiver.mutable_applied_on() = dates::ToDate(kToday);
  return waiver;
}

v1::CreditorPolicy Ceiling(int64_t crowns) {
  v1::CreditorPolicy policy;
  policy.set_policy_id("policy");
  *policy.mutable_waiver_ceiling() = Crowns(crowns);
  policy.set_body_above_ceiling("zastupitelstvo");
  return policy;
}

v1::DecideWaiverRequest Granted(const char* body) {
  v1::DecideWaiverRequest request;
  request.set_granted(true);
  request.set_deciding_body(body);
  request.set_decision_reference("R-1");
  *request.mutable_decided_on() = dates::ToDate(kToday);
  return request;
}

absl::Status Decide(const v1::DecideWaiverRequest& request, const OptionalPolicy& policy,
                    v1::WaiverRequest& waiver, v1::Debt& debt, int64_t before = 0) {
  return DecideOnWaiver(request, before, policy, kToday, waiver, debt);
}

TEST(REG_93, UpToTheCeilingABodyOfTheCreditorDecides) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PRINCIPAL, 20000);
  v1::Debt debt = Owed(20000, 0);
  ASSERT_TRUE(Decide(Granted("rada"), Ceiling(20000), waiver, debt).ok());
  EXPECT_EQ(waiver.state(), v1::WAIVER_STATE_GRANTED);
  EXPECT_EQ(waiver.policy_id(), "policy");
  EXPECT_EQ(debt.state(), v1::DEBT_STATE_WAIVED);
  EXPECT_EQ(dates::FromDate(debt.settled_on()), kToday);
}

TEST(REG_93, AboveTheCeilingItStaysProposedUntilTheCompetentBodyDecides) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PRINCIPAL, 20001);
  v1::Debt debt = Owed(30000, 0);
  ASSERT_TRUE(Decide(Granted("rada"), Ceiling(20000), waiver, debt).ok());
  EXPECT_EQ(waiver.state(), v1::WAIVER_STATE_PROPOSED);
  EXPECT_EQ(debt.principal().minor_units(), 3000000);
  ASSERT_TRUE(Decide(Granted("zastupitelstvo"), Ceiling(20000), waiver, debt).ok());
  EXPECT_EQ(waiver.state(), v1::WAIVER_STATE_GRANTED);
  EXPECT_EQ(debt.principal().minor_units(), 999900);
  EXPECT_EQ(debt.state(), v1::DEBT_STATE_OPEN);
}

TEST(REG_93, TwoHalvesOfADebtDoNotPassUnderTheCeiling) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PRINCIPAL, 15000);
  v1::Debt debt = Owed(15000, 0);
  ASSERT_TRUE(Decide(Granted("rada"), Ceiling(20000), waiver, debt, 1500000).ok());
  EXPECT_EQ(waiver.state(), v1::WAIVER_STATE_PROPOSED);
}

TEST(REG_93, TheCeilingIsOfOneCreditor) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PRINCIPAL, 50000);
  v1::Debt debt = Owed(50000, 0);
  ASSERT_TRUE(Decide(Granted("vedení"), std::nullopt, waiver, debt).ok());
  EXPECT_EQ(waiver.state(), v1::WAIVER_STATE_GRANTED);
}

TEST(REG_93, WhatIsDecidedStaysDecided) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PRINCIPAL, 10);
  v1::Debt debt = Owed(10, 0);
  v1::DecideWaiverRequest declined = Granted("rada");
  declined.set_granted(false);
  ASSERT_TRUE(Decide(declined, std::nullopt, waiver, debt).ok());
  EXPECT_EQ(waiver.state(), v1::WAIVER_STATE_DECLINED);
  EXPECT_EQ(debt.state(), v1::DEBT_STATE_OPEN);
  EXPECT_EQ(ReasonOf(Decide(Granted("rada"), std::nullopt, waiver, debt)), "WAIVER_DECIDED");
}

TEST(REG_94, APenaltyIsForgivenOnceThePrincipalIsPaid) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PENALTY, 300);
  v1::Debt debt = Owed(1000, 300);
  v1::WaiverRequest refused = waiver;
  const absl::Status status = Decide(Granted("rada"), std::nullopt, refused, debt);
  EXPECT_EQ(RuleOf(status), "REG-94");
  EXPECT_EQ(debt.accessories().minor_units(), 30000);
  v1::DecideWaiverRequest request = Granted("rada");
  *request.mutable_principal_paid_on() = dates::ToDate(kToday - 1);
  ASSERT_TRUE(Decide(request, std::nullopt, waiver, debt).ok());
  EXPECT_EQ(debt.accessories().minor_units(), 0);
  EXPECT_EQ(debt.state(), v1::DEBT_STATE_WAIVED);
}

TEST(REG_94, ThePenaltyHasNoCeilingOfThePrincipal) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PENALTY, 30000);
  EXPECT_FALSE(NeedsOtherBody(waiver, 0, Ceiling(20000)));
}

TEST(REG_88, AnUnknownAmountCannotBeWaived) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PRINCIPAL, 10);
  v1::Debt debt;
  debt.set_state(v1::DEBT_STATE_OPEN);
  EXPECT_TRUE(CheckWaiver(waiver, debt, kToday).ok());
  EXPECT_EQ(ReasonOf(Decide(Granted("rada"), std::nullopt, waiver, debt)), "AMOUNT_UNKNOWN");
}

TEST(REG_95, AnApplicationIsOfAnOpenDebtAndNotOfTheFuture) {
  v1::WaiverRequest waiver = Application(v1::WAIVER_SCOPE_PRINCIPAL, 10);
  v1::Debt debt = Owed(10, 0);
  EXPECT_TRUE(CheckWaiver(waiver, debt, kToday).ok());
  EXPECT_EQ(ReasonOf(CheckWaiver(waiver, debt, kToday - 1)), "NOT_IN_FUTURE");
  waiver.mutable_amount()->set_currency_code("EUR");
  EXPECT_EQ(ReasonOf(CheckWaiver(waiver, debt, kToday)), "CURRENCY_MIXED");
  debt.set_state(v1::DEBT_STATE_PAID);
  EXPECT_EQ(ReasonOf(CheckWaiver(waiver, debt, kToday)), "DEBT_SETTLED");
}

TEST(REG_101, CoveredDebtsAreDischargedByTheLastPhaseOnly) {
  v1::DebtRelief relief;
  *relief.mutable_phase_since() = dates::ToDate(kToday);
  for (auto phase : {v1::RELIEF_PHASE_PETITION, v1::RELIEF_PHASE_PERMITTED,
                     v1::RELIEF_PHASE_PLAN_RUNNING, v1::RELIEF_PHASE_CANCELLED}) {
    relief.set_phase(phase);
    v1::Debt debt = Owed(10, 0);
    EXPECT_FALSE(ApplyRelief(relief, v1::RELIEF_PHASE_UNSPECIFIED, debt));
    EXPECT_EQ(debt.state(), v1::DEBT_STATE_OPEN);
  }
  relief.set_phase(v1::RELIEF_PHASE_DISCHARGED);
  v1::Debt debt = Owed(10, 0);
  EXPECT_TRUE(ApplyRelief(relief, v1::RELIEF_PHASE_PLAN_RUNNING, debt));
  EXPECT_EQ(debt.state(), v1::DEBT_STATE_DISCHARGED);
  EXPECT_EQ(dates::FromDate(debt.settled_on()), kToday);
  v1::Debt paid = Owed(10, 0);
  paid.set_state(v1::DEBT_STATE_PAID);
  EXPECT_FALSE(ApplyRelief(relief, v1::RELIEF_PHASE_PLAN_RUNNING, paid));
}

TEST(REG_101, ADischargeTakenBackIsOwedAgain) {
  v1::DebtRelief relief;
  relief.set_phase(v1::RELIEF_PHASE_CANCELLED);
  v1::Debt debt = Owed(10, 0);
  debt.set_state(v1::DEBT_STATE_DISCHARGED);
  *debt.mutable_settled_on() = dates::ToDate(kToday);
  EXPECT_TRUE(ApplyRelief(relief, v1::RELIEF_PHASE_DISCHARGED, debt));
  EXPECT_EQ(debt.state(), v1::DEBT_STATE_OPEN);
  EXPECT_FALSE(debt.has_settled_on());
}

TEST(XC_57, AReliefBeginsNotInTheFuture) {
  v1::DebtRelief relief;
  *relief.mutable_phase_since() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(CheckRelief(relief, kToday)), "NOT_IN_FUTURE");
  EXPECT_TRUE(CheckRelief(relief, kToday + 1).ok());
}

}  // namespace
}  // namespace opora::registry
