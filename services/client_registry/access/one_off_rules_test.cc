#include "services/client_registry/access/one_off_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rpc/call.h"
#include "common/rules/rule.h"

namespace opora::registry::access {
namespace {

using namespace common::v1;  // NOLINT(google-build-using-namespace): bases and forms.
using rules::ReasonOf;
using rules::RuleOf;

const absl::Time kNow = absl::FromUnixSeconds(1785312000);
const Teller kTeller = {{"ngo", ""}, "worker-1", true, true};

v1::OneOffDisclosure Present() {
  v1::OneOffDisclosure disclosure;
  disclosure.set_basis(BASIS_CLIENT_PRESENT);
  disclosure.add_areas(DATA_AREA_DEBTS);
  disclosure.set_wording("The instalment is paid.");
  disclosure.set_recipient_agency_id("town");
  disclosure.set_recipient_department_id("housing");
  disclosure.mutable_attestation()->set_form(ATTESTATION_FORM_PHONE);
  *disclosure.mutable_attestation()->mutable_occurred_at() = rpc::ToTimestamp(kNow);
  return disclosure;
}

v1::OneOffDisclosure Emergency() {
  v1::OneOffDisclosure disclosure = Present();
  disclosure.set_basis(BASIS_EMERGENCY);
  disclosure.clear_attestation();
  disclosure.clear_recipient_agency_id();
  disclosure.clear_recipient_department_id();
  disclosure.set_outside_recipient(v1::OUTSIDE_RECIPIENT_RESCUE_SERVICE);
  return disclosure;
}

v1::OneOffDisclosure Report() {
  v1::OneOffDisclosure disclosure = Emergency();
  disclosure.set_basis(BASIS_MANDATORY_REPORT);
  disclosure.set_outside_recipient(v1::OUTSIDE_RECIPIENT_POLICE);
  disclosure.set_reportable_situation(v1::REPORTABLE_SITUATION_NEGLECT);
  return disclosure;
}

std::string Check(const v1::OneOffDisclosure& disclosure) {
  const absl::Status status = CheckOneOff(disclosure, kTeller, kNow);
  return status.ok() ? "" : RuleOf(status) + " " + ReasonOf(status);
}

TEST(XC_64, TheClientsWordIsNeededFromTodayAndByVoice) {
  v1::OneOffDisclosure disclosure = Present();
  EXPECT_EQ(Check(disclosure), "");
  disclosure.mutable_attestation()->set_form(ATTESTATION_FORM_MESSAGE);
  EXPECT_EQ(Check(disclosure), "XC-64 CLIENT_NOT_PRESENT");
  disclosure = Present();
  *disclosure.mutable_attestation()->mutable_occurred_at() =
      rpc::ToTimestamp(kNow - absl::Hours(25));
  EXPECT_EQ(Check(disclosure), "XC-64 CLIENT_NOT_PRESENT");
  disclosure.clear_attestation();
  EXPECT_EQ(Check(disclosure), "XC-64 CLIENT_NOT_PRESENT");
}

TEST(XC_64, ItIsToldNowWhateverTheRequestSays) {
  v1::OneOffDisclosure disclosure = Present();
  *disclosure.mutable_occurred_at() = rpc::ToTimestamp(kNow - absl::Hours(500));
  FillOneOff(kTeller.unit, kTeller.worker_id, kNow, disclosure);
  EXPECT_EQ(rpc::FromTimestamp(disclosure.occurred_at()), kNow);
}

TEST(XC_58, WhoIsToldCannotAttestIt) {
  v1::OneOffDisclosure disclosure = Present();
  disclosure.set_recipient_agency_id("ngo");
  disclosure.clear_recipient_department_id();
  EXPECT_EQ(Check(disclosure), "XC-58 ATTESTATION_OF_PROFITEER");
  disclosure = Present();
  disclosure.set_recipient_worker_id(kTeller.worker_id);
  EXPECT_EQ(Check(disclosure), "XC-58 ATTESTATION_OF_PROFITEER");
}

TEST(XC_58, TheCallerIsWhoAttestsWhateverTheRequestSays) {
  v1::OneOffDisclosure disclosure = Present();
  disclosure.mutable_attestation()->set_attesting_worker_id("somebody-else");
  FillOneOff(kTeller.unit, kTeller.worker_id, kNow, disclosure);
  EXPECT_EQ(disclosure.attestation().attesting_worker_id(), kTeller.worker_id);
  EXPECT_EQ(disclosure.worker_id(), kTeller.worker_id);
}

TEST(XC_64, ThereIsOneNamedRecipient) {
  v1::OneOffDisclosure disclosure = Present();
  disclosure.set_outside_recipient(v1::OUTSIDE_RECIPIENT_OTHER);
  EXPECT_EQ(ReasonOf(CheckOneOff(disclosure, kTeller, kNow)), "RECIPIENT_UNCLEAR");
  disclosure.clear_recipient_agency_id();
  EXPECT_EQ(ReasonOf(CheckOneOff(disclosure, kTeller, kNow)), "RECIPIENT_UNNAMED");
  disclosure.set_outside_recipient_name("Mr Vávra, the landlord");
  EXPECT_EQ(Check(disclosure), "");
  disclosure.clear_outside_recipient();
  EXPECT_EQ(ReasonOf(CheckOneOff(disclosure, kTeller, kNow)), "RECIPIENT_UNCLEAR");
}

TEST(XC_64, StrangersToTheClientDoNotSpeakForAPresentOne) {
  Teller stranger = kTeller;
  stranger.own_record = false;
  EXPECT_FALSE(MayTell(stranger, BASIS_CLIENT_PRESENT));
  EXPECT_TRUE(MayTell(stranger, BASIS_EMERGENCY));
  EXPECT_TRUE(MayTell(stranger, BASIS_MANDATORY_REPORT));
  stranger.support_role = false;
  EXPECT_FALSE(MayTell(stranger, BASIS_EMERGENCY));
  stranger.own_record = true;
  EXPECT_TRUE(MayTell(stranger, BASIS_EMERGENCY));
}

TEST(XC_23, AnEmergencyNeedsNoWordAndCarriesItsStatute) {
  v1::OneOffDisclosure disclosure = Emergency();
  disclosure.set_statute("none");
  EXPECT_EQ(Check(disclosure), "");
  FillOneOff(kTeller.unit, kTeller.worker_id, kNow, disclosure);
  EXPECT_EQ(disclosure.statute(), "§ 150 Act 40/2009");
}

TEST(XC_23, ObservedFactsMayFollowOnceAndAreMissedMeanwhile) {
  v1::OneOffDisclosure disclosure = Emergency();
  *disclosure.mutable_occurred_at() = rpc::ToTimestamp(kNow);
  ASSERT_EQ(OneOffWarnings(disclosure, LANGUAGE_EN).size(), 1U);
  EXPECT_EQ(OneOffWarnings(disclosure, LANGUAGE_EN)[0].reason(), "FACTS_MISSING");
  EXPECT_TRUE(CheckAddFacts(disclosure).ok());
  EXPECT_TRUE(FactsWarnings(disclosure, kNow + absl::Hours(24), LANGUAGE_EN).empty());
  EXPECT_EQ(FactsWarnings(disclosure, kNow + absl::Hours(25), LANGUAGE_EN).size(), 1U);
  disclosure.set_observed_facts("unconscious");
  EXPECT_TRUE(OneOffWarnings(disclosure, LANGUAGE_EN).empty());
  EXPECT_EQ(ReasonOf(CheckAddFacts(disclosure)), "FACTS_RECORDED");
}

TEST(XC_23, OnlyThoseWhoHelpAreToldOfAnEmergency) {
  const auto refused = [](v1::OutsideRecipient recipient) {
    return ReasonOf(CheckCompetent(BASIS_EMERGENCY, OutsideParty(recipient)));
  };
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_RESCUE_SERVICE), "");
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_POLICE), "");
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_OTHER), "RECIPIENT_NOT_COMPETENT");
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_PROSECUTOR), "RECIPIENT_NOT_COMPETENT");
  Party landlord;
  landlord.classes = {PartyClass::kOther};
  EXPECT_EQ(RuleOf(CheckCompetent(BASIS_EMERGENCY, landlord)), "XC-23");
  EXPECT_TRUE(CheckCompetent(BASIS_CLIENT_PRESENT, landlord).ok());
}

