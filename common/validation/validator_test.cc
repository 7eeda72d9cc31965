#include "common/validation/validator.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/validation/testing.h"

namespace opora::validation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Check(const TestTypes& types, const std::string& text) {
  return ViolationsOf(Validate(*types.New(text)));
}

TEST(Presence, OptionalFieldIsCheckedOnlyWhenSet) {
  const TestTypes types({{"M", {{"optional string", "v", "string { min_len: 1 }"}}}});
  EXPECT_THAT(Check(types, ""), IsEmpty());
  EXPECT_THAT(Check(types, "v: ''"), ElementsAre("v STRING_MIN_LEN"));
  EXPECT_THAT(Check(types, "v: 'a'"), IsEmpty());
}

TEST(Presence, RequiredOptionalFieldMustBeSetBeItToZero) {
  const TestTypes types({{"M", {{"optional int32", "v", "required: true int32: {lt: 5}"}}}});
  EXPECT_THAT(Check(types, ""), ElementsAre("v REQUIRED"));
  EXPECT_THAT(Check(types, "v: 0"), IsEmpty());
  EXPECT_THAT(Check(types, "v: 5"), ElementsAre("v INT32_LT"));
}

TEST(Presence, FieldWithoutPresenceIsCheckedAtZeroToo) {
  const TestTypes types({{"M", {{"string", "v", "string { min_len: 1 }"}}}});
  EXPECT_THAT(Check(types, ""), ElementsAre("v STRING_MIN_LEN"));
}

TEST(Presence, RequiredFieldWithoutPresenceMustNotBeZero) {
  const TestTypes types({{"M", {{"string", "v", "required: true string: {min_len: 2}"}}}});
  EXPECT_THAT(Check(types, ""), ElementsAre("v REQUIRED"));
  EXPECT_THAT(Check(types, "v: 'a'"), ElementsAre("v STRING_MIN_LEN"));
}

TEST(Presence, RequiredMessageMayBeEmpty) {
  const TestTypes types({{"Part", {}}, {"M", {{"Part", "v", "required: true"}}}});
  EXPECT_THAT(Check(types, ""), ElementsAre("v REQUIRED"));
  EXPECT_THAT(Check(types, "v {}"), IsEmpty());
}

TEST(Presence, RequiredListMustNotBeEmpty) {
  const TestTypes types({{"M", {{"repeated int32", "v", "required: true"}}}});
  EXPECT_THAT(Check(types, ""), ElementsAre("v REQUIRED"));
  EXPECT_THAT(Check(types, "v: 0"), IsEmpty());
}

TEST(Ignore, ZeroValueOfFieldWithoutPresence) {
  const TestTypes types(
      {{"M",
        {{"string", "v", "ignore: IGNORE_IF_ZERO_VALUE string: {min_len: 2}"},
         {"repeated int32", "list", "ignore: IGNORE_IF_ZERO_VALUE repeated: {min_items: 2}"}}}});
  EXPECT_THAT(Check(types, ""), IsEmpty());
  EXPECT_THAT(Check(types, "v: 'a' list: 1"),
              ElementsAre("v STRING_MIN_LEN", "list REPEATED_MIN_ITEMS"));
}

TEST(Ignore, ZeroValueIsNoExceptionForFieldWithPresence) {
  const TestTypes types(
      {{"M", {{"optional string", "v", "ignore: IGNORE_IF_ZERO_VALUE string: {min_len: 2}"}}}});
  EXPECT_THAT(Check(types, ""), IsEmpty());
  EXPECT_THAT(Check(types, "v: ''"), ElementsAre("v STRING_MIN_LEN"));
}

TEST(Ignore, AlwaysCoversRequiredAndTheRulesInside) {
  const TestTypes types({{"Part", {{"string", "name", "required: true"}}},
                         {"M", {{"Part", "v", "ignore: IGNORE_ALWAYS required: true"}}}});
  EXPECT_THAT(Check(types, ""), IsEmpty());
  EXPECT_THAT(Check(types, "v {}"), IsEmpty());
}

