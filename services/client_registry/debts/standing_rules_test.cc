#include "services/client_registry/debts/standing_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kDue(2023, 12, 15);

v1::Debt Owed(const char* id = "debt") {
  v1::Debt debt;
  debt.set_debt_id(id);
  debt.set_state(v1::DEBT_STATE_OPEN);
  debt.mutable_origin_date()->set_year(2022);
  return debt;
}

v1::Debt Settled(v1::DebtState state, absl::CivilDay on) {
  v1::Debt debt = Owed();
  debt.set_state(state);
  *debt.mutable_settled_on() = dates::ToDate(on);
  return debt;
}

// Two instalments, the first one paid on its day.
v1::RepaymentSchedule Started(const char* debt = "debt") {
  v1::RepaymentSchedule schedule;
  schedule.set_schedule_id("schedule");
  schedule.set_debt_id(debt);
  schedule.set_state(v1::SCHEDULE_STATE_ACTIVE);
  *schedule.mutable_agreed_on() = dates::ToDate(kDue - 30);
  for (int month = 0; month < 2; ++month)
    *schedule.add_instalments()->mutable_due_date() = dates::ToDate(kDue + 31 * month);
  *schedule.mutable_instalments(0)->mutable_paid_on() = dates::ToDate(kDue);
  return schedule;
}

v1::DebtorStanding On(absl::CivilDay day, const std::vector<v1::Debt>& debts,
                      const std::vector<v1::RepaymentSchedule>& schedules = {}, int grace = 0) {
  return StandingOn(debts, schedules, grace, day).standing;
}

TEST(REG_99, WhoOwesNothingHasNoDebt) {
  EXPECT_EQ(On(kDue, {}), v1::DEBTOR_STANDING_NO_DEBT);
  EXPECT_EQ(On(kDue, {Owed()}), v1::DEBTOR_STANDING_DEBT);
}

TEST(REG_99, AgreedIsNotKeptBeforeTheFirstInstalmentIsPaid) {
  v1::RepaymentSchedule schedule = Started();
  EXPECT_EQ(On(kDue, {Owed()}, {schedule}), v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE);
  EXPECT_EQ(On(kDue - 1, {Owed()}, {schedule}), v1::DEBTOR_STANDING_DEBT);
  schedule.mutable_instalments(0)->clear_paid_on();
  schedule.set_state(v1::SCHEDULE_STATE_AGREED);
  EXPECT_EQ(On(kDue, {Owed()}, {schedule}), v1::DEBTOR_STANDING_DEBT);
}

TEST(REG_99, OneOverdueInstalmentEndsItAndPayingItBringsItBack) {
  v1::RepaymentSchedule schedule = Started();
  const absl::CivilDay second = kDue + 31;
  EXPECT_EQ(On(second, {Owed()}, {schedule}), v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE);
  EXPECT_EQ(On(second + 1, {Owed()}, {schedule}), v1::DEBTOR_STANDING_DEBT);
  EXPECT_EQ(On(second + 5, {Owed()}, {schedule}, 5), v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE);
  EXPECT_EQ(On(second + 6, {Owed()}, {schedule}, 5), v1::DEBTOR_STANDING_DEBT);
  *schedule.mutable_instalments(1)->mutable_paid_on() = dates::ToDate(second + 7);
  EXPECT_EQ(On(second + 6, {Owed()}, {schedule}, 5), v1::DEBTOR_STANDING_DEBT);
  EXPECT_EQ(On(second + 7, {Owed()}, {schedule}, 5), v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE);
}

TEST(REG_99, NeitherADraftNorABrokenNorACancelledScheduleIsKept) {
  v1::RepaymentSchedule schedule = Started();
  schedule.set_state(v1::SCHEDULE_STATE_DRAFT);
  EXPECT_FALSE(IsKeptOn(schedule, 0, kDue));
  for (auto state : {v1::SCHEDULE_STATE_BROKEN, v1::SCHEDULE_STATE_CANCELLED}) {
    schedule.set_state(state);
    *schedule.mutable_ended_on() = dates::ToDate(kDue + 3);
    EXPECT_TRUE(IsKeptOn(schedule, 0, kDue + 2));
    EXPECT_FALSE(IsKeptOn(schedule, 0, kDue + 3));
  }
}

