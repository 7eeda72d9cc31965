#include "services/client_registry/debts/schedule_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using common::v1::LANGUAGE_EN;
using rules::ReasonOf;
using rules::RuleOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2023, 11, 7);

common::v1::Money Crowns(int64_t amount) {
  common::v1::Money money;
  money.set_minor_units(amount * 100);
  money.set_currency_code("CZK");
  return money;
}

v1::Debt DebtOf(v1::DebtKind kind, int64_t crowns) {
  v1::Debt debt;
  debt.set_kind(kind);
  debt.set_state(v1::DEBT_STATE_OPEN);
  *debt.mutable_principal() = Crowns(crowns);
  return debt;
}

v1::RepaymentSchedule Asked(int64_t crowns, absl::CivilDay first = absl::CivilDay(2023, 12, 15)) {
  v1::RepaymentSchedule schedule;
  *schedule.mutable_instalment() = Crowns(crowns);
  *schedule.mutable_first_due_date() = dates::ToDate(first);
  return schedule;
}

v1::RepaymentSchedule Agreed(int64_t crowns, int64_t total) {
  v1::RepaymentSchedule schedule = Asked(crowns);
  EXPECT_TRUE(LayOut(DebtOf(v1::DEBT_KIND_ENERGY, total), kToday, schedule).ok());
  schedule.set_state(v1::SCHEDULE_STATE_AGREED);
  return schedule;
}

void Pay(v1::RepaymentSchedule& schedule, int64_t crowns, absl::CivilDay day) {
  v1::SchedulePayment& payment = *schedule.add_payments();
  *payment.mutable_amount() = Crowns(crowns);
  *payment.mutable_paid_on() = dates::ToDate(day);
  ApplyPayments(schedule);
}

v1::CreditorPolicy Minimum(int64_t crowns) {
  v1::CreditorPolicy policy;
  *policy.mutable_minimum_instalment() = Crowns(crowns);
  return policy;
}

std::vector<std::string> Warned(const v1::RepaymentSchedule& schedule) {
  std::vector<std::string> reasons;
  for (const auto& warning : ScheduleWarnings(schedule, LANGUAGE_EN))
    reasons.push_back(warning.rule() + " " + warning.reason());
  return reasons;
}

TEST(REG_96, NumberAndLastPartialInstalmentAreComputed) {
  EXPECT_EQ(Agreed(500, 6000).instalments_size(), 12);
  const v1::RepaymentSchedule partial = Agreed(500, 6100);
  EXPECT_EQ(partial.instalments_size(), 13);
  EXPECT_EQ(partial.instalments(12).amount().minor_units(), 10000);
  EXPECT_EQ(dates::FromDate(partial.end_date()), absl::CivilDay(2024, 12, 15));
}

TEST(REG_96, PrincipalAndAccessoriesAreRepaid) {
  v1::Debt debt = DebtOf(v1::DEBT_KIND_FINE, 900);
  *debt.mutable_accessories() = Crowns(100);
  v1::RepaymentSchedule schedule = Asked(500);
  ASSERT_TRUE(LayOut(debt, kToday, schedule).ok());
  EXPECT_EQ(schedule.instalments_size(), 2);
}

