#include "services/client_registry/agencies/agency_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"

namespace opora::registry {
namespace {

using namespace common::v1;  // NOLINT(google-build-using-namespace): names of roles and stances.
using rules::ReasonOf;
using rules::RuleOf;

constexpr char kTown[] = "11111111-1111-4111-8111-111111111111";
constexpr char kProvider[] = "22222222-2222-4222-8222-222222222222";

rpc::Caller CallerOf(const std::string& agency_id, ActingRole role) {
  rpc::Caller caller;
  caller.kind = CALLER_PERSON;
  caller.unit.agency_id = agency_id;
  caller.role = role;
  return caller;
}

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

v1::RoleAssignment RoleOf(const std::string& text) {
  return Parse<v1::RoleAssignment>("valid_from { year: 2023 month: 4 day: 1 } " + text);
}

v1::ClientAssignment AssignmentOf(const std::string& worker_id, ActingRole role) {
  v1::ClientAssignment assignment;
  assignment.set_worker_id(worker_id);
  assignment.set_role(role);
  assignment.set_stance(StanceOf(role));
  assignment.set_state(v1::ASSIGNMENT_STATE_ACTIVE);
  return assignment;
}

Caseload Places(int64_t limit, int64_t clients) { return {.limit = limit, .clients = clients}; }

TEST(REG_27, AnAgencyIsKeptByItsOwnAdministratorsAndThePlatforms) {
  for (const ActingRole role : {ACTING_ROLE_AGENCY_ADMIN, ACTING_ROLE_HEAD_OF_UNIT}) {
    const absl::Status foreign = CheckKeepsDirectory(CallerOf(kTown, role), kProvider);
    EXPECT_EQ(foreign.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ReasonOf(foreign), "FOREIGN_AGENCY");
    EXPECT_TRUE(CheckKeepsDirectory(CallerOf(kTown, role), kTown).ok());
  }
  EXPECT_TRUE(CheckKeepsDirectory(CallerOf(kTown, ACTING_ROLE_PLATFORM_ADMIN), kProvider).ok());
}

TEST(REG_27, NobodyOfNoAgencyOwnsAnything) {
  EXPECT_FALSE(CheckKeepsDirectory(CallerOf("", ACTING_ROLE_AGENCY_ADMIN), "").ok());
  EXPECT_FALSE(CheckOwnAgency(CallerOf("", ACTING_ROLE_TEAM_LEAD), "").ok());
}

TEST(REG_27, AWorkerOfAnotherAgencyIsAssignedByNobodyElse) {
  EXPECT_EQ(ReasonOf(CheckOwnAgency(CallerOf(kTown, ACTING_ROLE_PLATFORM_ADMIN), kProvider)),
            "FOREIGN_AGENCY");
  EXPECT_TRUE(CheckOwnAgency(CallerOf(kTown, ACTING_ROLE_SOCIAL_WORKER), kTown).ok());
}

TEST(REG_27, RolesBeyondOneAgencyAreGivenByThePlatformOnly) {
  for (const char* role : {"PLATFORM_ADMIN", "DATA_STEWARD"}) {
    const v1::RoleAssignment wanted = RoleOf(absl::StrCat("role: ACTING_ROLE_", role));
    const absl::Status refused = CheckRoleGrant(CallerOf(kTown, ACTING_ROLE_AGENCY_ADMIN), wanted,
                                                v1::AGENCY_TYPE_MUNICIPALITY_I);
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ReasonOf(refused), "PLATFORM_ROLE");
    EXPECT_TRUE(CheckRoleGrant(CallerOf(kTown, ACTING_ROLE_PLATFORM_ADMIN), wanted,
                               v1::AGENCY_TYPE_PLATFORM_OPERATOR)
                    .ok());
  }
  EXPECT_TRUE(CheckRoleGrant(CallerOf(kTown, ACTING_ROLE_AGENCY_ADMIN),
                             RoleOf("role: ACTING_ROLE_AGENCY_ADMIN"), v1::AGENCY_TYPE_NGO)
                  .ok());
}

TEST(REG_27, ARoleIsHeldForAPeriodOfTheCalendar) {
  const rpc::Caller caller = CallerOf(kTown, ACTING_ROLE_AGENCY_ADMIN);
  const auto check = [&](const std::string& valid_to) {
    return ReasonOf(CheckRoleGrant(caller, RoleOf("role: ACTING_ROLE_KEY_WORKER " + valid_to),
                                   v1::AGENCY_TYPE_NGO));
  };
  EXPECT_EQ(check("valid_to { year: 2023 month: 3 day: 31 }"), "PERIOD_REVERSED");
  EXPECT_EQ(check("valid_to { year: 2023 month: 4 day: 31 }"), "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(check("valid_to { year: 2023 month: 4 day: 1 }"), "");
  EXPECT_EQ(check(""), "");
}

TEST(REG_02, AWorkersDepartmentIsOneOfTheAgency) {
  const auto agency = Parse<v1::Agency>("departments { department_id: 'social' }");
  const auto worker = Parse<v1::Worker>("department_id: 'housing'");
  EXPECT_EQ(ReasonOf(CheckDepartment(worker, agency)), "DEPARTMENT_UNKNOWN");
  EXPECT_TRUE(CheckDepartment(Parse<v1::Worker>("department_id: 'social'"), agency).ok());
  EXPECT_TRUE(CheckDepartment(v1::Worker(), agency).ok());
}

TEST(XC_18, DelegatedWorkIsRefusedToWorkersOfAProvider) {
  const v1::RoleAssignment role =
      RoleOf("role: ACTING_ROLE_SOCIAL_WORKER delegated_social_work: true");
  for (const ActingRole granting : {ACTING_ROLE_AGENCY_ADMIN, ACTING_ROLE_PLATFORM_ADMIN}) {
    const absl::Status refused =
        CheckRoleGrant(CallerOf(kProvider, granting), role, v1::AGENCY_TYPE_NGO);
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ReasonOf(refused), "DELEGATED_WORK_NOT_FOR_AGENCY");
    EXPECT_EQ(RuleOf(refused), "XC-18");
  }
  EXPECT_TRUE(CheckRoleGrant(CallerOf(kProvider, ACTING_ROLE_AGENCY_ADMIN),
                             RoleOf("role: ACTING_ROLE_SOCIAL_WORKER"), v1::AGENCY_TYPE_NGO)
                  .ok());
}

TEST(XC_14, DelegatedWorkExistsAtTownsRegionsAndTheLabourOffice) {
  const std::set<int> allowed = {v1::AGENCY_TYPE_MUNICIPALITY_I, v1::AGENCY_TYPE_MUNICIPALITY_II,
                                 v1::AGENCY_TYPE_MUNICIPALITY_EXTENDED, v1::AGENCY_TYPE_REGION,
                                 v1::AGENCY_TYPE_LABOUR_OFFICE};
  for (int type = v1::AgencyType_MIN; type <= v1::AgencyType_MAX; ++type) {
    EXPECT_EQ(HasDelegatedWork(static_cast<v1::AgencyType>(type)), allowed.contains(type))
        << v1::AgencyType_Name(type);
  }
}

TEST(XC_52, CaseManagersAndCoordinatorsWithoutQualificationGiveAWarning) {
  v1::Worker worker;
  for (const ActingRole role : {ACTING_ROLE_CASE_MANAGER, ACTING_ROLE_SUPPORT_COORDINATOR}) {
    worker.set_qualified_social_worker(false);
    const auto warnings = QualificationWarnings(role, worker, LANGUAGE_CS);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].rule(), "XC-52");
    EXPECT_EQ(warnings[0].reason(), "QUALIFICATION_MISSING");
    worker.set_qualified_social_worker(true);
    EXPECT_TRUE(QualificationWarnings(role, worker, LANGUAGE_CS).empty());
  }
  worker.set_qualified_social_worker(false);
  EXPECT_TRUE(QualificationWarnings(ACTING_ROLE_KEY_WORKER, worker, LANGUAGE_CS).empty());
}

