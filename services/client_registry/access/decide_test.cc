#include "services/client_registry/access/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/access/decide_oracle.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/schema/migrations.h"

namespace opora::registry::access {
namespace {

using namespace common::v1;  // NOLINT(google-build-using-namespace): names of areas and purposes.
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const rpc::Unit kSocial = {"town", "social"};
const rpc::Unit kHousing = {"town", "housing"};
const rpc::Unit kLabourOffice = {"labour-office", ""};
const rpc::Unit kNgo = {"ngo", ""};
const rpc::Unit kClinic = {"clinic", ""};

const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromUnixSeconds(1785312000);

const std::set<PartyClass> kNoClass = {PartyClass::kOther};
const std::set<PartyClass> kDelegated = {PartyClass::kDelegatedSocialWork};
const std::set<PartyClass> kProvider = {PartyClass::kProvider};

const char kReference[] = "12 C 34/2026";

const std::vector<Basis> kOneOffs = {BASIS_UNSPECIFIED, BASIS_CLIENT_PRESENT, BASIS_EMERGENCY,
                                     BASIS_MANDATORY_REPORT};

const std::vector<LawRow>& Law() {
  static const auto* law =
      new std::vector(oracle::ShippedLaw(sql::services_client_registry_schema::kMigrations));
  return *law;
}

Question Ask(const rpc::Unit& from, const rpc::Unit& to, DataArea area = DATA_AREA_HOUSING,
             Purpose purpose = PURPOSE_AGREED_SUPPORT) {
  Question question;
  question.discloser = {from, "worker-1", kNoClass, STANCE_SUPPORT};
  question.recipient = {to, "worker-2", kNoClass, STANCE_SUPPORT};
  question.purpose = purpose;
  question.area = area;
  question.instant = kNow;
  question.day = kToday;
  return question;
}

Question AskDelegated(DataArea area, Purpose purpose) {
  Question question = Ask(kSocial, kLabourOffice, area, purpose);
  question.discloser.classes = kDelegated;
  question.recipient.classes = kDelegated;
  return question;
}

// A consent that just suffices for the question.
Consent ConsentFor(const Question& question) {
  Consent consent;
  consent.consent_id = "consent-1";
  consent.version = 1;
  consent.written = true;
  consent.effective = question.instant;
  consent.valid_to = question.day;
  consent.parties = {{question.discloser.unit, ""}, {question.recipient.unit, ""}};
  consent.areas = {question.area};
  consent.purposes = {question.purpose};
  return consent;
}

Facts Known(std::vector<Consent> consents = {}) {
  Facts facts;
  facts.exists = true;
  facts.units = {kSocial};
  facts.consents = std::move(consents);
  return facts;
}

Answer Decided(const Question& question, const Facts& facts) {
  return Decide(question, facts, Law());
}

std::string Denial(const Answer& answer) {
  if (answer.allowed) return absl::StrCat("ALLOWED by ", Basis_Name(answer.grant.basis));
  return absl::StrCat(std::string(answer.rule->id), " ", std::string(answer.rule->reason));
}

std::string DenialOf(const Question& question, const Facts& facts) {
  return Denial(Decided(question, facts));
}

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

Question AskOnce(Basis one_off, DataArea area = DATA_AREA_HOUSING) {
  Question question = Ask(kSocial, kClinic, area);
  question.one_off = one_off;
  return question;
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

TEST(REG_116, AClientKnownByACodeNameIsDisclosedToNobody) {
  const Question question = AskDelegated(DATA_AREA_HOUSING, PURPOSE_MATERIAL_NEED);
  Facts facts = Known({ConsentFor(question)});
  facts.code_name_only = true;
  EXPECT_EQ(DenialOf(question, facts), "REG-116 CODE_NAME_ONLY");
  EXPECT_EQ(Decided(Ask(kSocial, kSocial), facts).grant.basis, BASIS_OWN_RECORD);
  facts.code_name_only = false;
  EXPECT_TRUE(Decided(question, facts).allowed);
}

std::vector<DataArea> Areas() {
  std::vector<DataArea> areas;
  for (int area = 0; area <= DataArea_MAX; ++area) areas.push_back(static_cast<DataArea>(area));
  return areas;
}

std::vector<Purpose> Purposes() {
  std::vector<Purpose> purposes;
  for (int purpose = 0; purpose <= Purpose_MAX; ++purpose) {
    purposes.push_back(static_cast<Purpose>(purpose));
  }
  return purposes;
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

// Every combination of what a decision depends on.

constexpr DataArea kTaboo = DATA_AREA_ADDICTION;

struct ClientCase {
  bool exists;
  bool code_name;
  bool recipient_works_with_client;
  bool address_protected = false;
  bool address_hidden = false;
};

const std::vector<ClientCase> kClientCases = {{false, false, false},
                                              {true, false, false},
                                              {true, false, true},
                                              {true, true, false},
                                              {true, true, true},
                                              {true, false, false, true, false},
                                              {true, false, true, true, true},
                                              {true, true, false, true, true}};

using Consents = std::vector<Consent>;

struct ConsentCase {
  const char* name;
  std::function<void(const Question&, Consents&)> change;  // From one consent that suffices.
};

DataArea OtherArea(DataArea area) {
  return area == DATA_AREA_FAMILY ? DATA_AREA_CONTACT : DATA_AREA_FAMILY;
}

Purpose OtherPurpose(Purpose purpose) {
  return purpose == PURPOSE_AGREED_SUPPORT ? PURPOSE_CLIENT_REQUEST : PURPOSE_AGREED_SUPPORT;
}

// Puts before the consent one that rules its area and the taboo out.
void RuleOut(const Question& ask, Consents& all) {
  all.insert(all.begin(), all[0]);
  all[0].consent_id = "consent-2";
  all[0].excluded = {ask.area, kTaboo};
}

using Q = const Question&;

std::vector<ConsentCase> CasesOfOneConsent() {
  std::vector<ConsentCase> cases;
  const auto add = [&](const char* name, auto change) { cases.push_back({name, change}); };
  const absl::Duration moment = absl::Nanoseconds(1);
  add("none", [](Q, Consents& all) { all.clear(); });
  add("active", [](Q, Consents&) {});
  add("not yet effective", [=](Q ask, Consents& all) { all[0].effective = ask.instant + moment; });
  add("ended", [](Q ask, Consents& all) { all[0].end = ask.instant; });
  add("about to end", [=](Q ask, Consents& all) { all[0].end = ask.instant + moment; });
  add("withdrawn", [](Q, Consents& all) { all[0].withdrawn = true; });
  add("expired by date", [](Q ask, Consents& all) { all[0].valid_to = ask.day - 1; });
  add("oral", [](Q, Consents& all) { all[0].written = false; });
  add("disputed", [](Q, Consents& all) { all[0].standing = Standing::kDisputed; });
  add("invalid", [](Q, Consents& all) { all[0].standing = Standing::kInvalid; });
  add("other purpose", [](Q ask, Consents& all) { all[0].purposes = {OtherPurpose(ask.purpose)}; });
  add("other area", [](Q ask, Consents& all) { all[0].areas = {OtherArea(ask.area)}; });
  add("recipient no party", [](Q, Consents& all) { all[0].parties[1].unit = kClinic; });
  add("discloser no party", [](Q, Consents& all) { all[0].parties[0].unit = kClinic; });
  add("other worker", [](Q, Consents& all) { all[0].parties[1].worker_id = "worker-3"; });
  add("that worker", [](Q, Consents& all) { all[0].parties[1].worker_id = "worker-2"; });
  add("area excluded", [](Q ask, Consents& all) { all[0].excluded = {ask.area}; });
  add("topic excluded", [](Q, Consents& all) { all[0].excluded = {kTaboo}; });
  return cases;
}

std::vector<ConsentCase> CasesOfTwoConsents() {
  std::vector<ConsentCase> cases;
  const auto add = [&](const char* name, auto change) { cases.push_back({name, change}); };
  const absl::Duration moment = absl::Nanoseconds(1);
  add("excluded by another", [](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].parties = {{kClinic, ""}, {kLabourOffice, ""}};
  });
  add("excluded by another in future", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].effective = ask.instant + moment;
  });
  add("excluded by another that expired before", [](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].effective = ask.instant - absl::Hours(48);
    all[0].valid_to = ask.day - 1;
  });
  add("excluded by another that expired since", [](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].effective = ask.instant - absl::Hours(48);
    all[0].valid_to = ask.day - 1;
    all[1].effective = ask.instant - absl::Hours(72);
  });
  add("excluded by another that was withdrawn before", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].withdrawn = true;
    all[0].effective = ask.instant - moment;
    all[0].end = ask.instant;
  });
  add("excluded by another that was withdrawn since", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].withdrawn = true;
    all[0].effective = ask.instant - 3 * moment;
    all[0].end = ask.instant - moment;
    all[1].effective = ask.instant - 2 * moment;
  });
  add("excluded until its next version", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[1].consent_id = all[0].consent_id;
    all[1].version = 2;
    all[1].effective = ask.instant + moment;
  });
  add("excluded by its first version", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[1].consent_id = all[0].consent_id;
    all[1].version = 2;
    all[0].effective = ask.instant - moment;
    all[0].end = ask.instant;
  });
  add("excluded by its first version, the second invalid", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[1].consent_id = all[0].consent_id;
    all[1].version = 2;
    all[1].standing = Standing::kInvalid;
    all[0].effective = ask.instant - moment;
    all[0].end = ask.instant;
    all.push_back(ConsentFor(ask));
    all[2].effective = ask.instant - moment;
  });
  add("replaced by its second version", [](Q ask, Consents& all) {
    all.push_back(all[0]);
    all[0].end = ask.instant;
    all[1].version = 2;
  });
  return cases;
}