TEST(Ignore, AlwaysDoesNotCoverWhatNoRuleAllows) {
  const TestTypes types(
      {{"Part", {{"string", "name"}}}, {"M", {{"Part", "v", "ignore: IGNORE_ALWAYS"}}}});
  EXPECT_THAT(Check(types, R"(v { name: "a\000" })"), ElementsAre("v.name STRING_NUL"));
}

TEST(Items, RulesApplyToEachItem) {
  const TestTypes types(
      {{"M", {{"repeated string", "v", "repeated { items { string { min_len: 2 } } }"}}}});
  EXPECT_THAT(Check(types, "v: ['ab', 'a', '']"),
              ElementsAre("v[1] STRING_MIN_LEN", "v[2] STRING_MIN_LEN"));
}

TEST(Items, ZeroItemsCanBeIgnored) {
  const TestTypes types(
      {{"M",
        {{"repeated string", "v",
          "repeated { items {ignore: IGNORE_IF_ZERO_VALUE string: {min_len: 2}} }"}}}});
  EXPECT_THAT(Check(types, "v: ['', 'a']"), ElementsAre("v[1] STRING_MIN_LEN"));
}

TEST(Items, AllItemsCanBeIgnored) {
  const TestTypes types(
      {{"Part", {{"string", "name", "required: true"}}},
       {"M", {{"repeated Part", "v", "repeated {max_items: 2 items: {ignore: IGNORE_ALWAYS}}"}}}});
  EXPECT_THAT(Check(types, "v {} v {}"), IsEmpty());
  EXPECT_THAT(Check(types, "v {} v {} v {}"), ElementsAre("v REPEATED_MAX_ITEMS"));
}

TEST(Items, MayBeTimestamps) {
  const TestTypes types({{"M",
                          {{"repeated google.protobuf.Timestamp", "v",
                            "repeated { items { timestamp { gt { seconds: 5 } } } }"}}}});
  EXPECT_THAT(Check(types, "v {seconds: 6} v {seconds: 5}"), ElementsAre("v[1] TIMESTAMP_GT"));
}

const std::vector<TestMessage>& Household() {
  static const auto* const types = new std::vector<TestMessage>{
      {"Member",
       {{"string", "birth_date", "string { max_len: 3 }"}, {"repeated Member", "children"}}},
      {"Household", {{"repeated Member", "members"}, {"Member", "head"}}},
      {"M", {{"Household", "household"}}}};
  return *types;
}

TEST(Paths, NameNestedFieldsAndItems) {
  const TestTypes types(Household());
  EXPECT_THAT(Check(types,
                    "household { members {} members {} members {} "
                    "members { birth_date: 'long' } head { birth_date: 'long' } }"),
              ElementsAre("household.members[3].birth_date STRING_MAX_LEN",
                          "household.head.birth_date STRING_MAX_LEN"));
}

TEST(Paths, FollowRecursiveTypes) {
  const TestTypes types(Household());
  EXPECT_THAT(
      Check(types,
            "household { head { children {} children { children { birth_date: 'long' } } } }"),
      ElementsAre("household.head.children[1].children[0].birth_date STRING_MAX_LEN"));
}

TEST(Oneof, RequiredOneMustHaveAFieldSet) {
  const TestTypes types({{"M",
                          {{"string", "email", "string { email: true }", "contact"},
                           {"string", "phone", "", "contact"}},
                          "",
                          "required: true"}});
  EXPECT_THAT(Check(types, ""), ElementsAre("contact REQUIRED"));
  EXPECT_THAT(Check(types, "phone: ''"), IsEmpty());
  EXPECT_THAT(Check(types, "email: ''"), ElementsAre("email STRING_EMAIL"));
}

