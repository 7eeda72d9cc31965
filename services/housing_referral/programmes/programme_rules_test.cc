#include "services/housing_referral/programmes/programme_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/time/proto_date.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/complaints/refusals.h"
#include "services/housing_referral/programmes/refusals.h"

namespace opora::housing {
namespace {

using rules::ReasonOf;
using rules::RuleOf;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kTown[] = "town";
constexpr char kMost[] = "most";

void AddPartner(v1::PartnerSide side, v1::PartnerType type, const std::string& agency,
                v1::Programme& programme) {
  v1::ProgrammePartner& partner = *programme.add_partners();
  partner.set_side(side);
  partner.set_type(type);
  partner.set_agency_id(agency);
  *partner.mutable_briefed_on() = dates::ToDate(absl::CivilDay(2023, 1, 1));
}

v1::Programme Programme(v1::ProgrammeVariant variant, v1::PartnerType realiser,
                        v1::PartnerType support, const std::vector<v1::PartnerType>& landlords) {
  v1::Programme programme;
  programme.set_agency_id(kTown);
  programme.set_variant(variant);
  programme.set_realiser_type(realiser);
  AddPartner(v1::PARTNER_SIDE_SUPPORT, support, kMost, programme);
  for (v1::PartnerType type : landlords)
    AddPartner(v1::PARTNER_SIDE_LANDLORD, type, "landlord", programme);
  return programme;
}

constexpr auto kMunicipal = v1::PARTNER_TYPE_MUNICIPALITY;
constexpr auto kNgo = v1::PARTNER_TYPE_NGO;
constexpr auto kPrivate = v1::PARTNER_TYPE_PRIVATE;

v1::Programme SecondVariant() {
  return Programme(v1::PROGRAMME_VARIANT_PROVIDER_AND_MUNICIPAL_FLATS, kMunicipal, kNgo,
                   {kMunicipal});
}

v1::ProgrammeRole Role(v1::ProgrammeFunction function, const std::string& worker = "worker") {
  v1::ProgrammeRole role;
  role.set_function(function);
  role.set_worker_id(worker);
  return role;
}

TEST(HOUS_11, ThePartnersAreThoseOfTheVariant) {
  const std::vector<v1::Programme> right = {
      Programme(v1::PROGRAMME_VARIANT_MUNICIPALITY_ALONE, kMunicipal, kMunicipal, {kMunicipal}),
      SecondVariant(),
      Programme(v1::PROGRAMME_VARIANT_PROVIDER_AND_MUNICIPAL_FLATS, kNgo, kNgo, {kMunicipal}),
      Programme(v1::PROGRAMME_VARIANT_MIXED_FLATS, kMunicipal, kNgo, {kMunicipal, kPrivate}),
      Programme(v1::PROGRAMME_VARIANT_PROVIDER_SUBLETS, kNgo, kNgo, {kNgo})};
  for (const v1::Programme& programme : right) {
    EXPECT_TRUE(CheckVariant(programme).ok()) << programme.ShortDebugString();
  }
  for (v1::Programme wrong : right) {
    AddPartner(v1::PARTNER_SIDE_SUPPORT, kPrivate, "somebody", wrong);
    EXPECT_EQ(ReasonOf(CheckVariant(wrong)), "VARIANT_MISMATCH");
    EXPECT_EQ(RuleOf(CheckVariant(wrong)), "HOUS-11");
  }
  EXPECT_FALSE(
      CheckVariant(Programme(v1::PROGRAMME_VARIANT_MIXED_FLATS, kMunicipal, kNgo, {kMunicipal}))
          .ok())
      << "mixed flats need a private landlord too (HOUS-06)";
}

TEST(HOUS_10, AMunicipalityMaySupportInPrivateFlats) {
  const v1::Programme fifth = Programme(v1::PROGRAMME_VARIANT_MUNICIPAL_SUPPORT_PRIVATE_FLATS,
                                        kMunicipal, kMunicipal, {kPrivate});
  EXPECT_TRUE(CheckVariant(fifth).ok());
  EXPECT_THAT(ActivationProblems(fifth, {}), Contains(&rule::kLandlordContactMissing));
}

TEST(HOUS_04, WithoutACoordinatorTheSecondVariantDoesNotStart) {
  EXPECT_THAT(ActivationProblems(SecondVariant(), {}), Contains(&rule::kCoordinatorMissing));
  EXPECT_THAT(ActivationProblems(SecondVariant(), {Role(v1::PROGRAMME_FUNCTION_COORDINATOR)}),
              Not(Contains(&rule::kCoordinatorMissing)));
}

TEST(HOUS_06, MixedFlatsNeedACoordinatorByTheirOwnRule) {
  const v1::Programme mixed =
      Programme(v1::PROGRAMME_VARIANT_MIXED_FLATS, kMunicipal, kNgo, {kMunicipal, kPrivate});
  EXPECT_THAT(ActivationProblems(mixed, {}), Contains(&rule::kCoordinatorMissingMixed));
}

TEST(HOUS_05, AMissingWorkingGroupIsSeen) {
  v1::Programme programme = SecondVariant();
  EXPECT_THAT(ActivationProblems(programme, {}), Contains(&rule::kWorkingGroupMissing));
  programme.set_working_group_id("group");
  EXPECT_THAT(ActivationProblems(programme, {}), Not(Contains(&rule::kWorkingGroupMissing)));
}

TEST(HOUS_09, WhoSubletsNamesOnePersonForTheLandlord) {
  const v1::Programme sublets =
      Programme(v1::PROGRAMME_VARIANT_PROVIDER_SUBLETS, kNgo, kNgo, {kNgo});
  EXPECT_THAT(ActivationProblems(sublets, {}), Contains(&rule::kLandlordContactMissing));
  EXPECT_THAT(ActivationProblems(sublets, {Role(v1::PROGRAMME_FUNCTION_LANDLORD_CONTACT)}),
              Not(Contains(&rule::kLandlordContactMissing)));
}

TEST(HOUS_02, OneUnitThatSupportsAndLetsIsMarked) {
  v1::Programme alone =
      Programme(v1::PROGRAMME_VARIANT_MUNICIPALITY_ALONE, kMunicipal, kMunicipal, {kMunicipal});
  EXPECT_THAT(ActivationProblems(alone, {}), Not(Contains(&rule::kRolesMerged)))
      << "separate units";
  alone.mutable_partners(1)->set_agency_id(kMost);
  EXPECT_THAT(ActivationProblems(alone, {}), Contains(&rule::kRolesMerged));
}

TEST(HOUS_03, MergedRolesAreReported) {
  v1::Programme alone =
      Programme(v1::PROGRAMME_VARIANT_MUNICIPALITY_ALONE, kMunicipal, kMunicipal, {kMunicipal});
  EXPECT_FALSE(MergesRoles(alone));
  alone.mutable_partners(1)->set_agency_id(kMost);
  EXPECT_TRUE(MergesRoles(alone));
}

TEST(HOUS_15, ALandlordWhoWasNotBriefedIsSeen) {
  v1::Programme programme = SecondVariant();
  EXPECT_THAT(ActivationProblems(programme, {}), Not(Contains(&rule::kLandlordNotBriefed)));
  programme.mutable_partners(1)->clear_briefed_on();
  EXPECT_THAT(ActivationProblems(programme, {}), Contains(&rule::kLandlordNotBriefed));
}

TEST(XC_55, AnEmptySetUpIsListed) {
  EXPECT_THAT(CompletenessProblems(SecondVariant(), {}, false),
              UnorderedElementsAre(&rule::kCoordinatorMissing, &rule::kWorkingGroupMissing,
                                   &rule::kOfficerMissing, &rule::kRulesMissing,
                                   &rule::kMethodologyMissing, &rule::kLeftBelongingsUnset));
}

TEST(HOUS_07, TheLiaisonIsNobodysKeyWorker) {
  const auto liaison = v1::PROGRAMME_FUNCTION_LANDLORD_LIAISON;
  EXPECT_THAT(RoleProblems(liaison, {}, true), Contains(&rule::kLiaisonIsKeyWorker));
  EXPECT_THAT(RoleProblems(liaison, {}, false), IsEmpty());
}

TEST(HOUS_16, NobodyStandsOnBothSides) {
  const auto support = v1::PROGRAMME_FUNCTION_SUPPORT_WORKER;
  for (auto other :
       {v1::PROGRAMME_FUNCTION_LANDLORD_OFFICER, v1::PROGRAMME_FUNCTION_PROPERTY_MANAGER,
        v1::PROGRAMME_FUNCTION_APPLICATION_OFFICER}) {
    EXPECT_THAT(RoleProblems(support, {other}, false), Contains(&rule::kFunctionsConflict));
    EXPECT_THAT(RoleProblems(other, {support}, false), Contains(&rule::kFunctionsConflict));
  }
  EXPECT_THAT(RoleProblems(v1::PROGRAMME_FUNCTION_COORDINATOR, {support}, false), IsEmpty());
}

TEST(HOUS_72, TheComplaintOfficerIsNotOfTheSupportTeam) {
  EXPECT_THAT(RoleProblems(v1::PROGRAMME_FUNCTION_COMPLAINT_OFFICER,
                           {v1::PROGRAMME_FUNCTION_SUPPORT_WORKER}, false),
              Contains(&rule::kOfficerNotImpartial));
}

TEST(HOUS_26, OnlyAProviderMayWaiveTheSeparationOfApplications) {
  v1::Programme programme = SecondVariant();
  EXPECT_FALSE(IsWaivable("HOUS-24", programme));
  programme.set_realiser_type(kNgo);
  EXPECT_TRUE(IsWaivable("HOUS-24", programme));
}

TEST(XC_34, WaiversAreForSeparationsOnly) {
  EXPECT_TRUE(IsWaivable("HOUS-07", SecondVariant()));
  EXPECT_FALSE(IsWaivable("HOUS-43", SecondVariant()));
  EXPECT_FALSE(IsWaivable("HOUS-41", SecondVariant()));
}

TEST(HOUS_01, AProgrammeThatHasEndedStaysEnded) {
  for (const char* verb : {"ActivateProgramme", "SuspendProgramme", "EndProgramme"}) {
    EXPECT_EQ(ReasonOf(NextState(v1::PROGRAMME_STATE_ENDED, verb).status()),
              "PROGRAMME_STATE_REFUSES");
  }
  EXPECT_EQ(NextState(v1::PROGRAMME_STATE_DRAFT, "ActivateProgramme").value(),
            v1::PROGRAMME_STATE_ACTIVE);
}

TEST(HOUS_53, ARoleHoldsFromItsFirstToItsLastDay) {
  v1::ProgrammeRole role;
  *role.mutable_valid_from() = dates::ToDate(absl::CivilDay(2023, 2, 1));
  *role.mutable_valid_to() = dates::ToDate(absl::CivilDay(2023, 2, 3));
  EXPECT_FALSE(HoldsOn(role, absl::CivilDay(2023, 1, 31)));
  EXPECT_TRUE(HoldsOn(role, absl::CivilDay(2023, 2, 1)));
  EXPECT_TRUE(HoldsOn(role, absl::CivilDay(2023, 2, 3)));
  EXPECT_FALSE(HoldsOn(role, absl::CivilDay(2023, 2, 4)));
}

TEST(HOUS_27, ApplicationsLieWithTheRealiserUnlessAnotherUnitTakesThem) {
  v1::Programme programme = SecondVariant();
  EXPECT_EQ(UnitOnSide(programme, v1::PARTNER_SIDE_APPLICATIONS).agency_id, kTown);
  AddPartner(v1::PARTNER_SIDE_APPLICATIONS, kMunicipal, "office", programme);
  EXPECT_EQ(UnitOnSide(programme, v1::PARTNER_SIDE_APPLICATIONS).agency_id, "office");
  EXPECT_FALSE(IsOnSide(programme, {kTown, ""}, v1::PARTNER_SIDE_APPLICATIONS));
}

}  // namespace
}  // namespace opora::housing
