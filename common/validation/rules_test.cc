#include "common/validation/rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/validation/testing.h"
#include "common/validation/validator.h"

namespace opora::validation {
namespace {

using ::testing::ElementsAre;

// 2026-07-29 12:00:00 UTC.
constexpr absl::Time kNow = absl::FromUnixSeconds(1785326400);

// A field `v` with a rule, and messages that it allows and refuses.
struct RuleCase {
  std::string type;
  std::string rules;
  std::vector<std::string> allowed;
  std::vector<std::string> refused;
  std::string reason;
  std::string description;
};

TestTypes TypesWith(const std::string& type, const std::string& rules) {
  return TestTypes({{"M", {{type, "v", rules}}}});
}

void PrintTo(const RuleCase& rule, std::ostream* out) { *out << rule.type << " " << rule.rules; }

class RuleTest : public ::testing::TestWithParam<RuleCase> {};

TEST_P(RuleTest, AllowsAndRefuses) {
  const TestTypes types = TypesWith(GetParam().type, GetParam().rules);
  ASSERT_TRUE(CheckSupported(types.Type("M")).ok()) << CheckSupported(types.Type("M"));
  for (const std::string& text : GetParam().allowed) {
    EXPECT_TRUE(Validate(*types.New(text), kNow).ok()) << text;
  }
  for (const std::string& text : GetParam().refused) {
    const absl::Status status = Validate(*types.New(text), kNow);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(ViolationsOf(status), ElementsAre("v " + GetParam().reason)) << text;
    EXPECT_EQ(status.message(), "invalid request: v: " + GetParam().description) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Strings, RuleTest,
    ::testing::Values(RuleCase{"string",
                               "string { const: 'cs' }",
                               {"v: 'cs'"},
                               {"v: 'en'", ""},
                               "STRING_CONST",
                               "must be cs"},
                      RuleCase{"string",
                               "string { len: 2 }",
                               {"v: 'cs'", "v: 'čš'"},
                               {"v: 'c'", "v: 'csc'", ""},
                               "STRING_LEN",
                               "must have exactly 2 characters"},
                      RuleCase{"string",
                               "string { min_len: 2 }",
                               {"v: 'čš'", "v: 'abc'"},
                               {"v: 'č'", ""},
                               "STRING_MIN_LEN",
                               "must have at least 2 characters"},
                      RuleCase{"string",
                               "string { max_len: 2 }",
                               {"v: 'čš'", ""},
                               {"v: 'abc'"},
                               "STRING_MAX_LEN",
                               "must have at most 2 characters"},
                      RuleCase{"string",
                               "string { len_bytes: 4 }",
                               {"v: 'čš'"},
                               {"v: 'čšč'", ""},
                               "STRING_LEN_BYTES",
                               "must have exactly 4 bytes"},
                      RuleCase{"string",
                               "string { min_bytes: 3 }",
                               {"v: 'čš'"},
                               {"v: 'cs'"},
                               "STRING_MIN_BYTES",
                               "must have at least 3 bytes"},
                      RuleCase{"string",
                               "string { max_bytes: 3 }",
                               {"v: 'abc'"},
                               {"v: 'čš'"},
                               "STRING_MAX_BYTES",
                               "must have at most 3 bytes"},
                      RuleCase{"string",
                               "string { pattern: '^[a-z]+$' }",
                               {"v: 'abc'"},
                               {"v: 'aBc'", "v: 'abc\\n'", ""},
                               "STRING_PATTERN",
                               "must match the pattern ^[a-z]+$"},
                      RuleCase{"string",
                               "string { pattern: '[0-9]{2}' }",
                               {"v: 'a12b'"},
                               {"v: 'a1b'"},
                               "STRING_PATTERN",
                               "must match the pattern [0-9]{2}"},
                      RuleCase{"string",
                               "string { prefix: 'cz-' }",
                               {"v: 'cz-1'"},
                               {"v: 'sk-1'", "v: 'cz'"},
                               "STRING_PREFIX",
                               "must begin with cz-"},
                      RuleCase{"string",
                               "string { contains: '@' }",
                               {"v: 'a@b'"},
                               {"v: 'ab'"},
                               "STRING_CONTAINS",
                               "must contain @"},
                      RuleCase{"string",
                               "string {in: 'cs' in: 'en'}",
                               {"v: 'cs'", "v: 'en'"},
                               {"v: 'de'", ""},
                               "STRING_IN",
                               "must be one of cs, en"},
                      RuleCase{"string",
                               "string {not_in: 'cs' not_in: 'en'}",
                               {"v: 'de'", ""},
                               {"v: 'cs'"},
                               "STRING_NOT_IN",
                               "must not be one of cs, en"},
                      RuleCase{
                          "string",
                          "string { email: true }",
                          {"v: 'jana.novakova@opora.example'", "v: 'a@b'"},
                          {"v: 'jana'", "v: 'a@-b'", "v: 'a b@c'", "v: 'a@b.'", "v: 'a@b\\n'", ""},
                          "STRING_EMAIL",
                          "must be an e-mail address"},
                      RuleCase{"string",
                               "string { uuid: true }",
                               {"v: '0190f5a6-5b1e-7c3d-8e9f-0a1b2c3d4e5f'"},
                               {"v: '0190F5A6-5B1E-7C3D-8E9F-0A1B2C3D4E5F'",
                                "v: '0190f5a65b1e7c3d8e9f0a1b2c3d4e5f'", "v: '1'", ""},
                               "STRING_UUID",
                               "must be a UUID in lower case"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, RuleTest,
    ::testing::Values(
        RuleCase{"int32", "int32 { const: 7 }", {"v: 7"}, {"v: 8", ""}, "INT32_CONST", "must be 7"},
        RuleCase{"int32",
                 "int32 { lt: 7 }",
                 {"v: 6", "v: -2147483648"},
                 {"v: 7"},
                 "INT32_LT",
                 "must be less than 7"},
        RuleCase{"int32", "int32 { lte: 7 }", {"v: 7"}, {"v: 8"}, "INT32_LTE", "must be at most 7"},
        RuleCase{"int32",
                 "int32 { gt: 0 }",
                 {"v: 1"},
                 {"v: -1", "v: 0", ""},
                 "INT32_GT",
                 "must be greater than 0"},
        RuleCase{"int32",
                 "int32 { gte: -3 }",
                 {"v: -3", ""},
                 {"v: -4"},
                 "INT32_GTE",
                 "must be at least -3"},
        RuleCase{"int32",
                 "int32 {gt: 1 lte: 5}",
                 {"v: 2", "v: 5"},
                 {"v: 1", "v: 6"},
                 "INT32_GT_LTE",
                 "must be greater than 1 and at most 5"},
        RuleCase{"int32",
                 "int32 {gte: 10 lt: 5}",
                 {"v: 4", "v: 10"},
                 {"v: 5", "v: 9"},
                 "INT32_GTE_LT_EXCLUSIVE",
                 "must be at least 10 or less than 5"},
        RuleCase{"int32",
                 "int32 {in: 1 in: 2}",
                 {"v: 2"},
                 {"v: 3", ""},
                 "INT32_IN",
                 "must be one of 1, 2"},
        RuleCase{"int32",
                 "int32 { not_in: 0 }",
                 {"v: 3"},
                 {"v: 0", ""},
                 "INT32_NOT_IN",
                 "must not be one of 0"},
        RuleCase{"int64",
                 "int64 {gte: 0 lte: 9007199254740993}",
                 {"v: 9007199254740993"},
                 {"v: 9007199254740994", "v: -1"},
                 "INT64_GTE_LTE",
                 "must be at least 0 and at most 9007199254740993"},
        RuleCase{"uint32",
                 "uint32 { gt: 2147483648 }",
                 {"v: 4294967295"},
                 {"v: 2147483648", ""},
                 "UINT32_GT",
                 "must be greater than 2147483648"},
        RuleCase{"uint64",
                 "uint64 { gte: 9223372036854775808 }",
                 {"v: 18446744073709551615"},
                 {"v: 9223372036854775807", ""},
                 "UINT64_GTE",
                 "must be at least 9223372036854775808"},
        RuleCase{"bool",
                 "bool { const: true }",
                 {"v: true"},
                 {"v: false", ""},
                 "BOOL_CONST",
                 "must be true"}));

INSTANTIATE_TEST_SUITE_P(OtherTypes, RuleTest,
                         ::testing::Values(RuleCase{"bytes",
                                                    "bytes { min_len: 2 }",
                                                    {"v: '\\000\\377'"},
                                                    {"v: 'a'", ""},
                                                    "BYTES_MIN_LEN",
                                                    "must have at least 2 bytes"},
                                           RuleCase{"bytes",
                                                    "bytes { max_len: 2 }",
                                                    {"v: '\\377\\377'", ""},
                                                    {"v: 'abc'"},
                                                    "BYTES_MAX_LEN",
                                                    "must have at most 2 bytes"},
                                           RuleCase{"Kind",
                                                    "enum { const: 1 }",
                                                    {"v: KIND_ADULT"},
                                                    {"v: KIND_CHILD", ""},
                                                    "ENUM_CONST",
                                                    "must be KIND_ADULT"},
                                           RuleCase{"Kind",
                                                    "enum { defined_only: true }",
                                                    {"v: KIND_CHILD", ""},
                                                    {"v: 3", "v: -1"},
                                                    "ENUM_DEFINED_ONLY",
                                                    "must be a value of Kind"},
                                           RuleCase{"Kind",
                                                    "enum {in: 1 in: 2}",
                                                    {"v: KIND_CHILD"},
                                                    {"v: KIND_UNSPECIFIED", ""},
                                                    "ENUM_IN",
                                                    "must be one of KIND_ADULT, KIND_CHILD"},
                                           RuleCase{"Kind",
                                                    "enum { not_in: 0 }",
                                                    {"v: KIND_ADULT"},
                                                    {"v: KIND_UNSPECIFIED", ""},
                                                    "ENUM_NOT_IN",
                                                    "must not be one of KIND_UNSPECIFIED"},
                                           RuleCase{"repeated int32",
                                                    "repeated { min_items: 2 }",
                                                    {"v: [1, 1]"},
                                                    {"v: 1", ""},
                                                    "REPEATED_MIN_ITEMS",
                                                    "must have at least 2 items"},
                                           RuleCase{"repeated int32",
                                                    "repeated { max_items: 2 }",
                                                    {"v: [1, 1]", ""},
                                                    {"v: [1, 2, 3]"},
                                                    "REPEATED_MAX_ITEMS",
                                                    "must have at most 2 items"},
                                           RuleCase{"repeated string",
                                                    "repeated { unique: true }",
                                                    {"v: ['a', 'b']", ""},
                                                    {"v: ['a', 'b', 'a']"},
                                                    "REPEATED_UNIQUE",
                                                    "must not have equal items"},
                                           RuleCase{"repeated Kind",
                                                    "repeated { unique: true }",
                                                    {"v: [KIND_ADULT, KIND_CHILD]"},
                                                    {"v: [KIND_ADULT, KIND_ADULT]"},
                                                    "REPEATED_UNIQUE",
                                                    "must not have equal items"}));

INSTANTIATE_TEST_SUITE_P(
    Times, RuleTest,
    ::testing::Values(RuleCase{"google.protobuf.Timestamp",
                               "timestamp { lt_now: true }",
                               {"v {seconds: 1785326400}", "v {}", ""},
                               {"v {seconds: 1785326400 nanos: 1000}"},
                               "TIMESTAMP_LT_NOW",
                               "must not be in the future"},
                      RuleCase{"google.protobuf.Timestamp",
                               "timestamp { gt_now: true }",
                               {"v {seconds: 1785326400}", ""},
                               {"v {seconds: 1785326399 nanos: 999999999}"},
                               "TIMESTAMP_GT_NOW",
                               "must not be in the past"},
                      RuleCase{"google.protobuf.Timestamp",
                               "timestamp { lt {seconds: 60} }",
                               {"v {seconds: 59 nanos: 999999999}", "v {seconds: -1}"},
                               {"v {seconds: 60}"},
                               "TIMESTAMP_LT",
                               "must be less than 1970-01-01T00:01:00+00:00"},
                      RuleCase{"google.protobuf.Timestamp",
                               "timestamp {gte: {seconds: 60} lte: {seconds: 120}}",
                               {"v {seconds: 60}", "v {seconds: 120}"},
                               {"v {seconds: 59}", "v {seconds: 120 nanos: 1000}"},
                               "TIMESTAMP_GTE_LTE",
                               "must be at least 1970-01-01T00:01:00+00:00 and at most "
                               "1970-01-01T00:02:00+00:00"},
                      RuleCase{"google.protobuf.Timestamp",
                               "timestamp { gt {seconds: 60} }",
                               {"v {seconds: 61}"},
                               {"v {seconds: 60}"},
                               "TIMESTAMP_GT",
                               "must be greater than 1970-01-01T00:01:00+00:00"},
                      RuleCase{"google.protobuf.Duration",
                               "duration {gt: {seconds: 0} lte: {seconds: 3600}}",
                               {"v {nanos: 1}", "v {seconds: 3600}", ""},
                               {"v {}", "v {seconds: -1}", "v {seconds: 3600 nanos: 1}"},
                               "DURATION_GT_LTE",
                               "must be greater than 0 and at most 1h"},
                      RuleCase{"google.protobuf.Duration",
                               "duration {gte: {seconds: 1} lt: {seconds: 2}}",
                               {"v {seconds: 1 nanos: 500000000}"},
                               {"v {seconds: 2}", "v {nanos: 999999999}"},
                               "DURATION_GTE_LT",
                               "must be at least 1s and less than 2s"}));

TEST(RulesTest, LongListsAreDescribedByTheirLength) {
  std::string values;
  for (int i = 0; i < 100; ++i) values += "in: " + std::to_string(1000 + i) + " ";
  const TestTypes types = TypesWith("int32", "int32 {" + values + "}");
  EXPECT_EQ(Validate(*types.New("")).message(),
            "invalid request: v: must be one of 100 listed values");
}

TEST(RulesTest, AllRulesOfAFieldAreReported) {
  const TestTypes types = TypesWith("string", "string {min_len: 2 pattern: '^[0-9]*$'}");
  EXPECT_THAT(ViolationsOf(Validate(*types.New("v: 'x'"))),
              ElementsAre("v STRING_MIN_LEN", "v STRING_PATTERN"));
}

}  // namespace
}  // namespace opora::validation
