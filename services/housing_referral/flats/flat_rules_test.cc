#include "services/housing_referral/flats/flat_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"

namespace opora::housing {
namespace {

using rules::ReasonOf;

TEST(HOUS_58, ADefectGoesFromReportedToRepairedOrIsRejectedWithAReason) {
  v1::Defect defect;
  defect.set_state(v1::DEFECT_STATE_REPORTED);
  v1::MoveDefectRequest request;
  request.set_state(v1::DEFECT_STATE_REPAIRED);
  EXPECT_EQ(ReasonOf(CheckDefectMove(defect, request)), "DEFECT_STATE_REFUSES");
  request.set_state(v1::DEFECT_STATE_REJECTED);
  EXPECT_EQ(ReasonOf(CheckDefectMove(defect, request)), "REASON_REQUIRED");
  request.set_rejection_reason("not ours");
  EXPECT_TRUE(CheckDefectMove(defect, request).ok());
  defect.set_state(v1::DEFECT_STATE_REPAIRED);
  EXPECT_EQ(ReasonOf(CheckDefectMove(defect, request)), "DEFECT_STATE_REFUSES");
}

TEST(HOUS_32, AFlatIsForSoManyPersonsAndNoMore) {
  v1::Flat flat;
  flat.set_largest_household(3);
  EXPECT_TRUE(IsSuitable(flat, 3));
  EXPECT_FALSE(IsSuitable(flat, 4));
}

TEST(HOUS_55, AFlatIsReadyWhenTheNewestCheckSaysSo) {
  EXPECT_FALSE(IsReady(nullptr));
  v1::ReadinessCheck check;
  check.set_result(v1::READINESS_RESULT_NOT_READY);
  EXPECT_FALSE(IsReady(&check));
  check.set_result(v1::READINESS_RESULT_READY);
  EXPECT_TRUE(IsReady(&check));
}

TEST(HOUS_63, TheContactSheetIsForAllTenants) {
  EXPECT_TRUE(CheckContacts("Complaints: Mrs Bartošová. At night call 112.").ok());
  EXPECT_EQ(ReasonOf(CheckContacts("Kontakt pro sociální bydlení")), "CONTACTS_REVEAL");
}

}  // namespace
}  // namespace opora::housing
