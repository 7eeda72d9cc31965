#include "services/client_registry/competences/matrix_rules.h"

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

v1::MatrixRow RowWith(const std::string& text) { return Parse<v1::MatrixRow>(text); }

const v1::RouteQuestionRequest kAsTheMatrixSays;

TEST(XC_48, ARowNamesOnePersonOrOneRole) {
  for (const char* text :
       {"", "responsible_worker_id: 'a' responsible_role: ACTING_ROLE_HOUSING_OFFICER"}) {
    const absl::Status refused = CheckMatrixRow(RowWith(text));
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ReasonOf(refused), "RESPONSIBLE_UNCLEAR") << text;
    EXPECT_EQ(RuleOf(refused), "XC-48") << text;
  }
  EXPECT_TRUE(CheckMatrixRow(RowWith("responsible_worker_id: 'a'")).ok());
  EXPECT_TRUE(CheckMatrixRow(RowWith("responsible_role: ACTING_ROLE_HOUSING_OFFICER")).ok());
}

TEST(XC_49, TheChannelIsThatOfTheMatrix) {
  EXPECT_EQ(ChannelOf(RowWith("channel: QUESTION_CHANNEL_DIRECT"), kAsTheMatrixSays),
            v1::QUESTION_CHANNEL_DIRECT);
  EXPECT_EQ(ChannelOf(RowWith("channel: QUESTION_CHANNEL_VIA_WORKING_GROUP"), kAsTheMatrixSays),
            v1::QUESTION_CHANNEL_VIA_WORKING_GROUP);
}

TEST(XC_49, GoingPastTheWorkingGroupNeedsAReason) {
  const auto row = RowWith("channel: QUESTION_CHANNEL_VIA_WORKING_GROUP");
  auto request = Parse<v1::RouteQuestionRequest>("channel: QUESTION_CHANNEL_DIRECT");
  const absl::Status refused = CheckChannel(row, request);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "VIA_WORKING_GROUP");
  EXPECT_EQ(RuleOf(refused), "XC-49");
  request.set_direct_reason("water runs down the wall");
  EXPECT_TRUE(CheckChannel(row, request).ok());
  EXPECT_EQ(ChannelOf(row, request), v1::QUESTION_CHANNEL_DIRECT);
  EXPECT_EQ(
      ChannelOf(RowWith("channel: QUESTION_CHANNEL_DIRECT"),
                Parse<v1::RouteQuestionRequest>("channel: QUESTION_CHANNEL_VIA_WORKING_GROUP")),
      v1::QUESTION_CHANNEL_VIA_WORKING_GROUP);
}

TEST(XC_49, AQuestionGoesToWhomTheChannelLeads) {
  const Addressees known = {.responsible = {"pokorna", "kral"}, .representatives = {"vrbova"}};
  EXPECT_EQ(*RouteBy(v1::QUESTION_CHANNEL_DIRECT, known), known.responsible);
  EXPECT_EQ(*RouteBy(v1::QUESTION_CHANNEL_VIA_WORKING_GROUP, known), known.representatives);
  EXPECT_EQ(ReasonOf(RouteBy(v1::QUESTION_CHANNEL_DIRECT,
                             {.responsible = {}, .representatives = {"vrbova"}})
                         .status()),
            "RESPONSIBLE_ABSENT");
  EXPECT_EQ(ReasonOf(RouteBy(v1::QUESTION_CHANNEL_VIA_WORKING_GROUP,
                             {.responsible = {"kral"}, .representatives = {}})
                         .status()),
            "REPRESENTATIVE_MISSING");
}

}  // namespace
}  // namespace opora::registry
