#include "services/case_conference/rules.h"

#include "common/advice/refusals.h"
#include "common/rules/catalogue_testing.h"
#include "services/registry_client/grantors.h"

namespace opora::conference {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  std::vector<const rules::Rule*> shared(std::begin(registry_client::rule::kGrantorRefusals),
                                         std::end(registry_client::rule::kGrantorRefusals));
  shared.insert(shared.end(), std::begin(advice::rule::kAdviceRefusals),
                std::end(advice::rule::kAdviceRefusals));
  rules::ExpectCatalogue(rule::All(), "services/case_conference", shared);
}

TEST(XC_46, EveryRecommendationIsSetByAgenciesOrIsAConditionOfAnAct) {
  rules::ExpectRecommendations(rule::All(), rule::Recommendations(),
                               {"XC-40 APPROVAL_UNCLEAR", "CONF-99 ENTRY_RULES_OVERLAP",
                                "CONF-104 REFLECTION_CLOSED", "CONF-104 REFLECTION_UNCLEAR",
                                "CONF-105 HOSPITAL_TASKS_EXIST", "CONF-105 NOT_HOSPITALISED"});
}

}  // namespace
}  // namespace opora::conference
