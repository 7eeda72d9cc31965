#include "services/housing_referral/rules.h"

#include <gtest/gtest.h>

#include <set>

#include "common/rules/catalogue_testing.h"
#include "services/housing_referral/reveals.h"
#include "services/registry_client/grantors.h"

namespace opora::housing {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  rules::ExpectCatalogue(rule::All(), "services/housing_referral",
                         registry_client::rule::kGrantorRefusals);
}

TEST(XC_46, EveryRecommendationHasADefaultAndNothingElseHas) {
  std::set<const rules::Rule*> settable;
  for (const rule::Recommendation& one : rule::Recommendations()) settable.insert(one.rule);
  for (const rules::Rule* one : rule::All()) {
    // What every service warns of is no setting of a programme.
    if (one->id == "XC-57") continue;
    EXPECT_EQ(settable.contains(one), one->rule_class == common::v1::RULE_CLASS_RECOMMENDATION)
        << one->id;
  }
}

TEST(XC_45, WhatTenantsReceiveSpeaksOfNoSocialFlat) {
  EXPECT_TRUE(RevealsSocialFlat("V domě je SOCIÁLNÍ BYT."));
  EXPECT_TRUE(RevealsSocialFlat("Social housing starts here"));
  EXPECT_FALSE(RevealsSocialFlat("Opravy: správa majetku, 8 až 16 hodin."));
}

TEST(HOUS_85, AnAnswerSpeaksOfNeitherSupportNorDebtsNorHealth) {
  for (const char* text :
       {"Nájemník bere dávky.", "He has a social worker.", "Má dluhy na nájemném.",
        "He suffers from an illness.", "Žije v sociálním bytě, sociální byt číslo 4"}) {
    EXPECT_TRUE(RevealsTenant(text)) << text;
  }
  EXPECT_FALSE(RevealsTenant("Hluk se nepotvrdil. Děkujeme, že jste se ozval."));
}

}  // namespace
}  // namespace opora::housing
