#include "services/client_registry/household/household_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry::household {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(kToday) + 12, dates::PragueZone());

common::v1::PartialDate Born(int year, int month = 0, int day = 0) {
  common::v1::PartialDate date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

v1::HouseholdMember Named(const common::v1::PartialDate& birth) {
  v1::HouseholdMember member;
  member.set_person_name("Ema");
  *member.mutable_birth_date() = birth;
  return member;
}

TEST(REG_40, AChildHasAnAgeAsFarAsTheBirthDateTells) {
  EXPECT_EQ(AgeOn(Born(2019, 7, 29), kToday), 7);
  EXPECT_EQ(AgeOn(Born(2019, 7, 30), kToday), 6);
  EXPECT_EQ(AgeOn(Born(2019, 6), kToday), 7);
  EXPECT_EQ(AgeOn(Born(2019, 7), kToday), std::nullopt);
  EXPECT_EQ(AgeOn(Born(2019), kToday), std::nullopt);
  EXPECT_EQ(AgeOn(common::v1::PartialDate(), kToday), std::nullopt);
  // Born on 29 February: a year older on the 28th.
  EXPECT_EQ(AgeOn(Born(2012, 2, 29), absl::CivilDay(2027, 2, 27)), 14);
  EXPECT_EQ(AgeOn(Born(2012, 2, 29), absl::CivilDay(2027, 2, 28)), 15);
}

TEST(REG_40, AMembershipHasAPeriodAndAClientsAgeIsTheClients) {
  v1::HouseholdMember member = Named(Born(2027));
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "BIRTH_IN_FUTURE");
  member = Named(Born(2019, 2, 30));
  EXPECT_FALSE(CheckMember(member, kNow).ok());
  member = Named(Born(2019));
  EXPECT_TRUE(CheckMember(member, kNow).ok());
  EXPECT_EQ(dates::FromDate(member.valid_from()), kToday);
  *member.mutable_valid_to() = dates::ToDate(kToday - 1);
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "PERIOD_REVERSED");
  member.clear_valid_to();
  *member.mutable_verified_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "VERIFIED_IN_FUTURE");
  member.clear_verified_on();
  member.clear_person_name();
  EXPECT_EQ(ReasonOf(CheckMember(member, kNow)), "BIRTH_DATE_OF_CLIENT");
}

TEST(REG_42, ARelationIsToOneOtherPerson) {
  v1::FamilyRelation relation;
  relation.set_client_id("a");
  EXPECT_EQ(ReasonOf(CheckRelation(relation, kNow)), "ONE_RELATIVE");
  relation.set_relative_client_id("a");
  EXPECT_EQ(ReasonOf(CheckRelation(relation, kNow)), "CIRCULAR_RELATION");
  EXPECT_EQ(RuleOf(CheckRelation(relation, kNow)), "REG-42");
  relation.set_relative_name("Ema");
  EXPECT_EQ(ReasonOf(CheckRelation(relation, kNow)), "ONE_RELATIVE");
  relation.clear_relative_client_id();
  EXPECT_TRUE(CheckRelation(relation, kNow).ok());
}

TEST(REG_42, AParentIsOlderThanTheChild) {
  const auto check = [](v1::FamilyRelationKind kind, int client, int relative) {
    return ReasonOf(CheckAges(kind, Born(client), Born(relative)));
  };
  EXPECT_EQ(check(v1::FAMILY_RELATION_KIND_PARENT, 1980, 2010), "PARENT_YOUNGER_THAN_CHILD");
  EXPECT_EQ(check(v1::FAMILY_RELATION_KIND_GRANDPARENT, 1980, 2010), "PARENT_YOUNGER_THAN_CHILD");
  EXPECT_EQ(check(v1::FAMILY_RELATION_KIND_CHILD, 2010, 1980), "PARENT_YOUNGER_THAN_CHILD");
  EXPECT_EQ(check(v1::FAMILY_RELATION_KIND_PARENT, 2010, 1980), "");
  EXPECT_EQ(check(v1::FAMILY_RELATION_KIND_CHILD, 1980, 2010), "");
  EXPECT_EQ(check(v1::FAMILY_RELATION_KIND_SIBLING, 1980, 2010), "");
  EXPECT_EQ(check(v1::FAMILY_RELATION_KIND_PARENT, 1980, 0), "");
}

TEST(REG_42, AFormerPartnerIsNoRelativeByAnotherWord) {
  for (auto kind : {v1::FAMILY_RELATION_KIND_OTHER_RELATIVE, v1::FAMILY_RELATION_KIND_PARTNER,
                    v1::FAMILY_RELATION_KIND_SPOUSE}) {
    EXPECT_EQ(ReasonOf(CheckFormerPartner(kind, true)), "FORMER_PARTNER_AS_RELATIVE");
    EXPECT_TRUE(CheckFormerPartner(kind, false).ok());
  }
  EXPECT_TRUE(CheckFormerPartner(v1::FAMILY_RELATION_KIND_SIBLING, true).ok());
  EXPECT_TRUE(CheckFormerPartner(v1::FAMILY_RELATION_KIND_EX_PARTNER, true).ok());
}

TEST(REG_40, WhatEndsBeganBefore) {
  const common::v1::Date from = dates::ToDate(kToday - 5);
  common::v1::Date to;
  EXPECT_TRUE(CheckEnd(&from, to, kNow).ok());
  EXPECT_EQ(dates::FromDate(to), kToday);
  to = dates::ToDate(kToday - 6);
  EXPECT_EQ(ReasonOf(CheckEnd(&from, to, kNow)), "PERIOD_REVERSED");
  EXPECT_TRUE(CheckEnd(nullptr, to, kNow).ok());
}

}  // namespace
}  // namespace opora::registry::household
