#include "services/client_registry/rules.h"

#include "common/advice/refusals.h"
#include "common/rules/catalogue_testing.h"

namespace opora::registry {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  rules::ExpectCatalogue(rule::All(), "services/client_registry", advice::rule::kAdviceRefusals);
}

TEST(XC_46, EveryRecommendationIsSetByAgenciesOrIsAConditionOfAnAct) {
  rules::ExpectRecommendations(
      rule::All(), rule::Recommendations(),
      {// What there is already, or is over.
       "REG-44 LONG_TERM_PLAN_EXISTS", "REG-97 CREDITOR_POLICY_EXISTS", "XC-09 REVIEWED_BEFORE",
       "XC-34 WAIVER_EXISTS", "XC-49 QUESTION_ANSWERED", "XC-49 REPRESENTATIVE_NAMED",
       // Nobody would be asked.
       "XC-49 REPRESENTATIVE_MISSING",
       // Told as what a department lacks; refuses nothing.
       "REG-06 DEPUTY_MISSING", "REG-08 CHANGE_BEARER_MISSING", "REG-09 TARGET_GROUP_MISSING",
       // Protects clients.
       "REG-32 ROLE_WITHOUT_CLIENTS"});
}

}  // namespace
}  // namespace opora::registry