TEST(Oneof, OfTheMessageAllowsOneFieldAtMost) {
  const TestTypes types({{"M",
                          {{"string", "a", "string { min_len: 3 }"}, {"repeated int32", "b"}},
                          "oneof {fields: ['a', 'b']}"}});
  EXPECT_THAT(Check(types, ""), IsEmpty());
  EXPECT_THAT(Check(types, "b: 1"), IsEmpty());
  EXPECT_THAT(Check(types, "a: 'ab'"), ElementsAre("a STRING_MIN_LEN"));
  const absl::Status both = Validate(*types.New("a: 'abc' b: 1"));
  EXPECT_THAT(ViolationsOf(both), ElementsAre(" MESSAGE_ONEOF"));
  EXPECT_EQ(both.message(), "invalid request: at most one must be set of a, b");
}

TEST(Oneof, OfTheMessageCanBeRequired) {
  const TestTypes types(
      {{"P", {{"string", "a"}, {"P", "b"}}, "oneof {fields: ['a', 'b'] required: true}"},
       {"M", {{"P", "part"}}}});
  EXPECT_THAT(Check(types, "part {}"), ElementsAre("part MESSAGE_ONEOF"));
  EXPECT_THAT(Check(types, "part { a: 'x' }"), IsEmpty());
}

const std::vector<TestMessage>& Plain() {
  static const auto* const types =
      new std::vector<TestMessage>{{"M",
                                    {{"string", "text"},
                                     {"repeated string", "texts"},
                                     {"bytes", "raw"},
                                     {"Kind", "kind"},
                                     {"optional Kind", "maybe"},
                                     {"repeated Kind", "kinds"},
                                     {"map", "labels"},
                                     {"google.protobuf.Timestamp", "at"},
                                     {"google.protobuf.Duration", "lasts"},
                                     {"M", "part"},
                                     {"double", "rate"},
                                     {"repeated bool", "flags"}}}};
  return *types;
}

TEST(AlwaysRefused, NulInAnyString) {
  const TestTypes types(Plain());
  EXPECT_THAT(Check(types, R"(text: "a\000b" texts: "ok" texts: "\000" part { text: "\000" })"),
              ElementsAre("text STRING_NUL", "texts[1] STRING_NUL", "part.text STRING_NUL"));
}

TEST(AlwaysRefused, MalformedUtf8InAnyString) {
  const TestTypes types(Plain());
  for (const std::string bad : {R"(\377)", R"(\303)", R"(\300\200)", R"(\355\240\200)"}) {
    EXPECT_THAT(Check(types, absl::StrCat("text: \"a", bad, "\"")), ElementsAre("text STRING_UTF8"))
        << bad;
  }
}

TEST(AlwaysRefused, DirectionControlsInNames) {
  const TestTypes types(
      {{"M", {{"string", "family_name", ""}, {"string", "name", ""}, {"string", "note", ""}}}});
  const std::string turned = R"("a\342\200\256b")";
  EXPECT_THAT(Check(types, absl::StrCat("family_name: ", turned, " name: ", turned)),
              ElementsAre("family_name STRING_DIRECTION", "name STRING_DIRECTION"));
  EXPECT_THAT(Check(types, absl::StrCat("note: ", turned)), IsEmpty());
}

TEST(AlwaysRefused, UnknownEnumValues) {
  const TestTypes types(Plain());
  EXPECT_THAT(Check(types, "kind: 99 maybe: -1 kinds: [1, 3]"),
              ElementsAre("kind ENUM_DEFINED_ONLY", "maybe ENUM_DEFINED_ONLY",
                          "kinds[1] ENUM_DEFINED_ONLY"));
}

TEST(AlwaysRefused, TimesThatProtobufDoesNotDefine) {
  const TestTypes types(Plain());
  EXPECT_THAT(Check(types, "at { seconds: 253402300800 }"), ElementsAre("at TIMESTAMP_RANGE"));
  EXPECT_THAT(Check(types, "at { seconds: -62135596801 }"), ElementsAre("at TIMESTAMP_RANGE"));
  EXPECT_THAT(Check(types, "at { nanos: -1 }"), ElementsAre("at TIMESTAMP_RANGE"));
  EXPECT_THAT(Check(types, "lasts { seconds: 1 nanos: -1 }"), ElementsAre("lasts DURATION_RANGE"));
  EXPECT_THAT(Check(types, "lasts { nanos: 1000000000 }"), ElementsAre("lasts DURATION_RANGE"));
  EXPECT_THAT(Check(types, "lasts { seconds: 315576000001 }"), ElementsAre("lasts DURATION_RANGE"));
}

