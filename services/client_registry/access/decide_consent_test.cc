#include <gtest/gtest.h>

#include "services/client_registry/access/decide_testing.h"

namespace opora::registry::access::trial {
namespace {

TEST(XC_02, AnExcludedTopicBeatsTheAreaThatTheSameConsentAllows) {
  const Question question = Ask(kSocial, kNgo, DATA_AREA_ADDICTION);
  Consent consent = ConsentFor(question);
  consent.excluded = {DATA_AREA_ADDICTION};
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-02 EXCLUDED_TOPIC");
  consent.excluded = {DATA_AREA_HEALTH};
  EXPECT_EQ(Decided(question, Known({consent})).grant.basis, BASIS_CONSENT);
}

TEST(XC_02, ATopicTouchedBesidesTheAreaIsExcludedAsWell) {
  Question question = Ask(kSocial, kNgo);
  Consent consent = ConsentFor(question);
  consent.excluded = {DATA_AREA_ADDICTION};
  question.topics = {DATA_AREA_FAMILY, DATA_AREA_ADDICTION};
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-02 EXCLUDED_TOPIC");
  question.topics = {DATA_AREA_FAMILY};
  EXPECT_TRUE(Decided(question, Known({consent})).allowed);
}

TEST(XC_02, WhatOnePaperExcludesNoOtherPaperOpens) {
  const Question question = Ask(kSocial, kNgo);
  const Consent opening = ConsentFor(question);
  Consent excluding = ConsentFor(Ask(kSocial, kClinic));
  excluding.consent_id = "consent-2";
  excluding.excluded = {DATA_AREA_HOUSING};
  EXPECT_EQ(DenialOf(question, Known({opening, excluding})), "XC-02 EXCLUDED_TOPIC");
  EXPECT_TRUE(Decided(question, Known({opening})).allowed);
}

// a warning with a justification, which the audit keeps.
TEST(XC_02, AStatutePassesAnExcludedTopicOnlyWithAJustification) {
  Question question = AskDelegated(DATA_AREA_DEBTS, PURPOSE_MATERIAL_NEED);
  Consent consent = ConsentFor(Ask(kSocial, kClinic));
  consent.excluded = {DATA_AREA_DEBTS};
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-02 EXCLUDED_TOPIC");
  question.reference = "the debt decides on the benefit";
  const Answer answer = Decided(question, Known({consent}));
  EXPECT_TRUE(answer.allowed);
  EXPECT_EQ(answer.grant.law_row, "DELEGATED_SOCIAL_WORK");
  ASSERT_NE(answer.rule, nullptr);
  EXPECT_EQ(answer.rule->reason, "EXCLUDED_TOPIC");
}

TEST(XC_02, AJustificationWithoutAStatuteOpensNothing) {
  Question question = Ask(kSocial, kNgo);
  question.reference = "it would help";
  Consent consent = ConsentFor(question);
  consent.excluded = {DATA_AREA_HOUSING};
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-02 EXCLUDED_TOPIC");
}

TEST(XC_03, EveryDisclosureIsJudgedByTheVersionInForceAtTheInstant) {
  Question question = Ask(kSocial, kClinic);
  const absl::Time signed_again = kNow + absl::Hours(1);
  Consent first = ConsentFor(Ask(kSocial, kNgo));
  first.end = signed_again;
  Consent second = first;
  second.version = 2;
  second.effective = signed_again;
  second.end = absl::InfiniteFuture();
  second.parties.push_back({kClinic, ""});
  const Facts facts = Known({first, second});

  question.instant = signed_again - absl::Nanoseconds(1);
  EXPECT_EQ(DenialOf(question, facts), "XC-13 CONSENT_REQUIRED");
  question.instant = signed_again;
  EXPECT_EQ(Decided(question, facts).grant.consent_version, 2);
  question.recipient.unit = kNgo;
  EXPECT_EQ(Decided(question, facts).grant.consent_version, 2);
  question.instant = signed_again - absl::Nanoseconds(1);
  EXPECT_EQ(Decided(question, facts).grant.consent_version, 1);
}

TEST(XC_03, TheNextVersionSaysWhatIsExcluded) {
  Question question = Ask(kSocial, kNgo);
  question.topics = {DATA_AREA_DEBTS};
  const absl::Time signed_again = kNow + absl::Hours(1);
  Consent first = ConsentFor(question);
  first.excluded = {DATA_AREA_DEBTS};
  first.end = signed_again;
  Consent second = ConsentFor(question);
  second.version = 2;
  second.effective = signed_again;
  EXPECT_EQ(DenialOf(question, Known({first, second})), "XC-02 EXCLUDED_TOPIC");
  question.instant = signed_again;
  EXPECT_EQ(Decided(question, Known({first, second})).grant.consent_version, 2);
}

TEST(XC_05, AConsentOpensNothingFromTheInstantOfItsEnd) {
  const Question question = Ask(kSocial, kNgo);
  Consent consent = ConsentFor(question);
  consent.end = kNow;
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-13 CONSENT_REQUIRED");
  consent.end = kNow + absl::Nanoseconds(1);
  EXPECT_TRUE(Decided(question, Known({consent})).allowed);
}

// Two papers: one that rules debts out, and a later one that allows them.
TEST(XC_05, WhatAWithdrawnConsentExcludedIsOpenedByALaterPaperOnly) {
  const Question question = AskDelegated(DATA_AREA_DEBTS, PURPOSE_MATERIAL_NEED);
  Consent excluding = ConsentFor(Ask(kSocial, kClinic));
  excluding.consent_id = "consent-2";
  excluding.effective = kNow - absl::Hours(3);
  excluding.excluded = {DATA_AREA_DEBTS};
  excluding.withdrawn = true;
  excluding.end = kNow;
  EXPECT_EQ(DenialOf(question, Known({excluding})), "XC-02 EXCLUDED_TOPIC");
  Consent allowing = ConsentFor(Ask(kSocial, kClinic, DATA_AREA_DEBTS));
  allowing.effective = kNow - absl::Hours(4);
  EXPECT_EQ(DenialOf(question, Known({excluding, allowing})), "XC-02 EXCLUDED_TOPIC");
  allowing.effective = kNow - absl::Hours(1);
  EXPECT_EQ(DenialOf(question, Known({excluding, allowing})), "XC-02 EXCLUDED_TOPIC");
  excluding.end = kNow - absl::Hours(2);
  EXPECT_TRUE(Decided(question, Known({excluding, allowing})).allowed);
}

TEST(XC_10, AnOralConsentOpensNothing) {
  const Question question = Ask(kSocial, kNgo);
  Consent consent = ConsentFor(question);
  consent.written = false;
  EXPECT_EQ(DenialOf(question, Known({consent})), "XC-13 CONSENT_REQUIRED");
  consent.written = true;
  EXPECT_TRUE(Decided(question, Known({consent})).allowed);
}

TEST(XC_59, AConsentThatIsDisputedOrWasGivenByNobodyEntitledOpensNothing) {
  const Question question = Ask(kSocial, kNgo);
  Consent consent = ConsentFor(question);
  for (const Standing doubt : {Standing::kDisputed, Standing::kInvalid}) {
    consent.standing = doubt;
    EXPECT_EQ(DenialOf(question, Known({consent})), "XC-13 CONSENT_REQUIRED");
    EXPECT_FALSE(InForceBetween(consent, question.discloser, question.recipient, kNow, kToday));
  }
  consent.standing = Standing::kGood;
  EXPECT_TRUE(Decided(question, Known({consent})).allowed);
}

// What the client does not want talked about stays so, whatever is said of the paper.
TEST(XC_59, WhatADoubtedConsentExcludesStaysExcluded) {
  const Question question = AskDelegated(DATA_AREA_DEBTS, PURPOSE_MATERIAL_NEED);
  Consent excluding = ConsentFor(Ask(kSocial, kClinic));
  excluding.excluded = {DATA_AREA_DEBTS};
  excluding.standing = Standing::kDisputed;
  EXPECT_EQ(DenialOf(question, Known({excluding})), "XC-02 EXCLUDED_TOPIC");
  Consent replacing = ConsentFor(Ask(kSocial, kClinic, DATA_AREA_DEBTS));
  replacing.version = 2;
  replacing.standing = Standing::kInvalid;
  EXPECT_EQ(DenialOf(question, Known({excluding, replacing})), "XC-02 EXCLUDED_TOPIC");
  replacing.standing = Standing::kGood;
  EXPECT_TRUE(Decided(question, Known({excluding, replacing})).allowed);
}

// XC-19: no row of the law is about telling a landlord of complaints, for any purpose and area, in
// either direction.
TEST(XC_19, DetailsOfComplaintsPassBetweenLandlordAndSocialWorkerBySignedConsentOnly) {
  const rpc::Unit landlord = {"landlord", ""};
  const std::set<PartyClass> of_landlord = ClassesOf("LANDLORD", "", false);
  const std::set<PartyClass> of_housing = ClassesOf("MUNICIPALITY_EXTENDED", "HOUSING", false);
  for (int number = Purpose_MIN; number <= Purpose_MAX; ++number) {
    for (const auto& classes : {of_landlord, of_housing}) {
      for (const DataArea area : {DATA_AREA_HOUSING, DATA_AREA_FAMILY, DATA_AREA_CONTACT}) {
        Question told = Ask(kSocial, landlord, area, static_cast<Purpose>(number));
        told.discloser.classes = kDelegated;
        told.recipient.classes = classes;
        told.reference = "complaint 7/2026";
        EXPECT_FALSE(Decided(told, Known()).allowed) << Purpose_Name(told.purpose);
        std::swap(told.discloser, told.recipient);
        EXPECT_FALSE(Decided(told, Known()).allowed) << Purpose_Name(told.purpose);
      }
    }
  }
  const Question question = Ask(kSocial, landlord);
  Consent consent = ConsentFor(question);
  consent.written = false;
  EXPECT_FALSE(Decided(question, Known({consent})).allowed);
  consent.written = true;
  EXPECT_EQ(Decided(question, Known({consent})).grant.basis, BASIS_CONSENT);
}

TEST(XC_13, AConsentIsBetweenItsParties) {
  const Question question = Ask(kSocial, kClinic);
  const auto with = [&](std::vector<ConsentParty> parties) {
    Consent consent = ConsentFor(question);
    consent.parties = std::move(parties);
    return Decided(question, Known({consent}));
  };
  EXPECT_FALSE(with({{kSocial, ""}, {kNgo, ""}}).allowed);
  EXPECT_FALSE(with({{kNgo, ""}, {kClinic, ""}}).allowed);
  EXPECT_FALSE(with({{kHousing, ""}, {kClinic, ""}}).allowed);
  EXPECT_FALSE(with({{kSocial, ""}, {kClinic, "worker-3"}}).allowed);
  const Answer answer = with({{kSocial, ""}, {kClinic, "worker-2"}});
  EXPECT_TRUE(answer.allowed);
  EXPECT_EQ(answer.grant.consent_id, "consent-1");
  EXPECT_EQ(answer.grant.consent_version, 1);
}

TEST(XC_13, AConsentForOneWorkerIsNoneForTheWholeUnit) {
  Question question = Ask(kSocial, kClinic);
  Consent consent = ConsentFor(question);
  consent.parties[1].worker_id = "worker-2";
  question.recipient.worker_id = "";
  EXPECT_FALSE(Decided(question, Known({consent})).allowed);
  question.recipient.worker_id = "worker-2";
  EXPECT_TRUE(Decided(question, Known({consent})).allowed);
}

TEST(XC_60, AnExpiredConsentOpensNothing) {
  Question question = Ask(kSocial, kNgo);
  const Facts facts = Known({ConsentFor(question)});
  question.day = kToday + 1;
  EXPECT_EQ(DenialOf(question, facts), "XC-13 CONSENT_REQUIRED");
  question.day = kToday;
  EXPECT_TRUE(Decided(question, facts).allowed);
}

TEST(XC_60, AConsentServesItsPurposesOnly) {
  const Question question = Ask(kSocial, kNgo);
  const Facts facts = Known({ConsentFor(question)});
  for (int number = Purpose_MIN; number <= Purpose_MAX; ++number) {
    Question other = question;
    other.purpose = static_cast<Purpose>(number);
    EXPECT_EQ(Decided(other, facts).allowed, number == PURPOSE_AGREED_SUPPORT);
  }
}

}  // namespace
}  // namespace opora::registry::access::trial
