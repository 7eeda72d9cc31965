#include "common/validation/plan.h"

#include <gtest/gtest.h>

#include <string>

#include "common/validation/testing.h"
#include "common/validation/validator.h"

namespace opora::validation {
namespace {

using ::testing::HasSubstr;

std::string WhyUnsupported(const std::vector<TestMessage>& messages) {
  const TestTypes types(messages);
  const absl::Status status = CheckSupported(types.Type("M"));
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  // Fails closed: what start-up refuses cannot be validated, either.
  EXPECT_EQ(Validate(*types.New("")).code(), absl::StatusCode::kInternal);
  return std::string(status.message());
}

// Adds field `number` to the options' rules in the way an unknown rule would arrive.
google::protobuf::FileDescriptorProto WithUnknownRule(const std::string& rules) {
  auto file = MakeFile({{"M", {{"string", "v"}}}});
  auto* options = file.mutable_message_type(0)->mutable_field(0)->mutable_options();
  options->mutable_unknown_fields()->AddLengthDelimited(1159, rules);
  // As read from a descriptor set: the known extension is parsed, what it does not know stays.
  google::protobuf::FileDescriptorProto parsed;
  EXPECT_TRUE(parsed.ParseFromString(file.SerializeAsString()));
  return parsed;
}

TEST(CheckSupported, AcceptsTypesWithoutRules) {
  EXPECT_TRUE(CheckSupported(google::rpc::BadRequest::descriptor()).ok());
  EXPECT_TRUE(CheckSupported(google::protobuf::FileDescriptorProto::descriptor()).ok());
}

TEST(CheckSupported, RefusesRulesOfAnotherType) {
  EXPECT_EQ(WhyUnsupported({{"M", {{"string", "v", "int32 { gt: 1 }"}}}}),
            "unsupported validation rules: test.M.v: the rules are for another type");
  EXPECT_NE(WhyUnsupported({{"M", {{"sint32", "v", "int32 { gt: 1 }"}}}}), "");
  EXPECT_NE(WhyUnsupported({{"M", {{"M", "v", "timestamp { gt_now: true }"}}}}), "");
  EXPECT_NE(WhyUnsupported({{"M", {{"int32", "v", "repeated { unique: true }"}}}}), "");
}

TEST(CheckSupported, RefusesItemRulesThatDoNotFit) {
  EXPECT_NE(WhyUnsupported({{"M", {{"repeated string", "v", "string { min_len: 1 }"}}}}), "");
  EXPECT_NE(
      WhyUnsupported({{"M", {{"repeated string", "v", "repeated { items { required: true } }"}}}}),
      "");
  EXPECT_NE(WhyUnsupported({{"M", {{"repeated M", "v", "repeated { unique: true }"}}}}), "");
  EXPECT_NE(WhyUnsupported(
                {{"M", {{"repeated string", "v", "repeated { items { bytes { min_len: 1 } } }"}}}}),
            "");
}

TEST(CheckSupported, RefusesRulesOfMaps) {
  EXPECT_THAT(WhyUnsupported({{"M", {{"map", "v", "repeated { min_items: 1 }"}}}}),
              HasSubstr("test.M.v: rules of maps are not known"));
}

TEST(CheckSupported, RefusesMalformedPatterns) {
  EXPECT_THAT(WhyUnsupported({{"M", {{"string", "v", "string { pattern: '(' }"}}}}),
              HasSubstr("test.M.v: malformed pattern"));
}

TEST(CheckSupported, RefusesUnknownRules) {
  // FieldRules.string (14) with hostname (13), FieldRules.cel (23), and an unknown Ignore (27).
  for (const std::string& rules : {std::string("\x72\x02\x68\x01"), std::string("\xba\x01\x00", 3),
                                   std::string("\xd8\x01\x09")}) {
    const TestTypes types(WithUnknownRule(rules));
    EXPECT_EQ(CheckSupported(types.Type("M")).message(),
              "unsupported validation rules: test.M.v: the rule is not known");
    EXPECT_EQ(Validate(*types.New("")).code(), absl::StatusCode::kInternal);
  }
}

TEST(CheckSupported, RefusesUnknownMessageRules) {
  auto file = MakeFile({{"M", {{"string", "v"}}}});
  // MessageRules.cel (3).
  file.mutable_message_type(0)->mutable_options()->mutable_unknown_fields()->AddLengthDelimited(
      1159, std::string("\x1a\x00", 2));
  google::protobuf::FileDescriptorProto parsed;
  ASSERT_TRUE(parsed.ParseFromString(file.SerializeAsString()));
  EXPECT_FALSE(CheckSupported(TestTypes(parsed).Type("M")).ok());
}

TEST(CheckSupported, RefusesMessageOneofOverMissingFields) {
  EXPECT_THAT(WhyUnsupported({{"M", {}, "oneof {fields: ['a']}"}}), HasSubstr("missing field a"));
  EXPECT_NE(WhyUnsupported({{"M", {}, "oneof {required: true}"}}), "");
}

TEST(CheckSupported, LooksIntoTypesWithinAndNamesAll) {
  const TestTypes types({{"Leaf",
                          {{"string", "a", "int32 { gt: 1 }"},
                           {"Leaf", "again"},
                           {"int32", "b", "string { len: 1 }"}}},
                         {"Branch", {{"repeated Leaf", "leaves"}}},
                         {"M", {{"Branch", "branch"}}}});
  EXPECT_EQ(CheckSupported(types.Type("M")).message(),
            "unsupported validation rules: test.Leaf.a: the rules are for another type; "
            "test.Leaf.b: the rules are for another type");
}

TEST(PlanFor, GivesTheSamePlanAgain) {
  const TestTypes types({{"M", {{"M", "again"}}}});
  const MessagePlan& plan = PlanFor(*types.Type("M"));
  EXPECT_EQ(&PlanFor(*types.Type("M")), &plan);
  EXPECT_EQ(plan.fields.at(0).message, &plan);
}

}  // namespace
}  // namespace opora::validation
