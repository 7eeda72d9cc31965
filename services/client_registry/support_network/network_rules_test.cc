#include "services/client_registry/support_network/network_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rpc/call.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

v1::NetworkAgreement Agreement(absl::Time said = kNow - absl::Hours(2)) {
  v1::NetworkAgreement agreement;
  agreement.mutable_attestation()->set_form(common::v1::ATTESTATION_FORM_ORAL);
  *agreement.mutable_attestation()->mutable_occurred_at() = rpc::ToTimestamp(said);
  agreement.add_channels(v1::CONTACT_CHANNEL_PHONE);
  agreement.add_purposes(v1::CONTACT_PURPOSE_CRISIS);
  return agreement;
}

v1::NetworkMember Member(v1::NetworkRelation relation = v1::NETWORK_RELATION_FRIEND) {
  v1::NetworkMember member;
  member.set_person_name("Bára");
  member.set_relation(relation);
  *member.add_agreements() = Agreement();
  return member;
}

v1::IntendedContact Call() {
  v1::IntendedContact contact;
  contact.set_channel(v1::CONTACT_CHANNEL_PHONE);
  contact.set_purpose(v1::CONTACT_PURPOSE_CRISIS);
  return contact;
}

std::string Forbidden(const v1::NetworkMember& member, const v1::IntendedContact& contact = Call(),
                      absl::Time at = kNow, const access::Consent* consent = nullptr) {
  const rules::Rule* rule = ForbiddenBy(member, contact, consent, at);
  return rule == nullptr ? "" : std::string(rule->reason);
}

TEST(XC_12, WithoutTheClientsWordNobodyIsKept) {
  v1::NetworkMember member = Member();
  EXPECT_TRUE(CheckMember(member, kNow).ok());
  *member.add_agreements() = Agreement();
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "ONE_AGREEMENT");
  member.clear_agreements();
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "ONE_AGREEMENT");
  *member.add_agreements() = Agreement(kNow + absl::Hours(1));
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "NOT_IN_FUTURE");
  member = Member();
  member.clear_person_name();
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "REQUIRED");
}

TEST(XC_12, EachConditionOfContactCounts) {
  EXPECT_EQ(Forbidden(Member()), "");
  v1::IntendedContact contact = Call();
  contact.set_channel(v1::CONTACT_CHANNEL_EMAIL);
  EXPECT_EQ(Forbidden(Member(), contact), "OUTSIDE_CONDITIONS");
  contact = Call();
  contact.set_purpose(v1::CONTACT_PURPOSE_PLANNING);
  EXPECT_EQ(Forbidden(Member(), contact), "OUTSIDE_CONDITIONS");

  v1::NetworkMember member = Member();
  member.mutable_agreements(0)->set_only_with_client(true);
  EXPECT_EQ(Forbidden(member), "OUTSIDE_CONDITIONS");
  contact = Call();
  contact.set_client_present(true);
  EXPECT_EQ(Forbidden(member, contact), "");

  member = Member();
  *member.mutable_agreements(0)->mutable_valid_to() = dates::ToDate({2026, 7, 29});
  EXPECT_EQ(Forbidden(member), "");
  EXPECT_EQ(Forbidden(member, Call(), kNow + absl::Hours(12)), "OUTSIDE_CONDITIONS");
}

TEST(XC_12, HoursAreThoseOfPrague) {
  v1::NetworkMember member = Member();
  member.mutable_agreements(0)->set_from_hour(12);
  member.mutable_agreements(0)->set_until_hour(13);
  EXPECT_EQ(Forbidden(member), "");
  EXPECT_EQ(Forbidden(member, Call(), kNow + absl::Minutes(59)), "");
  EXPECT_EQ(Forbidden(member, Call(), kNow + absl::Hours(1)), "OUTSIDE_CONDITIONS");
  EXPECT_EQ(Forbidden(member, Call(), kNow - absl::Seconds(1)), "OUTSIDE_CONDITIONS");
  v1::NetworkAgreement reversed = Agreement();
  reversed.set_from_hour(9);
  reversed.set_until_hour(9);
  EXPECT_EQ(ReasonOf(CheckAgreement(member, reversed, kNow)), "HOURS_REVERSED");
}

TEST(XC_12, TheLastWordCounts) {
  v1::NetworkMember member = Member();
  v1::NetworkAgreement& later = *member.add_agreements();
  later = Agreement(kNow - absl::Hours(1));
  later.clear_channels();
  later.add_channels(v1::CONTACT_CHANNEL_LETTER);
  EXPECT_EQ(Forbidden(member), "OUTSIDE_CONDITIONS");
  // A fact of the time before is judged by the word of that time (XC-57).
  EXPECT_EQ(Forbidden(member, Call(), kNow - absl::Minutes(90)), "");
  EXPECT_EQ(Forbidden(member, Call(), kNow - absl::Hours(3)), "OUTSIDE_CONDITIONS");
}

TEST(XC_12, AWithdrawalEndsContactAtOnce) {
  v1::NetworkMember member = Member();
  *member.mutable_withdraw_time() = rpc::ToTimestamp(kNow);
  EXPECT_EQ(Forbidden(member), "CONTACT_WITHDRAWN");
  EXPECT_EQ(Forbidden(member, Call(), kNow - absl::Minutes(1)), "");
}

