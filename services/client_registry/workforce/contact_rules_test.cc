#include "services/client_registry/workforce/contact_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;
using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

v1::ContactRecord Contact(ActingRole role, v1::ContactForm form = v1::CONTACT_FORM_PHONE,
                          v1::ContactStage stage = v1::CONTACT_STAGE_UNSPECIFIED) {
  v1::ContactRecord contact;
  contact.set_acting_role(role);
  contact.set_form(form);
  contact.set_stage(stage);
  *contact.mutable_occurred_at() = rpc::ToTimestamp(kNow);
  return contact;
}

std::vector<std::string> Warned(const v1::ContactRecord& contact) {
  std::vector<std::string> warned;
  for (const auto& warning : ContactWarnings(contact, kNow, LANGUAGE_CS))
    warned.push_back(warning.rule() + " " + warning.reason());
  return warned;
}

TEST(REG_28, FirstContactTalksByTelephoneAndInternetInTheFirstStage) {
  const auto role = common::v1::ACTING_ROLE_FIRST_CONTACT;
  EXPECT_THAT(Warned(Contact(role, v1::CONTACT_FORM_FIELD)), ElementsAre("REG-28 FORM_UNUSUAL"));
  EXPECT_THAT(Warned(Contact(role, v1::CONTACT_FORM_PHONE, v1::CONTACT_STAGE_DIAGNOSTIC)),
              ElementsAre("REG-28 STAGE_UNUSUAL"));
  for (auto form : {v1::CONTACT_FORM_PHONE, v1::CONTACT_FORM_INTERNET})
    EXPECT_THAT(Warned(Contact(role, form, v1::CONTACT_STAGE_SOCIAL_RECORD)), IsEmpty());
}

TEST(REG_29, TheTeamLeadTalksByTelephoneOrInPersonInDiagnostics) {
  const auto role = common::v1::ACTING_ROLE_TEAM_LEAD;
  EXPECT_THAT(Warned(Contact(role, v1::CONTACT_FORM_INTERNET, v1::CONTACT_STAGE_DETAIL)),
              ElementsAre("REG-29 FORM_UNUSUAL", "REG-29 STAGE_UNUSUAL"));
  EXPECT_THAT(Warned(Contact(role, v1::CONTACT_FORM_OFFICE, v1::CONTACT_STAGE_DIAGNOSTIC)),
              IsEmpty());
}

TEST(REG_30, SecondContactProposesSolutions) {
  const auto role = common::v1::ACTING_ROLE_SECOND_CONTACT;
  EXPECT_THAT(Warned(Contact(role, v1::CONTACT_FORM_LETTER)), ElementsAre("REG-30 FORM_UNUSUAL"));
  EXPECT_THAT(Warned(Contact(role, v1::CONTACT_FORM_PHONE, v1::CONTACT_STAGE_SOCIAL_RECORD)),
              ElementsAre("REG-30 STAGE_UNUSUAL"));
  EXPECT_THAT(
      Warned(Contact(role, v1::CONTACT_FORM_INTERNET, v1::CONTACT_STAGE_PROPOSING_SOLUTIONS)),
      IsEmpty());
}

TEST(REG_31, AnotherPositionInTheStageOfAssistanceIsWarnedOf) {
  EXPECT_THAT(Warned(Contact(common::v1::ACTING_ROLE_KEY_WORKER, v1::CONTACT_FORM_PHONE,
                             v1::CONTACT_STAGE_DETAIL)),
              ElementsAre("REG-31 STAGE_UNUSUAL"));
  EXPECT_THAT(Warned(Contact(common::v1::ACTING_ROLE_ASSISTANCE, v1::CONTACT_FORM_PHONE,
                             v1::CONTACT_STAGE_DETAIL)),
              IsEmpty());
}

TEST(REG_28, RolesOutsideTheAccompanimentHaveNoUsualForm) {
  for (auto form : {v1::CONTACT_FORM_PHONE, v1::CONTACT_FORM_FIELD, v1::CONTACT_FORM_LETTER}) {
    EXPECT_THAT(Warned(Contact(common::v1::ACTING_ROLE_SOCIAL_WORKER, form)), IsEmpty());
  }
}

