#include "services/client_registry/social_services/reach_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const absl::CivilDay kDay(2026, 7, 29);

constexpr char kFieldAndOffice[] =
    "forms: SERVICE_FORM_FIELD forms: SERVICE_FORM_AMBULATORY territories: 'Nejdek' ";

v1::ServiceReach Reach(const std::string& form, const std::string& territory,
                       const std::string& further = "") {
  return Parse<v1::ServiceReach>("form: SERVICE_FORM_" + form + " territory: '" + territory +
                                 "' valid_from { year: 2023 month: 1 day: 1 } " + further);
}

v1::Office OfficeIn(const std::string& territory, const std::string& further = "") {
  return Parse<v1::Office>("territory: '" + territory +
                           "' valid_from { year: 2023 month: 1 day: 1 } " + further);
}

TEST(REG_22, AServiceIsFoundByItsReachNotByItsOffice) {
  const auto service = Parse<v1::Service>(kFieldAndOffice);
  const std::vector<v1::ServiceReach> reaches = {Reach("FIELD", "Sokolov"),
                                                 Reach("AMBULATORY", "Nejdek")};
  const std::vector<v1::Office> offices = {OfficeIn("Nejdek"), OfficeIn("Nové Sedlo")};
  EXPECT_EQ(FormsReaching(service, reaches, offices, "Sokolov", kDay),
            std::vector<v1::ServiceForm>{v1::SERVICE_FORM_FIELD});
  EXPECT_EQ(FormsReaching(service, reaches, offices, "SOKOLOV", kDay).size(), 1u);
  EXPECT_EQ(FormsReaching(service, reaches, offices, "Nejdek", kDay),
            std::vector<v1::ServiceForm>{v1::SERVICE_FORM_AMBULATORY});
  EXPECT_TRUE(FormsReaching(service, reaches, offices, "Nové Sedlo", kDay).empty());
}

TEST(REG_22, AReachThatEndedReachesNobody) {
  const auto service = Parse<v1::Service>(kFieldAndOffice);
  const std::vector<v1::ServiceReach> ended = {
      Reach("FIELD", "Sokolov", "valid_to { year: 2026 month: 7 day: 28 }")};
  EXPECT_TRUE(FormsReaching(service, ended, {}, "Sokolov", kDay).empty());
  EXPECT_EQ(FormsReaching(service, ended, {}, "Sokolov", kDay - 1).size(), 1u);
}

TEST(REG_11, WithoutRecordedReachAllFormsReachTheTerritoriesOfTheService) {
  const auto service = Parse<v1::Service>(kFieldAndOffice);
  EXPECT_EQ(FormsReaching(service, {}, {}, "Nejdek", kDay).size(), 2u);
  EXPECT_TRUE(FormsReaching(service, {}, {}, "Sokolov", kDay).empty());
}

TEST(REG_23, WithItsOfficesExpiredAServiceIsNotVisited) {
  const auto service = Parse<v1::Service>(kFieldAndOffice);
  const std::vector<v1::Office> expired = {
      OfficeIn("Nejdek", "valid_to { year: 2025 month: 6 day: 30 }")};
  EXPECT_EQ(FormsReaching(service, {}, expired, "Nejdek", kDay),
            std::vector<v1::ServiceForm>{v1::SERVICE_FORM_FIELD});
  EXPECT_EQ(FormsReaching(service, {}, expired, "Nejdek", absl::CivilDay(2025, 6, 30)).size(), 2u);
}

TEST(REG_23, AnOfficeOfAProjectEndsWithIt) {
  const auto project = Parse<v1::Project>("valid_to { year: 2025 month: 6 day: 30 }");
  v1::Office longer = OfficeIn("Sokolov", "valid_to { year: 2025 month: 7 day: 1 }");
  const absl::Status refused = CheckOffice(longer, &project);
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(refused), "AFTER_PROJECT");
  EXPECT_EQ(RuleOf(refused), "REG-23");
  v1::Office open = OfficeIn("Sokolov");
  EXPECT_TRUE(CheckOffice(open, &project).ok());
  EXPECT_EQ(open.valid_to().month(), 6);
  v1::Office lasting = OfficeIn("Sokolov");
  EXPECT_TRUE(CheckOffice(lasting, nullptr).ok());
  EXPECT_FALSE(lasting.has_valid_to());
}

TEST(REG_22, AReachIsInAFormOfTheService) {
  const auto service = Parse<v1::Service>(kFieldAndOffice);
  EXPECT_EQ(ReasonOf(CheckReach(Reach("RESIDENTIAL", "Sokolov"), service)), "FORM_NOT_PROVIDED");
  EXPECT_EQ(ReasonOf(CheckReach(
                Reach("FIELD", "Sokolov", "valid_to { year: 2022 month: 1 day: 1 }"), service)),
            "PERIOD_REVERSED");
  EXPECT_TRUE(CheckReach(Reach("FIELD", "Sokolov"), service).ok());
}

TEST(REG_11, AServiceThatNamesNoGroupIsForEverybody) {
  const auto named = Parse<v1::Service>("target_groups: TARGET_GROUP_SENIORS");
  EXPECT_FALSE(IsFor(named, v1::TARGET_GROUP_OFFENDERS));
  EXPECT_TRUE(IsFor(named, v1::TARGET_GROUP_SENIORS));
  EXPECT_TRUE(IsFor(v1::Service(), v1::TARGET_GROUP_OFFENDERS));
}

}  // namespace
}  // namespace opora::registry