access::Consent Naming(const std::string& worker_id) {
  access::Consent consent;
  consent.written = true;
  consent.effective = kNow - absl::Hours(1);
  consent.valid_to = absl::CivilDay(2027, 1, 1);
  consent.parties = {{{"most", ""}, ""}, {{"clinic", ""}, worker_id}};
  consent.areas = {common::v1::DATA_AREA_HEALTH};
  return consent;
}

v1::NetworkMember Physician(v1::NetworkRelation relation = v1::NETWORK_RELATION_PHYSICIAN) {
  v1::NetworkMember member = Member(relation);
  member.set_works_for_agency_id("clinic");
  member.set_works_as_worker_id("doctor");
  return member;
}

bool IsNamed(const v1::NetworkMember& member, const access::Consent& consent,
             const std::string& caller = "most", absl::Time at = kNow) {
  access::Facts facts;
  facts.consents = {consent};
  access::Party party;
  party.unit = {caller, ""};
  return NamingConsent(member, party, facts, at) != nullptr;
}

TEST(XC_20, TheConsentNamesThePhysician) {
  EXPECT_TRUE(IsNamed(Physician(), Naming("doctor")));
  EXPECT_FALSE(IsNamed(Physician(), Naming("")));
  EXPECT_FALSE(IsNamed(Physician(), Naming("nurse")));
  EXPECT_FALSE(IsNamed(Physician(), Naming("doctor"), "pristav"));
  access::Consent consent = Naming("doctor");
  consent.areas = {common::v1::DATA_AREA_FAMILY};
  EXPECT_FALSE(IsNamed(Physician(), consent));
  consent = Naming("doctor");
  consent.written = false;
  EXPECT_FALSE(IsNamed(Physician(), consent));
  consent = Naming("doctor");
  consent.withdrawn = true;
  EXPECT_FALSE(IsNamed(Physician(), consent));
  consent = Naming("doctor");
  consent.excluded = {common::v1::DATA_AREA_HEALTH};
  EXPECT_FALSE(IsNamed(Physician(), consent));
  EXPECT_FALSE(IsNamed(Physician(), Naming("doctor"), "most", kNow - absl::Hours(2)));
  // A practice whose physician is no worker of the platform is named as a unit.
  v1::NetworkMember practice = Physician();
  practice.clear_works_as_worker_id();
  EXPECT_TRUE(IsNamed(practice, Naming("")));
}

TEST(XC_20, WithoutAConsentThatNamesThemPhysiciansAreNotContacted) {
  const access::Consent consent = Naming("doctor");
  for (const auto relation : {v1::NETWORK_RELATION_PHYSICIAN, v1::NETWORK_RELATION_PSYCHIATRIST}) {
    EXPECT_EQ(Forbidden(Physician(relation)), "CONTACT_CONSENT_REQUIRED");
    EXPECT_EQ(Forbidden(Physician(relation), Call(), kNow, &consent), "");
  }
}

TEST(XC_21, StaffOfAHospitalNeedsAConsentThatNamesTheHospital) {
  const v1::NetworkMember staff = Physician(v1::NETWORK_RELATION_HOSPITAL_STAFF);
  EXPECT_EQ(Forbidden(staff), "HOSPITAL_CONSENT_REQUIRED");
  EXPECT_TRUE(IsNamed(staff, Naming("")));
  const access::Consent consent = Naming("");
  EXPECT_EQ(Forbidden(staff, Call(), kNow, &consent), "");
}

TEST(XC_20, OutsideThePlatformThePaperNamesThem) {
  v1::NetworkMember member = Member(v1::NETWORK_RELATION_PHYSICIAN);
  EXPECT_EQ(RuleOf(CheckMember(member, kNow)), "XC-20");
  auto& word = *member.mutable_agreements(0)->mutable_attestation();
  word.set_form(common::v1::ATTESTATION_FORM_SIGNED);
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "CONTACT_NEEDS_PAPER");
  word.set_document("SPIS-1");
  EXPECT_TRUE(CheckMember(member, kNow).ok());
  EXPECT_EQ(Forbidden(member), "");
}

TEST(XC_20, AFriendIsNoWayRound) {
  v1::NetworkMember member = Member();
  member.set_works_for_agency_id("clinic");
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "NOT_A_PROFESSIONAL");
  member = Member(v1::NETWORK_RELATION_PHYSICIAN);
  member.set_works_as_worker_id("doctor");
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "REQUIRED");
}

TEST(REG_45, PeopleAroundAClientBelongToTheFamilyAndProfessionalsToHealth) {
  EXPECT_EQ(AreaOf(v1::NETWORK_RELATION_ACQUAINTANCE), common::v1::DATA_AREA_FAMILY);
  EXPECT_EQ(AreaOf(v1::NETWORK_RELATION_PARENT), common::v1::DATA_AREA_FAMILY);
  EXPECT_EQ(AreaOf(v1::NETWORK_RELATION_PSYCHIATRIST), common::v1::DATA_AREA_HEALTH);
}

}  // namespace
}  // namespace opora::registry