TEST(REG_33, AnExpertMeetsNoGroup) {
  v1::ContactRecord group = Contact(common::v1::ACTING_ROLE_EXPERT);
  EXPECT_TRUE(CheckContact(group, kNow).ok());
  group.set_is_group(true);
  const absl::Status refused = CheckContact(group, kNow);
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(RuleOf(refused), "REG-33");
  group.set_acting_role(common::v1::ACTING_ROLE_SOCIAL_WORKER);
  EXPECT_TRUE(CheckContact(group, kNow).ok());
}

TEST(XC_56, AGroupThatMetAllTheSameIsRecordedWithItsDeviation) {
  v1::ContactRecord group = Contact(common::v1::ACTING_ROLE_EXPERT);
  group.set_is_group(true);
  group.mutable_deviation()->set_rule("REG-28");
  EXPECT_EQ(ReasonOf(CheckContact(group, kNow)), "DEVIATION_OF_NO_RULE");
  group.mutable_deviation()->set_rule("REG-33");
  EXPECT_TRUE(CheckContact(group, kNow).ok());
  group.set_is_group(false);
  EXPECT_EQ(ReasonOf(CheckContact(group, kNow)), "DEVIATION_OF_NO_RULE");
}

TEST(XC_57, AContactIsNotOfTheFuture) {
  v1::ContactRecord contact = Contact(common::v1::ACTING_ROLE_KEY_WORKER);
  *contact.mutable_occurred_at() = rpc::ToTimestamp(kNow + absl::Hours(1));
  EXPECT_EQ(ReasonOf(CheckContact(contact, kNow)), "NOT_IN_FUTURE");
}

TEST(XC_35, InMergedRolesItIsSaidWhetherTheClientKnew) {
  v1::ContactRecord contact = Contact(common::v1::ACTING_ROLE_KEY_WORKER);
  contact.set_is_merged_role(true);
  FillContact(contact);
  EXPECT_EQ(contact.role_disclosed_to_client(), v1::ROLE_DISCLOSURE_UNKNOWN);
  EXPECT_EQ(contact.stance(), common::v1::STANCE_SUPPORT);
  for (auto told : {v1::ROLE_DISCLOSURE_UNKNOWN, v1::ROLE_DISCLOSURE_NO}) {
    contact.set_role_disclosed_to_client(told);
    EXPECT_THAT(Warned(contact), ElementsAre("XC-35 ROLE_NOT_DISCLOSED"));
  }
  contact.set_role_disclosed_to_client(v1::ROLE_DISCLOSURE_YES);
  EXPECT_THAT(Warned(contact), IsEmpty());
}

TEST(XC_35, WithoutMergedRolesNothingIsAsked) {
  v1::ContactRecord contact = Contact(common::v1::ACTING_ROLE_KEY_WORKER);
  FillContact(contact);
  EXPECT_EQ(contact.role_disclosed_to_client(), v1::ROLE_DISCLOSURE_UNSPECIFIED);
  EXPECT_THAT(Warned(contact), IsEmpty());
}

TEST(REG_109, EachPositionHasItsUsualTechnique) {
  const std::pair<ActingRole, v1::ContactTechnique> usual[] = {
      {common::v1::ACTING_ROLE_FIRST_CONTACT, v1::CONTACT_TECHNIQUE_ACCOMPANYING},
      {common::v1::ACTING_ROLE_TEAM_LEAD, v1::CONTACT_TECHNIQUE_LEADING},
      {common::v1::ACTING_ROLE_SECOND_CONTACT, v1::CONTACT_TECHNIQUE_LEADING},
      {common::v1::ACTING_ROLE_ASSISTANCE, v1::CONTACT_TECHNIQUE_GUIDING},
      {common::v1::ACTING_ROLE_EXPERT, v1::CONTACT_TECHNIQUE_EDUCATIONAL_TALK},
      {common::v1::ACTING_ROLE_KEY_WORKER, v1::CONTACT_TECHNIQUE_UNSPECIFIED},
  };
  for (const auto& [role, technique] : usual) {
    v1::ContactRecord contact = Contact(role);
    FillContact(contact);
    EXPECT_EQ(contact.technique(), technique) << common::v1::ActingRole_Name(role);
    contact.set_technique(v1::CONTACT_TECHNIQUE_EDUCATING);
    FillContact(contact);
    EXPECT_EQ(contact.technique(), v1::CONTACT_TECHNIQUE_EDUCATING);
  }
}

}  // namespace
}  // namespace opora::registry
