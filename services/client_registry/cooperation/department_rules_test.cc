#include "services/client_registry/cooperation/department_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const absl::CivilDay kDay(2026, 7, 29);

v1::ContactPerson Contact(const std::string& further = "") {
  return Parse<v1::ContactPerson>("worker_id: 'vrbova' valid_from { year: 2026 month: 1 day: 1 } " +
                                  further);
}

// A department that lacks nothing.
DepartmentSetup Complete() {
  DepartmentSetup setup;
  setup.contact_person = Contact("deputy_worker_id: 'dolezel'");
  setup.answering_worker = "vrbova";
  setup.change_bearers = 1;
  setup.target_group_defined = true;
  setup.facts.coordinators = 1;
  setup.facts.key_actors = 1;
  setup.facts.matrix_rows = 1;
  return setup;
}

std::vector<std::string> Reasons(const DepartmentSetup& setup) {
  std::vector<std::string> reasons;
  for (const Gap& gap : GapsOf(setup)) reasons.emplace_back(gap.rule->reason);
  return reasons;
}

TEST(REG_06, TheNextContactPersonEndsTheOneBefore) {
  v1::ContactPerson before = Contact();
  Replace(kDay, before);
  EXPECT_EQ(before.valid_to().day(), 29);
  v1::ContactPerson later = Contact();
  Replace(absl::CivilDay(2025, 12, 1), later);
  EXPECT_EQ(later.valid_to().year(), 2026);
  EXPECT_EQ(later.valid_to().month(), 1);
}

TEST(REG_06, TheDeputyIsSomebodyElse) {
  EXPECT_EQ(ReasonOf(CheckDeputy(Contact("deputy_worker_id: 'vrbova'"))),
            "DEPUTY_IS_CONTACT_PERSON");
  EXPECT_TRUE(CheckDeputy(Contact("deputy_worker_id: 'dolezel'")).ok());
  EXPECT_TRUE(CheckDeputy(Contact()).ok());
}

TEST(REG_06, TheDeputyAnswersForAnAbsentContactPerson) {
  const v1::ContactPerson person = Contact("deputy_worker_id: 'dolezel'");
  EXPECT_EQ(AnsweringWorker(person, false, false), "vrbova");
  EXPECT_EQ(AnsweringWorker(person, true, false), "dolezel");
  EXPECT_EQ(AnsweringWorker(person, true, true), std::nullopt);
  EXPECT_EQ(AnsweringWorker(Contact(), true, false), std::nullopt);
}

TEST(XC_55, ACompleteSetUpHasNoGaps) { EXPECT_TRUE(GapsOf(Complete()).empty()); }

TEST(XC_55, EachThingMissingIsListed) {
  EXPECT_EQ(Reasons(DepartmentSetup()),
            (std::vector<std::string>{"CONTACT_PERSON_MISSING", "CHANGE_BEARER_MISSING",
                                      "TARGET_GROUP_MISSING", "COORDINATOR_MISSING",
                                      "NETWORK_EMPTY", "MATRIX_EMPTY"}));
  DepartmentSetup absent = Complete();
  absent.contact_person = Contact();
  absent.answering_worker.reset();
  EXPECT_EQ(Reasons(absent),
            (std::vector<std::string>{"CONTACT_PERSON_SUSPENDED", "DEPUTY_MISSING"}));
}

TEST(REG_08, ZeroChangeBearersShow) {
  DepartmentSetup setup = Complete();
  setup.change_bearers = 0;
  EXPECT_EQ(Reasons(setup), std::vector<std::string>{"CHANGE_BEARER_MISSING"});
}

TEST(REG_09, AnUndefinedTargetGroupShows) {
  DepartmentSetup setup = Complete();
  setup.target_group_defined = false;
  EXPECT_EQ(Reasons(setup), std::vector<std::string>{"TARGET_GROUP_MISSING"});
}

TEST(REG_21, AnUnknownCapacityShowsAsUnknown) {
  DepartmentSetup setup = Complete();
  setup.facts.services_of_unknown_capacity = {"kotec"};
  const std::vector<Gap> gaps = GapsOf(setup);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].rule->reason, "CAPACITY_UNKNOWN");
  EXPECT_EQ(gaps[0].concerns_id, "kotec");
}

TEST(XC_55, ActorsWithoutCompetenceOrAgreementAreNamed) {
  DepartmentSetup setup = Complete();
  setup.facts.actors_without_competence = {"school"};
  setup.facts.actors_without_agreement = {"school", "court"};
  const std::vector<Gap> gaps = GapsOf(setup);
  ASSERT_EQ(gaps.size(), 3u);
  EXPECT_EQ(gaps[0].concerns_id, "school");
  EXPECT_EQ(gaps[2].concerns_id, "court");
}

}  // namespace
}  // namespace opora::registry