std::vector<ConsentCase> ConsentCases() {
  std::vector<ConsentCase> cases = CasesOfOneConsent();
  for (ConsentCase& of_two : CasesOfTwoConsents()) cases.push_back(std::move(of_two));
  return cases;
}

using ClassPair = std::pair<std::set<PartyClass>, std::set<PartyClass>>;

// Pairs under which every row of the law lives, and some under which none does.
std::vector<ClassPair> TellingPairs() {
  std::vector<ClassPair> pairs;
  for (const LawRow& row : Law()) {
    pairs.push_back({{*row.disclosers.begin()}, {*row.recipients.begin()}});
  }
  pairs.push_back({kDelegated, kProvider});
  pairs.push_back({kProvider, kDelegated});
  pairs.push_back({kNoClass, kNoClass});
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

std::vector<ClassPair> AllPairs() {
  std::vector<std::set<PartyClass>> classes = {
      {}, {PartyClass::kDelegatedSocialWork, PartyClass::kChildProtection}};
  for (int of = 0; of <= static_cast<int>(PartyClass::kOther); ++of) {
    classes.push_back({static_cast<PartyClass>(of)});
  }
  std::vector<ClassPair> pairs;
  for (const auto& discloser : classes) {
    for (const auto& recipient : classes) pairs.push_back({discloser, recipient});
  }
  return pairs;
}

struct GlassCase {
  const char* name;
  std::function<void(const Question&, BrokenGlass&)> change;  // From one that suffices.
};

const std::vector<GlassCase> kNoGlass = {{"none", nullptr}};

std::vector<GlassCase> GlassCases() {
  using Glass = BrokenGlass;
  const absl::Duration moment = absl::Nanoseconds(1);
  return {
      {"none", nullptr},
      {"open", [](Q, Glass&) {}},
      {"of a colleague", [](Q, Glass& one) { one.worker_id = "worker-3"; }},
      {"of another unit", [](Q, Glass& one) { one.unit = kClinic; }},
      {"for another purpose", [](Q ask, Glass& one) { one.purpose = OtherPurpose(ask.purpose); }},
      {"on another area", [](Q ask, Glass& one) { one.areas = {OtherArea(ask.area)}; }},
      {"on the topic as well", [](Q, Glass& one) { one.areas.insert(kTaboo); }},
      {"on what it never opens",
       [](Q, Glass& one) {
         one.areas.insert({DATA_AREA_ADDRESS, DATA_AREA_REPORTER, DATA_AREA_SUPPORT_PLAN});
       }},
      {"not begun", [=](Q ask, Glass& one) { one.open = ask.instant + moment; }},
      {"over", [](Q ask, Glass& one) { one.end = ask.instant; }},
      {"nearly over", [=](Q ask, Glass& one) { one.end = ask.instant + moment; }},
  };
}

struct Flags {
  bool passed_on;
  bool reading;
};

// The values that are combined.
struct Space {
  std::vector<rpc::Unit> recipients = {kSocial, kHousing, kNgo};  // Of what kSocial holds.
  std::vector<ClientCase> clients = kClientCases;
  std::vector<ConsentCase> consents = ConsentCases();
  std::vector<Purpose> purposes = Purposes();
  std::vector<DataArea> areas = Areas();
  std::vector<std::set<DataArea>> topics = {{}, {kTaboo}, {DATA_AREA_SUPPORT_PLAN}};
  std::vector<std::string> references = {"", kReference};
  std::vector<Stance> stances = {STANCE_UNSPECIFIED, STANCE_SUPPORT, STANCE_CONTROL};
  std::vector<ClassPair> classes = TellingPairs();
  std::vector<absl::CivilDay> days = {kToday};
  std::vector<Basis> one_offs = {BASIS_UNSPECIFIED};
  std::vector<GlassCase> glasses = kNoGlass;
  std::vector<Flags> flags = {{false, false}};
};

// Asks the engine under `law` and the oracle under the law as shipped in every cell of a space.
class Sweep {
 public:
  Sweep(const Space& space, const std::vector<LawRow>& law, const Policy& policy = ShippedPolicy(),
        const std::vector<LawRow>& shipped = Law())
      : space_(space), law_(law), policy_(policy), oracle_(shipped) {
    for (std::size_t topics = 0; topics < space.topics.size(); ++topics) {
      for (const std::string& reference : space.references) {
        for (Stance stance : space.stances) {
          for (const auto& pair : space.classes) AddForms(topics, reference, stance, pair);
        }
      }
    }
  }

  // Stops at the first difference when told so.
  Sweep& Run(bool stop) {
    stop_ = stop;
    for (const rpc::Unit& recipient : space_.recipients) {
      for (absl::CivilDay day : space_.days) {
        for (Form& form : forms_) {
          form.question.recipient.unit = recipient;
          form.question.day = day;
        }
        for (const ClientCase& client : space_.clients) Clients(client);
      }
    }
    return *this;
  }

  int64_t cells() const { return cells_; }
  int64_t differences() const { return differences_; }
  const std::string& first() const { return first_; }
  // How many cells each line of the oracle's order decided.
  const std::map<const oracle::Line*, int64_t>& decided() const { return decided_; }

 private:
  struct Form {
    Question question;
    std::size_t topics;
    oracle::Bits told = 0;        // Rows that concern these two.
    oracle::Bits conditions = 0;  // Those that the rest of the cell does not change.
  };

  void AddForms(std::size_t topics, const std::string& reference, Stance stance,
                const ClassPair& classes) {
    for (Basis one_off : space_.one_offs) {
      for (Flags flags : space_.flags) AddForm(topics, reference, stance, classes, one_off, flags);
    }
  }

  void AddForm(std::size_t topics, const std::string& reference, Stance stance,
               const ClassPair& classes, Basis one_off, Flags flags) {
    Form form{.question = Ask(kSocial, kNgo), .topics = topics};
    form.question.topics = space_.topics[topics];
    form.question.reference = reference;
    form.question.recipient.stance = stance;
    form.question.discloser.classes = classes.first;
    form.question.recipient.classes = classes.second;
    form.question.one_off = one_off;
    form.question.passed_on = flags.passed_on;
    form.question.reading = flags.reading;
    form.told = oracle_.ToldBy(classes.first) & oracle_.ToldTo(classes.second);
    form.conditions = oracle::OfClasses(classes.first, classes.second);
    forms_.push_back(std::move(form));
  }

  void Clients(const ClientCase& client) {
    const Question& question = forms_.front().question;
    Facts facts;
    facts.exists = client.exists;
    facts.code_name_only = client.code_name;
    facts.address_protected = client.address_protected;
    facts.address_hidden = client.address_hidden;
    facts.units = {kLabourOffice};
    if (question.recipient.unit != kSocial) facts.units.insert(kSocial);
    if (client.recipient_works_with_client) facts.units.insert(question.recipient.unit);
    for (Purpose purpose : space_.purposes) {
      for (DataArea area : space_.areas) {
        for (Form& form : forms_) {
          form.question.purpose = purpose;
          form.question.area = area;
        }
        for (const GlassCase& glass : space_.glasses) {
          Break(glass, facts);
          for (const ConsentCase& consent : space_.consents) ConsentsOf(consent, facts);
        }
      }
    }
  }

  void Break(const GlassCase& glass, Facts& facts) {
    facts.broken.clear();
    if (glass.change == nullptr) return;
    const Question& question = forms_.front().question;
    BrokenGlass& broken = facts.broken.emplace_back();
    broken.unit = question.recipient.unit;
    broken.worker_id = question.recipient.worker_id;
    broken.purpose = question.purpose;
    broken.areas = {question.area};
    broken.open = question.instant;
    broken.end = question.instant + absl::Minutes(60);
    glass.change(question, broken);
  }

  void ConsentsOf(const ConsentCase& consent, Facts& facts) {
    Question question = forms_.front().question;
    facts.consents = {ConsentFor(question)};
    // A consent names real purposes and areas only.
    if (question.purpose == PURPOSE_UNSPECIFIED) {
      facts.consents[0].purposes = {PURPOSE_AGREED_SUPPORT};
    }
    if (question.area == DATA_AREA_UNSPECIFIED) facts.consents[0].areas = {DATA_AREA_IDENTITY};
    consent.change(question, facts.consents);
    std::vector<std::pair<oracle::Bits, const Consent*>> by_topics(space_.topics.size());
    for (std::size_t i = 0; i < by_topics.size(); ++i) {
      question.topics = space_.topics[i];
      by_topics[i].first = oracle::OfConsents(question, facts, by_topics[i].second) |
                           oracle::OfClient(question, facts);
    }
    const oracle::Bits rows = oracle_.OfArea(question.area) & oracle_.InForce(question.day);
    for (const Form& form : forms_) {
      if (stop_ && differences_ > 0) return;
      const auto& [conditions, covers] = by_topics[form.topics];
      Cell(form, conditions, rows, covers, facts, consent.name);
    }
  }

  void Cell(const Form& form, oracle::Bits conditions, oracle::Bits rows, const Consent* covers,
            const Facts& facts, const char* consent) {
    const Question& question = form.question;
    int row = -1;
    conditions |=
        form.conditions | oracle::OfWords(question) |
        oracle_.Conditions(form.told & rows, question.purpose, !question.reference.empty(), row);
    if (!facts.broken.empty()) conditions |= oracle::OfGlass(question, facts);
    const Answer answer = Decide(question, facts, law_, policy_);
    ++cells_;
    const oracle::Line& line = oracle::Judge(conditions);
    if (!stop_) ++decided_[&line];
    if (oracle::Agrees(answer, conditions, oracle_, row, covers)) return;
    if (++differences_ > 1) return;
    first_ =
        absl::StrCat(DataArea_Name(question.area), " to ", question.recipient.unit.agency_id, "/",
                     question.recipient.unit.department_id, " for ", Purpose_Name(question.purpose),
                     ", consent ", consent, ", reference '", question.reference, "', stance ",
                     question.recipient.stance, ": engine ", Denial(answer), ", oracle ",
                     std::string(line.rule), " ", std::string(line.reason));
  }

  const Space& space_;
  const std::vector<LawRow>& law_;
  const Policy& policy_;
  const oracle::Law oracle_;
  std::vector<Form> forms_;
  bool stop_ = false;
  int64_t cells_ = 0;
  int64_t differences_ = 0;
  std::string first_;
  std::map<const oracle::Line*, int64_t> decided_;
};

Sweep ExpectAgreement(const Space& space) {
  Sweep sweep(space, Law());
  sweep.Run(false);
  EXPECT_EQ(sweep.differences(), 0) << sweep.first();
  std::cout << "[  CELLS   ] " << sweep.cells() << std::endl;
  ::testing::Test::RecordProperty("cells", std::to_string(sweep.cells()));
  return sweep;
}

// What is opened in an emergency and what a client wants passed on: every area and every case of a
// broken glass, under those consents that could stand in its way.
Space Flagged() {
  Space space;
  const std::vector<ConsentCase> all = ConsentCases();
  space.consents.clear();
  for (const ConsentCase& one : all) {
    const std::string name = one.name;
    if (name == "none" || name == "active" || name == "area excluded" || name == "topic excluded")
      space.consents.push_back(one);
  }
  space.recipients = {kSocial, kNgo};
  space.purposes = {PURPOSE_HEALTH_EMERGENCY, PURPOSE_CHILD_PROTECTION, PURPOSE_AGREED_SUPPORT};
  space.topics.push_back({DATA_AREA_ADDRESS});
  space.topics.push_back({DATA_AREA_REPORTER});
  space.one_offs = {BASIS_UNSPECIFIED, BASIS_CLIENT_PRESENT};
  space.classes = {{kNoClass, kNoClass}, {kProvider, {PartyClass::kHealthProvider}}};
  space.glasses = GlassCases();
  space.flags = {{false, false}, {false, true}, {true, true}};
  return space;
}

// With OPORA_EVERY_CELL set, under every pair of classes: some minutes.
TEST(XC_13, EngineAndOracleAgreeInEveryCell) {
  Space space;
  if (std::getenv("OPORA_EVERY_CELL") != nullptr) space.classes = AllPairs();
  const Sweep sweep = ExpectAgreement(space);
  // What an event opens is swept apart, so that the cells stay countable.
  space.one_offs = kOneOffs;
  space.recipients = {kSocial, kNgo};
  space.purposes = {PURPOSE_MATERIAL_NEED, PURPOSE_AGREED_SUPPORT};
  space.references = {""};
  const Sweep of_events = ExpectAgreement(space);
  const Sweep of_flags = ExpectAgreement(Flagged());
  for (const oracle::Line& line : oracle::kOrder) {
    EXPECT_TRUE(sweep.decided().contains(&line) || of_events.decided().contains(&line) ||
                of_flags.decided().contains(&line))
        << line.rule << " " << line.reason;
  }
}

TEST(XC_13, EngineAndOracleAgreeOnUnknownValues) {
  Space space;
  const auto unknown = static_cast<DataArea>(99);
  space.consents = {space.consents[0], space.consents[1]};
  space.purposes = {PURPOSE_MATERIAL_NEED, static_cast<Purpose>(99)};
  space.areas = {DATA_AREA_HOUSING, DATA_AREA_SUPPORT_PLAN, unknown};
  space.topics = {{}, {unknown}, {DATA_AREA_UNSPECIFIED}, {DATA_AREA_FAMILY, unknown}};
  space.stances = {STANCE_SUPPORT, STANCE_CONTROL, static_cast<Stance>(99)};
  space.one_offs = {BASIS_UNSPECIFIED, BASIS_EMERGENCY, BASIS_CONSENT, static_cast<Basis>(99)};
  space.classes = AllPairs();
  space.classes.push_back({{static_cast<PartyClass>(99)}, kDelegated});
  ExpectAgreement(space);
}

// The plane of the law alone: nobody consented, and every pair of classes asks.
Space LawPlane() {
  Space plane;
  plane.recipients = {kNgo};
  plane.clients = {{true, false, false}};
  plane.consents = {ConsentCases().front()};
  plane.topics = {{}};
  plane.stances = {STANCE_SUPPORT};
  plane.classes = AllPairs();
  return plane;
}

TEST(XC_65, EngineAndOracleAgreeOnEveryRowForEveryPairOfClassesOnEveryDayThatChangesTheLaw) {
  Space space = LawPlane();
  for (const LawRow& row : Law()) {
    space.days.push_back(row.valid_from);
    space.days.push_back(row.valid_from - 1);
  }
  ExpectAgreement(space);
}

struct Mutant {
  std::string name;
  std::vector<LawRow> law;
};

template <typename Value>
void Toggle(std::set<Value>& values, Value value) {
  if (values.erase(value) == 0) values.insert(value);
}

// The law with one attribute of one row flipped, dropped or widened.
std::vector<Mutant> MutantsOf(std::size_t number) {
  std::vector<Mutant> mutants;
  const LawRow& row = Law()[number];
  const auto add = [&](std::string what, const std::function<void(LawRow&)>& change) {
    Mutant& mutant = mutants.emplace_back();
    mutant.name = absl::StrCat(row.name, ": ", what);
    mutant.law = Law();
    change(mutant.law[number]);
  };
  for (int of = 0; of <= static_cast<int>(PartyClass::kOther); ++of) {
    const auto value = static_cast<PartyClass>(of);
    const std::string name(ClassName(value));
    add("discloser " + name, [&](LawRow& changed) { Toggle(changed.disclosers, value); });
    add("recipient " + name, [&](LawRow& changed) { Toggle(changed.recipients, value); });
  }
  for (Purpose purpose : Purposes()) {
    add(Purpose_Name(purpose), [&](LawRow& changed) { Toggle(changed.purposes, purpose); });
  }
  for (DataArea area : Areas()) {
    add(DataArea_Name(area), [&](LawRow& changed) { Toggle(changed.areas, area); });
  }
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    add("without " + row.fields[i], [&](LawRow& changed) {
      changed.fields.erase(changed.fields.begin() + static_cast<std::ptrdiff_t>(i));
    });
  }
  add("another field", [](LawRow& changed) { changed.fields.push_back("Client.birth_number"); });
  add("reference", [](LawRow& changed) { changed.reference_required ^= true; });
  add("a day earlier", [](LawRow& changed) { --changed.valid_from; });
  add("a day later", [](LawRow& changed) { ++changed.valid_from; });
  add("ended", [](LawRow& changed) { changed.valid_to = kToday - 1; });
  add("dropped", [](LawRow& changed) { changed.disclosers.clear(); });
  return mutants;
}