TEST(XC_32, SupportAndControlTowardsOneClientAreKeptApart) {
  EXPECT_EQ(StanceOf(ACTING_ROLE_HOUSING_OFFICER), STANCE_CONTROL);
  EXPECT_EQ(StanceOf(ACTING_ROLE_KEY_WORKER), STANCE_SUPPORT);
  EXPECT_EQ(StanceOf(ACTING_ROLE_SUPPORT_COORDINATOR), STANCE_UNSPECIFIED);
  const auto housing = AssignmentOf("w1", ACTING_ROLE_HOUSING_OFFICER);
  const absl::Status refused =
      CheckBesideOpen(AssignmentOf("w1", ACTING_ROLE_KEY_WORKER), {housing});
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "STANCE_CONFLICT");
  EXPECT_FALSE(CheckBesideOpen(housing, {AssignmentOf("w1", ACTING_ROLE_EXPERT)}).ok());
  EXPECT_TRUE(CheckBesideOpen(AssignmentOf("w2", ACTING_ROLE_KEY_WORKER), {housing}).ok());
  EXPECT_TRUE(CheckBesideOpen(AssignmentOf("w1", ACTING_ROLE_PROPERTY_MANAGER), {housing}).ok());
  EXPECT_TRUE(CheckBesideOpen(AssignmentOf("w1", ACTING_ROLE_FACILITATOR), {housing}).ok());
}

