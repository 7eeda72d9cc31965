#include "services/client_registry/referrals/referral_rules.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/referrals/betrayed_areas.h"

namespace opora::registry {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 7, 29);  // A Wednesday.
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

constexpr const char* kSenders[] = {"DraftReferral", "SendDraft", "WithdrawReferral"};
constexpr const char* kRecipients[] = {"MarkReferralSeen", "AcceptReferral", "WaitlistReferral",
                                       "DeclineReferral",  "StartReferral",  "CloseReferral"};

// The chart on the wall: a state, and what the verbs of the sender, then those of the recipient
// make of it.
constexpr char kChart[] = R"(
    UNSPECIFIED  .      .     .          .     .         .           .         .        .
    DRAFT        DRAFT  SENT  WITHDRAWN  .     .         .           .         .        .
    SENT         .      .     WITHDRAWN  SEEN  ACCEPTED  WAITLISTED  DECLINED  .        .
    SEEN         .      .     WITHDRAWN  SEEN  ACCEPTED  WAITLISTED  DECLINED  .        .
    WAITLISTED   .      .     WITHDRAWN  .     .         .           DECLINED  .        .
    ACCEPTED     .      .     .          .     .         .           .         STARTED  CLOSED
    DECLINED     .      .     .          .     .         .           .         .        .
    WITHDRAWN    .      .     .          .     .         .           .         .        .
    STARTED      .      .     .          .     .         .           .         .        CLOSED
    CLOSED       .      .     .          .     .         .           .         .        .
)";

v1::ReferralState StateOf(const std::string& name) {
  v1::ReferralState state = v1::REFERRAL_STATE_UNSPECIFIED;
  EXPECT_TRUE(v1::ReferralState_Parse("REFERRAL_STATE_" + name, &state)) << name;
  return state;
}

struct Charted {
  std::string verb;
  ReferralSide side;
  v1::ReferralState to;
};