TEST(XC_65, EveryChangeOfTheLawTableIsNoticed) {
  std::vector<std::string> unnoticed;
  int mutants = 0;
  for (std::size_t number = 0; number < Law().size(); ++number) {
    Space space = LawPlane();
    space.days.push_back(Law()[number].valid_from);
    space.days.push_back(Law()[number].valid_from - 1);
    for (const Mutant& mutant : MutantsOf(number)) {
      ++mutants;
      if (Sweep(space, mutant.law).Run(true).differences() == 0) unnoticed.push_back(mutant.name);
    }
  }
  std::cout << "[  MUTANTS ] " << mutants << std::endl;
  // These change nothing: no row opens the reporter or an area that is none, and whatever the
  // contact point could open for the purposes of delegated work, that row opens before.
  std::vector<std::string> harmless = {"HOUSING_CONTACT_POINT: PURPOSE_ADVERSE_SOCIAL_SITUATION",
                                       "HOUSING_CONTACT_POINT: PURPOSE_MATERIAL_NEED"};
  for (const LawRow& row : Law()) {
    harmless.push_back(row.name + ": DATA_AREA_REPORTER");
    harmless.push_back(row.name + ": DATA_AREA_UNSPECIFIED");
  }
  EXPECT_THAT(unnoticed, ::testing::UnorderedElementsAreArray(harmless));
}