TEST(REG_34, AClientHasOneActiveCaseManager) {
  const auto manager = AssignmentOf("w1", ACTING_ROLE_CASE_MANAGER);
  const absl::Status refused =
      CheckBesideOpen(AssignmentOf("w2", ACTING_ROLE_CASE_MANAGER), {manager});
  EXPECT_EQ(refused.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(refused), "CASE_MANAGER_EXISTS");
  EXPECT_TRUE(CheckBesideOpen(AssignmentOf("w2", ACTING_ROLE_KEY_WORKER), {manager}).ok());
  EXPECT_TRUE(CheckBesideOpen(manager, {AssignmentOf("w2", ACTING_ROLE_KEY_WORKER)}).ok());
  EXPECT_TRUE(CheckBesideOpen(manager, {}).ok());
}

TEST(REG_14, AFullWorkerIsGivenNoClient) {
  const absl::Status refused = CheckCaseload(Places(20, 20), ACTING_ROLE_SOCIAL_WORKER, "");
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), "CASELOAD_FULL");
  EXPECT_FALSE(CheckCaseload(Places(0, 0), ACTING_ROLE_SOCIAL_WORKER, "").ok());
  EXPECT_TRUE(CheckCaseload(Places(20, 19), ACTING_ROLE_SOCIAL_WORKER, "").ok());
}

TEST(REG_14, OnlyHeadsOverrideTheLimitAndOnlyWithAReason) {
  const Caseload full = Places(20, 20);
  EXPECT_FALSE(CheckCaseload(full, ACTING_ROLE_SOCIAL_WORKER, "a family in need").ok());
  EXPECT_FALSE(CheckCaseload(full, ACTING_ROLE_SUPERVISOR, "a family in need").ok());
  EXPECT_FALSE(CheckCaseload(full, ACTING_ROLE_HEAD_OF_UNIT, "").ok());
  EXPECT_TRUE(CheckCaseload(full, ACTING_ROLE_HEAD_OF_UNIT, "a family in need").ok());
  EXPECT_TRUE(CheckCaseload(full, ACTING_ROLE_TEAM_LEAD, "a family in need").ok());
}

TEST(REG_14, TheLimitScalesWithTheWorkersPartOfFullTime) {
  EXPECT_EQ(CaseloadLimit(20, 1000), 20);
  EXPECT_EQ(CaseloadLimit(20, 500), 10);
  EXPECT_EQ(CaseloadLimit(20, 0), 0);
  EXPECT_EQ(CaseloadLimit(10, 990), 9);
}

TEST(REG_15, ALimitThatCountsLongTermClientsCountsNoOthers) {
  const auto families = Parse<v1::Service>("counted_class: CLIENT_CLASS_LONG_TERM");
  EXPECT_TRUE(TakesPlace(families, v1::CLIENT_CLASS_LONG_TERM));
  EXPECT_TRUE(TakesPlace(families, v1::CLIENT_CLASS_UNSPECIFIED));
  EXPECT_FALSE(TakesPlace(families, v1::CLIENT_CLASS_SHORT_TERM));
  EXPECT_TRUE(TakesPlace(Parse<v1::Service>(""), v1::CLIENT_CLASS_SHORT_TERM));

  Caseload full = Places(10, 10);
  EXPECT_EQ(ReasonOf(CheckCaseload(full, ACTING_ROLE_SOCIAL_WORKER, "")), "CASELOAD_FULL");
  full.takes_place = false;
  EXPECT_TRUE(CheckCaseload(full, ACTING_ROLE_SOCIAL_WORKER, "").ok());
}

