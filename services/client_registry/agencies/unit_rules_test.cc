#include "services/client_registry/agencies/unit_rules.h"

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

TEST(REG_02, OpenDepartmentsOfAnAgencyHaveNamesOfTheirOwn) {
  const auto town = Parse<v1::Agency>(
      "departments { department_id: 'a' name: 'Sociální odbor' } departments { department_id: 'b' "
      "name: 'Bytový odbor' closed_on { year: 2026 month: 1 day: 1 } }");
  const absl::Status twice = CheckDepartmentName(town, "sociální  ODBOR", "");
  EXPECT_EQ(twice.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(RuleOf(twice), "REG-02");
  EXPECT_TRUE(CheckDepartmentName(town, "Sociální odbor", "a").ok());
  EXPECT_TRUE(CheckDepartmentName(town, "Bytový odbor", "").ok());
}

TEST(REG_02, AnAgencyThatWorkedAsOneUnitIsNotDividedUnderItsClients) {
  EXPECT_EQ(ReasonOf(CheckDivisible(v1::Agency(), true)), "AGENCY_WORKS_UNDIVIDED");
  EXPECT_TRUE(CheckDivisible(v1::Agency(), false).ok());
  EXPECT_TRUE(CheckDivisible(Parse<v1::Agency>("departments { name: 'x' }"), true).ok());
}

TEST(REG_02, ADepartmentIsClosedWhenNobodyWorksThere) {
  for (const DepartmentUse& use : {DepartmentUse{.workers = 1, .assignments = 0},
                                   DepartmentUse{.workers = 0, .assignments = 1}}) {
    EXPECT_EQ(ReasonOf(CheckClosable(use)), "DEPARTMENT_IN_USE");
  }
  EXPECT_TRUE(CheckClosable({}).ok());
}

}  // namespace
}  // namespace opora::registry