// Every change of the rule table of the decision must be noticed on one of these planes, which are
// small enough to be crossed for each change.
struct Plane {
  Space space;
  std::vector<LawRow> law = Law();
};

Plane Usual() {
  Plane plane;
  Space& space = plane.space;
  space.consents = CasesOfOneConsent();
  space.purposes = {PURPOSE_MATERIAL_NEED, PURPOSE_COURT_PROCEEDINGS};
  space.areas = {DATA_AREA_HOUSING, DATA_AREA_REPORTER, DATA_AREA_SUPPORT_PLAN, DATA_AREA_ADDRESS,
                 kTaboo};
  space.topics = {{}, {kTaboo}};
  space.stances = {STANCE_SUPPORT, STANCE_CONTROL};
  space.classes = {{kDelegated, kDelegated},
                   {kDelegated, {PartyClass::kJustice}},
                   {kProvider, kDelegated},
                   {kNoClass, kNoClass}};
  space.one_offs = kOneOffs;
  return plane;
}

Plane Unknown() {
  Plane plane = Usual();
  plane.space.consents.resize(2);
  plane.space.areas = {DATA_AREA_UNSPECIFIED, DATA_AREA_HOUSING};
  plane.space.topics = {{}, {static_cast<DataArea>(99)}};
  return plane;
}

