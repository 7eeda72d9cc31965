#include "services/case_conference/rules.h"

#include "common/rules/catalogue_testing.h"
#include "services/registry_client/grantors.h"

namespace opora::conference {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  rules::ExpectCatalogue(rule::All(), "services/case_conference",
                         registry_client::rule::kGrantorRefusals);
}

}  // namespace
}  // namespace opora::conference
