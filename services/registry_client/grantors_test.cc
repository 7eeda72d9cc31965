#include "services/registry_client/grantors.h"

#include <gtest/gtest.h>

#include "common/rules/catalogue_testing.h"

namespace opora::registry_client {
namespace {

TEST(XC_59, EveryReasonIsToldByItsRule) {
  for (const rules::Rule* one : rule::kGrantorRefusals) {
    const absl::Status refused = RefusalFor(one->reason, "client_agreement");
    EXPECT_EQ(rules::ReasonOf(refused), one->reason);
    EXPECT_EQ(rules::RuleOf(refused), "XC-59");
    EXPECT_EQ(refused.code(), one->code);
  }
}

TEST(XC_59, AReasonThatIsNotKnownHereRefusesAllTheSame) {
  EXPECT_EQ(rules::ReasonOf(RefusalFor("ATTESTATION_OF_PROFITEER", "")), "GRANTOR_NOT_ENTITLED");
  EXPECT_EQ(rules::ReasonOf(RefusalFor("", "")), "GRANTOR_NOT_ENTITLED");
}

}  // namespace
}  // namespace opora::registry_client
