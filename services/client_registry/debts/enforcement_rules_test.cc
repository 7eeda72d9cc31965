#include "services/client_registry/debts/enforcement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2023, 11, 7);

v1::Debt DebtOf(v1::DebtKind kind, int64_t crowns) {
  v1::Debt debt;
  debt.set_kind(kind);
  debt.mutable_principal()->set_minor_units(crowns * 100);
  debt.mutable_principal()->set_currency_code("CZK");
  return debt;
}

v1::CreditorPolicy Limit(int64_t crowns) {
  v1::CreditorPolicy policy;
  policy.mutable_bagatelle_limit()->set_minor_units(crowns * 100);
  policy.mutable_bagatelle_limit()->set_currency_code("CZK");
  return policy;
}

std::vector<std::string> Warned(v1::EnforcementKind kind, const v1::Debt& debt,
                                const OptionalPolicy& policy = std::nullopt) {
  v1::Enforcement enforcement;
  enforcement.set_kind(kind);
  std::vector<std::string> warned;
  for (const auto& warning :
       EnforcementWarnings(enforcement, debt, policy, common::v1::LANGUAGE_EN)) {
    warned.push_back(warning.rule() + " " + warning.reason());
  }
  return warned;
}

TEST(REG_90, AMunicipalClaimIsForTaxEnforcement) {
  const v1::Debt claim = DebtOf(v1::DEBT_KIND_MUNICIPAL_CLAIM, 1000);
  EXPECT_THAT(Warned(v1::ENFORCEMENT_KIND_BAILIFF, claim),
              ElementsAre("REG-90 BAILIFF_FOR_MUNICIPAL_CLAIM"));
  EXPECT_THAT(Warned(v1::ENFORCEMENT_KIND_TAX_ENFORCEMENT, claim), IsEmpty());
  EXPECT_THAT(Warned(v1::ENFORCEMENT_KIND_BAILIFF, DebtOf(v1::DEBT_KIND_LOAN, 1000)), IsEmpty());
}

TEST(REG_91, BagatellesAreNotEnforcedFinesExcepted) {
  const auto kind = v1::ENFORCEMENT_KIND_TAX_ENFORCEMENT;
  const v1::Debt small = DebtOf(v1::DEBT_KIND_MUNICIPAL_CLAIM, 499);
  EXPECT_THAT(Warned(kind, small, Limit(500)), ElementsAre("REG-91 BAGATELLE_ENFORCED"));
  EXPECT_THAT(Warned(kind, small, Limit(499)), IsEmpty());
  EXPECT_THAT(Warned(kind, small), IsEmpty());
  EXPECT_THAT(Warned(kind, DebtOf(v1::DEBT_KIND_FINE, 499), Limit(500)), IsEmpty());
  v1::Debt unknown;
  unknown.set_kind(v1::DEBT_KIND_MUNICIPAL_CLAIM);
  EXPECT_THAT(Warned(kind, unknown, Limit(500)), IsEmpty());
}

TEST(REG_102, AChildsDebtIsSeen) {
  v1::Debt debt = DebtOf(v1::DEBT_KIND_MUNICIPAL_CLAIM, 1000);
  debt.set_is_child_debt(true);
  EXPECT_THAT(Warned(v1::ENFORCEMENT_KIND_TAX_ENFORCEMENT, debt),
              ElementsAre("REG-102 CHILD_DEBT_ENFORCED"));
}

TEST(REG_92, AFutileOneIsFlaggedAndStoppedOnce) {
  v1::Enforcement enforcement;
  v1::StopEnforcementRequest request;
  *request.mutable_on_date() = dates::ToDate(kToday);
  ASSERT_TRUE(Stop(request, enforcement).ok());
  EXPECT_TRUE(enforcement.is_futile());
  EXPECT_FALSE(enforcement.has_stopped_on());
  request.set_reason(v1::STOP_REASON_FUTILE);
  ASSERT_TRUE(Stop(request, enforcement).ok());
  EXPECT_EQ(dates::FromDate(enforcement.stopped_on()), kToday);
  EXPECT_EQ(enforcement.stop_reason(), v1::STOP_REASON_FUTILE);
  EXPECT_EQ(ReasonOf(Stop(request, enforcement)), "ENFORCEMENT_STOPPED");
}

TEST(REG_92, AnotherReasonDoesNotMakeItFutile) {
  v1::Enforcement enforcement;
  v1::StopEnforcementRequest request;
  request.set_reason(v1::STOP_REASON_CHILD_DEBT);
  ASSERT_TRUE(Stop(request, enforcement).ok());
  EXPECT_FALSE(enforcement.is_futile());
}

TEST(REG_103, ADebtThatPaysADebtThatPaidADebtIsATrap) {
  v1::Debt plain;
  v1::Debt refinancing;
  refinancing.add_pays_debt_ids("earlier");
  EXPECT_FALSE(IsDebtTrap({}));
  EXPECT_FALSE(IsDebtTrap({plain}));
  EXPECT_TRUE(IsDebtTrap({plain, refinancing}));
}

TEST(XC_25, WithoutTheClientsAgreementOnlyAMisusedBenefitIsRedirected) {
  v1::SpecialRecipient recipient;
  *recipient.mutable_valid_from() = dates::ToDate(kToday);
  const absl::Time now = absl::FromUnixSeconds(1785312000);
  recipient.set_reason(v1::SPECIAL_RECIPIENT_REASON_PREVENTION);
  EXPECT_EQ(rules::RuleOf(CheckSpecialRecipient(recipient, now)), "XC-25");
  recipient.set_reason(v1::SPECIAL_RECIPIENT_REASON_INCAPACITY);
  EXPECT_EQ(ReasonOf(CheckSpecialRecipient(recipient, now)), "AGREEMENT_MISSING");
  recipient.set_reason(v1::SPECIAL_RECIPIENT_REASON_MISUSE);
  EXPECT_TRUE(CheckSpecialRecipient(recipient, now).ok());
  recipient.set_reason(v1::SPECIAL_RECIPIENT_REASON_PREVENTION);
  recipient.mutable_agreement();
  EXPECT_TRUE(CheckSpecialRecipient(recipient, now).ok());
  *recipient.mutable_valid_to() = dates::ToDate(kToday - 1);
  EXPECT_EQ(ReasonOf(CheckSpecialRecipient(recipient, now)), "PERIOD_REVERSED");
}

}  // namespace
}  // namespace opora::registry
