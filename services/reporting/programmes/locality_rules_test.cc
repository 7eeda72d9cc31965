#include "services/reporting/programmes/locality_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"

namespace opora::reporting {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2024, 6, 20, 9, 0, 0), absl::UTCTimeZone());

v1::Observation Observed(v1::ObservedFigure figure, int64_t value, int year, int decimals = 0) {
  v1::Observation observation;
  observation.set_figure(figure);
  observation.set_value(value);
  observation.set_decimals(decimals);
  observation.mutable_as_of()->set_year(year);
  observation.set_source(v1::OBSERVATION_SOURCE_NATIONAL_MAP);
  observation.set_source_name("map");
  return observation;
}

std::vector<v1::Observation> Sokolov() {
  return {Observed(v1::OBSERVED_FIGURE_INHABITANTS_15_PLUS, 18787, 2022),
          Observed(v1::OBSERVED_FIGURE_PERSONS_IN_ENFORCEMENT, 2785, 2022),
          Observed(v1::OBSERVED_FIGURE_ENFORCEMENTS_PER_PERSON, 66, 2022, 1),
          Observed(v1::OBSERVED_FIGURE_SHARE_IN_ENFORCEMENT, 147, 2024, 1)};
}

TEST(REP_45, TheShareIsComputedOfTheNumbersOfPersons) {
  const auto share = ShareInEnforcement(InForce(Sokolov()));
  ASSERT_TRUE(share.has_value());
  EXPECT_EQ(share->part(), 2785);
  EXPECT_EQ(share->whole(), 18787);
  EXPECT_EQ(share->percent_hundredths(), 1482);
  EXPECT_EQ(share->as_of().year(), 2022);
}

TEST(REP_45, AHalfOfTheLastDigitIsRoundedUp) {
  EXPECT_EQ(PercentHundredths(1, 20000), 1);  // 0.005 %
  EXPECT_EQ(PercentHundredths(1, 20001), 0);  // a little less
  EXPECT_EQ(PercentHundredths(1, 3), 3333);
  EXPECT_EQ(PercentHundredths(2, 3), 6667);
  EXPECT_EQ(PercentHundredths(0, 7), 0);
  EXPECT_EQ(PercentHundredths(7, 7), 10000);
}

TEST(REP_45, NumbersOfDifferentDatesOrSourcesMakeNoShare) {
  auto other_year = Sokolov();
  other_year[1].mutable_as_of()->set_year(2023);
  EXPECT_FALSE(ShareInEnforcement(InForce(other_year)).has_value());
  auto other_source = Sokolov();
  other_source[1].set_source(v1::OBSERVATION_SOURCE_PROVIDERS);
  EXPECT_FALSE(ShareInEnforcement(InForce(other_source)).has_value());
}

TEST(REP_46, ARegionIsComparedInTheSameYearAndMarkedInAnother) {
  v1::Locality region;
  region.set_name("kraj");
  common::v1::PartialDate year;
  year.set_year(2022);
  std::vector<v1::Observation> known = {
      Observed(v1::OBSERVED_FIGURE_SHARE_IN_ENFORCEMENT, 1296, 2022, 2),
      Observed(v1::OBSERVED_FIGURE_SHARE_IN_ENFORCEMENT, 121, 2024, 1)};
  auto same = CompareShare(region, InForce(known), year);
  ASSERT_TRUE(same.has_value());
  EXPECT_EQ(same->percent_hundredths(), 1296);
  EXPECT_FALSE(same->other_year());
  known.erase(known.begin());
  auto other = CompareShare(region, InForce(known), year);
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(other->percent_hundredths(), 1210);
  EXPECT_TRUE(other->other_year());
  EXPECT_FALSE(CompareShare(region, {}, year).has_value());
}

TEST(REP_47, ALaterValueStandsBesideTheEarlierOne) {
  const auto in_force = InForce(Sokolov());
  EXPECT_EQ(in_force.size(), 4U);
  EXPECT_EQ(in_force[0].as_of().year(), 2024);
  // Entered again for the same date and source, the later entry counts.
  auto corrected = Sokolov();
  corrected.push_back(Observed(v1::OBSERVED_FIGURE_PERSONS_IN_ENFORCEMENT, 2786, 2022));
  EXPECT_EQ(InForce(corrected).size(), 4U);
  EXPECT_EQ(ShareInEnforcement(InForce(corrected))->part(), 2786);
}

TEST(REP_48, ClaimsOfTheMunicipalityAreNotTotalIndebtedness) {
  v1::Observation claims = Observed(v1::OBSERVED_FIGURE_PERSONS_IN_ENFORCEMENT, 300, 2023);
  claims.set_source(v1::OBSERVATION_SOURCE_MUNICIPAL_CLAIMS);
  const absl::Status status = CheckObservation(claims, kNow);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "MUNICIPAL_DATA_NOT_TOTAL");
  EXPECT_EQ(RuleOf(status), "REP-48");
  claims.set_figure(v1::OBSERVED_FIGURE_DEBTORS_OF_MUNICIPALITY);
  EXPECT_TRUE(CheckObservation(claims, kNow).ok());
}

TEST(XC_57, AnObservationIsNotOfTheFuture) {
  EXPECT_TRUE(
      CheckObservation(Observed(v1::OBSERVED_FIGURE_INHABITANTS_15_PLUS, 1, 2024), kNow).ok());
  EXPECT_EQ(
      ReasonOf(CheckObservation(Observed(v1::OBSERVED_FIGURE_INHABITANTS_15_PLUS, 1, 2025), kNow)),
      "NOT_IN_FUTURE");
}

}  // namespace
}  // namespace opora::reporting
