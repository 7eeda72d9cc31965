#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/client_registry/access/decide_testing.h"

namespace opora::registry::access::trial {
namespace {

TEST(XC_27, ThePrecedenceIsFixed) {
  Question question = AskDelegated(DATA_AREA_SUPPORT_PLAN, PURPOSE_MATERIAL_NEED);
  question.recipient.stance = STANCE_CONTROL;
  question.topics = {DATA_AREA_REPORTER};
  Facts facts = Known({ConsentFor(question)});
  facts.code_name_only = true;
  facts.consents[0].excluded = {DATA_AREA_SUPPORT_PLAN};
  EXPECT_EQ(DenialOf(question, facts), "REG-116 CODE_NAME_ONLY");
  facts.code_name_only = false;
  EXPECT_EQ(DenialOf(question, facts), "XC-27 REPORTER_CLOSED");
  question.topics.clear();
  EXPECT_EQ(DenialOf(question, facts), "XC-02 EXCLUDED_TOPIC");
  facts.consents[0].excluded.clear();
  EXPECT_EQ(DenialOf(question, facts), "XC-36 STANCE_WALL");
  question.recipient.stance = STANCE_SUPPORT;
  EXPECT_EQ(Decided(question, facts).grant.basis, BASIS_STATUTORY);
  question.recipient.classes = kNoClass;
  EXPECT_EQ(Decided(question, facts).grant.basis, BASIS_CONSENT);
  facts.consents.clear();
  EXPECT_EQ(DenialOf(question, facts), "XC-13 CONSENT_REQUIRED");
}

// One named test for each pair of neighbours in the order (XC-27): where both would decide, the
// first does; where the first has nothing to say, the second.

struct World {
  Question question;
  Facts facts;

