#include "services/client_registry/representation/representation_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/representation/refusals.h"

namespace opora::registry {
namespace {

using access::Standing;
using common::v1::DATA_AREA_DEBTS;
using common::v1::DATA_AREA_HEALTH;
using rules::ReasonOf;
using rules::RuleOf;
using ::testing::ElementsAre;

const absl::CivilDay kToday(2026, 7, 29);
const absl::CivilDay kLeapDay(2008, 2,
                              29);  // Fifteen on 28 February 2023, eighteen on 28 February 2026.

Birth BornOn(absl::CivilDay day) {
  Birth birth;
  birth.Add({static_cast<int>(day.year()), day.month(), day.day()});
  return birth;
}

Birth AgedOn(int years, absl::CivilDay day) {
  return BornOn(absl::CivilDay(day.year() - years, day.month(), day.day()));
}

Mandate Of(v1::RepresentationKind kind, const std::string& id = "mother") {
  Mandate mandate;
  mandate.representation_id = id;
  mandate.kind = kind;
  mandate.acts = {v1::REPRESENTED_ACT_CONSENT};
  mandate.from = absl::CivilDay(2000, 1, 1);
  return mandate;
}

const Mandate kMother = Of(v1::REPRESENTATION_KIND_PARENT);
const Mandate kFather = Of(v1::REPRESENTATION_KIND_PARENT, "father");

Mandate CourtGuardian() {
  Mandate mandate = Of(v1::REPRESENTATION_KIND_COURT_GUARDIAN, "guardian");
  mandate.excludes_client = true;
  return mandate;
}

Grant By(const std::string& representation_id, v1::ClientView view = v1::CLIENT_VIEW_AGREES,
         absl::CivilDay day = kToday) {
  Grant grant;
  grant.representation_id = representation_id;
  if (!representation_id.empty()) grant.view = view;
  grant.given_on = day;
  grant.areas = {DATA_AREA_DEBTS};
  return grant;
}

Grant ByClient(absl::CivilDay day = kToday) { return By("", v1::CLIENT_VIEW_UNSPECIFIED, day); }

std::string Refusal(const Grant& grant, const Represented& person) {
  const rules::Rule* rule = WhyNot(grant, person);
  return rule == nullptr ? "" : std::string(rule->reason);
}

TEST(XC_59, AChildUnderFifteenIsRepresentedAndFromFifteenOnGivesItself) {
  const Represented child = {AgedOn(14, kToday), {kMother}};
  EXPECT_EQ(Refusal(ByClient(), child), "CLIENT_CANNOT_GIVE");
  EXPECT_EQ(Refusal(By("mother"), child), "");
  const Represented youth = {AgedOn(15, kToday), {kMother}};
  EXPECT_EQ(Refusal(ByClient(), youth), "");
  EXPECT_EQ(Refusal(By("mother"), youth), "");
  EXPECT_EQ(Refusal(By("mother", v1::CLIENT_VIEW_DISAGREES), youth), "CLIENT_OBJECTS");
  EXPECT_EQ(Refusal(By("mother", v1::CLIENT_VIEW_COULD_NOT_SAY), youth), "CLIENT_OBJECTS");
  EXPECT_EQ(Refusal(By("mother"), {AgedOn(18, kToday), {kMother}}), "GRANTOR_NOT_ENTITLED");
}

// Bad input 4.1.20: birthdays on 29 February, in years that have none.
TEST(XC_59, WhoeverIsBornOnTheTwentyNinthOfFebruaryComesOfAgeOnTheTwentyEighth) {
  const Represented person = {BornOn(kLeapDay), {kMother}};
  EXPECT_EQ(Refusal(ByClient(absl::CivilDay(2023, 2, 27)), person), "CLIENT_CANNOT_GIVE");
  EXPECT_EQ(Refusal(ByClient(absl::CivilDay(2023, 2, 28)), person), "");
  EXPECT_EQ(LastDay(kMother, person.birth), absl::CivilDay(2026, 2, 27));
  EXPECT_TRUE(IsInForce(kMother, person.birth, absl::CivilDay(2026, 2, 27)));
  EXPECT_FALSE(IsInForce(kMother, person.birth, absl::CivilDay(2026, 2, 28)));
  const Grant given = By("mother", v1::CLIENT_VIEW_AGREES, absl::CivilDay(2025, 12, 1));
  EXPECT_EQ(StandingOf(given, {}, person, absl::CivilDay(2026, 2, 27)), Standing::kGood);
  EXPECT_EQ(StandingOf(given, {}, person, absl::CivilDay(2026, 2, 28)), Standing::kInvalid);
}

// Bad input 4.1.20: the end of a guardianship at midnight.
TEST(XC_59, WhatAFormerGuardianGaveOpensNothingFromMidnightOn) {
  Mandate guardian = Of(v1::REPRESENTATION_KIND_GUARDIAN);
  guardian.to = kToday;
  const Represented child = {AgedOn(8, kToday), {guardian}};
  EXPECT_EQ(StandingOf(By("mother"), {}, child, kToday), Standing::kGood);
  EXPECT_EQ(StandingOf(By("mother"), {}, child, kToday + 1), Standing::kInvalid);
  EXPECT_EQ(Refusal(By("mother", v1::CLIENT_VIEW_AGREES, kToday + 1), child),
            "GRANTOR_NOT_ENTITLED");
}

// Bad input 4.1.4: a court's decision of yesterday, entered today.
TEST(XC_59, ACourtDecisionCountsByItsDateAndNotByTheDayOfItsEntry) {
  Represented child = {AgedOn(8, kToday), {kMother, kFather}};
  const Grant given = By("father");
  EXPECT_EQ(StandingOf(given, {}, child, kToday), Standing::kGood);
  child.mandates[1].to = kToday - 1;
  EXPECT_EQ(StandingOf(given, {}, child, kToday), Standing::kInvalid);
  EXPECT_EQ(Refusal(given, child), "GRANTOR_NOT_ENTITLED");
  EXPECT_EQ(StandingOf(By("mother"), {}, child, kToday), Standing::kGood);
}

// Bad input 4.1.4: two guardians who do not agree.
TEST(XC_59, RepresentativesInConflictMakeItDisputedUntilOneCanNoLongerObject) {
  Represented child = {AgedOn(8, kToday), {kMother, kFather}};
  EXPECT_EQ(StandingOf(By("mother"), {"father"}, child, kToday), Standing::kDisputed);
  EXPECT_EQ(StandingOf(By("mother"), {"stranger"}, child, kToday), Standing::kGood);
  child.mandates[1].to = kToday - 1;
  EXPECT_EQ(StandingOf(By("mother"), {"father"}, child, kToday), Standing::kGood);
  child.mandates[1] = kFather;
  child.mandates[1].areas = {DATA_AREA_HEALTH};
  EXPECT_EQ(StandingOf(By("mother"), {"father"}, child, kToday), Standing::kGood);
  child.mandates[1].areas.insert(DATA_AREA_DEBTS);
  EXPECT_EQ(StandingOf(By("mother"), {"father"}, child, kToday), Standing::kDisputed);
}

TEST(XC_59, TheScopeCoversActAndAreas) {
  Represented child = {AgedOn(8, kToday), {kMother}};
  Mandate& mother = child.mandates[0];
  mother.acts = {v1::REPRESENTED_ACT_APPROVAL};
  EXPECT_EQ(Refusal(By("mother"), child), "GRANTOR_NOT_ENTITLED");
  mother.acts.insert(v1::REPRESENTED_ACT_CONSENT);
  mother.areas = {DATA_AREA_HEALTH};
  EXPECT_EQ(Refusal(By("mother"), child), "GRANTOR_NOT_ENTITLED");
  mother.areas.insert(DATA_AREA_DEBTS);
  EXPECT_EQ(Refusal(By("mother"), child), "");
  Grant both = By("mother");
  both.areas = {DATA_AREA_DEBTS, common::v1::DATA_AREA_FAMILY};
  EXPECT_EQ(Refusal(both, child), "GRANTOR_NOT_ENTITLED");
  EXPECT_EQ(Refusal(By("aunt"), child), "GRANTOR_NOT_ENTITLED");
}

TEST(XC_59, TheClientsOwnViewStandsBeside) {
  const Represented child = {AgedOn(8, kToday), {kMother}};
  EXPECT_EQ(Refusal(By("mother", v1::CLIENT_VIEW_UNSPECIFIED), child), "CLIENT_VIEW_MISSING");
  EXPECT_EQ(Refusal(By("mother", v1::CLIENT_VIEW_COULD_NOT_SAY), child), "");
  // Under fifteen the disagreement is recorded; from the birthday on it decides.
  const Represented nearly = {AgedOn(14, kToday - 1), {kMother}};
  const Grant against = By("mother", v1::CLIENT_VIEW_DISAGREES);
  const absl::CivilDay birthday(kToday.year() + 1, kToday.month(), kToday.day() - 1);
  EXPECT_EQ(StandingOf(against, {}, nearly, kToday), Standing::kGood);
  EXPECT_EQ(StandingOf(against, {}, nearly, birthday - 1), Standing::kGood);
  EXPECT_EQ(StandingOf(against, {}, nearly, birthday), Standing::kDisputed);
}

TEST(XC_59, AnAdultGivesAloneUnlessACourtLimitedTheCapacity) {
  const Birth adult = AgedOn(40, kToday);
  EXPECT_EQ(Refusal(ByClient(), {adult, {}}), "");
  EXPECT_EQ(Refusal(ByClient(), {Birth(), {}}), "");
  Represented limited = {adult, {CourtGuardian()}};
  EXPECT_EQ(Refusal(ByClient(), limited), "CLIENT_CANNOT_GIVE");
  EXPECT_EQ(Refusal(By("guardian", v1::CLIENT_VIEW_DISAGREES), limited), "");
  limited.mandates[0].areas = {DATA_AREA_HEALTH};
  EXPECT_EQ(Refusal(ByClient(), limited), "");
  limited.mandates[0] = CourtGuardian();
  limited.mandates[0].from = kToday + 1;
  EXPECT_EQ(Refusal(ByClient(), limited), "");
  // What was given before the court decided stays given; the guardian may withdraw it.
  limited.mandates[0].from = kToday;
  EXPECT_EQ(StandingOf(ByClient(kToday - 1), {}, limited, kToday), Standing::kGood);
  EXPECT_TRUE(MayWithdraw("guardian", limited, kToday));
}

TEST(XC_59, ASupporterObjectsButNeverDecides) {
  const Represented adult = {AgedOn(40, kToday), {Of(v1::REPRESENTATION_KIND_SUPPORTER, "friend")}};
  EXPECT_EQ(Refusal(By("friend"), adult), "GRANTOR_NOT_ENTITLED");
  EXPECT_FALSE(MayWithdraw("friend", adult, kToday));
  EXPECT_EQ(StandingOf(ByClient(), {"friend"}, adult, kToday), Standing::kDisputed);
}

TEST(XC_59, AnAgentStandsNeitherAgainstTheClientNorBesideADenial) {
  const Represented adult = {AgedOn(40, kToday),
                             {Of(v1::REPRESENTATION_KIND_POWER_OF_ATTORNEY, "agent"),
                              Of(v1::REPRESENTATION_KIND_HOUSEHOLD_MEMBER, "son")}};
  EXPECT_EQ(StandingOf(ByClient(), {"agent"}, adult, kToday), Standing::kGood);
  EXPECT_EQ(Refusal(By("agent"), adult), "");
  EXPECT_EQ(Refusal(By("agent", v1::CLIENT_VIEW_DISAGREES), adult), "CLIENT_OBJECTS");
  EXPECT_EQ(Refusal(By("son", v1::CLIENT_VIEW_COULD_NOT_SAY), adult), "");
  EXPECT_EQ(Refusal(By("son", v1::CLIENT_VIEW_DISAGREES), adult), "CLIENT_OBJECTS");
}

TEST(XC_59, APartlyUnknownBirthDayIsTakenAtItsWorst) {
  Birth birth;
  birth.Add({2011, 0, 0});
  const Represented fifteen_this_year = {birth, {kMother}};
  EXPECT_EQ(Refusal(ByClient(), fifteen_this_year), "CLIENT_CANNOT_GIVE");
  Birth of_2008;
  of_2008.Add({2008, 0, 0});
  EXPECT_EQ(LastDay(kMother, of_2008), absl::CivilDay(2025, 12, 31));
  EXPECT_EQ(Refusal(ByClient(), {of_2008, {kMother}}), "");
  Birth of_a_month;
  of_a_month.Add({2011, 7, 0});
  EXPECT_EQ(Refusal(ByClient(absl::CivilDay(2026, 7, 30)), {of_a_month, {}}), "CLIENT_CANNOT_GIVE");
  EXPECT_EQ(Refusal(ByClient(absl::CivilDay(2026, 7, 31)), {of_a_month, {}}), "");
  // Two records of one person that differ: the later day for what the client may, the earlier for
  // the parent.
  Birth differing = BornOn(absl::CivilDay(2011, 1, 1));
  differing.Add({2012, 1, 1});
  EXPECT_EQ(Refusal(ByClient(), {differing, {}}), "CLIENT_CANNOT_GIVE");
  // Unknown, but with a parent: a child.
  EXPECT_EQ(Refusal(ByClient(), {Birth(), {kMother}}), "CLIENT_CANNOT_GIVE");
  EXPECT_EQ(Refusal(By("mother"), {Birth(), {kMother}}), "");
}

// Bad input 4.1.5: the recipient's own agency as the guardian.
TEST(XC_58, APublicGuardianDoesNotConsentInItsOwnAgencysFavour) {
  Represented person = {AgedOn(40, kToday), {CourtGuardian()}};
  person.mandates[0].agency_id = "town";
  Grant grant = By("guardian");
  grant.party_agencies = {"ngo", "town"};
  EXPECT_EQ(Refusal(grant, person), "ATTESTATION_OF_PROFITEER");
  EXPECT_EQ(StandingOf(grant, {}, person, kToday), Standing::kInvalid);
  grant.party_agencies = {"ngo", "clinic"};
  EXPECT_EQ(Refusal(grant, person), "");
}

v1::Representation Recorded(v1::RepresentationKind kind) {
  v1::Representation representation;
  representation.set_client_id("child");
  representation.set_kind(kind);
  representation.set_representative_name("Jana Nováková");
  representation.add_acts(v1::REPRESENTED_ACT_CONSENT);
  *representation.mutable_valid_from() = dates::ToDate(kToday - 100);
  representation.set_evidence("OS Sokolov 12 P 3/2026");
  return representation;
}

std::string Check(const v1::Representation& representation, const Birth& birth) {
  return ReasonOf(CheckRepresentation(representation, birth, "worker", kToday));
}

TEST(XC_59, ARepresentationIsProvenAndFitsTheAge) {
  const Birth child = AgedOn(8, kToday);
  const Birth adult = AgedOn(40, kToday);
  v1::Representation guardian = Recorded(v1::REPRESENTATION_KIND_GUARDIAN);
  EXPECT_EQ(Check(guardian, child), "");
  EXPECT_EQ(Check(guardian, adult), "REPRESENTATION_UNFIT");
  guardian.clear_evidence();
  EXPECT_EQ(Check(guardian, child), "REPRESENTATION_UNPROVEN");
  v1::Representation parent = Recorded(v1::REPRESENTATION_KIND_PARENT);
  parent.clear_evidence();
  EXPECT_EQ(Check(parent, child), "");
  EXPECT_EQ(Check(parent, Birth()), "");
  for (const auto kind :
       {v1::REPRESENTATION_KIND_HOUSEHOLD_MEMBER, v1::REPRESENTATION_KIND_SUPPORTER,
        v1::REPRESENTATION_KIND_POWER_OF_ATTORNEY}) {
    EXPECT_EQ(Check(Recorded(kind), child), "REPRESENTATION_UNFIT");
    EXPECT_EQ(Check(Recorded(kind), adult), "");
  }
  EXPECT_EQ(Check(Recorded(v1::REPRESENTATION_KIND_COURT_GUARDIAN), child), "");
  EXPECT_EQ(Check(Recorded(v1::REPRESENTATION_KIND_COURT_GUARDIAN), adult), "");
}

TEST(XC_59, ARepresentationHasADirectionInTimeAndSomebodyElse) {
  const Birth child = AgedOn(8, kToday);
  v1::Representation parent = Recorded(v1::REPRESENTATION_KIND_PARENT);
  *parent.mutable_valid_to() = dates::ToDate(kToday - 101);
  EXPECT_EQ(Check(parent, child), "PERIOD_REVERSED");
  parent.clear_valid_to();
  parent.set_representative_client_id("child");
  EXPECT_EQ(Check(parent, child), "REPRESENTS_ONESELF");
  parent.clear_representative_client_id();
  parent.set_excludes_client(true);
  EXPECT_EQ(Check(parent, child), "ONLY_COURTS_EXCLUDE");
  parent.clear_excludes_client();
  parent.clear_representative_name();
  EXPECT_EQ(Check(parent, child), "NAME_MISSING");
}

// Bad input 4.1.5: a worker for herself.
TEST(XC_58, NobodyRecordsTheirOwnRepresentation) {
  v1::Representation own = Recorded(v1::REPRESENTATION_KIND_COURT_GUARDIAN);
  own.set_representative_worker_id("worker");
  EXPECT_EQ(Check(own, Birth()), "ATTESTATION_OF_PROFITEER");
  own.set_representative_worker_id("another");
  EXPECT_EQ(Check(own, Birth()), "");
}

TEST(XC_59, AnEndComesEarlierAndNeverLater) {
  v1::Representation representation = Recorded(v1::REPRESENTATION_KIND_PARENT);
  v1::EndRepresentationRequest end;
  *end.mutable_valid_to() = dates::ToDate(kToday - 1);
  end.set_reason(v1::REPRESENTATION_END_COURT_DECISION);
  const absl::Status unproven = CheckEnd(representation, end);
  EXPECT_EQ(ReasonOf(unproven), "REPRESENTATION_UNPROVEN");
  EXPECT_EQ(RuleOf(unproven), "XC-59");
  end.set_evidence("12 P 3/2026");
  EXPECT_TRUE(CheckEnd(representation, end).ok());
  *representation.mutable_valid_to() = dates::ToDate(kToday - 1);
  EXPECT_EQ(ReasonOf(CheckEnd(representation, end)), "REPRESENTATION_ENDED");
  *end.mutable_valid_to() = dates::ToDate(kToday);
  EXPECT_EQ(ReasonOf(CheckEnd(representation, end)), "REPRESENTATION_ENDED");
  *end.mutable_valid_to() = dates::ToDate(kToday - 200);
  EXPECT_TRUE(CheckEnd(representation, end).ok());
}

TEST(XC_59, ActionsSayWhetherItCanBeEnded) {
  v1::Representation representation = Recorded(v1::REPRESENTATION_KIND_PARENT);
  EXPECT_TRUE(RepresentationActions(representation, common::v1::LANGUAGE_CS)[0].allowed());
  representation.set_end_reason(v1::REPRESENTATION_END_DIED);
  const auto actions = RepresentationActions(representation, common::v1::LANGUAGE_CS);
  EXPECT_FALSE(actions[0].allowed());
  EXPECT_EQ(actions[0].rule(), "XC-59");
  EXPECT_FALSE(actions[0].remedy().empty());
}

// Bad input 21: what was given before a death is over, whoever gave it and whenever it is judged.
TEST(XC_59, AfterADeathNobodyGivesAnything) {
  Represented person = {AgedOn(40, kToday), {CourtGuardian()}};
  const absl::Time noon = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());
  Grant grant = By("guardian");
  grant.given_at = noon;
  EXPECT_EQ(StandingOf(grant, {}, person, kToday), Standing::kGood);
  person.AddDeath(absl::InfiniteFuture());
  EXPECT_EQ(Refusal(ByClient(), person), "CLIENT_DIED");
  EXPECT_EQ(Refusal(By("guardian"), person), "CLIENT_DIED");
  EXPECT_EQ(StandingOf(grant, {}, person, kToday), Standing::kInvalid);
  // Even what somebody signed in the very race with the recording.
  grant.given_at = noon + absl::Hours(24);
  EXPECT_EQ(StandingOf(grant, {}, person, kToday + 1), Standing::kInvalid);
}

TEST(XC_59, ADeathTakenBackRestoresNothing) {
  Represented person = {AgedOn(40, kToday), {}};
  const absl::Time noon = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());
  person.AddDeath(noon);                    // Retracted at noon, …
  person.AddDeath(noon - absl::Hours(48));  // … and an earlier mistake.
  EXPECT_FALSE(person.IsDead());
  EXPECT_EQ(Refusal(ByClient(), person), "");
  Grant grant = ByClient();
  grant.given_at = noon - absl::Hours(1);
  EXPECT_EQ(StandingOf(grant, {}, person, kToday), Standing::kInvalid);
  grant.given_at = noon;
  EXPECT_EQ(StandingOf(grant, {}, person, kToday), Standing::kInvalid);
  grant.given_at = noon + absl::Microseconds(1);
  EXPECT_EQ(StandingOf(grant, {}, person, kToday), Standing::kGood);
}

}  // namespace
}  // namespace opora::registry
