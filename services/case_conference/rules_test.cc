#include "services/case_conference/rules.h"

#include "common/rules/catalogue_testing.h"

namespace opora::conference {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  rules::ExpectCatalogue(
      rule::All(),
      {"services/case_conference/rules.h", "services/case_conference/cases/rules.h",
       "services/case_conference/crises/rules.h", "services/case_conference/neighbour_refusals.h",
       "services/registry_client/grantors.h"});
}

}  // namespace
}  // namespace opora::conference
