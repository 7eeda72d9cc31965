#include "services/client_registry/safety/safety_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry::safety {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 8, 31);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(kToday) + 12, dates::PragueZone());

v1::SafetyNotice ObservedOn(absl::CivilDay day) {
  v1::SafetyNotice notice;
  notice.set_kind(v1::SAFETY_NOTICE_KIND_DOG);
  *notice.mutable_observed_on() = dates::ToDate(day);
  return notice;
}

TEST(XC_63, ANoticeIsReviewedWithinSixMonths) {
  v1::SafetyNotice notice = ObservedOn(kToday);
  EXPECT_TRUE(CheckNotice(notice, kNow).ok());
  // The last day of February stands for the 31st.
  EXPECT_EQ(dates::FromDate(notice.review_date()), absl::CivilDay(2027, 2, 28));
  for (absl::CivilDay review : {absl::CivilDay(2027, 3, 1), kToday - 1}) {
    *notice.mutable_review_date() = dates::ToDate(review);
    EXPECT_EQ(ReasonOf(CheckNotice(notice, kNow)), "REVIEW_TOO_FAR");
    EXPECT_EQ(RuleOf(CheckNotice(notice, kNow)), "XC-63");
  }
  *notice.mutable_review_date() = dates::ToDate(kToday);
  EXPECT_TRUE(CheckNotice(notice, kNow).ok());
}

TEST(XC_63, WhatIsNoticedWasObservedOnADay) {
  v1::SafetyNotice notice = ObservedOn(kToday + 1);
  EXPECT_EQ(ReasonOf(CheckNotice(notice, kNow)), "NOT_IN_FUTURE");
  notice = ObservedOn(absl::CivilDay(2026, 3, 1));
  EXPECT_TRUE(CheckNotice(notice, kNow).ok());
  notice.mutable_observed_on()->set_day(32);
  EXPECT_FALSE(CheckNotice(notice, kNow).ok());
}

TEST(XC_63, ARenewalRestsOnANewObservation) {
  v1::SafetyNotice notice = ObservedOn(kToday - 100);
  *notice.mutable_reviewed_on() = dates::ToDate(kToday - 90);
  EXPECT_EQ(ReasonOf(CheckRenewal(dates::ToDate(kToday - 91), notice, kNow)),
            "OBSERVATION_MISSING");
  EXPECT_EQ(ReasonOf(CheckRenewal(dates::ToDate(kToday + 1), notice, kNow)), "NOT_IN_FUTURE");
  EXPECT_TRUE(CheckRenewal(dates::ToDate(kToday - 3), notice, kNow).ok());
  EXPECT_EQ(dates::FromDate(notice.reviewed_on()), kToday);
  EXPECT_EQ(dates::FromDate(notice.observed_on()), kToday - 3);
}

TEST(XC_63, ANoticeIsShownThroughItsReviewDate) {
  v1::SafetyNotice notice;
  *notice.mutable_review_date() = dates::ToDate(kToday);
  EXPECT_TRUE(InForce(notice, kNow));
  EXPECT_FALSE(InForce(notice, kNow + absl::Hours(24)));
}

TEST(XC_63, ANoticeBelongsToTheAreaOfWhatWasObserved) {
  EXPECT_EQ(AreaOf(v1::SAFETY_NOTICE_KIND_AGGRESSION), common::v1::DATA_AREA_VIOLENCE);
  EXPECT_EQ(AreaOf(v1::SAFETY_NOTICE_KIND_INFECTION), common::v1::DATA_AREA_HEALTH);
  EXPECT_EQ(AreaOf(v1::SAFETY_NOTICE_KIND_DOG), common::v1::DATA_AREA_HOUSING);
}

}  // namespace
}  // namespace opora::registry::safety
