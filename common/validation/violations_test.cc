#include "common/validation/violations.h"

#include <gtest/gtest.h>

#include <string>

#include "common/validation/testing.h"

namespace opora::validation {
namespace {

using ::testing::ElementsAre;

TEST(Violations, AreOkWhenEmpty) {
  EXPECT_TRUE(Violations().empty());
  EXPECT_TRUE(Violations().ToStatus().ok());
}

TEST(Violations, BecomeOneStatusWithDetails) {
  Violations violations;
  violations.Add("valid_to", "BEFORE_START", "must not be before valid_from");
  violations.Add("scope", "EMPTY", "must name a topic");
  EXPECT_FALSE(violations.empty());
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "invalid request: valid_to: must not be before valid_from");
  EXPECT_THAT(ViolationsOf(status), ElementsAre("valid_to BEFORE_START", "scope EMPTY"));
  EXPECT_EQ(DetailsOf(status).field_violations(1).description(), "must name a topic");
}

TEST(Violations, OfTheWholeRequestHaveNoField) {
  Violations violations;
  violations.Add("", "NOTHING_TO_DO", "changes nothing");
  EXPECT_EQ(violations.ToStatus().message(), "invalid request: changes nothing");
}

TEST(Violations, AreCappedAtTwenty) {
  Violations violations;
  for (int i = 0; i < 20; ++i) violations.Add("f", "R", "d");
  EXPECT_EQ(DetailsOf(violations.ToStatus()).field_violations_size(), 20);
  EXPECT_TRUE(violations.full());
  violations.Add("f", "R", "d");
  violations.AddOmitted();
  const auto details = DetailsOf(violations.ToStatus());
  ASSERT_EQ(details.field_violations_size(), 21);
  EXPECT_EQ(details.field_violations(20).reason(), "VIOLATIONS_OMITTED");
  EXPECT_EQ(details.field_violations(20).description(), "2 more violations were omitted");
}

TEST(Violations, StayWithinTheErrorBudget) {
  Violations violations;
  for (int i = 0; i < 20; ++i) violations.Add("field", "REASON", std::string(1000, 'x'));
  const auto details = DetailsOf(violations.ToStatus());
  EXPECT_EQ(details.field_violations_size(), 3);
  EXPECT_LT(details.ByteSizeLong(), 3500u);
  EXPECT_EQ(details.field_violations(2).description(), "18 more violations were omitted");
}

}  // namespace
}  // namespace opora::validation