TEST(REG_24, AServiceForCertainGroupsRefusesWhoIsOfNone) {
  const auto probation =
      Parse<v1::Service>("target_groups: TARGET_GROUP_OFFENDERS target_groups_only: true");
  const auto admission = [&](const std::string& text) {
    return CheckAdmission(probation, Parse<v1::ClientAssignment>(text), absl::CivilDay(2026, 1, 1));
  };
  for (const char* text : {"", "target_group: TARGET_GROUP_SENIORS"}) {
    const absl::Status refused = admission(text);
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << text;
    EXPECT_EQ(ReasonOf(refused), "NOT_TARGET_GROUP") << text;
    EXPECT_EQ(RuleOf(refused), "REG-24") << text;
  }
  EXPECT_TRUE(admission("target_group: TARGET_GROUP_OFFENDERS").ok());
  EXPECT_TRUE(admission("target_group_waiver: 'released yesterday'").ok());
  const auto waived = Parse<v1::ClientAssignment>("target_group_waiver: 'released yesterday'");
  ASSERT_EQ(AdmissionWarnings(probation, waived, LANGUAGE_EN).size(), 1u);
  EXPECT_EQ(AdmissionWarnings(probation, waived, LANGUAGE_EN)[0].reason(), "TARGET_GROUP_WAIVED");
  EXPECT_TRUE(AdmissionWarnings(Parse<v1::Service>("target_groups: TARGET_GROUP_OFFENDERS"), waived,
                                LANGUAGE_EN)
                  .empty());
}

