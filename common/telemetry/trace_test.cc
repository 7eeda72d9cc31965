#include "common/telemetry/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace opora::telemetry {
namespace {

using ::testing::MatchesRegex;
using ::testing::Ne;

constexpr char kTraceId[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kSpanId[] = "b7ad6b7169203331";
constexpr char kSampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(ParseTraceparent, ReadsTheExampleOfTheStandard) {
  EXPECT_EQ(ParseTraceparent(kSampled), (TraceContext{kTraceId, kSpanId, true}));
}

TEST(ParseTraceparent, ReadsOnlyTheSampledFlag) {
  const std::string prefix = std::string(kSampled).substr(0, 53);
  for (const char* flags : {"01", "03", "ff", "0b"}) {
    EXPECT_TRUE(ParseTraceparent(prefix + flags)->sampled) << flags;
  }
  for (const char* flags : {"00", "02", "fe", "0a"}) {
    EXPECT_FALSE(ParseTraceparent(prefix + flags)->sampled) << flags;
  }
}

class MalformedTraceparent : public ::testing::TestWithParam<std::string> {};

TEST_P(MalformedTraceparent, IsRefused) { EXPECT_EQ(ParseTraceparent(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(
    ParseTraceparent, MalformedTraceparent,
    ::testing::Values("", "00", "00-", std::string(55, '0'), std::string(55, '-'),
                      // Versions: later ones, the forbidden one, not a number.
                      "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                      "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                      "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                      // Ids that are all zero.
                      "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                      // Upper case, and digits that are none.
                      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333 -01",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0A",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
                      std::string("00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333\0-01", 55),
                      // Separators and length.
                      "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01",
                      "00-0af7651916cd43dd8448eb211c80319-cb7ad6b7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                      " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"));

TEST(FormatTraceparent, IsTheInverseOfParsing) {
  EXPECT_EQ(FormatTraceparent({kTraceId, kSpanId, true}), kSampled);
  for (const bool sampled : {false, true}) {
    const TraceContext context = NewTrace(sampled);
    EXPECT_EQ(ParseTraceparent(FormatTraceparent(context)), context);
  }
}

TEST(FormatTraceparent, DropsFlagsThatAreNotKnown) {
  const std::string unknown = std::string(kSampled).substr(0, 53) + "ff";
  EXPECT_EQ(FormatTraceparent(*ParseTraceparent(unknown)), kSampled);
}

TEST(NewTrace, HasIdsOfItsOwn) {
  std::set<std::string> trace_ids, span_ids;
  for (int i = 0; i < 1000; ++i) {
    const TraceContext context = NewTrace();
    EXPECT_THAT(context.trace_id, MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(context.trace_id.size(), 32u);
    EXPECT_THAT(context.span_id, MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(context.span_id.size(), 16u);
    trace_ids.insert(context.trace_id);
    span_ids.insert(context.span_id);
  }
  EXPECT_EQ(trace_ids.size(), 1000u);
  EXPECT_EQ(span_ids.size(), 1000u);
}

TEST(ChildOf, KeepsTheTraceAndTheDecisionToSample) {
  const TraceContext parent{kTraceId, kSpanId, true};
  const TraceContext child = ChildOf(parent);
  EXPECT_EQ(child.trace_id, kTraceId);
  EXPECT_THAT(child.span_id, Ne(kSpanId));
  EXPECT_TRUE(child.sampled);
  EXPECT_FALSE(ChildOf({kTraceId, kSpanId, false}).sampled);
}

}  // namespace
}  // namespace opora::telemetry
