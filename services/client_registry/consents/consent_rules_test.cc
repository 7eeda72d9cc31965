#include "services/client_registry/consents/consent_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

v1::ConsentVersion CompleteVersion() {
  v1::ConsentVersion version;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "version: 1 parties { agency_id: 'town' department_id: 'social' } parties { agency_id: 'ngo' "
      "} "
      "areas: DATA_AREA_HOUSING excluded_topics_asked: true purposes: PURPOSE_AGREED_SUPPORT "
      "form: CONSENT_FORM_WRITTEN",
      &version));
  return version;
}

v1::Consent Drafted() {
  v1::Consent consent;
  consent.set_state(v1::CONSENT_STATE_DRAFT);
  *consent.add_versions() = CompleteVersion();
  return consent;
}

Signature GoodSignature() {
  Signature signature;
  signature.signed_time = kNow - absl::Hours(1);
  signature.document = "file 12/2026";
  signature.explainer_worker_id = "key-worker";
  signature.explained_on = dates::ToDate(kToday);
  signature.told_time = kNow - absl::Hours(2);
  signature.told_by_worker_id = "teller";
  return signature;
}

v1::Consent Signed() {
  v1::Consent consent = Drafted();
  EXPECT_TRUE(Sign(consent, GoodSignature(), kNow).ok());
  return consent;
}

// A consent in force of which the next version waits for a signature.
v1::Consent Extended() {
  v1::Consent consent = Signed();
  v1::ConsentVersion next = CompleteVersion();
  next.set_version(2);
  next.add_parties()->set_agency_id("clinic");
  *consent.add_versions() = next;
  return consent;
}

std::string Draft(v1::ConsentVersion version) { return ReasonOf(CheckDraft(version, kNow)); }

v1::ConsentVersion EndingOn(absl::CivilDay day) {
  v1::ConsentVersion version = CompleteVersion();
  *version.mutable_valid_to() = dates::ToDate(day);
  return version;
}

TEST(XC_01, AConsentNamesTwoPartiesAndAnArea) {
  v1::ConsentVersion version = CompleteVersion();
  version.mutable_parties()->RemoveLast();
  const absl::Status refused = CheckDraft(version, kNow);
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(refused), "CONSENT_INCOMPLETE");
  EXPECT_EQ(RuleOf(refused), "XC-01");
  version.clear_parties();
  EXPECT_EQ(Draft(version), "CONSENT_INCOMPLETE");
  version = CompleteVersion();
  version.clear_areas();
  EXPECT_EQ(Draft(version), "CONSENT_INCOMPLETE");
  EXPECT_EQ(Draft(CompleteVersion()), "");
}

TEST(XC_01, TheClientWasAskedAboutExcludedTopicsThoughThereMayBeNone) {
  v1::ConsentVersion version = CompleteVersion();
  version.set_excluded_topics_asked(false);
  version.add_excluded_topics(common::v1::DATA_AREA_HEALTH);
  EXPECT_EQ(Draft(version), "CONSENT_INCOMPLETE");
  version.set_excluded_topics_asked(true);
  EXPECT_EQ(Draft(version), "");
  version.clear_excluded_topics();
  EXPECT_EQ(Draft(version), "");
}

TEST(XC_03, AnotherVersionNeedsASignatureAndTheOldOneHoldsUntilThen) {
  v1::Consent consent = Extended();
  EXPECT_TRUE(WaitsForSignature(consent));
  EXPECT_FALSE(consent.versions(0).has_end_time());
  EXPECT_EQ(consent.current_version(), 1);
  const v1::ConsentVersion before = consent.versions(0);

  const absl::Time later = kNow + absl::Hours(24);
  ASSERT_TRUE(Sign(consent, GoodSignature(), later).ok());
  EXPECT_EQ(consent.current_version(), 2);
  EXPECT_EQ(rpc::FromTimestamp(consent.versions(0).end_time()), later);
  EXPECT_EQ(rpc::FromTimestamp(consent.versions(1).effective_time()), later);
  EXPECT_FALSE(consent.versions(1).has_end_time());
  v1::ConsentVersion after = consent.versions(0);
  after.clear_end_time();
  EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
}

