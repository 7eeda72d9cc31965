#include "services/client_registry/referrals/referral_rules.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

constexpr const char* kVerbs[] = {"AcceptReferral", "DeclineReferral"};

// The chart on the wall: a state, and what AcceptReferral and DeclineReferral make of it.
constexpr char kChart[] = R"(
    UNSPECIFIED  .         .
    SENT         ACCEPTED  DECLINED
    SEEN         ACCEPTED  DECLINED
    ACCEPTED     .         .
    DECLINED     .         .
    WITHDRAWN    .         .
    STARTED      .         .
    CLOSED       .         .
)";

v1::ReferralState StateOf(const std::string& name) {
  v1::ReferralState state = v1::REFERRAL_STATE_UNSPECIFIED;
  EXPECT_TRUE(v1::ReferralState_Parse("REFERRAL_STATE_" + name, &state)) << name;
  return state;
}

// Next state by state and verb; absent where the chart refuses.
std::map<std::pair<int, std::string>, v1::ReferralState> Chart() {
  std::map<std::pair<int, std::string>, v1::ReferralState> chart;
  const std::vector<std::string> words =
      absl::StrSplit(kChart, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  for (std::size_t i = 0; i + 2 < words.size(); i += 3) {
    for (std::size_t verb = 0; verb < 2; ++verb) {
      const std::string& next = words[i + 1 + verb];
      if (next != ".") chart[{StateOf(words[i]), kVerbs[verb]}] = StateOf(next);
    }
  }
  return chart;
}

TEST(REG_113, EachStateAllowsItsVerbsAndNoOther) {
  const auto chart = Chart();
  for (int number = v1::ReferralState_MIN; number <= v1::ReferralState_MAX; ++number) {
    const auto state = static_cast<v1::ReferralState>(number);
    for (const char* verb : {"AcceptReferral", "DeclineReferral", "SendReferral", ""}) {
      const auto next = NextState(state, verb);
      const auto charted = chart.find({number, verb});
      if (charted != chart.end()) {
        ASSERT_TRUE(next.ok()) << v1::ReferralState_Name(state) << " " << verb;
        EXPECT_EQ(*next, charted->second);
        continue;
      }
      EXPECT_EQ(next.status().code(), absl::StatusCode::kFailedPrecondition) << verb;
      EXPECT_EQ(ReasonOf(next.status()), "REFERRAL_STATE_REFUSES");
      EXPECT_EQ(RuleOf(next.status()), "REG-113");
    }
  }
  EXPECT_EQ(ReferralSteps().size(), chart.size());
}

TEST(REG_113, ActionsSayWhatTheVerbsAnswerAndToWhom) {
  for (int number = v1::ReferralState_MIN; number <= v1::ReferralState_MAX; ++number) {
    v1::Referral referral;
    referral.set_state(static_cast<v1::ReferralState>(number));
    for (ReferralSide side : {ReferralSide::kSender, ReferralSide::kRecipient}) {
      const auto actions = ReferralActions(referral, side, LANGUAGE_CS);
      ASSERT_EQ(actions.size(), 2U);
      for (const auto& action : actions) {
        const bool answered =
            side == ReferralSide::kRecipient && NextState(referral.state(), action.verb()).ok();
        EXPECT_EQ(action.allowed(), answered) << action.verb() << " in " << number;
        EXPECT_EQ(action.rule().empty(), answered);
        EXPECT_EQ(action.remedy().empty(), answered);
      }
    }
  }
}

TEST(REG_113, OnlyTheRecipientAnswers) {
  for (const ReferralStep& step : ReferralSteps()) {
    EXPECT_EQ(step.side, ReferralSide::kRecipient) << step.verb;
  }
}

TEST(REG_113, AnAnswerIsNotWantedInThePast) {
  v1::Referral referral;
  *referral.mutable_answer_by_date() = dates::ToDate(kToday - 1);
  const absl::Status refused = CheckReferral(referral, kNow);
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(refused), "ANSWER_BY_PAST");
  *referral.mutable_answer_by_date() = dates::ToDate(kToday);
  EXPECT_TRUE(CheckReferral(referral, kNow).ok());
  EXPECT_EQ(dates::FromDate(referral.answer_by_date()), kToday);
}

TEST(REG_113, AnAnswerIsWantedOnADayOfTheCalendar) {
  v1::Referral referral;
  *referral.mutable_answer_by_date() = dates::ToDate(kToday);
  referral.mutable_answer_by_date()->set_month(9);
  referral.mutable_answer_by_date()->set_day(31);
  EXPECT_EQ(ReasonOf(CheckReferral(referral, kNow)), "DATE_NOT_IN_CALENDAR");
}

TEST(REG_113, AnAnswerIsWantedInTenDaysUnlessSaidOtherwise) {
  v1::Referral referral;
  EXPECT_TRUE(CheckReferral(referral, kNow).ok());
  EXPECT_EQ(dates::FromDate(referral.answer_by_date()), kToday + 10);
}

TEST(XC_57, AnAgreementIsNotOfTheFuture) {
  const auto agreed = [](absl::Time occurred_at) {
    v1::Referral referral;
    *referral.mutable_agreement()->mutable_occurred_at() = rpc::ToTimestamp(occurred_at);
    return ReasonOf(CheckReferral(referral, kNow));
  };
  EXPECT_EQ(agreed(kNow + absl::Minutes(2)), "NOT_IN_FUTURE");
  EXPECT_EQ(agreed(kNow + absl::Minutes(1)), "");
}

}  // namespace
}  // namespace opora::registry