  std::string Outcome() const { return DenialOf(question, facts); }
};

// Everything at once: who asks holds the record by a code name, in an emergency, about a reporter,
// has broken the glass, is walled off, and the topic is excluded.
World Everything() {
  World world;
  world.question = AskDelegated(DATA_AREA_SUPPORT_PLAN, PURPOSE_MATERIAL_NEED);
  world.question.recipient = {kSocial, "worker-2", kDelegated, STANCE_SUPPORT};
  world.question.one_off = BASIS_EMERGENCY;
  world.question.reading = true;
  Consent consent = ConsentFor(world.question);
  consent.excluded = {DATA_AREA_SUPPORT_PLAN};
  world.facts = Known({consent});
  world.facts.code_name_only = true;
  world.facts.broken = {{kLabourOffice,
                         "worker-2",
                         PURPOSE_MATERIAL_NEED,
                         {DATA_AREA_SUPPORT_PLAN},
                         kNow,
                         kNow + absl::Hours(1)}};
  return world;
}

World NotOwn() {
  World world = Everything();
  world.question.recipient.unit = kLabourOffice;
  world.facts.consents[0].parties[1].unit = kLabourOffice;
  return world;
}

World NoEvent() {
  World world = NotOwn();
  world.question.one_off = BASIS_UNSPECIFIED;
  world.question.topics = {DATA_AREA_REPORTER};
  return world;
}

World Named() {
  World world = NoEvent();
  world.facts.code_name_only = false;
  return world;
}

World NoReporter() {
  World world = Named();
  world.question.topics.clear();
  return world;
}

World NoGlass() {
  World world = NoReporter();
  world.facts.broken.clear();
  world.question.recipient.stance = STANCE_CONTROL;
  return world;
}

World NothingExcluded() {
  World world = NoGlass();
  world.facts.consents[0].excluded.clear();
  return world;
}

World NoWall() {
  World world = NothingExcluded();
  world.question.recipient.stance = STANCE_SUPPORT;
  world.question.one_off = BASIS_CLIENT_PRESENT;
  return world;
}

World NoStatute() {
  World world = NoWall();
  world.question.recipient.classes = kNoClass;
  return world;
}

TEST(XC_27, OwnRecordGoesBeforeEmergency) {
  EXPECT_EQ(Everything().Outcome(), "ALLOWED by BASIS_OWN_RECORD");
  EXPECT_EQ(NotOwn().Outcome(), "ALLOWED by BASIS_EMERGENCY");
}

TEST(XC_27, EmergencyAndReportGoBeforeCodeName) {
  World world = NotOwn();
  EXPECT_EQ(world.Outcome(), "ALLOWED by BASIS_EMERGENCY");
  world.question.one_off = BASIS_MANDATORY_REPORT;
  EXPECT_EQ(world.Outcome(), "ALLOWED by BASIS_MANDATORY_REPORT");
  EXPECT_EQ(NoEvent().Outcome(), "REG-116 CODE_NAME_ONLY");
}

TEST(XC_27, CodeNameGoesBeforeReporter) {
  EXPECT_EQ(NoEvent().Outcome(), "REG-116 CODE_NAME_ONLY");
  EXPECT_EQ(Named().Outcome(), "XC-27 REPORTER_CLOSED");
}

TEST(XC_27, ReporterGoesBeforeAccessInAnEmergency) {
  World world = Named();
  world.facts.broken[0].areas.insert(DATA_AREA_REPORTER);
  EXPECT_EQ(world.Outcome(), "XC-27 REPORTER_CLOSED");
  EXPECT_EQ(Decided(NoReporter().question, NoReporter().facts).grant.law_row, kBreakGlassRow);
}

TEST(XC_27, AccessInAnEmergencyGoesBeforeExcludedTopic) {
  EXPECT_EQ(NoReporter().Outcome(), "ALLOWED by BASIS_EMERGENCY");
  EXPECT_EQ(NoGlass().Outcome(), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_27, ExcludedTopicGoesBeforeStanceWall) {
  EXPECT_EQ(NoGlass().Outcome(), "XC-02 EXCLUDED_TOPIC");
  EXPECT_EQ(NothingExcluded().Outcome(), "XC-36 STANCE_WALL");
}

TEST(XC_27, StanceWallGoesBeforeStatutoryRow) {
  EXPECT_EQ(NothingExcluded().Outcome(), "XC-36 STANCE_WALL");
  EXPECT_EQ(NoWall().Outcome(), "ALLOWED by BASIS_STATUTORY");
}

TEST(XC_27, StatutoryRowWithAJustificationGoesBeforeExcludedTopic) {
  World world = NoWall();
  world.facts.consents[0].excluded = {DATA_AREA_SUPPORT_PLAN};
  world.question.reference = "the plan decides on the benefit";
  EXPECT_EQ(world.Outcome(), "ALLOWED by BASIS_STATUTORY");
  world.question.recipient.classes = kNoClass;
  EXPECT_EQ(world.Outcome(), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_27, StatutoryRowGoesBeforePresentClient) {
  EXPECT_EQ(NoWall().Outcome(), "ALLOWED by BASIS_STATUTORY");
  EXPECT_EQ(NoStatute().Outcome(), "ALLOWED by BASIS_CLIENT_PRESENT");
}

TEST(XC_27, ExcludedTopicGoesBeforePresentClient) {
  World world = NoStatute();
  world.facts.consents[0].excluded = {DATA_AREA_SUPPORT_PLAN};
  EXPECT_EQ(world.Outcome(), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_27, PresentClientGoesBeforeConsent) {
  World world = NoStatute();
  EXPECT_EQ(world.Outcome(), "ALLOWED by BASIS_CLIENT_PRESENT");
  world.question.one_off = BASIS_UNSPECIFIED;
  EXPECT_EQ(world.Outcome(), "ALLOWED by BASIS_CONSENT");
}

TEST(XC_27, ConsentGoesBeforeDenial) {
  World world = NoStatute();
  world.question.one_off = BASIS_UNSPECIFIED;
  EXPECT_EQ(world.Outcome(), "ALLOWED by BASIS_CONSENT");
  world.facts.consents.clear();
  EXPECT_EQ(world.Outcome(), "XC-13 CONSENT_REQUIRED");
}

TEST(XC_26, AccessInAnEmergencyEndsWithItsHour) {
  World world = NoReporter();
  world.question.instant = kNow + absl::Hours(1) - absl::Nanoseconds(1);
  EXPECT_EQ(world.Outcome(), "ALLOWED by BASIS_EMERGENCY");
  world.question.instant = kNow + absl::Hours(1);
  EXPECT_EQ(world.Outcome(), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_36, WordsThatTheClientWantsPassedOnReachWhoControls) {
  Question question = AskOnce(BASIS_CLIENT_PRESENT, DATA_AREA_SUPPORT_PLAN);
  question.recipient.stance = STANCE_CONTROL;
  EXPECT_EQ(DenialOf(question, Known()), "XC-36 STANCE_WALL");
  question.passed_on = true;
  EXPECT_EQ(Decided(question, Known()).grant.basis, BASIS_CLIENT_PRESENT);
  question.one_off = BASIS_UNSPECIFIED;
  EXPECT_EQ(DenialOf(question, Known({ConsentFor(question)})), "XC-36 STANCE_WALL");
  question.one_off = BASIS_CLIENT_PRESENT;
  Consent excluding = ConsentFor(Ask(kSocial, kNgo));
  excluding.excluded = {DATA_AREA_SUPPORT_PLAN};
  EXPECT_EQ(DenialOf(question, Known({excluding})), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_27, WhoReportedIsToldToNobody) {
  Question question = Ask(kSocial, kNgo, DATA_AREA_REPORTER);
  Facts facts = Known({ConsentFor(question)});
  std::vector<LawRow> law = Law();
  for (LawRow& row : law) row.areas.insert(DATA_AREA_REPORTER);
  for (Purpose purpose :
       {PURPOSE_AGREED_SUPPORT, PURPOSE_CHILD_PROTECTION, PURPOSE_MATERIAL_NEED}) {
    question.purpose = purpose;
    question.reference = "12 C 34/2026";
    question.recipient.classes = {PartyClass::kDelegatedSocialWork, PartyClass::kChildProtection};
    question.discloser.classes = question.recipient.classes;
    EXPECT_EQ(Denial(Decide(question, facts, law)), "XC-27 REPORTER_CLOSED");
  }
}

// Each step of the order that opens everything else, tried on the address of a protected person.
TEST(XC_27, NoStepOpensAProtectedAddress) {
  std::vector<LawRow> law = Law();
  for (LawRow& row : law) row.areas.insert({DATA_AREA_ADDRESS, DATA_AREA_CONTACT});
  for (Basis event : kOneOffs) {
    for (Purpose purpose : {PURPOSE_AGREED_SUPPORT, PURPOSE_CHILD_PROTECTION,
                            PURPOSE_HEALTH_EMERGENCY, PURPOSE_CRIMINAL_INVESTIGATION}) {
      Question question = Ask(kSocial, kNgo, DATA_AREA_ADDRESS, purpose);
      question.one_off = event;
      question.reference = kReference;
      question.discloser.classes = {PartyClass::kDelegatedSocialWork, PartyClass::kChildProtection,
                                    PartyClass::kProvider};
      question.recipient.classes = {PartyClass::kChildProtection, PartyClass::kHealthProvider,
                                    PartyClass::kPolice};
      Facts facts = Known({ConsentFor(question)});
      EXPECT_TRUE(Decide(question, facts, law).allowed);
      facts.address_protected = true;
      EXPECT_EQ(Denial(Decide(question, facts, law)), "XC-27 ADDRESS_PROTECTED");
      question.area = DATA_AREA_FAMILY;
      question.topics = {DATA_AREA_ADDRESS};
      EXPECT_EQ(Denial(Decide(question, facts, law)), "XC-27 ADDRESS_PROTECTED");
    }
  }
}

TEST(XC_27, AHiddenPersonIsReachedOverTheIntermediaryOnly) {
  const Question question = Ask(kSocial, kNgo, DATA_AREA_CONTACT);
  Facts facts = Known({ConsentFor(question)});
  facts.address_protected = true;
  EXPECT_TRUE(Decided(question, facts).allowed);
  facts.address_hidden = true;
  EXPECT_EQ(DenialOf(question, facts), "XC-27 ADDRESS_PROTECTED");
  EXPECT_TRUE(HasOwnPath(DATA_AREA_CONTACT, facts));
  EXPECT_FALSE(HasOwnPath(DATA_AREA_DEBTS, facts));
}

TEST(XC_36, WhatWasToldToSupportIsNotForControl) {
  Question question = AskDelegated(DATA_AREA_SUPPORT_PLAN, PURPOSE_ADVERSE_SOCIAL_SITUATION);
  const Facts facts = Known({ConsentFor(question)});
  question.recipient.stance = STANCE_CONTROL;
  EXPECT_EQ(DenialOf(question, facts), "XC-36 STANCE_WALL");
  question.recipient.stance = STANCE_SUPPORT;
  EXPECT_TRUE(Decided(question, facts).allowed);
  question.recipient.stance = STANCE_CONTROL;
  question.area = DATA_AREA_HOUSING;
  EXPECT_TRUE(Decided(question, facts).allowed);
}

TEST(XC_36, WordsThatTouchTheSupportPlanAreNotForControlEither) {
  Question question = Ask(kSocial, kHousing);
  const Facts facts = Known({ConsentFor(question)});
  question.topics = {DATA_AREA_SUPPORT_PLAN};
  question.recipient.stance = STANCE_CONTROL;
  EXPECT_EQ(DenialOf(question, facts), "XC-36 STANCE_WALL");
  question.recipient.stance = STANCE_SUPPORT;
  EXPECT_TRUE(Decided(question, facts).allowed);
}

TEST(REG_116, AClientKnownByACodeNameIsDisclosedToNobody) {
  const Question question = AskDelegated(DATA_AREA_HOUSING, PURPOSE_MATERIAL_NEED);
  Facts facts = Known({ConsentFor(question)});
  facts.code_name_only = true;
  EXPECT_EQ(DenialOf(question, facts), "REG-116 CODE_NAME_ONLY");
  EXPECT_EQ(Decided(Ask(kSocial, kSocial), facts).grant.basis, BASIS_OWN_RECORD);
  facts.code_name_only = false;
  EXPECT_TRUE(Decided(question, facts).allowed);
}

// One event: an emergency, a duty to report, the client's own word.

TEST(XC_23, AnEmergencyStandsAboveMissingConsentExcludedTopicAndStanceWall) {
  Question question = AskOnce(BASIS_EMERGENCY, DATA_AREA_SUPPORT_PLAN);
  question.recipient.stance = STANCE_CONTROL;
  Consent consent = ConsentFor(question);
  consent.excluded = {DATA_AREA_SUPPORT_PLAN};
  consent.withdrawn = true;
  EXPECT_EQ(Decided(question, Known({consent})).grant.basis, BASIS_EMERGENCY);
  question.one_off = BASIS_UNSPECIFIED;
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_24, ADutyToReportNeedsNoConsentAndMindsNoWithdrawal) {
  const Question question = AskOnce(BASIS_MANDATORY_REPORT, DATA_AREA_VIOLENCE);
  EXPECT_EQ(Decided(question, Known()).grant.basis, BASIS_MANDATORY_REPORT);
  Facts code_name = Known();
  code_name.code_name_only = true;
  EXPECT_EQ(Decided(question, code_name).grant.basis, BASIS_MANDATORY_REPORT);
}

TEST(XC_64, APresentClientNeedsNoConsentButCannotLiftWhatIsExcluded) {
  const Question question = AskOnce(BASIS_CLIENT_PRESENT);
  EXPECT_EQ(Decided(question, Known()).grant.basis, BASIS_CLIENT_PRESENT);
  Consent consent = ConsentFor(Ask(kSocial, kNgo));
  consent.excluded = {DATA_AREA_HOUSING};
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_36, APresentClientOpensNoSupportNotesToControl) {
  Question question = AskOnce(BASIS_CLIENT_PRESENT, DATA_AREA_SUPPORT_PLAN);
  EXPECT_TRUE(Decided(question, Known()).allowed);
  question.recipient.stance = STANCE_CONTROL;
  EXPECT_EQ(DenialOf(question, Known()), "XC-36 STANCE_WALL");
}

TEST(XC_27, NoEventOpensTheReporter) {
  for (Basis one_off : kOneOffs) {
    Question question = AskOnce(one_off, DATA_AREA_REPORTER);
    EXPECT_EQ(DenialOf(question, Known()), "XC-27 REPORTER_CLOSED") << one_off;
    question.area = DATA_AREA_HOUSING;
    question.topics = {DATA_AREA_REPORTER};
    EXPECT_EQ(DenialOf(question, Known()), "XC-27 REPORTER_CLOSED") << one_off;
  }
}

TEST(XC_27, AStatutoryRowGoesBeforeThePresentClientAndThatBeforeAConsent) {
  Question question = AskDelegated(DATA_AREA_DEBTS, PURPOSE_MATERIAL_NEED);
  question.one_off = BASIS_CLIENT_PRESENT;
  EXPECT_EQ(Decided(question, Known()).grant.basis, BASIS_STATUTORY);
  question = AskOnce(BASIS_CLIENT_PRESENT);
  EXPECT_EQ(Decided(question, Known({ConsentFor(question)})).grant.basis, BASIS_CLIENT_PRESENT);
}

TEST(XC_27, NoOtherBasisIsAnEvent) {
  for (int basis = Basis_MIN; basis <= Basis_MAX + 1; ++basis) {
    const Question question = AskOnce(static_cast<Basis>(basis));
    const bool event = basis >= BASIS_CLIENT_PRESENT && basis <= BASIS_MANDATORY_REPORT;
    EXPECT_EQ(Decided(question, Known()).allowed, event) << basis;
  }
}

}  // namespace
}  // namespace opora::registry::access::trial
