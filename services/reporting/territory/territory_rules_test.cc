#include "services/reporting/territory/territory_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"

namespace opora::reporting {
namespace {

TEST(REP_59, EachLevelReachesItsTerritory) {
  EXPECT_EQ(ReachOf("MUNICIPALITY_EXTENDED", "Lhota").level, Level::kMunicipality);
  EXPECT_EQ(ReachOf("MUNICIPALITY_I", "Lhota").territory, "Lhota");
  EXPECT_EQ(ReachOf("REGION", "kraj").level, Level::kRegion);
  EXPECT_EQ(ReachOf("MINISTRY", "").level, Level::kEverything);
  EXPECT_EQ(ReachOf("PLATFORM_OPERATOR", "Lhota").territory, "");
  for (const char* type : {"NGO", "LABOUR_OFFICE", "LANDLORD", "UNSPECIFIED", ""})
    EXPECT_EQ(ReachOf(type, "Lhota").level, Level::kOwnAgency);
  EXPECT_EQ(ReachOf("MUNICIPALITY_I", "").level, Level::kOwnAgency) << "of no territory";
}

TEST(REP_59, NobodySeesAnothersTerritory) {
  const Reach town{Level::kMunicipality, "Lhota"};
  EXPECT_TRUE(CheckReport(town, "", "").ok());
  EXPECT_TRUE(CheckReport(town, "Lhota", "kraj").ok());
  const absl::Status status = CheckReport(town, "Hora", "kraj");
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(rules::ReasonOf(status), "OTHER_TERRITORY");
  EXPECT_EQ(rules::RuleOf(status), "REP-59");

  const Reach region{Level::kRegion, "kraj"};
  EXPECT_TRUE(CheckReport(region, "kraj", "").ok());
  EXPECT_TRUE(CheckReport(region, "Hora", "kraj").ok());
  EXPECT_FALSE(CheckReport(region, "Hora", "jiný").ok());
  EXPECT_FALSE(CheckReport(region, "Hora", "").ok());
  EXPECT_TRUE(CheckReport({Level::kEverything, ""}, "Hora", "").ok());
}

TEST(REP_59, AProviderSpeaksForItselfOnly) {
  const Reach provider{Level::kOwnAgency, "Lhota"};
  EXPECT_TRUE(CheckReport(provider, "Lhota", "").ok()) << "its own figures, of its territory";
  EXPECT_FALSE(CheckReport(provider, "Hora", "").ok());
  EXPECT_FALSE(CheckLocality(provider, "Lhota", "").ok());
  EXPECT_TRUE(CheckLocality({Level::kMunicipality, "Lhota"}, "Lhota", "").ok());
}

}  // namespace
}  // namespace opora::reporting