TEST(AlwaysRefused, InsideMapsToo) {
  const TestTypes types(Plain());
  EXPECT_THAT(Check(types, R"(labels { key: "k" value: "\000" })"),
              ElementsAre("labels[0].value STRING_NUL"));
}

TEST(AlwaysRefused, NothingOfThisIsHarmless) {
  const TestTypes types(Plain());
  EXPECT_THAT(Check(types, R"(text: "Příliš 😀" raw: "\000\377" kind: KIND_ADULT
                              at { seconds: -62135596800 } lasts { seconds: -1 nanos: -1 }
                              labels { key: "" value: "" } rate: nan flags: [true, true])"),
              IsEmpty());
}

TEST(Answer, NeverEchoesTheValue) {
  const TestTypes types(
      {{"M",
        {{"string", "v",
          "string {max_len: 3 pattern: '^x' email: true prefix: 'y' contains: 'z' in: 'q'}"}}}});
  const absl::Status status = Validate(*types.New("v: 'secret'"));
  EXPECT_EQ(DetailsOf(status).field_violations_size(), 6);
  EXPECT_THAT(DetailsOf(status).DebugString(), Not(HasSubstr("secret")));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
}

TEST(Answer, IsCappedWithTheNumberOfOthers) {
  const TestTypes types(Plain());
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "kinds: 7 ";
  const auto details = DetailsOf(Validate(*types.New(text)));
  ASSERT_EQ(details.field_violations_size(), 21);
  EXPECT_EQ(details.field_violations(19).field(), "kinds[19]");
  EXPECT_EQ(details.field_violations(20).description(), "980 more violations were omitted");
}

TEST(Answer, IsOkForGeneratedMessagesWithoutRules) {
  google::rpc::ErrorInfo info;
  (*info.mutable_metadata())["key"] = "value";
  EXPECT_TRUE(Validate(info).ok());
  (*info.mutable_metadata())["key"] = std::string("\0", 1);
  EXPECT_THAT(ViolationsOf(Validate(info)), ElementsAre("metadata[0].value STRING_NUL"));
}

TEST(Time, IsThePresentUnlessGiven) {
  const TestTypes types(
      {{"M", {{"google.protobuf.Timestamp", "v", "timestamp { lt_now: true }"}}}});
  EXPECT_THAT(Check(types, "v { seconds: 1 }"), IsEmpty());
  EXPECT_THAT(Check(types, "v { seconds: 253402300799 }"), ElementsAre("v TIMESTAMP_LT_NOW"));
}

TEST(Threads, ShareOnePlan) {
  const TestTypes types(Household());
  const auto message = types.New("household { head { birth_date: 'long' } }");
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&message] {
      for (int n = 0; n < 100; ++n) EXPECT_FALSE(Validate(*message).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(NormalizeStrings, ComposesEveryString) {
  const TestTypes types(Plain());
  const auto message = types.New(
      "text: 'Pr\u030Ci\u0301lis\u030C' texts: ['ascii', 'e\u0301'] part { text: 'a\u030A' }"
      "labels { key: 'u\u030A' value: 'u\u030A' } raw: 'e\u0301'");
  NormalizeStrings(message.get());
  const auto expected = types.New(
      "text: 'Příliš' texts: ['ascii', 'é'] part { text: 'å' }"
      "labels { key: 'ů' value: 'ů' } raw: 'e\u0301'");
  EXPECT_EQ(message->DebugString(), expected->DebugString());
}

TEST(NormalizeStrings, LeavesMalformedUtf8ToValidate) {
  const TestTypes types(Plain());
  const auto message = types.New(R"(text: "e\314\201\377")");
  NormalizeStrings(message.get());
  EXPECT_THAT(ViolationsOf(Validate(*message)), ElementsAre("text STRING_UTF8"));
}

}  // namespace
}  // namespace opora::validation