TEST(XC_03, ASignedVersionIsNotSignedAgain) {
  v1::Consent consent = Signed();
  EXPECT_FALSE(WaitsForSignature(consent));
  EXPECT_EQ(ReasonOf(Sign(consent, GoodSignature(), kNow)), "CONSENT_STATE_REFUSES");
  v1::Consent waiting = Extended();
  EXPECT_TRUE(Sign(waiting, GoodSignature(), kNow).ok());
}

TEST(XC_03, TheNewestVersionIsTheOneOfTheHighestNumber) {
  v1::Consent consent = Extended();
  consent.mutable_versions()->SwapElements(0, 1);
  EXPECT_EQ(Newest(consent).version(), 2);
  EXPECT_FALSE(WaitsForSignature(v1::Consent()));
}

TEST(XC_05, AConsentIsWithdrawnInAnyStateWithoutAReason) {
  for (v1::Consent consent : {Drafted(), Signed(), Extended()}) {
    EXPECT_TRUE(CheckVerb(consent, "RevokeConsent").ok());
    EXPECT_TRUE(Revoke(consent, kNow + absl::Hours(1)));
    EXPECT_EQ(consent.state(), v1::CONSENT_STATE_REVOKED);
    EXPECT_EQ(rpc::FromTimestamp(consent.revoke_time()), kNow + absl::Hours(1));
    for (const v1::ConsentVersion& version : consent.versions()) {
      EXPECT_EQ(version.has_end_time(), version.has_effective_time());
    }
  }
}

TEST(XC_05, WithdrawingTwiceChangesNothing) {
  v1::Consent consent = Signed();
  EXPECT_TRUE(Revoke(consent, kNow));
  const std::string before = consent.SerializeAsString();
  EXPECT_FALSE(Revoke(consent, kNow + absl::Hours(1)));
  EXPECT_EQ(consent.SerializeAsString(), before);
  EXPECT_TRUE(CheckVerb(consent, "RevokeConsent").ok());
}

TEST(XC_05, AWithdrawalDoesNotMoveTheEndOfAnEarlierVersion) {
  v1::Consent consent = Extended();
  ASSERT_TRUE(Sign(consent, GoodSignature(), kNow + absl::Hours(1)).ok());
  EXPECT_TRUE(Revoke(consent, kNow + absl::Hours(2)));
  EXPECT_EQ(rpc::FromTimestamp(consent.versions(0).end_time()), kNow + absl::Hours(1));
  EXPECT_EQ(rpc::FromTimestamp(consent.versions(1).end_time()), kNow + absl::Hours(2));
}

TEST(XC_05, AWithdrawnConsentIsSignedNoMore) {
  v1::Consent consent = Extended();
  EXPECT_TRUE(Revoke(consent, kNow));
  const absl::Status refused = Sign(consent, GoodSignature(), kNow);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "CONSENT_STATE_REFUSES");
}

TEST(XC_06, NothingIsSignedUnlessTheClientWasToldOfTheRightToRevoke) {
  v1::Consent consent = Drafted();
  Signature signature = GoodSignature();
  signature.told_time = absl::InfinitePast();
  const absl::Status refused = Sign(consent, signature, kNow);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "NOT_TOLD_OF_REVOCATION");
  EXPECT_EQ(RuleOf(refused), "XC-06");
  EXPECT_EQ(consent.state(), v1::CONSENT_STATE_DRAFT);

  ASSERT_TRUE(Sign(consent, GoodSignature(), kNow).ok());
  EXPECT_EQ(consent.versions(0).told_by_worker_id(), "teller");
  EXPECT_EQ(rpc::FromTimestamp(consent.versions(0).told_time()), kNow - absl::Hours(2));
}

TEST(XC_06, TheClientIsToldBeforeTheSignatureNotAfterIt) {
  v1::Consent consent = Drafted();
  Signature signature = GoodSignature();
  signature.told_time = signature.signed_time + absl::Seconds(1);
  EXPECT_EQ(ReasonOf(Sign(consent, signature, kNow)), "NOT_TOLD_OF_REVOCATION");
  signature.told_time = signature.signed_time;
  EXPECT_EQ(ReasonOf(Sign(consent, signature, kNow)), "");
}