TEST(REG_99, AScheduleAgreedLaterIsNotKeptBefore) {
  v1::RepaymentSchedule schedule = Started();
  *schedule.mutable_agreed_on() = dates::ToDate(kDue + 1);
  EXPECT_FALSE(IsKeptOn(schedule, 0, kDue));
  EXPECT_TRUE(IsKeptOn(schedule, 0, kDue + 1));
}

TEST(REG_99, OneDebtWithoutAScheduleDecidesForAll) {
  const Standing both = StandingOn({Owed(), Owed("other")}, {Started()}, 0, kDue);
  EXPECT_EQ(both.standing, v1::DEBTOR_STANDING_DEBT);
  EXPECT_EQ(both.open_debts, 2);
  EXPECT_THAT(both.kept_schedules, ElementsAre("schedule"));
  EXPECT_EQ(On(kDue, {Owed(), Owed("other")}, {Started(), Started("other")}),
            v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE);
}

TEST(REG_101, ADischargedDebtVanishesFromItsDayOn) {
  const v1::Debt discharged = Settled(v1::DEBT_STATE_DISCHARGED, kDue);
  EXPECT_EQ(On(kDue - 1, {discharged}), v1::DEBTOR_STANDING_DEBT);
  EXPECT_EQ(On(kDue, {discharged}), v1::DEBTOR_STANDING_DISCHARGED);
  EXPECT_EQ(StandingOn({discharged}, {}, 0, kDue).open_debts, 0);
}

TEST(REG_101, WhatReliefDoesNotCoverStaysADebt) {
  const v1::Debt discharged = Settled(v1::DEBT_STATE_DISCHARGED, kDue);
  EXPECT_EQ(On(kDue, {discharged, Owed("new")}), v1::DEBTOR_STANDING_DEBT);
  EXPECT_EQ(On(kDue, {discharged, Owed("new")}, {Started("new")}),
            v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE);
}

TEST(REG_99, WhatIsPaidOrWaivedIsOwedUntilThen) {
  for (auto state : {v1::DEBT_STATE_PAID, v1::DEBT_STATE_WAIVED}) {
    EXPECT_EQ(On(kDue - 1, {Settled(state, kDue)}), v1::DEBTOR_STANDING_DEBT);
    EXPECT_EQ(On(kDue, {Settled(state, kDue)}), v1::DEBTOR_STANDING_NO_DEBT);
  }
}

TEST(REG_99, ADebtIsOwedFromItsOrigin) {
  v1::Debt debt = Owed();
  EXPECT_EQ(On(absl::CivilDay(2021, 12, 31), {debt}), v1::DEBTOR_STANDING_NO_DEBT);
  EXPECT_EQ(On(absl::CivilDay(2022, 1, 1), {debt}), v1::DEBTOR_STANDING_DEBT);
  debt.mutable_origin_date()->set_month(5);
  EXPECT_EQ(On(absl::CivilDay(2022, 4, 30), {debt}), v1::DEBTOR_STANDING_NO_DEBT);
  EXPECT_EQ(On(absl::CivilDay(2022, 5, 1), {debt}), v1::DEBTOR_STANDING_DEBT);
}

TEST(REG_88, AnUnknownDebtIsOwedAndAnEmptyOneIsNot) {
  v1::Debt debt = Owed();
  EXPECT_TRUE(IsOwedOn(debt, kDue));
  debt.mutable_principal()->set_currency_code("CZK");
  EXPECT_FALSE(IsOwedOn(debt, kDue));
  debt.mutable_accessories()->set_minor_units(1);
  EXPECT_TRUE(IsOwedOn(debt, kDue));
}

TEST(REG_99, AKeptScheduleCountsAsFreeOfDebt) {
  EXPECT_TRUE(IsDebtFree(v1::DEBTOR_STANDING_NO_DEBT));
  EXPECT_TRUE(IsDebtFree(v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE));
  EXPECT_TRUE(IsDebtFree(v1::DEBTOR_STANDING_DISCHARGED));
  EXPECT_FALSE(IsDebtFree(v1::DEBTOR_STANDING_DEBT));
  EXPECT_FALSE(IsDebtFree(v1::DEBTOR_STANDING_UNSPECIFIED));
}

}  // namespace
}  // namespace opora::registry
