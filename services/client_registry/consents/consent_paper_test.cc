#include "services/client_registry/consents/consent_paper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/client_registry/consents/suggestion_rules.h"

namespace opora::registry {
namespace {

using common::v1::DATA_AREA_DEBTS;
using common::v1::DATA_AREA_HEALTH;
using common::v1::DATA_AREA_HOUSING;
using common::v1::LANGUAGE_CS;
using common::v1::LANGUAGE_EN;
using common::v1::PURPOSE_AGREED_SUPPORT;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

PaperContent Signed() {
  PaperContent content;
  content.client_name = "Antonín Kopecký";
  content.parties = {"Most", "Město Lipová Lhota – Bytový odbor"};
  content.areas = {DATA_AREA_DEBTS, DATA_AREA_HOUSING};
  content.topics_asked = true;
  content.excluded = {DATA_AREA_HEALTH};
  content.excluded_note = "o bratrovi";
  content.purposes = {PURPOSE_AGREED_SUPPORT};
  content.valid_to = absl::CivilDay(2027, 3, 5);
  content.explained_by = "Eva Strnadová";
  content.signed_on = absl::CivilDay(2026, 3, 6);
  return content;
}

TEST(XC_66, APaperSaysWhoWhatWhatNotUntilWhenAndThatItMayBeTakenBack) {
  EXPECT_THAT(
      PaperText(Signed(), LANGUAGE_CS),
      AllOf(HasSubstr("Antonín Kopecký"), HasSubstr("Most; Město Lipová Lhota – Bytový odbor"),
            HasSubstr("dluhy, bydlení"), HasSubstr("zdraví; o bratrovi"),
            HasSubstr("dohodnutá podpora"), HasSubstr("5. 3. 2027"), HasSubstr("6. 3. 2026"),
            HasSubstr("kdykoli odvolat bez udání důvodu"), HasSubstr("Eva Strnadová")));
  EXPECT_THAT(PaperText(Signed(), LANGUAGE_EN),
              AllOf(HasSubstr("debts, housing"), HasSubstr("health; o bratrovi"),
                    HasSubstr("2027-03-05"), HasSubstr("withdraw this consent at any time")));
}

TEST(XC_66, WhatIsNotKnownYetIsALineToFillIn) {
  PaperContent empty;
  empty.parties = {"Most"};
  EXPECT_THAT(PaperText(empty, LANGUAGE_CS),
              AllOf(HasSubstr("Klient: ____"), HasSubstr("O čem ne: ____"),
                    HasSubstr("nejdéle 12 měsíců")));
  empty.topics_asked = true;
  EXPECT_THAT(PaperText(empty, LANGUAGE_CS), HasSubstr("O čem ne: žádná"));
}

TEST(XC_59, APaperSaysWhoGivesForTheClientAndWhatTheClientSays) {
  PaperContent content = Signed();
  EXPECT_THAT(PaperText(content, LANGUAGE_CS), Not(HasSubstr("Za klienta dává")));
  content.representative = "Jana Kopecká";
  content.view = v1::CLIENT_VIEW_DISAGREES;
  content.view_words = "nechci";
  EXPECT_THAT(PaperText(content, LANGUAGE_CS),
              AllOf(HasSubstr("Za klienta dává: Jana Kopecká"), HasSubstr("nesouhlasí: nechci"),
                    HasSubstr("Podpis zástupce")));
}

TEST(XC_66, APageForPrintingRunsNobodysScript) {
  PaperContent content = Signed();
  content.excluded_note = "<script>alert('x')</script>";
  content.client_name = "O'Connor & syn";
  EXPECT_THAT(PaperHtml(content, LANGUAGE_CS),
              AllOf(HasSubstr("&lt;script&gt;"), Not(HasSubstr("<script>")),
                    HasSubstr("O&#39;Connor &amp; syn"), HasSubstr("lang=\"cs\"")));
}

v1::ConsentParty Unit(const std::string& agency) {
  v1::ConsentParty party;
  party.set_agency_id(agency);
  return party;
}

std::vector<std::string> Agencies(const v1::ConsentVersion& version) {
  std::vector<std::string> agencies;
  for (const auto& party : version.parties()) agencies.push_back(party.agency_id());
  return agencies;
}

const std::vector<Missing> kMissing = {{Unit("town"), {DATA_AREA_DEBTS}},
                                       {Unit("clinic"), {DATA_AREA_DEBTS, DATA_AREA_HEALTH}}};

TEST(XC_66, RecipientsOfADisclosureDoNotComeToTalkAmongThemselves) {
  for (const auto act : {v1::INTENDED_ACT_DISCLOSURE, v1::INTENDED_ACT_REFERRAL}) {
    const auto consents = SmallestConsents(act, Unit("ngo"), kMissing, PURPOSE_AGREED_SUPPORT);
    ASSERT_THAT(consents, SizeIs(2));
    EXPECT_THAT(Agencies(consents[0]), ElementsAre("ngo", "town"));
    EXPECT_THAT(consents[0].areas(), ElementsAre(DATA_AREA_DEBTS));
    EXPECT_THAT(Agencies(consents[1]), ElementsAre("ngo", "clinic"));
    EXPECT_THAT(consents[1].areas(), ElementsAre(DATA_AREA_DEBTS, DATA_AREA_HEALTH));
    EXPECT_THAT(consents[1].purposes(), ElementsAre(PURPOSE_AGREED_SUPPORT));
    // Nobody claims that the client was asked.
    EXPECT_FALSE(consents[1].excluded_topics_asked());
  }
}

TEST(XC_66, ThoseWhomAnInvitationBringsTogetherShareOneConsent) {
  const auto consents =
      SmallestConsents(v1::INTENDED_ACT_INVITATION, Unit("ngo"), kMissing, PURPOSE_AGREED_SUPPORT);
  ASSERT_THAT(consents, SizeIs(1));
  EXPECT_THAT(Agencies(consents[0]), ElementsAre("ngo", "town", "clinic"));
  EXPECT_THAT(consents[0].areas(), ElementsAre(DATA_AREA_DEBTS, DATA_AREA_HEALTH));
}

TEST(XC_66, WhereNothingIsMissingNothingIsSuggested) {
  EXPECT_THAT(
      SmallestConsents(v1::INTENDED_ACT_INVITATION, Unit("ngo"), {}, PURPOSE_AGREED_SUPPORT),
      SizeIs(0));
}

}  // namespace
}  // namespace opora::registry