TEST(XC_07, AnExplainerWhoIsNotTheKeyWorkerGivesAWarning) {
  const v1::Consent consent = Signed();
  for (const std::vector<std::string>& key_workers : {std::vector<std::string>{}, {"somebody"}}) {
    const auto warnings = SignatureWarnings(consent, key_workers, LANGUAGE_CS);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].rule(), "XC-07");
    EXPECT_EQ(warnings[0].reason(), "EXPLAINER_NOT_KEY_WORKER");
  }
  EXPECT_THAT(SignatureWarnings(consent, {"somebody", "key-worker"}, LANGUAGE_CS), IsEmpty());
}

TEST(XC_07, ExplanationSignatureAndDocumentAreStored) {
  const v1::ConsentVersion version = Signed().versions(0);
  EXPECT_EQ(version.explainer_worker_id(), "key-worker");
  EXPECT_EQ(dates::FromDate(version.explained_on()), kToday);
  EXPECT_EQ(rpc::FromTimestamp(version.signed_time()), kNow - absl::Hours(1));
  EXPECT_EQ(version.document(), "file 12/2026");
  EXPECT_EQ(rpc::FromTimestamp(version.effective_time()), kNow);
}

TEST(XC_10, AWrittenConsentHasADocument) {
  v1::Consent consent = Drafted();
  Signature signature = GoodSignature();
  signature.document = "";
  EXPECT_EQ(ReasonOf(Sign(consent, signature, kNow)), "ORAL_CONSENT_OPENS_NOTHING");
  EXPECT_EQ(consent.state(), v1::CONSENT_STATE_DRAFT);
  EXPECT_TRUE(Sign(consent, GoodSignature(), kNow).ok());
}

TEST(XC_10, AnOralConsentIsANoteWithAWarning) {
  v1::Consent consent = Drafted();
  consent.mutable_versions(0)->set_form(v1::CONSENT_FORM_ORAL);
  Signature signature = GoodSignature();
  signature.document = "";
  ASSERT_TRUE(Sign(consent, signature, kNow).ok());
  const auto warnings = SignatureWarnings(consent, {"key-worker"}, LANGUAGE_CS);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].reason(), "ORAL_CONSENT_OPENS_NOTHING");
  EXPECT_THAT(SignatureWarnings(Signed(), {"key-worker"}, LANGUAGE_CS), IsEmpty());
}

TEST(XC_57, ASignatureIsNotOfTheFuture) {
  const auto sign = [](absl::Time signed_time, absl::Time told_time) {
    v1::Consent consent = Drafted();
    Signature signature = GoodSignature();
    signature.signed_time = signed_time;
    signature.told_time = told_time;
    return ReasonOf(Sign(consent, signature, kNow));
  };
  const absl::Time future = kNow + absl::Minutes(1) + absl::Nanoseconds(1);
  EXPECT_EQ(sign(future, kNow), "NOT_IN_FUTURE");
  EXPECT_EQ(sign(kNow, future), "NOT_IN_FUTURE");
  EXPECT_EQ(sign(kNow + absl::Minutes(1), kNow), "");
  EXPECT_EQ(sign(kNow - absl::Hours(24 * 90), kNow - absl::Hours(24 * 91)), "");
}

