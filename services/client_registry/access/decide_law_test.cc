#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/access/decide_testing.h"

namespace opora::registry::access::trial {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

TEST(XC_14, DelegatedWorkIsAPropertyOfTheAssignmentNotOfTheAgency) {
  EXPECT_THAT(ClassesOf("MUNICIPALITY_EXTENDED", "SOCIAL", false), ElementsAre(PartyClass::kOther));
  Question question = AskDelegated(DATA_AREA_HOUSING, PURPOSE_ADVERSE_SOCIAL_SITUATION);
  question.recipient.classes = ClassesOf("LABOUR_OFFICE", "", false);
  EXPECT_EQ(DenialOf(question, Known()), "XC-13 CONSENT_REQUIRED");
  question.recipient.classes = ClassesOf("LABOUR_OFFICE", "", true);
  const Answer answer = Decided(question, Known());
  EXPECT_TRUE(answer.allowed);
  EXPECT_EQ(answer.grant.basis, BASIS_STATUTORY);
  EXPECT_EQ(answer.grant.law_row, "DELEGATED_SOCIAL_WORK");
}

TEST(XC_14, BothSidesDoDelegatedWork) {
  Question question = AskDelegated(DATA_AREA_HOUSING, PURPOSE_MATERIAL_NEED);
  question.discloser.classes = kNoClass;
  EXPECT_FALSE(Decided(question, Known()).allowed);
  question.discloser.classes = kDelegated;
  EXPECT_TRUE(Decided(question, Known()).allowed);
}

TEST(XC_14, OnlyTownsRegionsAndTheLabourOfficeDoDelegatedWork) {
  const std::set<std::string> allowed = {"MUNICIPALITY_I", "MUNICIPALITY_II",
                                         "MUNICIPALITY_EXTENDED", "REGION", "LABOUR_OFFICE"};
  for (int number = v1::AgencyType_MIN; number <= v1::AgencyType_MAX; ++number) {
    const std::string type =
        v1::AgencyType_Name(static_cast<v1::AgencyType>(number)).substr(sizeof("AGENCY_TYPE_") - 1);
    EXPECT_EQ(ClassesOf(type, "", true).contains(PartyClass::kDelegatedSocialWork),
              allowed.contains(type))
        << type;
    EXPECT_FALSE(ClassesOf(type, "", false).contains(PartyClass::kDelegatedSocialWork)) << type;
  }
}

TEST(XC_15, DelegatedWorkServesItsTwoPurposesOnly) {
  const std::set<Purpose> serves = {PURPOSE_ADVERSE_SOCIAL_SITUATION, PURPOSE_MATERIAL_NEED};
  for (int number = Purpose_MIN; number <= Purpose_MAX; ++number) {
    const auto purpose = static_cast<Purpose>(number);
    if (serves.contains(purpose)) continue;
    const Question question = AskDelegated(DATA_AREA_DEBTS, purpose);
    EXPECT_EQ(DenialOf(question, Known()), "XC-15 WRONG_PURPOSE") << Purpose_Name(purpose);
  }
  for (Purpose purpose : serves) {
    EXPECT_TRUE(Decided(AskDelegated(DATA_AREA_DEBTS, purpose), Known()).allowed);
  }
}

TEST(XC_15, LeaseControlAndDebtCollectionHaveNoRow) {
  for (Purpose purpose : {PURPOSE_LEASE_CONTROL, PURPOSE_DEBT_COLLECTION}) {
    for (const LawRow& row : Law()) EXPECT_THAT(row.purposes, Not(Contains(purpose))) << row.name;
    const Question question = AskDelegated(DATA_AREA_HOUSING, purpose);
    EXPECT_FALSE(Decided(question, Known()).allowed);
    EXPECT_EQ(Decided(question, Known({ConsentFor(question)})).grant.basis, BASIS_CONSENT);
  }
}

TEST(XC_16, AStatuteOpensNamedFieldsNotTheRecord) {
  EXPECT_FALSE(Decided(AskDelegated(DATA_AREA_HEALTH, PURPOSE_MATERIAL_NEED), Known()).allowed);
  const Answer answer = Decided(AskDelegated(DATA_AREA_IDENTITY, PURPOSE_MATERIAL_NEED), Known());
  EXPECT_TRUE(answer.allowed);
  EXPECT_THAT(answer.grant.fields, Not(Contains("Client.birth_number")));
  EXPECT_THAT(answer.grant.fields, Contains("Client.family_name"));
}

TEST(XC_17, AnotherDepartmentOfTheSameTownIsToldWithAConsentOnly) {
  const Question question = Ask(kSocial, kHousing);
  EXPECT_EQ(DenialOf(question, Known()), "XC-17 CONSENT_REQUIRED");
  EXPECT_EQ(DenialOf(question, Known({ConsentFor(Ask(kSocial, kNgo))})), "XC-17 CONSENT_REQUIRED");
  EXPECT_EQ(Decided(question, Known({ConsentFor(question)})).grant.basis, BASIS_CONSENT);
}

TEST(XC_17, AConsentForAnAgencyIsNoneForItsDepartments) {
  const Question question = Ask(kSocial, kHousing);
  Consent consent = ConsentFor(question);
  consent.parties = {{kSocial, ""}, {{"town", ""}, ""}};
  EXPECT_FALSE(Decided(question, Known({consent})).allowed);
  consent.parties[1].unit = kHousing;
  EXPECT_TRUE(Decided(question, Known({consent})).allowed);
}

TEST(XC_18, AProviderIsToldWithAConsentOnly) {
  Question question = Ask(kSocial, kNgo, DATA_AREA_HOUSING, PURPOSE_ADVERSE_SOCIAL_SITUATION);
  question.discloser.classes = kDelegated;
  question.recipient.classes = ClassesOf("NGO", "", true);
  EXPECT_THAT(question.recipient.classes, ElementsAre(PartyClass::kProvider));
  EXPECT_EQ(DenialOf(question, Known()), "XC-18 CONSENT_REQUIRED");
  EXPECT_EQ(Decided(question, Known({ConsentFor(question)})).grant.basis, BASIS_CONSENT);
}

TEST(XC_18, AProviderTellsAnAuthorityWithAConsentOnly) {
  Question question = Ask(kNgo, kSocial, DATA_AREA_HOUSING, PURPOSE_MATERIAL_NEED);
  question.discloser.classes = kProvider;
  question.recipient.classes = kDelegated;
  EXPECT_EQ(DenialOf(question, Known()), "XC-18 CONSENT_REQUIRED");
  EXPECT_EQ(Decided(question, Known({ConsentFor(question)})).grant.basis, BASIS_CONSENT);
}

TEST(XC_18, AProviderIsNoAuthorityWhateverItsDepartmentsAreCalled) {
  EXPECT_THAT(ClassesOf("NGO", "CHILD_PROTECTION", false), ElementsAre(PartyClass::kProvider));
  EXPECT_THAT(ClassesOf("MUNICIPALITY_EXTENDED", "CHILD_PROTECTION", false),
              ElementsAre(PartyClass::kChildProtection));
}

// Party classes and an area under which the row is asked.
Question AskUnder(const LawRow& row) {
  Question question = Ask(kSocial, kClinic, *row.areas.begin(), *row.purposes.begin());
  question.discloser.classes = {*row.disclosers.begin()};
  question.recipient.classes = {*row.recipients.begin()};
  question.reference = "12 C 34/2026";
  return question;
}

TEST(XC_65, ARowThatNeedsAReferenceIsDeniedWithoutIt) {
  std::vector<std::string> need;
  for (const LawRow& row : Law()) {
    if (!row.reference_required) continue;
    need.push_back(row.name);
    Question question = AskUnder(row);
    question.reference.clear();
    EXPECT_EQ(DenialOf(question, Known()), "XC-65 REFERENCE_REQUIRED") << row.name;
    question.reference = "12 C 34/2026";
    EXPECT_EQ(Decided(question, Known()).grant.law_row, row.name);
  }
  EXPECT_THAT(need, ElementsAre("COURT_AND_PROSECUTOR", "POLICE_WITH_RELEASE",
                                "PROVIDER_ANSWER_TO_CHILD_PROTECTION"));
}

TEST(XC_65, ARowOpensNothingBeforeItsDayNorAfterItsLast) {
  for (const LawRow& row : Law()) {
    Question question = AskUnder(row);
    question.day = row.valid_from - 1;
    EXPECT_FALSE(Decided(question, Known()).allowed) << row.name;
    question.day = row.valid_from;
    EXPECT_EQ(Decided(question, Known()).grant.law_row, row.name);
    LawRow ended = row;
    ended.valid_to = row.valid_from;
    EXPECT_TRUE(Decide(question, Known(), {ended}).allowed);
    question.day = row.valid_from + 1;
    EXPECT_FALSE(Decide(question, Known(), {ended}).allowed);
  }
}

TEST(XC_65, TheReleaseShipsTheseRows) {
  std::vector<std::string> names;
  for (const LawRow& row : Law()) names.push_back(row.name);
  EXPECT_THAT(names,
              ElementsAre("CHILD_PROTECTION_EXCHANGE", "COURT_AND_PROSECUTOR",
                          "DELEGATED_SOCIAL_WORK", "HEALTH_EMERGENCY", "HOUSING_CONTACT_POINT",
                          "POLICE_WITH_RELEASE", "PROVIDER_ANSWER_TO_CHILD_PROTECTION"));
}

}  // namespace
}  // namespace opora::registry::access::trial