Plane Emergency() {
  Plane plane;
  Space& space = plane.space = Flagged();
  space.recipients = {kNgo};
  space.clients = {{true, false, false}, {true, true, false}};
  space.purposes = {PURPOSE_HEALTH_EMERGENCY, PURPOSE_AGREED_SUPPORT};
  space.areas = {DATA_AREA_HEALTH, DATA_AREA_SUPPORT_PLAN, DATA_AREA_ADDRESS, DATA_AREA_REPORTER};
  space.topics = {{}, {DATA_AREA_ADDRESS}, {kTaboo}};
  space.references = {""};
  space.classes.resize(1);
  return plane;
}

// The law before, on and after the days of its rows.
Plane Dated() {
  Plane plane;
  plane.space = LawPlane();
  plane.space.purposes = {PURPOSE_MATERIAL_NEED, PURPOSE_COURT_PROCEEDINGS};
  plane.law.resize(3);
  plane.law[0].valid_to = kToday - 1;
  for (const LawRow& row : plane.law) plane.space.days.push_back(row.valid_from - 1);
  plane.law[2].valid_to = kToday - 1;
  return plane;
}

const std::vector<Plane>& Planes() {
  static const auto* planes =
      new std::vector<Plane>{Emergency(), Dated(), {LawPlane()}, Unknown(), Usual()};
  return *planes;
}