TEST(XC_57, AnExplanationIsOfADayOfTheCalendarThatHasCome) {
  const auto explain = [](int year, int month, int day) {
    v1::Consent consent = Drafted();
    Signature signature = GoodSignature();
    signature.explained_on.set_year(year);
    signature.explained_on.set_month(month);
    signature.explained_on.set_day(day);
    return ReasonOf(Sign(consent, signature, kNow));
  };
  EXPECT_EQ(explain(2026, 7, 30), "NOT_IN_FUTURE");
  EXPECT_EQ(explain(2026, 2, 31), "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(explain(2026, 7, 29), "");
}

TEST(XC_60, AConsentEndsWithinTwelveMonths) {
  EXPECT_EQ(Draft(EndingOn(absl::CivilDay(2027, 7, 30))), "CONSENT_TOO_LONG");
  EXPECT_EQ(Draft(EndingOn(kToday - 1)), "CONSENT_TOO_LONG");
  EXPECT_EQ(Draft(EndingOn(absl::CivilDay(2027, 7, 29))), "");
  EXPECT_EQ(Draft(EndingOn(kToday)), "");
  v1::ConsentVersion version = EndingOn(kToday);
  version.mutable_valid_to()->set_month(6);
  version.mutable_valid_to()->set_day(31);
  EXPECT_EQ(Draft(version), "DATE_NOT_IN_CALENDAR");
}

TEST(XC_60, TwelveMonthsCountFromTheDayOfTheSignature) {
  v1::Consent consent = Drafted();
  *consent.mutable_versions(0) = EndingOn(absl::CivilDay(2027, 7, 29));
  Signature signature = GoodSignature();
  signature.signed_time = kNow - absl::Hours(24);
  signature.told_time = signature.signed_time;
  EXPECT_EQ(ReasonOf(Sign(consent, signature, kNow)), "CONSENT_TOO_LONG");
  EXPECT_EQ(consent.state(), v1::CONSENT_STATE_DRAFT);
  *consent.mutable_versions(0) = EndingOn(absl::CivilDay(2027, 7, 28));
  EXPECT_EQ(ReasonOf(Sign(consent, signature, kNow)), "");
}

TEST(XC_60, AConsentWithoutAnEndIsGivenOne) {
  const auto end_of = [](absl::CivilDay signed_on) {
    const absl::Time at = absl::FromCivil(absl::CivilHour(signed_on) + 9, dates::PragueZone());
    v1::Consent consent = Drafted();
    Signature signature = GoodSignature();
    signature.signed_time = at;
    signature.told_time = at;
    signature.explained_on = dates::ToDate(signed_on);
    EXPECT_EQ(ReasonOf(Sign(consent, signature, at)), "");
    return dates::FromDate(consent.versions(0).valid_to());
  };
  EXPECT_EQ(end_of(kToday), absl::CivilDay(2027, 7, 29));
  EXPECT_EQ(end_of(absl::CivilDay(2028, 2, 29)), absl::CivilDay(2029, 2, 28));
  EXPECT_EQ(end_of(absl::CivilDay(2027, 2, 28)), absl::CivilDay(2028, 2, 28));
  EXPECT_EQ(end_of(absl::CivilDay(2026, 12, 31)), absl::CivilDay(2027, 12, 31));
}

TEST(XC_60, AConsentHasAPurpose) {
  v1::ConsentVersion version = CompleteVersion();
  version.clear_purposes();
  ASSERT_TRUE(CheckDraft(version, kNow).ok());
  EXPECT_THAT(version.purposes(), ElementsAre(common::v1::PURPOSE_AGREED_SUPPORT));
  version.set_purposes(0, common::v1::PURPOSE_HOUSING_SUPPORT);
  ASSERT_TRUE(CheckDraft(version, kNow).ok());
  EXPECT_THAT(version.purposes(), ElementsAre(common::v1::PURPOSE_HOUSING_SUPPORT));
}

struct StateRow {
  v1::ConsentState state;
  bool sign, add, revoke;
};

// The chart on the wall.
constexpr StateRow kStates[] = {
    {v1::CONSENT_STATE_UNSPECIFIED, false, false, false},
    {v1::CONSENT_STATE_DRAFT, true, true, true},
    {v1::CONSENT_STATE_SIGNED, true, true, true},
    {v1::CONSENT_STATE_REVOKED, false, false, true},
};

TEST(XC_05, EachStateAllowsItsVerbsAndNoOther) {
  for (const StateRow& row : kStates) {
    v1::Consent consent = Extended();
    consent.set_state(row.state);
    EXPECT_EQ(CheckVerb(consent, "SignConsent").ok(), row.sign) << row.state;
    EXPECT_EQ(CheckVerb(consent, "AddConsentVersion").ok(), row.add) << row.state;
    EXPECT_EQ(CheckVerb(consent, "RevokeConsent").ok(), row.revoke) << row.state;
    EXPECT_FALSE(CheckVerb(consent, "DeleteConsent").ok()) << row.state;
  }
  EXPECT_EQ(ConsentVerbs().size(), 9U);
}

// What the RPC behind the verb would answer to this caller.
bool IsAnsweredWithOk(v1::Consent consent, const std::string& verb, bool keeper) {
  if (verb == "RevokeConsent" || verb == "ObjectToConsent") return CheckVerb(consent, verb).ok();
  if (verb == "SignConsent") return keeper && Sign(consent, GoodSignature(), kNow).ok();
  return keeper && CheckVerb(consent, verb).ok();
}

TEST(XC_05, ActionsSayWhatTheVerbsAnswer) {
  for (const StateRow& row : kStates) {
    for (v1::Consent consent : {Drafted(), Signed(), Extended()}) {
      for (bool keeper : {false, true}) {
        consent.set_state(row.state);
        std::vector<std::string> verbs;
        for (const auto& action : ConsentActions(consent, keeper, LANGUAGE_CS)) {
          verbs.push_back(action.verb());
          EXPECT_EQ(action.allowed(), IsAnsweredWithOk(consent, action.verb(), keeper))
              << action.verb() << " in " << v1::ConsentState_Name(row.state);
          EXPECT_EQ(action.rule().empty(), action.allowed());
          EXPECT_EQ(action.remedy().empty(), action.allowed());
        }
        EXPECT_THAT(verbs, ElementsAre("SignConsent", "AddConsentVersion", "RevokeConsent",
                                       "ObjectToConsent"));
      }
    }
  }
}

Represented Child(absl::CivilDay until = absl::CivilDay::max()) {
  Represented person;
  person.birth.Add({2018, 5, 4});
  Mandate mother;
  mother.representation_id = "mother";
  mother.kind = v1::REPRESENTATION_KIND_PARENT;
  mother.acts = {v1::REPRESENTED_ACT_CONSENT};
  mother.from = absl::CivilDay(2018, 5, 4);
  mother.to = until;
  person.mandates = {mother};
  return person;
}

Signature ByMother() {
  Signature signature = GoodSignature();
  signature.representation_id = "mother";
  signature.view = v1::CLIENT_VIEW_COULD_NOT_SAY;
  return signature;
}

TEST(XC_59, AChildsConsentIsGivenByARepresentativeWithTheChildsViewBeside) {
  v1::Consent consent = Drafted();
  const absl::Status alone = Sign(consent, GoodSignature(), kNow, Child());
  EXPECT_EQ(alone.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(alone), "CLIENT_CANNOT_GIVE");
  EXPECT_EQ(RuleOf(alone), "XC-59");
  Signature signature = ByMother();
  signature.view = v1::CLIENT_VIEW_UNSPECIFIED;
  consent = Drafted();
  EXPECT_EQ(ReasonOf(Sign(consent, signature, kNow, Child())), "CLIENT_VIEW_MISSING");
  consent = Drafted();
  EXPECT_EQ(ReasonOf(Sign(consent, ByMother(), kNow, Child(kToday - 1))), "GRANTOR_NOT_ENTITLED");
  consent = Drafted();
  ASSERT_TRUE(Sign(consent, ByMother(), kNow, Child()).ok());
  EXPECT_EQ(consent.versions(0).grantor(), v1::CONSENT_GRANTOR_REPRESENTATIVE);
  EXPECT_EQ(consent.versions(0).representation_id(), "mother");
  EXPECT_EQ(consent.versions(0).client_view(), v1::CLIENT_VIEW_COULD_NOT_SAY);
  EXPECT_EQ(Signed().versions(0).grantor(), v1::CONSENT_GRANTOR_CLIENT);
}

TEST(XC_59, WhatAConsentComesToFollowsTheDay) {
  v1::Consent consent = Drafted();
  EXPECT_EQ(StandingNow(consent, Child(), kNow), v1::CONSENT_STANDING_NOT_SIGNED);
  ASSERT_TRUE(Sign(consent, ByMother(), kNow, Child()).ok());
  EXPECT_EQ(StandingNow(consent, Child(), kNow), v1::CONSENT_STANDING_IN_FORCE);
  EXPECT_EQ(StandingNow(consent, Child(kToday - 1), kNow), v1::CONSENT_STANDING_INVALID);
  // Until midnight in Prague, whatever the hour.
  const absl::Time midnight = absl::FromCivil(absl::CivilDay(kToday + 1), dates::PragueZone());
  EXPECT_EQ(StandingNow(consent, Child(kToday), midnight - absl::Microseconds(1)),
            v1::CONSENT_STANDING_IN_FORCE);
  EXPECT_EQ(StandingNow(consent, Child(kToday), midnight), v1::CONSENT_STANDING_INVALID);
  EXPECT_EQ(StandingNow(consent, Child(), kNow + absl::Hours(24 * 366)),
            v1::CONSENT_STANDING_EXPIRED);
  EXPECT_TRUE(Revoke(consent, kNow));
  EXPECT_EQ(StandingNow(consent, Child(), kNow), v1::CONSENT_STANDING_WITHDRAWN);
}

TEST(XC_59, AnObjectionIsLiftedInWritingByWhoObjected) {
  Represented child = Child();
  child.mandates.push_back(child.mandates[0]);
  child.mandates[1].representation_id = "father";
  child.mandates[1].worker_id = "father-who-works-here";
  v1::Consent consent = Drafted();
  ASSERT_TRUE(Sign(consent, ByMother(), kNow, child).ok());
  EXPECT_EQ(ReasonOf(CheckObjector(consent, "neighbour", child, kNow)), "GRANTOR_NOT_ENTITLED");
  ASSERT_TRUE(CheckObjector(consent, "father", child, kNow).ok());
  v1::ConsentObjection& objection = *consent.add_objections();
  objection.set_objection_id("objection");
  objection.set_representation_id("father");
  EXPECT_EQ(StandingNow(consent, child, kNow), v1::CONSENT_STANDING_DISPUTED);

  v1::LiftObjectionRequest lift;
  lift.set_objection_id("objection");
  lift.mutable_attestation()->set_form(common::v1::ATTESTATION_FORM_PHONE);
  EXPECT_EQ(ReasonOf(Lift(lift, "worker", child, kNow, consent)), "ORAL_CONSENT_OPENS_NOTHING");
  lift.mutable_attestation()->set_form(common::v1::ATTESTATION_FORM_SIGNED);
  EXPECT_EQ(ReasonOf(Lift(lift, "worker", child, kNow, consent)), "ORAL_CONSENT_OPENS_NOTHING");
  lift.mutable_attestation()->set_document("Sp 7");
  EXPECT_EQ(ReasonOf(Lift(lift, "father-who-works-here", child, kNow, consent)),
            "ATTESTATION_OF_PROFITEER");
  ASSERT_TRUE(Lift(lift, "worker", child, kNow, consent).ok());
  EXPECT_EQ(StandingNow(consent, child, kNow), v1::CONSENT_STANDING_IN_FORCE);
  EXPECT_EQ(ReasonOf(Lift(lift, "worker", child, kNow, consent)), "CONSENT_STATE_REFUSES");
}

// Bad input 4.1.5: the representative is the worker who records, explains or told.
TEST(XC_58, NobodyAttestsTheirOwnConsent) {
  Represented child = Child();
  child.mandates[0].worker_id = "mother-who-works-here";
  const auto sign = [&](auto change) {
    Signature signature = ByMother();
    change(signature);
    v1::Consent consent = Drafted();
    return ReasonOf(Sign(consent, signature, kNow, child));
  };
  const std::string mother = "mother-who-works-here";
  EXPECT_EQ(sign([&](Signature& by) { by.recorded_by_worker_id = mother; }),
            "ATTESTATION_OF_PROFITEER");
  EXPECT_EQ(sign([&](Signature& by) { by.explainer_worker_id = mother; }),
            "ATTESTATION_OF_PROFITEER");
  EXPECT_EQ(sign([&](Signature& by) { by.told_by_worker_id = mother; }),
            "ATTESTATION_OF_PROFITEER");
  EXPECT_EQ(sign([](Signature&) {}), "");
}

// Bad input 4.1.7: files that prove nothing.
TEST(XC_58, AScanIsOfASignedPaperAndNotEmpty) {
  v1::RecordConsentScanRequest scan;
  scan.set_sha256(std::string(64, 'a'));
  scan.set_byte_count(1);
  *scan.mutable_scan_time() = rpc::ToTimestamp(kNow);
  EXPECT_EQ(ReasonOf(CheckScan(Drafted().versions(0), scan, kNow)), "SCAN_MISPLACED");
  v1::ConsentVersion version = Signed().versions(0);
  EXPECT_TRUE(CheckScan(version, scan, kNow).ok());
  scan.set_byte_count(0);
  EXPECT_EQ(ReasonOf(CheckScan(version, scan, kNow)), "EVIDENCE_EMPTY");
  scan.set_byte_count(1);
  scan.set_sha256("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ReasonOf(CheckScan(version, scan, kNow)), "EVIDENCE_EMPTY");
  scan.set_sha256(std::string(64, 'a'));
  *scan.mutable_scan_time() = rpc::ToTimestamp(kNow + absl::Hours(1));
  EXPECT_EQ(ReasonOf(CheckScan(version, scan, kNow)), "NOT_IN_FUTURE");
  *scan.mutable_scan_time() = rpc::ToTimestamp(kNow - absl::Hours(2));
  EXPECT_EQ(ReasonOf(CheckScan(version, scan, kNow)), "EVIDENCE_OLDER_THAN_SIGNATURE");
  *scan.mutable_scan_time() = rpc::ToTimestamp(kNow);
  version.set_scan_sha256(std::string(64, 'b'));
  EXPECT_EQ(ReasonOf(CheckScan(version, scan, kNow)), "SCAN_MISPLACED");
}

TEST(XC_58, AScanIsDueTwoWeeksAfterTheSignatureOfAPaper) {
  EXPECT_EQ(dates::FromDate(Signed().versions(0).scan_due()), kToday + 14);
  v1::Consent oral = Drafted();
  oral.mutable_versions(0)->set_form(v1::CONSENT_FORM_ORAL);
  ASSERT_TRUE(Sign(oral, GoodSignature(), kNow).ok());
  EXPECT_FALSE(oral.versions(0).has_scan_due());
  EXPECT_EQ(StandingNow(oral, {}, kNow), v1::CONSENT_STANDING_ORAL);
}

// Bad input 4.1.1: ends before, on and after the day, in the years 9999 and of summer time.
TEST(XC_60, AnEndIsADayOfTheCalendarFromTodayForTwelveMonths) {
  EXPECT_EQ(Draft(EndingOn(kToday - 1)), "CONSENT_TOO_LONG");
  EXPECT_EQ(Draft(EndingOn(kToday)), "");
  v1::ConsentVersion far = CompleteVersion();
  far.mutable_valid_to()->set_year(9999);
  far.mutable_valid_to()->set_month(12);
  far.mutable_valid_to()->set_day(31);
  EXPECT_EQ(Draft(far), "DATE_NOT_IN_CALENDAR");
  // The days on which clocks change have 23 and 25 hours; a consent ends with the day.
  for (const absl::CivilDay day : {absl::CivilDay(2026, 3, 29), absl::CivilDay(2026, 10, 25)}) {
    const absl::Time begin = absl::FromCivil(day, dates::PragueZone());
    const absl::Time end = absl::FromCivil(absl::CivilDay(day + 1), dates::PragueZone());
    v1::Consent consent = Drafted();
    *consent.mutable_versions(0)->mutable_valid_to() = dates::ToDate(day);
    Signature signature = GoodSignature();
    signature.signed_time = begin;
    signature.told_time = begin;
    signature.explained_on = dates::ToDate(day);
    ASSERT_EQ(ReasonOf(Sign(consent, signature, begin)), "");
    EXPECT_EQ(StandingNow(consent, {}, end - absl::Microseconds(1)), v1::CONSENT_STANDING_IN_FORCE);
    EXPECT_EQ(StandingNow(consent, {}, end), v1::CONSENT_STANDING_EXPIRED);
  }
}

TEST(XC_60, AProgrammesTemplateMayEndEarlier) {
  v1::ConsentVersion version = EndingOn(kToday + 60);
  EXPECT_EQ(ReasonOf(CheckDraft(version, kNow, 1)), "CONSENT_TOO_LONG");
  EXPECT_EQ(ReasonOf(CheckDraft(version, kNow, 3)), "");
  v1::Consent consent = Drafted();
  Signature signature = GoodSignature();
  signature.longest_months = 1;
  ASSERT_TRUE(Sign(consent, signature, kNow).ok());
  EXPECT_EQ(dates::FromDate(consent.versions(0).valid_to()), absl::CivilDay(2026, 8, 29));
}

TEST(XC_08, ATemplateFillsWhatIsLeftOpenAndItsExclusionsStay) {
  v1::ConsentTemplateVersion from;
  from.set_template_version_id("template-version");
  from.add_areas(common::v1::DATA_AREA_DEBTS);
  from.add_excluded_topics(common::v1::DATA_AREA_HEALTH);
  from.add_purposes(common::v1::PURPOSE_HOUSING_SUPPORT);
  v1::ConsentVersion version;
  version.add_excluded_topics(common::v1::DATA_AREA_FAMILY);
  FillFromTemplate(from, version);
  EXPECT_THAT(version.areas(), ElementsAre(common::v1::DATA_AREA_DEBTS));
  EXPECT_THAT(version.excluded_topics(),
              ElementsAre(common::v1::DATA_AREA_FAMILY, common::v1::DATA_AREA_HEALTH));
  EXPECT_THAT(version.purposes(), ElementsAre(common::v1::PURPOSE_HOUSING_SUPPORT));
  EXPECT_EQ(version.template_version_id(), "template-version");
  v1::ConsentVersion narrower;
  narrower.add_areas(common::v1::DATA_AREA_HOUSING);
  FillFromTemplate(from, narrower);
  EXPECT_THAT(narrower.areas(), ElementsAre(common::v1::DATA_AREA_HOUSING));
}

TEST(XC_09, AConsentFromAnUnreviewedTemplateIsMarked) {
  v1::ConsentTemplateVersion from;
  v1::ConsentVersion version;
  FillFromTemplate(from, version);
  EXPECT_TRUE(version.has_template_reviewed());
  EXPECT_FALSE(version.template_reviewed());
  v1::Consent consent = Signed();
  const auto warned = [&] {
    std::vector<std::string> reasons;
    for (const auto& warning : SignatureWarnings(consent, {"key-worker"}, LANGUAGE_CS))
      reasons.push_back(warning.reason());
    return reasons;
  };
  EXPECT_THAT(warned(), IsEmpty());
  consent.mutable_versions(0)->set_template_reviewed(false);
  EXPECT_THAT(warned(), ElementsAre("TEMPLATE_NOT_REVIEWED"));
}

TEST(XC_03, ToOthersADraftIsNothingYet) {
  v1::Consent consent = Extended();
  EXPECT_TRUE(IsPartyOfSigned(consent, {"ngo", ""}));
  EXPECT_FALSE(IsPartyOfSigned(consent, {"clinic", ""}));
  EXPECT_FALSE(IsPartyOfSigned(consent, {"town", ""}));
  HideDrafts(consent);
  ASSERT_EQ(consent.versions_size(), 1);
  EXPECT_EQ(consent.versions(0).version(), 1);
  EXPECT_FALSE(IsPartyOfSigned(Drafted(), {"ngo", ""}));
}

TEST(XC_60, AnExpiredConsentIsRenewedByANewVersion) {
  v1::Consent consent = Extended();
  const absl::Time later = kNow + absl::Hours(24 * 400);
  EXPECT_EQ(StandingNow(consent, {}, later), v1::CONSENT_STANDING_EXPIRED);
  Signature again = GoodSignature();
  again.signed_time = later;
  again.told_time = later;
  again.explained_on = dates::ToDate(dates::DayAt(later));
  ASSERT_EQ(ReasonOf(Sign(consent, again, later)), "");
  EXPECT_EQ(StandingNow(consent, {}, later), v1::CONSENT_STANDING_IN_FORCE);
}

// Bad input 4.1.3.
TEST(XC_05, AnExpiredConsentIsWithdrawnLikeAnyOther) {
  v1::Consent consent = Signed();
  const absl::Time later = kNow + absl::Hours(24 * 400);
  ASSERT_EQ(StandingNow(consent, {}, later), v1::CONSENT_STANDING_EXPIRED);
  EXPECT_TRUE(Revoke(consent, later));
  EXPECT_EQ(StandingNow(consent, {}, later), v1::CONSENT_STANDING_WITHDRAWN);
  EXPECT_FALSE(Revoke(consent, later + absl::Hours(1)));
  EXPECT_EQ(rpc::FromTimestamp(consent.revoke_time()), later);
}

}  // namespace
}  // namespace opora::registry