TEST(REG_24, AServiceThatRefusesNamesItsGroups) {
  EXPECT_EQ(CheckTargetGroups(Parse<v1::Service>("target_groups_only: true")).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(CheckTargetGroups(Parse<v1::Service>("target_groups_only: true target_groups: "
                                                   "TARGET_GROUP_OFFENDERS"))
                  .ok());
}

TEST(REG_11, NobodyIsAssignedWithinAClosedService) {
  const auto closed = Parse<v1::Service>("closed_on { year: 2026 month: 3 day: 1 }");
  const v1::ClientAssignment wanted;
  EXPECT_EQ(ReasonOf(CheckAdmission(closed, wanted, absl::CivilDay(2026, 3, 1))), "SERVICE_CLOSED");
  EXPECT_TRUE(CheckAdmission(closed, wanted, absl::CivilDay(2026, 2, 28)).ok());
}

TEST(XC_32, APauseDoesNotMakeRoomForTheOtherStance) {
  v1::ClientAssignment paused = AssignmentOf("worker", ACTING_ROLE_KEY_WORKER);
  paused.set_state(v1::ASSIGNMENT_STATE_PAUSED);
  EXPECT_EQ(
      ReasonOf(CheckBesideOpen(AssignmentOf("worker", ACTING_ROLE_COMPLAINT_OFFICER), {paused})),
      "STANCE_CONFLICT");
}

TEST(REG_34, APausedCaseManagerLeavesThePlaceToAnother) {
  v1::ClientAssignment manager = AssignmentOf("one", ACTING_ROLE_CASE_MANAGER);
  const v1::ClientAssignment wanted = AssignmentOf("other", ACTING_ROLE_CASE_MANAGER);
  EXPECT_EQ(ReasonOf(CheckBesideOpen(wanted, {manager})), "CASE_MANAGER_EXISTS");
  manager.set_state(v1::ASSIGNMENT_STATE_PAUSED);
  EXPECT_TRUE(CheckBesideOpen(wanted, {manager}).ok());
}

TEST(REG_16, AClientWhomTheWorkerServesTakesNoSecondPlace) {
  Caseload caseload = Places(10, 10);
  EXPECT_TRUE(IsFull(caseload));
  caseload.serves_client = true;
  EXPECT_FALSE(IsFull(caseload));
}

TEST(REG_17, CapacityIsComputedFromFullTimeEquivalentsNotHeads) {
  const auto counselling = Parse<v1::Staffing>("heads: 5 fte_milli: 4800 caseload_per_fte: 20");
  const v1::GetServiceCapacityResponse capacity = CapacityOf(counselling, {}, 24);
  EXPECT_EQ(capacity.caseload_capacity(), 96);
  EXPECT_EQ(capacity.staffing().heads(), 5);
  const auto families = Parse<v1::Staffing>("fte_milli: 8000 caseload_per_fte: 10");
  EXPECT_EQ(CapacityOf(families, {}, 0).caseload_capacity(), 80);
  const auto largest = Parse<v1::Staffing>("fte_milli: 100000000 caseload_per_fte: 10000");
  EXPECT_EQ(CapacityOf(largest, {}, 0).caseload_capacity(), 1000000000);
}

TEST(REG_12, FiguresOfFormsAreNotAdded) {
  const std::vector<v1::Capacity> figures = {
      Parse<v1::Capacity>("form: SERVICE_FORM_AMBULATORY kind: CAPACITY_KIND_IMMEDIATE clients: 3"),
      Parse<v1::Capacity>("form: SERVICE_FORM_FIELD kind: CAPACITY_KIND_IMMEDIATE clients: 2")};
  const v1::GetServiceCapacityResponse capacity = CapacityOf(std::nullopt, figures, 0);
  EXPECT_FALSE(capacity.has_immediate_capacity());
  ASSERT_EQ(capacity.capacities_size(), 2);
  EXPECT_EQ(capacity.capacities(0).clients(), 3);
  EXPECT_EQ(capacity.capacities(1).clients(), 2);
}

TEST(REG_13, ImmediateCapacityAndCaseloadStayApart) {
  const auto staffing = Parse<v1::Staffing>("fte_milli: 1000 caseload_per_fte: 20");
  const std::vector<v1::Capacity> figures = {
      Parse<v1::Capacity>("kind: CAPACITY_KIND_IMMEDIATE clients: 5"),
      Parse<v1::Capacity>("kind: CAPACITY_KIND_CASELOAD clients: 77"),
      Parse<v1::Capacity>("kind: CAPACITY_KIND_UNSPECIFIED clients: 9")};
  const v1::GetServiceCapacityResponse capacity = CapacityOf(staffing, figures, 0);
  EXPECT_EQ(capacity.immediate_capacity(), 5);
  EXPECT_EQ(capacity.caseload_capacity(), 20);
  EXPECT_EQ(capacity.capacities_size(), 3);
}

TEST(REG_19, ASharedPoolIsMarkedAsShared) {
  const auto pool = Parse<v1::Staffing>("heads: 5 shared_by: 'Sokolov' shared_by: 'Nejdek'");
  EXPECT_TRUE(CapacityOf(pool, {}, 0).shared());
  EXPECT_FALSE(CapacityOf(Parse<v1::Staffing>("heads: 5"), {}, 0).shared());
}

TEST(REG_20, UtilisationIsLoadOverCapacity) {
  const auto staffing = Parse<v1::Staffing>("fte_milli: 4800 caseload_per_fte: 20");
  EXPECT_EQ(CapacityOf(staffing, {}, 24).utilisation_milli(), 250);
  EXPECT_EQ(CapacityOf(staffing, {}, 120).utilisation_milli(), 1250);
  const v1::GetServiceCapacityResponse idle = CapacityOf(staffing, {}, 0);
  EXPECT_TRUE(idle.has_utilisation_milli());
  EXPECT_EQ(idle.utilisation_milli(), 0);
}

TEST(REG_21, WhatIsUnknownIsAbsentNotZero) {
  for (const char* text : {"heads: 5 fte_milli: 4800", "caseload_per_fte: 20", ""}) {
    const v1::GetServiceCapacityResponse capacity = CapacityOf(Parse<v1::Staffing>(text), {}, 7);
    EXPECT_FALSE(capacity.has_caseload_capacity()) << text;
    EXPECT_FALSE(capacity.has_utilisation_milli()) << text;
    EXPECT_EQ(capacity.load(), 7);
  }
  const std::vector<v1::Capacity> unknown = {Parse<v1::Capacity>("kind: CAPACITY_KIND_IMMEDIATE")};
  const v1::GetServiceCapacityResponse listed = CapacityOf(std::nullopt, unknown, 0);
  EXPECT_FALSE(listed.has_staffing());
  EXPECT_FALSE(listed.has_immediate_capacity());
  EXPECT_EQ(listed.capacities_size(), 1);
}

TEST(REG_21, ACapacityOfNoneIsKnownAndHasNoUtilisation) {
  const auto staffing = Parse<v1::Staffing>("fte_milli: 0 caseload_per_fte: 20");
  const v1::GetServiceCapacityResponse capacity = CapacityOf(staffing, {}, 3);
  EXPECT_TRUE(capacity.has_caseload_capacity());
  EXPECT_EQ(capacity.caseload_capacity(), 0);
  EXPECT_FALSE(capacity.has_utilisation_milli());
  EXPECT_TRUE(CheckCaseload({.limit = std::nullopt, .clients = 99}, ACTING_ROLE_EXPERT, "").ok());
}

}  // namespace
}  // namespace opora::registry