TEST(REG_96, TheDueDayStaysWithinItsMonth) {
  v1::RepaymentSchedule schedule = Asked(100, absl::CivilDay(2024, 1, 31));
  ASSERT_TRUE(LayOut(DebtOf(v1::DEBT_KIND_FINE, 300), kToday, schedule).ok());
  EXPECT_EQ(dates::FromDate(schedule.instalments(1).due_date()), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(dates::FromDate(schedule.instalments(2).due_date()), absl::CivilDay(2024, 3, 31));
}

TEST(REG_88, WhatIsUnknownCannotBeDivided) {
  v1::Debt debt;
  debt.set_state(v1::DEBT_STATE_OPEN);
  v1::RepaymentSchedule schedule = Asked(500);
  const absl::Status refused = LayOut(debt, kToday, schedule);
  EXPECT_EQ(ReasonOf(refused), "AMOUNT_UNKNOWN");
  EXPECT_EQ(RuleOf(refused), "REG-88");
  *schedule.mutable_total() = Crowns(1000);
  EXPECT_TRUE(LayOut(debt, kToday, schedule).ok());
}

TEST(REG_96, NothingIsRepaidOfASettledDebt) {
  v1::Debt debt = DebtOf(v1::DEBT_KIND_RENT, 100);
  for (auto state : {v1::DEBT_STATE_PAID, v1::DEBT_STATE_WAIVED, v1::DEBT_STATE_DISCHARGED}) {
    debt.set_state(state);
    v1::RepaymentSchedule schedule = Asked(50);
    EXPECT_EQ(ReasonOf(LayOut(debt, kToday, schedule)), "DEBT_SETTLED");
  }
}

TEST(REG_96, AnInstalmentIsSomethingAndTheirNumberIsFinite) {
  v1::RepaymentSchedule nothing = Asked(0);
  EXPECT_EQ(ReasonOf(LayOut(DebtOf(v1::DEBT_KIND_FINE, 10), kToday, nothing)),
            "AMOUNT_NOT_POSITIVE");
  v1::RepaymentSchedule endless = Asked(1);
  EXPECT_EQ(ReasonOf(LayOut(DebtOf(v1::DEBT_KIND_FINE, 601), kToday, endless)),
            "TOO_MANY_INSTALMENTS");
  v1::RepaymentSchedule euros = Asked(1);
  euros.mutable_instalment()->set_currency_code("EUR");
  EXPECT_EQ(ReasonOf(LayOut(DebtOf(v1::DEBT_KIND_FINE, 10), kToday, euros)), "CURRENCY_MIXED");
}

TEST(XC_57, NothingIsAgreedInTheFuture) {
  v1::RepaymentSchedule schedule = Asked(5);
  *schedule.mutable_agreed_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(LayOut(DebtOf(v1::DEBT_KIND_FINE, 10), kToday, schedule)), "NOT_IN_FUTURE");
  schedule.clear_agreed_on();
  ASSERT_TRUE(LayOut(DebtOf(v1::DEBT_KIND_FINE, 10), kToday, schedule).ok());
  EXPECT_EQ(dates::FromDate(schedule.agreed_on()), kToday);
}

TEST(REG_97, TheMinimumIsOfOneCreditorAndNeverRefuses) {
  const v1::RepaymentSchedule fifty = Agreed(50, 2400);
  EXPECT_TRUE(IsBelowPolicy(fifty, Minimum(100)));
  EXPECT_FALSE(IsBelowPolicy(fifty, Minimum(50)));
  EXPECT_FALSE(IsBelowPolicy(fifty, std::nullopt));
  EXPECT_FALSE(IsBelowPolicy(fifty, v1::CreditorPolicy()));
}

TEST(REG_97, ASmallRestPaidAtOnceAndACourtsOrderAreNotBelow) {
  EXPECT_FALSE(IsBelowPolicy(Agreed(60, 60), Minimum(100)));
  v1::RepaymentSchedule ordered = Agreed(50, 2400);
  ordered.set_origin(v1::SCHEDULE_ORIGIN_COURT);
  EXPECT_FALSE(IsBelowPolicy(ordered, Minimum(100)));
}

TEST(REG_98, RentArrearsAreNotAgreedOnWithoutMeans) {
  v1::RepaymentSchedule schedule = Agreed(50, 2400);
  const v1::Debt rent = DebtOf(v1::DEBT_KIND_RENT, 2400);
  EXPECT_EQ(ReasonOf(CheckAffordability(schedule, rent)), "AFFORDABILITY_MISSING");
  EXPECT_EQ(RuleOf(CheckAffordability(schedule, rent)), "REG-98");
  EXPECT_TRUE(CheckAffordability(schedule, DebtOf(v1::DEBT_KIND_ENERGY, 2400)).ok());
  *schedule.mutable_affordability()->mutable_monthly_income() = Crowns(100);
  EXPECT_FALSE(CheckAffordability(schedule, rent).ok());
  *schedule.mutable_affordability()->mutable_monthly_expenses() = Crowns(60);
  EXPECT_TRUE(CheckAffordability(schedule, rent).ok());
  schedule.clear_affordability();
  schedule.mutable_affordability()->mutable_client_confirmation();
  EXPECT_TRUE(CheckAffordability(schedule, rent).ok());
}

TEST(REG_98, OthersAreWarnedAndACourtIsRecordedAsItIs) {
  v1::RepaymentSchedule schedule = Agreed(500, 6000);
  EXPECT_THAT(Warned(schedule), ElementsAre("REG-98 AFFORDABILITY_MISSING"));
  for (auto origin : {v1::SCHEDULE_ORIGIN_COURT, v1::SCHEDULE_ORIGIN_BAILIFF,
                      v1::SCHEDULE_ORIGIN_INSOLVENCY_PLAN}) {
    schedule.set_origin(origin);
    EXPECT_THAT(Warned(schedule), IsEmpty());
    EXPECT_TRUE(CheckAffordability(schedule, DebtOf(v1::DEBT_KIND_RENT, 6000)).ok());
  }
}