TEST(XC_24, AReportSaysWhatItReports) {
  v1::OneOffDisclosure disclosure = Report();
  EXPECT_EQ(Check(disclosure), "");
  disclosure.clear_reportable_situation();
  EXPECT_EQ(Check(disclosure), "XC-24 SITUATION_MISSING");
}

TEST(XC_24, OnlyThoseWhoTakeReportsAreTold) {
  const auto refused = [](v1::OutsideRecipient recipient) {
    return RuleOf(CheckCompetent(BASIS_MANDATORY_REPORT, OutsideParty(recipient)));
  };
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_POLICE), "");
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_CHILD_PROTECTION), "");
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_PROSECUTOR), "");
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_RESCUE_SERVICE), "XC-24");
  EXPECT_EQ(refused(v1::OUTSIDE_RECIPIENT_OTHER), "XC-24");
}

TEST(XC_24, TheDisagreementIsKeptAsSaid) {
  v1::OneOffDisclosure disclosure = Report();
  disclosure.set_client_disagreement("„Nechoďte za nimi!“");
  FillOneOff(kTeller.unit, kTeller.worker_id, kNow, disclosure);
  EXPECT_EQ(disclosure.client_disagreement(), "„Nechoďte za nimi!“");
}

TEST(XC_36, NobodyOutsideIsTakenForASupporterButThoseWhoHelpByProfession) {
  EXPECT_EQ(OutsideParty(v1::OUTSIDE_RECIPIENT_OTHER).stance, STANCE_CONTROL);
  EXPECT_EQ(OutsideParty(v1::OUTSIDE_RECIPIENT_POLICE).stance, STANCE_CONTROL);
  EXPECT_EQ(OutsideParty(static_cast<v1::OutsideRecipient>(99)).stance, STANCE_CONTROL);
  EXPECT_EQ(OutsideParty(v1::OUTSIDE_RECIPIENT_RESCUE_SERVICE).stance, STANCE_SUPPORT);
}

TEST(XC_57, NothingIsToldInTheFuture) {
  for (v1::OneOffDisclosure disclosure : {Emergency(), Report()}) {
    *disclosure.mutable_occurred_at() = rpc::ToTimestamp(kNow + absl::Hours(1));
    EXPECT_EQ(ReasonOf(CheckOneOff(disclosure, kTeller, kNow)), "NOT_IN_FUTURE");
    *disclosure.mutable_occurred_at() = rpc::ToTimestamp(kNow - absl::Hours(30));
    EXPECT_EQ(Check(disclosure), "");
  }
}

TEST(XC_26, ASourceRefNamesOneEvent) {
  const v1::OneOffDisclosure stored = Report();
  EXPECT_TRUE(IsSameOneOff(stored, Report()));
  EXPECT_FALSE(IsSameOneOff(stored, Emergency()));
  v1::OneOffDisclosure other = Report();
  other.set_client_id("another");
  EXPECT_FALSE(IsSameOneOff(stored, other));
  other = Report();
  other.set_outside_recipient(v1::OUTSIDE_RECIPIENT_CHILD_PROTECTION);
  EXPECT_FALSE(IsSameOneOff(stored, other));
}

}  // namespace
}  // namespace opora::registry::access
