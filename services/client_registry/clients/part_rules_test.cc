#include "services/client_registry/clients/part_rules.h"

#include <gtest/gtest.h>

#include <vector>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;

const absl::CivilDay kToday(2026, 7, 29);

TEST(REG_40, EachPartOfTheRecordHasItsArea) {
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_IDENTITY), common::v1::DATA_AREA_IDENTITY);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_CONTACT), common::v1::DATA_AREA_CONTACT);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_HEALTH), common::v1::DATA_AREA_HEALTH);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_HOUSING_SITUATION), common::v1::DATA_AREA_HOUSING);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_INCOME_SOURCE), common::v1::DATA_AREA_INCOME_BENEFITS);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_EMPLOYMENT), common::v1::DATA_AREA_EMPLOYMENT);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_EDUCATION), common::v1::DATA_AREA_EDUCATION);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_TARGET_GROUP), common::v1::DATA_AREA_SUPPORT_PLAN);
}

TEST(REG_47, StrengthsAndEnvironmentBelongToTheSupport) {
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_STRENGTH), common::v1::DATA_AREA_SUPPORT_PLAN);
  EXPECT_EQ(AreaOf(v1::CLIENT_PART_KIND_ENVIRONMENT), common::v1::DATA_AREA_SUPPORT_PLAN);
}

TEST(XC_57, APartIsNeitherVerifiedNorEndedInTheFuture) {
  v1::ClientPart part;
  EXPECT_TRUE(CheckPart(part, kToday).ok());
  *part.mutable_verified_on() = dates::ToDate(kToday);
  *part.mutable_ended_on() = dates::ToDate(kToday);
  EXPECT_TRUE(CheckPart(part, kToday).ok());
  *part.mutable_ended_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(CheckPart(part, kToday)), "NOT_IN_FUTURE");
  part.clear_ended_on();
  *part.mutable_verified_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(CheckPart(part, kToday)), "NOT_IN_FUTURE");
}

TEST(REG_40, AnUpdateTouchesWhatItNamesOnly) {
  v1::ClientPart part;
  part.set_content("hostel");
  part.set_evidence(v1::EVIDENCE_CLIENT);
  *part.mutable_verified_on() = dates::ToDate(kToday);
  v1::ClientPart values;
  values.set_content("flat");
  values.set_evidence(v1::EVIDENCE_DOCUMENT);
  const std::vector<std::string> content = {"content"};
  EXPECT_TRUE(ApplyPartMask(values, content, part).ok());
  EXPECT_EQ(part.content(), "flat");
  EXPECT_EQ(part.evidence(), v1::EVIDENCE_CLIENT);
  const std::vector<std::string> day = {"verified_on"};
  EXPECT_TRUE(ApplyPartMask(values, day, part).ok());
  EXPECT_FALSE(part.has_verified_on());
  for (const char* path : {"area", "kind", "client_id", "agency_id", "etag", "*", ""}) {
    const std::vector<std::string> wrong = {path};
    EXPECT_EQ(ReasonOf(ApplyPartMask(values, wrong, part)), "MASK_PATH_UNKNOWN") << path;
  }
}

}  // namespace
}  // namespace opora::registry
