#include "services/client_registry/rules.h"

#include "common/rules/catalogue_testing.h"

namespace opora::registry {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  rules::ExpectCatalogue(rule::All(), "services/client_registry");
}

}  // namespace
}  // namespace opora::registry