TEST(REG_98, AnInstalmentAboveTheMeansIsSeen) {
  v1::RepaymentSchedule schedule = Agreed(500, 6000);
  *schedule.mutable_affordability()->mutable_monthly_income() = Crowns(10499);
  *schedule.mutable_affordability()->mutable_monthly_expenses() = Crowns(10000);
  EXPECT_THAT(Warned(schedule), ElementsAre("REG-98 INSTALMENT_ABOVE_MEANS"));
  *schedule.mutable_affordability()->mutable_monthly_income() = Crowns(10500);
  EXPECT_THAT(Warned(schedule), IsEmpty());
}

TEST(REG_100, OnlyAnOpenApplicationIsDecided) {
  for (int state = v1::ScheduleState_MIN; state <= v1::ScheduleState_MAX; ++state) {
    const auto from = static_cast<v1::ScheduleState>(state);
    const bool draft = from == v1::SCHEDULE_STATE_DRAFT;
    EXPECT_EQ(NextScheduleState(from, "DecideRepaymentSchedule").ok(), draft) << state;
    EXPECT_EQ(NextScheduleState(from, "DeclineRepaymentSchedule").ok(), draft) << state;
    const bool open =
        draft || from == v1::SCHEDULE_STATE_AGREED || from == v1::SCHEDULE_STATE_ACTIVE;
    EXPECT_EQ(NextScheduleState(from, "CancelRepaymentSchedule").ok(), open) << state;
  }
  EXPECT_EQ(
      ReasonOf(NextScheduleState(v1::SCHEDULE_STATE_ACTIVE, "DecideRepaymentSchedule").status()),
      "SCHEDULE_STATE_REFUSES");
}

TEST(REG_96, TheFirstInstalmentMakesItActiveAndTheLastFulfilsIt) {
  v1::RepaymentSchedule schedule = Agreed(500, 1000);
  Pay(schedule, 499, kToday);
  EXPECT_EQ(schedule.state(), v1::SCHEDULE_STATE_AGREED);
  Pay(schedule, 1, kToday + 3);
  EXPECT_EQ(schedule.state(), v1::SCHEDULE_STATE_ACTIVE);
  EXPECT_EQ(dates::FromDate(schedule.instalments(0).paid_on()), kToday + 3);
  EXPECT_FALSE(schedule.instalments(1).has_paid_on());
  Pay(schedule, 600, kToday + 9);
  EXPECT_EQ(schedule.state(), v1::SCHEDULE_STATE_FULFILLED);
  EXPECT_EQ(dates::FromDate(schedule.ended_on()), kToday + 9);
  EXPECT_EQ(Overpaid(schedule), 10000);
}

TEST(REG_96, PaymentsCountFromTheDayTheyWereMadeWhateverTheirOrder) {
  v1::RepaymentSchedule schedule = Agreed(500, 1500);
  Pay(schedule, 500, kToday + 20);
  Pay(schedule, 500, kToday + 5);
  EXPECT_EQ(dates::FromDate(schedule.instalments(0).paid_on()), kToday + 5);
  EXPECT_EQ(dates::FromDate(schedule.instalments(1).paid_on()), kToday + 20);
}

TEST(XC_56, APaymentIsAFactInEveryState) {
  v1::RepaymentSchedule schedule = Agreed(500, 1000);
  for (auto state :
       {v1::SCHEDULE_STATE_DRAFT, v1::SCHEDULE_STATE_CANCELLED, v1::SCHEDULE_STATE_BROKEN}) {
    v1::RepaymentSchedule other = schedule;
    other.set_state(state);
    Pay(other, 500, kToday);
    EXPECT_EQ(other.state(), state);
    EXPECT_TRUE(other.instalments(0).has_paid_on());
  }
  schedule.set_state(v1::SCHEDULE_STATE_BROKEN);
  Pay(schedule, 1000, kToday);
  EXPECT_EQ(schedule.state(), v1::SCHEDULE_STATE_FULFILLED);
}

