#include "services/housing_referral/tenancies/tenancy_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rpc/call.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/housing_referral/flats/refusals.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/tenancies/refusals.h"

namespace opora::housing {
namespace {

using rules::ReasonOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const absl::CivilDay kToday(2025, 1, 20);

google::protobuf::Timestamp At(absl::CivilDay day) {
  return rpc::ToTimestamp(absl::FromCivil(day, dates::PragueZone()) + absl::Hours(12));
}

v1::Complaint Heard() {
  v1::Complaint complaint;
  complaint.set_type(v1::COMPLAINT_TYPE_COMPLAINT);
  complaint.set_state(v1::COMPLAINT_STATE_CLIENT_INFORMED);
  *complaint.mutable_received_time() = At(kToday - 60);
  *complaint.mutable_client_informed_time() = At(kToday - 50);
  *complaint.mutable_remedy_by_date() = dates::ToDate(kToday - 36);
  return complaint;
}

TEST(HOUS_87, AComplaintIsUnheardUntilTheTenantWasToldWithTimeToRemedy) {
  EXPECT_FALSE(IsUnheard(Heard(), kToday));
  v1::Complaint untold = Heard();
  untold.clear_client_informed_time();
  EXPECT_TRUE(IsUnheard(untold, kToday));
  v1::Complaint just_told = Heard();
  *just_told.mutable_remedy_by_date() = dates::ToDate(kToday + 1);
  EXPECT_TRUE(IsUnheard(just_told, kToday));
  EXPECT_FALSE(IsUnheard(just_told, kToday + 1));
  just_told.set_conclusion(v1::COMPLAINT_CONCLUSION_UNJUSTIFIED);
  EXPECT_FALSE(IsUnheard(just_told, kToday)) << "nothing to remedy";
}

TEST(HOUS_69, ANoticeNeverCountsForTheLease) {
  EXPECT_TRUE(CountsForLease(Heard()));
  for (auto type : {v1::COMPLAINT_TYPE_NOTICE, v1::COMPLAINT_TYPE_REMARK}) {
    v1::Complaint notice = Heard();
    notice.set_type(type);
    notice.clear_client_informed_time();
    EXPECT_FALSE(CountsForLease(notice));
    EXPECT_FALSE(IsUnheard(notice, kToday));
  }
  v1::Complaint reclassified = Heard();
  reclassified.set_state(v1::COMPLAINT_STATE_RECLASSIFIED_NOTICE);
  EXPECT_FALSE(CountsForLease(reclassified));
}

TEST(HOUS_61, AComplaintThatWasADefectDoesNotCountAgainstTheTenant) {
  v1::Complaint defect = Heard();
  defect.set_state(v1::COMPLAINT_STATE_REROUTED_DEFECT);
  EXPECT_FALSE(CountsForLease(defect));
}

v1::Programme Complete() {
  v1::Programme programme;
  programme.set_left_belongings_agreement("SOC-1");
  return programme;
}

v1::Tenancy Ready() {
  v1::Tenancy tenancy;
  tenancy.set_state(v1::TENANCY_STATE_PREPARED);
  for (v1::MoveInItem& item : Checklist()) *tenancy.add_documents() = item;
  *tenancy.mutable_documents(0)->mutable_done_on() = dates::ToDate(kToday);
  *tenancy.mutable_introduced_on() = dates::ToDate(kToday);
  return tenancy;
}

TEST(HOUS_55, MovingInNeedsAFlatFoundReady) {
  v1::ReadinessCheck check;
  check.set_result(v1::READINESS_RESULT_READY);
  EXPECT_THAT(MoveInProblems(Ready(), &check, Complete()), IsEmpty());
  EXPECT_THAT(MoveInProblems(Ready(), nullptr, Complete()), ElementsAre(&rule::kFlatNotReady));
}

TEST(HOUS_51, MovingInNeedsTheLeaseTheRestStaysOpen) {
  v1::ReadinessCheck check;
  check.set_result(v1::READINESS_RESULT_READY);
  v1::Tenancy tenancy = Ready();
  tenancy.mutable_documents(0)->clear_done_on();
  EXPECT_THAT(MoveInProblems(tenancy, &check, Complete()), ElementsAre(&rule::kLeaseMissing));
}

TEST(HOUS_50, WhoWasNotIntroducedIsWarnedOf) {
  v1::ReadinessCheck check;
  check.set_result(v1::READINESS_RESULT_READY);
  v1::Tenancy tenancy = Ready();
  tenancy.clear_introduced_on();
  EXPECT_THAT(MoveInProblems(tenancy, &check, Complete()),
              ElementsAre(&rule::kManagerNotIntroduced));
}

TEST(HOUS_121, MovingInWithoutAnAgreementAboutThingsLeftBehindIsWarnedOf) {
  v1::ReadinessCheck check;
  check.set_result(v1::READINESS_RESULT_READY);
  EXPECT_THAT(MoveInProblems(Ready(), &check, {}), ElementsAre(&rule::kLeftBelongingsUnset));
}

TEST(HOUS_57, AnExtensionHasALaterEnd) {
  v1::Tenancy tenancy = Ready();
  *tenancy.mutable_lease_to() = dates::ToDate(kToday);
  const auto extended = v1::EXTENSION_OUTCOME_EXTENDED;
  EXPECT_EQ(ReasonOf(CheckExtension(extended, nullptr, tenancy)), "LEASE_END_MISSING");
  const common::v1::Date same = dates::ToDate(kToday);
  EXPECT_EQ(ReasonOf(CheckExtension(extended, &same, tenancy)), "LEASE_END_MISSING");
  const common::v1::Date later = dates::ToDate(kToday + 1);
  EXPECT_TRUE(CheckExtension(extended, &later, tenancy).ok());
  EXPECT_TRUE(CheckExtension(v1::EXTENSION_OUTCOME_NOT_EXTENDED, nullptr, tenancy).ok());
}

TEST(HOUS_97, LatePaymentsThatTheTenantDidNotCauseAreLeftOut) {
  v1::RentCharge late;
  *late.mutable_warned_on() = dates::ToDate(kToday);
  v1::RentCharge excused = late;
  excused.set_not_counted(true);
  EXPECT_EQ(LatePaymentsLeftOut({late, excused, v1::RentCharge()}), 1);
}

TEST(HOUS_126, WhatEndangersATenancyIsListedTogether) {
  v1::Tenancy tenancy = Ready();
  tenancy.set_state(v1::TENANCY_STATE_MOVED_IN);
  *tenancy.mutable_lease_to() = dates::ToDate(kToday + 90);
  v1::RentCharge arrears;
  arrears.set_charge_class(v1::CHARGE_CLASS_ARREARS);
  v1::Complaint untold = Heard();
  untold.clear_client_informed_time();
  EXPECT_THAT(
      RisksOf(tenancy, {arrears}, {untold}, kToday),
      ElementsAre(v1::RISK_KIND_ARREARS, v1::RISK_KIND_COMPLAINT, v1::RISK_KIND_UNHEARD_COMPLAINT,
                  v1::RISK_KIND_LEASE_ENDING, v1::RISK_KIND_DOCUMENT_MISSING));
  EXPECT_THAT(RisksOf(tenancy, {}, {}, kToday - 1), Not(Contains(v1::RISK_KIND_LEASE_ENDING)));
}

TEST(HOUS_125, RetentionCountsThoseThatLastedAndNoSmallNumbers) {
  std::vector<v1::Tenancy> tenancies(12);
  for (v1::Tenancy& tenancy : tenancies)
    *tenancy.mutable_move_in_time() = At(absl::CivilDay(2024, 1, 31));
  for (int i = 0; i < 6; ++i)
    *tenancies[static_cast<std::size_t>(i)].mutable_ended_on() =
        dates::ToDate(absl::CivilDay(2024, 7, 30));
  const auto counts = Retention(tenancies, kToday);
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_EQ(counts[0].begun(), 12);
  EXPECT_EQ(counts[0].kept(), 6) << "six months end on 31 July";
  EXPECT_FALSE(counts[1].has_begun()) << "nobody began twelve months ago";
  tenancies.resize(7);
  EXPECT_FALSE(Retention(tenancies, kToday)[0].has_kept()) << "one person would be seen";
}

TEST(HOUS_120, ATenancyEndsOnce) {
  EXPECT_EQ(NextState(v1::TENANCY_STATE_MOVED_IN, "EndTenancy").value(), v1::TENANCY_STATE_ENDED);
  EXPECT_EQ(ReasonOf(NextState(v1::TENANCY_STATE_ENDED, "EndTenancy").status()),
            "TENANCY_STATE_REFUSES");
}

TEST(XC_33, ActionsOfControlAreNotOffersToSupport) {
  v1::Tenancy tenancy = Ready();
  tenancy.set_agency_id("town");
  tenancy.set_state(v1::TENANCY_STATE_MOVED_IN);
  rpc::Caller caller;
  caller.unit = {"most", ""};
  caller.stance = common::v1::STANCE_SUPPORT;
  for (const auto& action : TenancyActions(tenancy, caller, common::v1::LANGUAGE_EN)) {
    if (action.verb() == "DecideExtension" || action.verb() == "RecordBreach") {
      EXPECT_FALSE(action.allowed()) << action.verb();
    }
  }
  caller.unit = {"town", ""};
  caller.stance = common::v1::STANCE_CONTROL;
  for (const auto& action : TenancyActions(tenancy, caller, common::v1::LANGUAGE_EN)) {
    if (action.verb() == "DecideExtension") {
      EXPECT_TRUE(action.allowed());
    }
  }
}

}  // namespace
}  // namespace opora::housing
