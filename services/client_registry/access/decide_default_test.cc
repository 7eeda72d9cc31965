#include <gtest/gtest.h>

#include <vector>

#include "services/client_registry/access/decide_testing.h"

namespace opora::registry::access::trial {
namespace {

TEST(XC_13, NothingIsToldWithoutABasis) {
  const Question question = Ask(kSocial, kClinic);
  EXPECT_EQ(DenialOf(question, Facts()), "XC-13 CONSENT_REQUIRED");
  EXPECT_EQ(DenialOf(question, Known()), "XC-13 CONSENT_REQUIRED");
  const Answer own = Decided(Ask(kSocial, kSocial), Known());
  EXPECT_TRUE(own.allowed);
  EXPECT_EQ(own.grant.basis, BASIS_OWN_RECORD);
}

TEST(XC_13, ARecordOfAnotherUnitIsNotOnesOwn) {
  const Question question = Ask(kHousing, kHousing);
  EXPECT_FALSE(Decided(question, Known()).allowed);
  Facts facts = Known();
  facts.units.insert(kHousing);
  EXPECT_TRUE(Decided(question, facts).allowed);
  EXPECT_FALSE(Decided(Ask(kSocial, kHousing), facts).allowed);
}

TEST(XC_13, NothingIsOpenByDefault) {
  EXPECT_FALSE(Decided(Question(), Facts()).allowed);
  Facts nobodys = Known();
  nobodys.units.clear();
  for (DataArea area : Areas()) {
    for (Purpose purpose : Purposes()) {
      Question question;
      question.area = area;
      question.purpose = purpose;
      EXPECT_FALSE(Decided(question, nobodys).allowed);
      EXPECT_FALSE(Decided(AskDelegated(area, purpose), Facts()).allowed);
    }
  }
}

TEST(XC_13, AnUnknownAreaIsDenied) {
  const auto unknown = static_cast<DataArea>(99);
  Question question = AskDelegated(unknown, PURPOSE_MATERIAL_NEED);
  std::vector<LawRow> law = Law();
  for (LawRow& row : law) row.areas.insert(unknown);
  for (DataArea area : {unknown, DATA_AREA_UNSPECIFIED}) {
    question.area = area;
    EXPECT_FALSE(Decide(question, Known({ConsentFor(question)}), law).allowed);
    EXPECT_FALSE(Decided(Ask(kSocial, kSocial, area), Known()).allowed);
  }
}

TEST(XC_13, AnUnknownPurposeIsDenied) {
  const Question question = AskDelegated(DATA_AREA_HOUSING, static_cast<Purpose>(99));
  Consent consent = ConsentFor(question);
  consent.purposes.clear();
  for (Purpose purpose : Purposes()) consent.purposes.insert(purpose);
  EXPECT_FALSE(Decided(question, Known({consent})).allowed);
}

TEST(XC_13, AnUnknownPurposeOpensNotEvenOnesOwnRecord) {
  const Question question = Ask(kSocial, kSocial, DATA_AREA_HOUSING, static_cast<Purpose>(99));
  EXPECT_FALSE(Decided(question, Known()).allowed);
}

TEST(XC_14, AnUnknownClassOpensNoRow) {
  Question question = AskDelegated(DATA_AREA_HOUSING, PURPOSE_MATERIAL_NEED);
  question.recipient.classes = {static_cast<PartyClass>(99)};
  EXPECT_FALSE(Decided(question, Known()).allowed);
}

TEST(XC_36, AnUnknownStanceIsNotTakenForSupport) {
  Question question = AskDelegated(DATA_AREA_SUPPORT_PLAN, PURPOSE_MATERIAL_NEED);
  question.recipient.stance = static_cast<Stance>(99);
  EXPECT_FALSE(Decided(question, Known()).allowed);
}

TEST(XC_02, AnUnknownTopicIsDenied) {
  Question question = Ask(kSocial, kNgo);
  question.topics = {static_cast<DataArea>(99)};
  EXPECT_FALSE(Decided(question, Known({ConsentFor(question)})).allowed);
}

}  // namespace
}  // namespace opora::registry::access::trial