bool IsNoticed(const Policy& policy) {
  return std::any_of(Planes().begin(), Planes().end(), [&](const Plane& plane) {
    return Sweep(plane.space, plane.law, policy, plane.law).Run(true).differences() > 0;
  });
}

Answer AllowAll(const Matter&) {
  Answer answer;
  answer.allowed = true;
  answer.grant.basis = BASIS_OWN_RECORD;
  return answer;
}

Answer DenyAll(const Matter&) {
  Answer answer;
  answer.rule = &rule::kClientNotPresent;  // By which no decision denies.
  return answer;
}

struct PolicyMutant {
  std::string name;
  Policy policy;
};

// The order with one step dropped, widened to everything, turned, or moved.
std::vector<PolicyMutant> MutantsOfOrder() {
  std::vector<PolicyMutant> mutants;
  const Policy& shipped = ShippedPolicy();
  const auto change = [&](std::string name, auto edit) {
    PolicyMutant& mutant = mutants.emplace_back(PolicyMutant{std::move(name), shipped});
    edit(mutant.policy.order);
  };
  using Order = std::vector<Step>;
  for (std::size_t i = 0; i < shipped.order.size(); ++i) {
    const std::string name(shipped.order[i].name);
    const auto at = static_cast<std::ptrdiff_t>(i);
    change(name + " dropped", [&](Order& order) { order.erase(order.begin() + at); });
    change(name + " widened",
           [&](Order& order) { order[i].holds = [](const Matter&) { return true; }; });
    change(name + " allows", [&](Order& order) { order[i].answer = AllowAll; });
    change(name + " denies", [&](Order& order) { order[i].answer = DenyAll; });
    change(name + " last", [&](Order& order) {
      std::rotate(order.begin() + at, order.begin() + at + 1, order.end());
    });
    change(name + " first", [&](Order& order) {
      std::rotate(order.begin(), order.begin() + at, order.begin() + at + 1);
    });
    if (i + 1 == shipped.order.size()) continue;
    change(absl::StrCat(name, " <-> ", std::string(shipped.order[i + 1].name)),
           [&](Order& order) { std::swap(order[i], order[i + 1]); });
  }
  return mutants;
}

