#include "services/reporting/rules.h"

#include "common/rules/catalogue_testing.h"

namespace opora::reporting {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  rules::ExpectCatalogue(rule::All(), "services/reporting");
}

}  // namespace
}  // namespace opora::reporting
