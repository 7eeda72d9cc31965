#include "services/client_registry/workforce/substitution_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "services/client_registry/agencies/agency_rules.h"

namespace opora::registry {
namespace {

using common::v1::ACTING_ROLE_CASE_MANAGER;
using common::v1::ACTING_ROLE_HOUSING_OFFICER;
using common::v1::ACTING_ROLE_KEY_WORKER;
using common::v1::ACTING_ROLE_LANDLORD_LIAISON;
using common::v1::ACTING_ROLE_SOCIAL_WORKER;
using common::v1::ActingRole;
using rules::ReasonOf;
using rules::RuleOf;
using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

v1::Worker WorkerOf(const std::string& id, const std::string& department) {
  v1::Worker worker;
  worker.set_worker_id(id);
  worker.set_agency_id("town");
  worker.set_department_id(department);
  return worker;
}

v1::Substitution Between(absl::Time begin, absl::Time end) {
  v1::Substitution substitution;
  *substitution.mutable_begin_time() = rpc::ToTimestamp(begin);
  *substitution.mutable_end_time() = rpc::ToTimestamp(end);
  return substitution;
}

v1::ClientAssignment Assigned(const std::string& client, ActingRole role) {
  v1::ClientAssignment assignment;
  assignment.set_client_id(client);
  assignment.set_role(role);
  assignment.set_stance(StanceOf(role));
  return assignment;
}

rpc::Caller CallerOf(const std::string& id, ActingRole role) {
  rpc::Caller caller;
  caller.worker_id = id;
  caller.unit = {"town", "social"};
  caller.role = role;
  return caller;
}

TEST(XC_61, TheAbsentWorkerOrTheHeadOfTheUnitEntersASubstitution) {
  const v1::Worker absent = WorkerOf("absent", "social");
  const auto refused = CheckMayEnter(CallerOf("colleague", ACTING_ROLE_SOCIAL_WORKER), absent);
  EXPECT_EQ(ReasonOf(refused), "NOT_YOURS_TO_SUBSTITUTE");
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  rpc::Caller head = CallerOf("head", common::v1::ACTING_ROLE_HEAD_OF_UNIT);
  head.unit.department_id = "housing";
  EXPECT_FALSE(CheckMayEnter(head, absent).ok());
  head.unit.department_id = "social";
  EXPECT_TRUE(CheckMayEnter(head, absent).ok());
  EXPECT_TRUE(CheckMayEnter(CallerOf("absent", ACTING_ROLE_KEY_WORKER), absent).ok());
}

TEST(XC_61, ADeputyDoesNotPassTheSubstitutionOn) {
  rpc::Caller deputy = CallerOf("absent", ACTING_ROLE_KEY_WORKER);
  deputy.substituted_worker_id = "another";
  EXPECT_EQ(ReasonOf(CheckMayEnter(deputy, WorkerOf("absent", "social"))),
            "NOT_YOURS_TO_SUBSTITUTE");
}

TEST(XC_61, TheDeputyIsAnotherWorkerOfTheSameUnit) {
  const v1::Worker absent = WorkerOf("absent", "social");
  const auto week = Between(kNow, kNow + absl::Hours(7 * 24));
  const auto check = [&](const v1::Worker& deputy) {
    return CheckSubstitution(week, absent, deputy, kNow);
  };
  EXPECT_EQ(ReasonOf(check(absent)), "DEPUTY_IS_ABSENT");
  EXPECT_EQ(RuleOf(check(WorkerOf("deputy", "housing"))), "XC-17");
  EXPECT_TRUE(check(WorkerOf("deputy", "social")).ok());
}

TEST(XC_61, ASubstitutionHasABeginningAndAnEnd) {
  const auto check = [&](absl::Time begin, absl::Time end) {
    return ReasonOf(CheckSubstitution(Between(begin, end), WorkerOf("absent", "social"),
                                      WorkerOf("deputy", "social"), kNow));
  };
  EXPECT_EQ(check(kNow, kNow), "PERIOD_REVERSED");
  EXPECT_EQ(check(kNow - absl::Hours(2), kNow - absl::Hours(1)), "PERIOD_OVER");
  EXPECT_EQ(check(kNow, kNow + absl::Hours(24 * 367)), "PERIOD_TOO_LONG");
  EXPECT_EQ(check(kNow - absl::Hours(1), kNow + absl::Hours(1)), "");
}

TEST(XC_61, ASubstitutionEndsByItself) {
  v1::Substitution substitution = Between(kNow, kNow + absl::Hours(1));
  EXPECT_FALSE(IsInForce(substitution, kNow - absl::Microseconds(1)));
  EXPECT_TRUE(IsInForce(substitution, kNow));
  EXPECT_TRUE(IsInForce(substitution, kNow + absl::Hours(1) - absl::Microseconds(1)));
  EXPECT_FALSE(IsInForce(substitution, kNow + absl::Hours(1)));
  *substitution.mutable_ended_time() = rpc::ToTimestamp(kNow);
  EXPECT_FALSE(IsInForce(substitution, kNow));
}

TEST(XC_61, OnlyRolesHeldThatAreNotOnesOwnAreLent) {
  v1::Substitution wanted;
  const std::set<ActingRole> held = {ACTING_ROLE_KEY_WORKER, ACTING_ROLE_SOCIAL_WORKER,
                                     common::v1::ACTING_ROLE_HEAD_OF_UNIT,
                                     common::v1::ACTING_ROLE_FACILITATOR};
  EXPECT_THAT(*RolesLent(wanted, held),
              ElementsAre(ACTING_ROLE_KEY_WORKER, ACTING_ROLE_SOCIAL_WORKER));
  wanted.add_roles(ACTING_ROLE_CASE_MANAGER);
  EXPECT_EQ(ReasonOf(RolesLent(wanted, held).status()), "ROLE_NOT_LENT");
  wanted.set_roles(0, ACTING_ROLE_KEY_WORKER);
  EXPECT_THAT(*RolesLent(wanted, held), ElementsAre(ACTING_ROLE_KEY_WORKER));
}

TEST(XC_61, PowersThatGoWithThePersonAreNotLent) {
  for (ActingRole role :
       {common::v1::ACTING_ROLE_UNSPECIFIED, common::v1::ACTING_ROLE_HEAD_OF_UNIT,
        common::v1::ACTING_ROLE_AGENCY_ADMIN, common::v1::ACTING_ROLE_PLATFORM_ADMIN,
        common::v1::ACTING_ROLE_DATA_STEWARD, common::v1::ACTING_ROLE_AUDITOR,
        common::v1::ACTING_ROLE_SUPERVISOR, common::v1::ACTING_ROLE_FACILITATOR,
        common::v1::ACTING_ROLE_COMPLAINT_OFFICER, common::v1::ACTING_ROLE_SYSTEM}) {
    EXPECT_FALSE(CanBeLent(role)) << common::v1::ActingRole_Name(role);
  }
  EXPECT_TRUE(CanBeLent(ACTING_ROLE_KEY_WORKER));
  EXPECT_TRUE(CanBeLent(ACTING_ROLE_HOUSING_OFFICER));
}

absl::Status FirstOf(const std::vector<absl::Status>& refusals) {
  return refusals.empty() ? absl::OkStatus() : refusals.front();
}

TEST(XC_32, TheDeputyDoesNotComeToHoldBothStances) {
  const std::vector<v1::ClientAssignment> lent = {Assigned("client", ACTING_ROLE_KEY_WORKER)};
  const std::set<ActingRole> roles = {ACTING_ROLE_KEY_WORKER};
  const auto check = [&](const v1::ClientAssignment& own) {
    return FirstOf(SeparationRefusals(lent, roles, {{}, {own}}));
  };
  EXPECT_EQ(RuleOf(check(Assigned("client", ACTING_ROLE_HOUSING_OFFICER))), "XC-32");
  EXPECT_TRUE(check(Assigned("another", ACTING_ROLE_HOUSING_OFFICER)).ok());
  EXPECT_TRUE(check(Assigned("client", ACTING_ROLE_SOCIAL_WORKER)).ok());
}

TEST(HOUS_07, TheLiaisonDoesNotActAsKeyWorker) {
  const std::vector<v1::ClientAssignment> lent = {Assigned("client", ACTING_ROLE_KEY_WORKER)};
  EXPECT_EQ(RuleOf(FirstOf(SeparationRefusals(lent, {ACTING_ROLE_KEY_WORKER},
                                              {{ACTING_ROLE_LANDLORD_LIAISON}, {}}))),
            "HOUS-07");
  EXPECT_EQ(RuleOf(FirstOf(SeparationRefusals({}, {ACTING_ROLE_LANDLORD_LIAISON},
                                              {{}, {Assigned("client", ACTING_ROLE_KEY_WORKER)}}))),
            "HOUS-07");
  EXPECT_TRUE(
      SeparationRefusals(lent, {ACTING_ROLE_KEY_WORKER}, {{ACTING_ROLE_KEY_WORKER}, {}}).empty());
}

TEST(CONF_35, TheFacilitatorsSeatIsNotLent) {
  v1::Substitution wanted;
  wanted.add_roles(common::v1::ACTING_ROLE_FACILITATOR);
  EXPECT_EQ(ReasonOf(RolesLent(wanted, {common::v1::ACTING_ROLE_FACILITATOR}).status()),
            "ROLE_NOT_LENT");
}

}  // namespace
}  // namespace opora::registry