TEST(REG_99, AnInstalmentIsMissedOnceItsGraceIsOver) {
  v1::RepaymentSchedule schedule = Agreed(500, 1000);
  const absl::CivilDay due = dates::FromDate(schedule.instalments(0).due_date());
  v1::Instalment& first = *schedule.mutable_instalments(0);
  EXPECT_FALSE(IsNewlyMissed(first, 0, due));
  EXPECT_TRUE(IsNewlyMissed(first, 0, due + 1));
  EXPECT_FALSE(IsNewlyMissed(first, 5, due + 5));
  EXPECT_TRUE(IsNewlyMissed(first, 5, due + 6));
  *first.mutable_paid_on() = dates::ToDate(due + 2);
  EXPECT_TRUE(IsNewlyMissed(first, 0, due + 3));
  EXPECT_FALSE(IsNewlyMissed(first, 2, due + 3));
  *first.mutable_missed_on() = dates::ToDate(due + 3);
  EXPECT_FALSE(IsNewlyMissed(first, 0, due + 9));
}

TEST(REG_99, WhatIsPaidByTheDayIsNotOverdueOnIt) {
  v1::RepaymentSchedule schedule = Agreed(500, 1000);
  const absl::CivilDay due = dates::FromDate(schedule.instalments(0).due_date());
  EXPECT_EQ(OverdueOn(schedule, 0, due), 0);
  EXPECT_EQ(OverdueOn(schedule, 0, due + 1), 1);
  EXPECT_EQ(OverdueOn(schedule, 0, due + 60), 2);
  Pay(schedule, 500, due + 1);
  EXPECT_EQ(OverdueOn(schedule, 0, due + 1), 0);
}

TEST(REG_99, WithoutAPolicyThereIsNoGraceAndTwoBreakIt) {
  EXPECT_EQ(GraceOf(std::nullopt), 0);
  EXPECT_EQ(BreakAfter(std::nullopt), 2);
  v1::CreditorPolicy policy;
  EXPECT_EQ(GraceOf(policy), 0);
  EXPECT_EQ(BreakAfter(policy), 2);
  policy.set_grace_days(7);
  policy.set_missed_to_break(3);
  EXPECT_EQ(GraceOf(policy), 7);
  EXPECT_EQ(BreakAfter(policy), 3);
}

TEST(REG_93, ACeilingNamesTheBodyAboveIt) {
  v1::CreditorPolicy policy;
  *policy.mutable_valid_from() = dates::ToDate(kToday);
  EXPECT_TRUE(CheckPolicy(policy).ok());
  *policy.mutable_waiver_ceiling() = Crowns(20000);
  EXPECT_EQ(ReasonOf(CheckPolicy(policy)), "BODY_MISSING");
  policy.set_body_above_ceiling("zastupitelstvo");
  EXPECT_TRUE(CheckPolicy(policy).ok());
  *policy.mutable_minimum_instalment() = Crowns(-1);
  EXPECT_EQ(ReasonOf(CheckPolicy(policy)), "AMOUNT_NEGATIVE");
}

TEST(XC_58, WhoCollectsForTheCreditorDoesNotAttestThatTheClientCanPay) {
  v1::Debt debt = DebtOf(v1::DEBT_KIND_RENT, 100);
  debt.set_creditor_agency_id("town");
  rpc::Caller collector;
  collector.unit = {"town", "legal"};
  collector.stance = common::v1::STANCE_CONTROL;
  v1::AffordabilityStatement statement;
  EXPECT_TRUE(CheckAttester(statement, debt, collector).ok());
  statement.mutable_client_confirmation();
  EXPECT_EQ(RuleOf(CheckAttester(statement, debt, collector)), "XC-58");
  rpc::Caller social = collector;
  social.stance = common::v1::STANCE_SUPPORT;
  EXPECT_TRUE(CheckAttester(statement, debt, social).ok());
  debt.set_creditor_agency_id("energy");
  EXPECT_TRUE(CheckAttester(statement, debt, collector).ok());
}

TEST(REG_98, AStatementIsNotOfTheFuture) {
  v1::AffordabilityStatement statement;
  const absl::Time now = absl::FromUnixSeconds(1785312000);
  *statement.mutable_client_confirmation()->mutable_occurred_at() =
      rpc::ToTimestamp(now + absl::Hours(1));
  EXPECT_EQ(ReasonOf(CheckStatement(statement, now)), "NOT_IN_FUTURE");
  EXPECT_TRUE(CheckStatement(statement, now + absl::Hours(1)).ok());
  *statement.mutable_monthly_income() = Crowns(-1);
  EXPECT_EQ(ReasonOf(CheckStatement(statement, now + absl::Hours(1))), "AMOUNT_NEGATIVE");
}

}  // namespace
}  // namespace opora::registry