// Verbs and what the chart makes of them, by state; UNSPECIFIED where it refuses.
std::map<v1::ReferralState, std::vector<Charted>> Chart() {
  std::map<v1::ReferralState, std::vector<Charted>> chart;
  const std::vector<std::string> words =
      absl::StrSplit(kChart, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  const auto to = [](const std::string& word) {
    return word == "." ? v1::REFERRAL_STATE_UNSPECIFIED : StateOf(word);
  };
  for (std::size_t i = 0; i + 9 < words.size(); i += 10) {
    auto& row = chart[StateOf(words[i])];
    std::size_t at = i;
    for (const char* verb : kSenders) row.push_back({verb, ReferralSide::kSender, to(words[++at])});
    for (const char* verb : kRecipients)
      row.push_back({verb, ReferralSide::kRecipient, to(words[++at])});
  }
  return chart;
}

ReferralSide Other(ReferralSide side) {
  return side == ReferralSide::kSender ? ReferralSide::kRecipient : ReferralSide::kSender;
}

TEST(REG_113, EachStateAllowsItsVerbsAndNoOther) {
  const auto chart = Chart();
  ASSERT_EQ(static_cast<int>(chart.size()), v1::ReferralState_descriptor()->value_count());
  for (const auto& [state, row] : chart) {
    for (const Charted& charted : row) {
      const auto next = NextState(state, charted.verb, charted.side);
      if (charted.to != v1::REFERRAL_STATE_UNSPECIFIED) {
        ASSERT_TRUE(next.ok()) << v1::ReferralState_Name(state) << " " << charted.verb;
        EXPECT_EQ(*next, charted.to);
        continue;
      }
      EXPECT_EQ(next.status().code(), absl::StatusCode::kFailedPrecondition) << charted.verb;
      EXPECT_EQ(ReasonOf(next.status()), "REFERRAL_STATE_REFUSES");
      EXPECT_EQ(RuleOf(next.status()), "REG-113");
    }
  }
}

TEST(REG_113, NoSideDoesTheStepsOfTheOther) {
  for (const auto& [state, row] : Chart()) {
    for (const Charted& charted : row) {
      const auto next = NextState(state, charted.verb, Other(charted.side));
      EXPECT_EQ(next.status().code(), absl::StatusCode::kPermissionDenied) << charted.verb;
      EXPECT_EQ(ReasonOf(next.status()), "REFERRAL_OTHER_SIDE");
    }
  }
}

TEST(REG_113, ActionsSayWhatTheVerbsAnswerAndToWhom) {
  for (const auto& [state, row] : Chart()) {
    v1::Referral referral;
    referral.set_state(state);
    for (ReferralSide side : {ReferralSide::kSender, ReferralSide::kRecipient}) {
      const auto actions = ReferralActions(referral, side, LANGUAGE_CS);
      ASSERT_EQ(actions.size(), row.size() + 1);  // And RecordReferralAnswer, which is of both.
      for (const auto& action : actions) {
        const bool allowed = NextState(state, action.verb(), side).ok();
        EXPECT_EQ(action.allowed(), allowed) << action.verb() << " in " << state;
        EXPECT_EQ(action.rule().empty(), allowed);
        EXPECT_EQ(action.remedy().empty(), allowed);
      }
    }
  }
}

TEST(REG_113, AnAnswerByTelephoneIsRecordedByBothWhileOneIsWanted) {
  for (const auto& [state, row] : Chart()) {
    const bool waits = state == v1::REFERRAL_STATE_SENT || state == v1::REFERRAL_STATE_SEEN;
    for (ReferralSide side : {ReferralSide::kSender, ReferralSide::kRecipient})
      EXPECT_EQ(NextState(state, "RecordReferralAnswer", side).ok(), waits) << state;
  }
}

TEST(REG_113, ADeclineHasAReasonAndAnAcceptanceNone) {
  v1::RecordReferralAnswerRequest told;
  *told.mutable_occurred_at() = rpc::ToTimestamp(kNow - absl::Hours(1));
  told.set_answer(v1::REFERRAL_STATE_DECLINED);
  EXPECT_EQ(ReasonOf(CheckAnswerTold(told, kNow)), "DECLINE_REASON_MISSING");
  told.set_reason(v1::DECLINE_REASON_NO_CAPACITY);
  EXPECT_TRUE(CheckAnswerTold(told, kNow).ok());
  told.set_answer(v1::REFERRAL_STATE_ACCEPTED);
  EXPECT_EQ(ReasonOf(CheckAnswerTold(told, kNow)), "DECLINE_REASON_MISSING");
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

v1::Referral WantedBy(absl::CivilDay day, v1::Urgency urgency) {
  v1::Referral referral;
  referral.set_state(v1::REFERRAL_STATE_SENT);
  referral.set_urgency(urgency);
  *referral.mutable_answer_by_date() = dates::ToDate(day);
  return referral;
}

TEST(REG_113, AMissingAnswerIsRemindedOfOnItsDayAndEscalatesOnTheNextWorkingDay) {
  const absl::CivilDay friday(2026, 7, 31);
  const v1::Referral referral = WantedBy(friday, v1::URGENCY_NORMAL);
  EXPECT_FALSE(IsReminderDue(referral, friday - 1));
  EXPECT_TRUE(IsReminderDue(referral, friday));
  for (int days = 0; days < 3; ++days) EXPECT_FALSE(IsEscalationDue(referral, friday + days));
  EXPECT_TRUE(IsEscalationDue(referral, friday + 3));  // Monday.
  EXPECT_EQ(LastDayToEscalate(friday + 3), friday + 2);
}

TEST(REG_113, AnAcuteOneEscalatesAtOnce) {
  const v1::Referral referral = WantedBy(kToday, v1::URGENCY_ACUTE);
  EXPECT_FALSE(IsEscalationDue(referral, kToday - 1));
  EXPECT_TRUE(IsEscalationDue(referral, kToday));
}

TEST(REG_113, WhatIsAnsweredOrWasChasedIsNotChasedAgain) {
  v1::Referral referral = WantedBy(kToday, v1::URGENCY_ACUTE);
  *referral.mutable_remind_time() = rpc::ToTimestamp(kNow);
  *referral.mutable_escalate_time() = rpc::ToTimestamp(kNow);
  EXPECT_FALSE(IsReminderDue(referral, kToday));
  EXPECT_FALSE(IsEscalationDue(referral, kToday));
  for (int state = v1::ReferralState_MIN; state <= v1::ReferralState_MAX; ++state) {
    v1::Referral other = WantedBy(kToday, v1::URGENCY_ACUTE);
    other.set_state(static_cast<v1::ReferralState>(state));
    const bool waits = state == v1::REFERRAL_STATE_SENT || state == v1::REFERRAL_STATE_SEEN;
    EXPECT_EQ(IsReminderDue(other, kToday), waits) << state;
    EXPECT_EQ(IsEscalationDue(other, kToday), waits) << state;
  }
}

TEST(REG_113, ARecipientGivesItsAreaToTheReferral) {
  using namespace common::v1;  // NOLINT(build/namespaces): areas only.
  const Provider clinic{"NGO", "", {DATA_AREA_ADDICTION}};
  EXPECT_EQ(AreaOf(clinic, DATA_AREA_DEBTS), DATA_AREA_ADDICTION);
  const Betrayed betrayed = AreasBetrayed(DATA_AREA_DEBTS, AreaOf(clinic, DATA_AREA_DEBTS));
  EXPECT_EQ(betrayed.area, DATA_AREA_ADDICTION);
  EXPECT_EQ(betrayed.areas, (std::vector{DATA_AREA_ADDICTION, DATA_AREA_DEBTS}));
  const Provider mixed{"NGO", "", {DATA_AREA_ADDICTION, DATA_AREA_SUPPORT_PLAN}};
  EXPECT_EQ(AreaOf(mixed, DATA_AREA_DEBTS), DATA_AREA_UNSPECIFIED);
  const Provider two{"NGO", "", {DATA_AREA_VIOLENCE, DATA_AREA_ADDICTION}};
  EXPECT_EQ(AreaOf(two, DATA_AREA_VIOLENCE), DATA_AREA_VIOLENCE);
  EXPECT_EQ(AreaOf(two, DATA_AREA_DEBTS), DATA_AREA_ADDICTION);
  EXPECT_EQ(AreaOf({"HEALTH_PROVIDER", "", {}}, DATA_AREA_DEBTS), DATA_AREA_HEALTH);
  EXPECT_EQ(AreaOf({"MUNICIPALITY_I", "CHILD_PROTECTION", {}}, DATA_AREA_DEBTS),
            DATA_AREA_CHILD_PROTECTION);
  EXPECT_EQ(AreaOf({"POLICE", "", {}}, DATA_AREA_DEBTS), DATA_AREA_LEGAL);
  EXPECT_EQ(AreaOf({"NGO", "", {}}, DATA_AREA_DEBTS), DATA_AREA_UNSPECIFIED);
  EXPECT_EQ(AreasBetrayed(DATA_AREA_DEBTS, DATA_AREA_UNSPECIFIED).areas,
            std::vector{DATA_AREA_DEBTS});
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
