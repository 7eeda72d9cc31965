#include "services/client_registry/consents/template_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2026, 7, 29);

v1::ConsentTemplateVersion Written() {
  v1::ConsentTemplateVersion version;
  for (const auto role :
       {v1::TEMPLATE_AUTHOR_ROLE_REALISATION_TEAM, v1::TEMPLATE_AUTHOR_ROLE_LANDLORD,
        v1::TEMPLATE_AUTHOR_ROLE_SUPPORT_TEAM}) {
    version.add_authors()->set_role(role);
  }
  version.set_wording("Souhlasím, aby spolu mluvili.");
  version.add_areas(common::v1::DATA_AREA_HOUSING);
  return version;
}

std::vector<std::string> Warned(const v1::ConsentTemplateVersion& version) {
  std::vector<std::string> rules;
  for (const auto& warning : TemplateWarnings(version, LANGUAGE_CS))
    rules.push_back(warning.rule());
  return rules;
}

v1::RecordLegalReviewRequest ReviewOf(int number) {
  v1::RecordLegalReviewRequest review;
  review.set_version(number);
  review.set_reviewed_by("Mgr. Jana Advokátová");
  *review.mutable_reviewed_on() = dates::ToDate(kToday);
  return review;
}

TEST(XC_08, ATemplateThatNotAllThreePartiesWroteIsMarked) {
  v1::ConsentTemplateVersion version = Written();
  *version.mutable_reviewed_on() = dates::ToDate(kToday);
  EXPECT_THAT(Warned(version), IsEmpty());
  version.mutable_authors(1)->set_role(v1::TEMPLATE_AUTHOR_ROLE_SUPPORT_TEAM);
  EXPECT_THAT(Warned(version), ElementsAre("XC-08"));
}

TEST(XC_08, WhoWritesAVersionCannotReviewIt) {
  v1::ConsentTemplateVersion version = Written();
  version.set_reviewed_by("me");
  *version.mutable_reviewed_on() = dates::ToDate(kToday);
  FillVersion(3, {}, version);
  EXPECT_EQ(version.version(), 3);
  EXPECT_FALSE(version.has_reviewed_by());
  EXPECT_FALSE(version.has_reviewed_on());
  EXPECT_THAT(version.purposes(), ElementsAre(common::v1::PURPOSE_AGREED_SUPPORT));
}

TEST(XC_09, AReviewIsOfOneVersionAndIsNotOverwritten) {
  v1::ConsentTemplate one;
  for (int number : {1, 2}) {
    *one.add_versions() = Written();
    one.mutable_versions(number - 1)->set_version(number);
  }
  EXPECT_THAT(Warned(one.versions(1)), ElementsAre("XC-09"));
  EXPECT_TRUE(Review(ReviewOf(2), kToday, one).ok());
  EXPECT_THAT(Warned(one.versions(1)), IsEmpty());
  EXPECT_THAT(Warned(one.versions(0)), ElementsAre("XC-09"));
  EXPECT_EQ(ReasonOf(Review(ReviewOf(2), kToday, one)), "REVIEWED_BEFORE");
  EXPECT_EQ(ReasonOf(Review(ReviewOf(3), kToday, one)), "VERSION_UNKNOWN");
  EXPECT_EQ(ReasonOf(Review(ReviewOf(1), kToday - 1, one)), "NOT_IN_FUTURE");
}

}  // namespace
}  // namespace opora::registry