// One condition of a basis that is asked no more, or never met.
template <typename Basis>
void AddMutantsOf(std::vector<Condition<Basis>> Policy::*conditions, const std::string& of,
                  std::vector<PolicyMutant>& mutants) {
  const Policy& shipped = ShippedPolicy();
  for (std::size_t i = 0; i < (shipped.*conditions).size(); ++i) {
    const std::string name = absl::StrCat(of, " ", std::string((shipped.*conditions)[i].name));
    Policy& met = mutants.emplace_back(PolicyMutant{name + " not asked", shipped}).policy;
    (met.*conditions)[i].holds = [](const Basis&, const Question&) { return true; };
    Policy& never = mutants.emplace_back(PolicyMutant{name + " never met", shipped}).policy;
    (never.*conditions)[i].holds = [](const Basis&, const Question&) { return false; };
  }
}

TEST(XC_27, EveryChangeOfTheRuleTableIsNoticed) {
  std::vector<PolicyMutant> mutants = MutantsOfOrder();
  AddMutantsOf(&Policy::consent, "consent:", mutants);
  AddMutantsOf(&Policy::concerns, "row:", mutants);
  AddMutantsOf(&Policy::row, "row:", mutants);
  AddMutantsOf(&Policy::glass, "glass:", mutants);
  std::vector<std::string> unnoticed;
  for (const PolicyMutant& mutant : mutants) {
    if (!IsNoticed(mutant.policy)) unnoticed.push_back(mutant.name);
  }
  std::cout << "[  MUTANTS ] " << mutants.size() << std::endl;
  const std::vector<std::string> harmless = {// Both deny by the same rule.
                                             "nobody <-> unknown value", "unknown value first",
                                             // They are that already.
                                             "nobody first", "provider last", "own record allows"};
  EXPECT_THAT(unnoticed, ::testing::UnorderedElementsAreArray(harmless));
}

// Worlds that nobody thought of.

class RandomWorld {
 public:
  explicit RandomWorld(int number) : generator_(static_cast<unsigned>(number)) {
    question_ = Ask(Unit(), Unit(), Area(), static_cast<Purpose>(Below(Purpose_MAX + 1)));
    for (Party* party : {&question_.discloser, &question_.recipient}) {
      party->classes = {static_cast<PartyClass>(Below(7)), static_cast<PartyClass>(Below(7))};
      party->stance = static_cast<Stance>(Below(3));
      if (Below(4) == 0) party->worker_id.clear();
    }
    if (Below(2) == 0) question_.reference = kReference;
    if (Below(3) == 0) question_.topics = {Area()};
    if (Below(4) == 0) question_.one_off = kOneOffs[static_cast<std::size_t>(Below(4))];
    question_.passed_on = Below(4) == 0;
    question_.reading = Below(2) == 0;
    facts_ = Known();
    facts_.exists = Below(20) != 0;
    facts_.code_name_only = Below(20) == 0;
    facts_.address_protected = Below(10) == 0;
    facts_.address_hidden = facts_.address_protected && Below(2) == 0;
    facts_.units = {Unit()};
    for (int i = Below(4); i > 0; --i) facts_.consents.push_back(AnyConsent());
    if (Below(4) == 0) facts_.broken.push_back(AnyGlass());
  }

