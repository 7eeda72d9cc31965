#include "common/rpc/need_to_know.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "opora/conference/v1/support_plan.pb.h"
#include "opora/registry/v1/client.pb.h"

namespace opora::rpc {
namespace {

using common::v1::DataArea;

std::vector<DataArea> Areas() {
  std::vector<DataArea> areas;
  for (int number = common::v1::DataArea_MIN + 1; number <= common::v1::DataArea_MAX; ++number)
    areas.push_back(static_cast<DataArea>(number));
  return areas;
}

// By the names of the areas, so that a new one is noticed here.
TEST(XC_29, WhoControlsNeedsNothingIntimate) {
  for (const auto role :
       {common::v1::ACTING_ROLE_HOUSING_OFFICER, common::v1::ACTING_ROLE_PROPERTY_MANAGER,
        common::v1::ACTING_ROLE_COLLECTIONS_OFFICER, common::v1::ACTING_ROLE_COMPLAINT_OFFICER,
        common::v1::ACTING_ROLE_CLERK}) {
    std::string closed;
    for (const DataArea area : Areas()) {
      if (!NeedsToKnow(role, common::v1::PURPOSE_AGREED_SUPPORT, area))
        closed += common::v1::DataArea_Name(area).substr(10) + " ";
    }
    EXPECT_EQ(closed, "HEALTH ADDICTION VIOLENCE CHILD_PROTECTION CRISIS ")
        << common::v1::ActingRole_Name(role);
  }
}

TEST(XC_29, WhoSupportsIsLimitedByTheBasisAlone) {
  for (const auto role :
       {common::v1::ACTING_ROLE_KEY_WORKER, common::v1::ACTING_ROLE_SOCIAL_WORKER,
        common::v1::ACTING_ROLE_CHILD_PROTECTION_WORKER, common::v1::ACTING_ROLE_UNSPECIFIED}) {
    for (const DataArea area : Areas())
      EXPECT_TRUE(NeedsToKnow(role, common::v1::PURPOSE_AGREED_SUPPORT, area));
  }
}

TEST(XC_29, APurposeOfControlNeedsTheMatterAndNoMore) {
  const auto open = [](common::v1::Purpose purpose) {
    std::string areas;
    for (const DataArea area : Areas()) {
      if (NeedsToKnow(common::v1::ACTING_ROLE_SOCIAL_WORKER, purpose, area))
        areas += common::v1::DataArea_Name(area).substr(10) + " ";
    }
    return areas;
  };
  EXPECT_EQ(open(common::v1::PURPOSE_LEASE_CONTROL), "IDENTITY CONTACT ADDRESS HOUSING DEBTS ");
  EXPECT_EQ(open(common::v1::PURPOSE_DEBT_COLLECTION),
            "IDENTITY CONTACT ADDRESS DEBTS INCOME_BENEFITS LEGAL ");
  EXPECT_EQ(open(common::v1::PURPOSE_DATA_STEWARDSHIP), "IDENTITY ");
}

TEST(XC_29, AnUnknownRoleNeedsNothing) {
  EXPECT_FALSE(NeedsToKnow(static_cast<common::v1::ActingRole>(99),
                           common::v1::PURPOSE_AGREED_SUPPORT, common::v1::DATA_AREA_IDENTITY));
}

TEST(XC_29, WhatIsNotNeededIsNotInTheRecordWhoeverHoldsIt) {
  registry::v1::Statement statement;
  statement.set_statement_id("1");
  statement.set_area(common::v1::DATA_AREA_HEALTH);
  statement.set_topic("treatment");
  statement.set_content("secret");
  registry::v1::Statement read = statement;
  KeepNeeded(common::v1::ACTING_ROLE_KEY_WORKER, common::v1::PURPOSE_AGREED_SUPPORT, read);
  EXPECT_EQ(read.content(), "secret");
  KeepNeeded(common::v1::ACTING_ROLE_HOUSING_OFFICER, common::v1::PURPOSE_AGREED_SUPPORT, read);
  EXPECT_EQ(read.content(), "");
  EXPECT_EQ(read.topic(), "");
  EXPECT_EQ(read.statement_id(), "1");
  statement.set_area(common::v1::DATA_AREA_HOUSING);
  read = statement;
  KeepNeeded(common::v1::ACTING_ROLE_HOUSING_OFFICER, common::v1::PURPOSE_LEASE_CONTROL, read);
  EXPECT_EQ(read.content(), "secret");

  registry::v1::Client client;
  client.set_family_name("Novák");
  client.set_phone_number("600");
  KeepNeeded(common::v1::ACTING_ROLE_DATA_STEWARD, common::v1::PURPOSE_DATA_STEWARDSHIP, client);
  EXPECT_EQ(client.family_name(), "Novák");
  EXPECT_FALSE(client.has_phone_number());
}

TEST(XC_29, WhatIsNotNeededIsNotInPartsOfTheRecordEither) {
  conference::v1::Assessment assessment;
  for (const DataArea area : {common::v1::DATA_AREA_HEALTH, common::v1::DATA_AREA_HOUSING}) {
    conference::v1::Need& need = *assessment.add_needs();
    need.set_need_id("1");
    need.set_area(area);
    need.set_need("what is needed");
  }
  KeepNeeded(common::v1::ACTING_ROLE_HOUSING_OFFICER, common::v1::PURPOSE_AGREED_SUPPORT,
             assessment);
  EXPECT_EQ(assessment.needs(0).need(), "");
  EXPECT_EQ(assessment.needs(0).need_id(), "1");
  EXPECT_EQ(assessment.needs(1).need(), "what is needed");
}

}  // namespace
}  // namespace opora::rpc