  Question& question() { return question_; }
  Facts& facts() { return facts_; }
  bool Allowed() const { return Decided(question_, facts_).allowed; }
  DataArea Area() { return static_cast<DataArea>(1 + Below(DataArea_MAX)); }

 private:
  int Below(int limit) { return static_cast<int>(generator_() >> 8) % limit; }

  rpc::Unit Unit() {
    const rpc::Unit units[] = {kSocial, kHousing, kLabourOffice, kNgo};
    return units[Below(4)];
  }

  // Mostly one that covers the question.
  Consent AnyConsent() {
    Consent consent = ConsentFor(question_);
    consent.consent_id = absl::StrCat("consent-", Below(3));
    consent.version = Below(100);
    consent.written = Below(8) != 0;
    consent.withdrawn = Below(8) == 0;
    if (Below(8) == 0) consent.standing = static_cast<Standing>(Below(3));
    consent.effective += absl::Seconds(Below(3) - 2);
    if (Below(4) == 0) consent.end = kNow + absl::Seconds(Below(4) - 2);
    consent.valid_to += Below(4) - 1;
    if (Below(4) == 0) consent.parties[1] = {Unit(), Below(2) == 0 ? "worker-2" : "worker-3"};
    if (Below(4) == 0) consent.areas = {Area(), Area(), Area()};
    if (Below(3) == 0) consent.excluded = {Area(), Area()};
    if (Below(4) == 0) consent.purposes.insert(PURPOSE_AGREED_SUPPORT);
    return consent;
  }

  BrokenGlass AnyGlass() {
    BrokenGlass glass;
    glass.unit = Below(8) == 0 ? Unit() : question_.recipient.unit;
    glass.worker_id = Below(8) == 0 ? "worker-3" : question_.recipient.worker_id;
    glass.purpose = Below(8) == 0 ? PURPOSE_AGREED_SUPPORT : question_.purpose;
    glass.areas = {question_.area, Area()};
    if (Below(2) == 0) glass.areas.insert(question_.topics.begin(), question_.topics.end());
    glass.open = kNow + absl::Seconds(Below(4) - 2);
    glass.end = kNow + absl::Seconds(Below(4));
    return glass;
  }

  std::minstd_rand generator_;
  Question question_;
  Facts facts_;
};

constexpr int kWorlds = 50'000;

// The worlds that a change of the consents opened and closed; none may be opened.
struct Moved {
  std::vector<int> opened;
  int closed = 0;
};

Moved WorldsMovedBy(const std::function<void(RandomWorld&, Consents&)>& change) {
  Moved moved;
  for (int number = 0; number < kWorlds; ++number) {
    RandomWorld world(number);
    if (world.facts().consents.empty()) continue;
    const bool before = world.Allowed();
    change(world, world.facts().consents);
    const bool after = world.Allowed();
    if (after && !before) moved.opened.push_back(number);
    if (before && !after) ++moved.closed;
  }
  return moved;
}

TEST(XC_13, EngineAndOracleAgreeInRandomWorlds) {
  const oracle::Law law(Law());
  std::vector<int> different;
  for (int number = 0; number < kWorlds; ++number) {
    RandomWorld world(number);
    const Answer answer = Decided(world.question(), world.facts());
    if (!oracle::Agrees(answer, world.question(), world.facts(), law)) different.push_back(number);
  }
  EXPECT_THAT(different, IsEmpty());
}

TEST(XC_02, AnotherExcludedTopicNeverOpensAnything) {
  const Moved moved = WorldsMovedBy([](RandomWorld& world, Consents& consents) {
    consents.front().excluded.insert(world.Area());
  });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

TEST(XC_05, WithdrawingAConsentNeverOpensAnything) {
  const Moved moved =
      WorldsMovedBy([](RandomWorld&, Consents& consents) { consents.front().withdrawn = true; });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

TEST(XC_59, DoubtAboutAConsentNeverOpensAnything) {
  for (const Standing doubt : {Standing::kDisputed, Standing::kInvalid}) {
    const Moved moved =
        WorldsMovedBy([&](RandomWorld&, Consents& consents) { consents.front().standing = doubt; });
    EXPECT_THAT(moved.opened, IsEmpty());
    EXPECT_GT(moved.closed, 0);
  }
}

TEST(XC_60, TimeAloneOpensNothing) {
  const Moved moved = WorldsMovedBy([](RandomWorld& world, Consents&) {
    world.question().instant += absl::Hours(24);
    ++world.question().day;
  });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

TEST(XC_05, WithoutAConsentThatExcludesNothingNoMoreIsOpen) {
  const Moved moved = WorldsMovedBy([](RandomWorld&, Consents& consents) {
    if (consents.back().excluded.empty()) consents.pop_back();
  });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

}  // namespace
}  // namespace opora::registry::access
