#include "services/client_registry/access/break_glass_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry::access {
namespace {

using common::v1::PURPOSE_CHILD_PROTECTION;
using common::v1::PURPOSE_HEALTH_EMERGENCY;
using v1::BREAK_GLASS_REASON_IMMINENT_DANGER;

// A Friday noon before the long weekend of Easter Monday 2026.
const absl::Time kFriday = absl::FromCivil(absl::CivilHour(2026, 4, 3, 12), dates::PragueZone());
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());
constexpr char kWords[] = "Leží v bezvědomí v čekárně a nereaguje.";

v1::BreakGlass Asked() {
  v1::BreakGlass glass;
  glass.set_client_id("client-1");
  glass.set_agency_id("agency-1");
  glass.set_worker_id("worker-1");
  glass.set_reason(BREAK_GLASS_REASON_IMMINENT_DANGER);
  glass.set_description(kWords);
  glass.add_areas(common::v1::DATA_AREA_HEALTH);
  return glass;
}

std::string Told(const absl::Status& status) {
  return status.ok() ? "OK" : absl::StrCat(rules::RuleOf(status), " ", rules::ReasonOf(status));
}

v1::BreakGlass Opened(absl::Time now = kNow) {
  v1::BreakGlass glass = Asked();
  EXPECT_EQ(Told(CheckGlass(PURPOSE_HEALTH_EMERGENCY, now, glass)), "OK");
  return glass;
}

TEST(XC_23, TheDescriptionSaysSomething) {
  for (const char* nothing :
       {"", "x", "nutné", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x x x x x x x x x x x x x",
        "aa aa aa aa aa aa aa aa aa", "................................",
        "pomoc pomoc pomoc pomoc pomoc"}) {
    EXPECT_FALSE(SaysSomething(nothing)) << nothing;
  }
  EXPECT_TRUE(SaysSomething(kWords));
  v1::BreakGlass glass = Asked();
  glass.set_description("x");
  EXPECT_EQ(Told(CheckGlass(PURPOSE_HEALTH_EMERGENCY, kNow, glass)),
            "XC-23 DESCRIPTION_SAYS_NOTHING");
}

TEST(XC_26, AnHourAtMost) {
  v1::BreakGlass glass = Asked();
  *glass.mutable_expire_time() = rpc::ToTimestamp(kNow + absl::Minutes(60) + absl::Microseconds(1));
  EXPECT_EQ(Told(CheckGlass(PURPOSE_HEALTH_EMERGENCY, kNow, glass)), "XC-26 LONGER_THAN_AN_HOUR");
  *glass.mutable_expire_time() = rpc::ToTimestamp(kNow + absl::Minutes(60));
  EXPECT_EQ(Told(CheckGlass(PURPOSE_HEALTH_EMERGENCY, kNow, glass)), "OK");
  EXPECT_EQ(EndOf(Opened()), kNow + absl::Minutes(60));
}

TEST(XC_27, ReporterAndAddressAreNamedByNobody) {
  for (auto never : {common::v1::DATA_AREA_REPORTER, common::v1::DATA_AREA_ADDRESS}) {
    v1::BreakGlass glass = Asked();
    glass.add_areas(never);
    EXPECT_EQ(Told(CheckGlass(PURPOSE_HEALTH_EMERGENCY, kNow, glass)),
              "XC-27 NEVER_OPENED_IN_EMERGENCY");
  }
}

TEST(XC_29, EachReasonHasItsPurpose) {
  for (int number = 0; number <= v1::BreakGlassReason_MAX; ++number) {
    v1::BreakGlass glass = Asked();
    glass.set_reason(static_cast<v1::BreakGlassReason>(number));
    for (int purpose = 1; purpose <= common::v1::Purpose_MAX; ++purpose) {
      const bool serves = number != 0 && purpose == (number == v1::BREAK_GLASS_REASON_CHILD_AT_RISK
                                                         ? PURPOSE_CHILD_PROTECTION
                                                         : PURPOSE_HEALTH_EMERGENCY);
      EXPECT_EQ(Told(CheckGlass(static_cast<common::v1::Purpose>(purpose), kNow, glass)),
                serves ? "OK" : "XC-29 REASON_OF_OTHER_PURPOSE");
    }
  }
}

TEST(XC_26, NoSecondPersonNoRenewalByOneselfNoLoop) {
  const RecentGlass open = {"client-2", false, kNow, kNow + absl::Minutes(1)};
  const RecentGlass over = {"client-2", false, kNow - absl::Hours(2), kNow - absl::Hours(1)};
  RecentGlass same = over;
  same.same_person = true;
  EXPECT_EQ(Told(CheckRecent({}, kNow)), "OK");
  EXPECT_EQ(Told(CheckRecent({open}, kNow)), "XC-26 ONE_PERSON_AT_A_TIME");
  EXPECT_EQ(Told(CheckRecent({over}, kNow)), "OK");
  EXPECT_EQ(Told(CheckRecent({same}, kNow)), "XC-26 SECOND_PERSON_NEEDED");
  std::vector<RecentGlass> loop;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Told(CheckRecent(loop, kNow)), "OK");
    loop.push_back(over);
    loop.back().client_id = absl::StrCat("client-", i);
  }
  EXPECT_EQ(Told(CheckRecent(loop, kNow)), "XC-26 TOO_MANY_PERSONS");
}

TEST(XC_26, OnlyWhoSignedInJustNowOpensIt) {
  const auto told = [](absl::Time signed_in) {
    return Told(CheckSignIn(signed_in, kNow, absl::Minutes(15)));
  };
  EXPECT_EQ(told(kNow - absl::Minutes(15) - absl::Seconds(1)), "XC-26 SIGN_IN_TOO_OLD");
  EXPECT_EQ(told(absl::InfinitePast()), "XC-26 SIGN_IN_TOO_OLD");
  EXPECT_EQ(told(kNow - absl::Minutes(15)), "OK");
  EXPECT_EQ(told(kNow + absl::Seconds(60)), "OK");
}

TEST(XC_26, TheReviewIsDueOnTheSecondWorkingDay) {
  v1::BreakGlass glass = Opened(kFriday);  // Good Friday is a holiday, and so is Monday.
  EXPECT_EQ(dates::FromDate(glass.review_due()), absl::CivilDay(2026, 4, 8));
  EXPECT_FALSE(IsReviewOverdue(glass, absl::CivilDay(2026, 4, 8)));
  EXPECT_TRUE(IsReviewOverdue(glass, absl::CivilDay(2026, 4, 9)));
  glass.set_outcome(v1::BREAK_GLASS_OUTCOME_BREACH);
  EXPECT_FALSE(IsReviewOverdue(glass, absl::CivilDay(2026, 4, 9)));
}

// Who stands how to the record.
const Reviewer kWorker = {"worker-1", "", {"agency-1", ""}, true};
const Reviewer kDeputy = {"worker-9", "worker-1", {"agency-1", ""}, true};
const Reviewer kSecond = {"worker-2", "", {"agency-1", ""}, true};
const Reviewer kThird = {"worker-3", "", {"agency-1", ""}, true};
const Reviewer kColleague = {"worker-4", "", {"agency-1", ""}, false};

std::string Verb(const v1::BreakGlass& glass, GlassVerb verb, const Reviewer& caller,
                 absl::Time now) {
  return Told(CheckVerb(glass, verb, caller, now));
}

TEST(XC_58, NobodyReviewsOrRenewsTheirOwn) {
  v1::BreakGlass glass = Opened();
  glass.set_confirmed_by_worker_id("worker-2");
  const absl::Time later = kNow + absl::Hours(2);
  EXPECT_EQ(Verb(glass, GlassVerb::kRenew, kWorker, kNow), "XC-58 SELF_REVIEW");
  EXPECT_EQ(Verb(glass, GlassVerb::kRenew, kDeputy, kNow), "XC-58 SELF_REVIEW");
  EXPECT_EQ(Verb(glass, GlassVerb::kRenew, kColleague, kNow), "OK");
  for (const Reviewer& own : {kWorker, kDeputy, kSecond})
    EXPECT_EQ(Verb(glass, GlassVerb::kReview, own, later), "XC-58 SELF_REVIEW");
  EXPECT_EQ(Verb(glass, GlassVerb::kReview, kColleague, later), "XC-26 BREAK_GLASS_STATE_REFUSES");
  EXPECT_EQ(Verb(glass, GlassVerb::kReview, kThird, later), "OK");
}

TEST(XC_26, EachVerbHasItsState) {
  v1::BreakGlass glass = Opened();
  const absl::Time over = kNow + absl::Minutes(60);
  EXPECT_EQ(Verb(glass, GlassVerb::kClose, kWorker, kNow), "OK");
  EXPECT_EQ(Verb(glass, GlassVerb::kClose, kColleague, kNow), "XC-26 BREAK_GLASS_STATE_REFUSES");
  EXPECT_EQ(Verb(glass, GlassVerb::kReview, kThird, kNow), "XC-26 BREAK_GLASS_STATE_REFUSES");
  EXPECT_EQ(Verb(glass, GlassVerb::kClose, kWorker, over), "XC-26 BREAK_GLASS_STATE_REFUSES");
  EXPECT_EQ(Verb(glass, GlassVerb::kRenew, kColleague, over), "XC-26 BREAK_GLASS_STATE_REFUSES");
  EXPECT_EQ(Verb(glass, GlassVerb::kReview, kThird, over), "OK");
  glass.set_outcome(v1::BREAK_GLASS_OUTCOME_JUSTIFIED);
  EXPECT_EQ(Verb(glass, GlassVerb::kReview, kThird, over), "XC-26 BREAK_GLASS_STATE_REFUSES");
}

TEST(XC_26, ActionsAreWhatTheVerbsAnswer) {
  const v1::BreakGlass glass = Opened();
  for (const Reviewer& caller : {kWorker, kDeputy, kSecond, kColleague}) {
    for (absl::Time now : {kNow, kNow + absl::Hours(2)}) {
      const auto actions = GlassActions(glass, caller, now, common::v1::LANGUAGE_EN);
      ASSERT_EQ(actions.size(), 3u);
      const GlassVerb verbs[] = {GlassVerb::kClose, GlassVerb::kRenew, GlassVerb::kReview};
      for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(actions[i].allowed(), Verb(glass, verbs[i], caller, now) == "OK");
        EXPECT_EQ(actions[i].remedy().empty(), actions[i].allowed());
      }
    }
  }
}

TEST(XC_26, ARenewalIsForTheSameWorkerPersonAndAreas) {
  v1::BreakGlass glass = Opened();
  glass.set_break_glass_id("glass-1");
  const absl::Time later = kNow + absl::Minutes(59);
  const v1::BreakGlass renewal = RenewalOf(glass, kWords, kSecond, later);
  EXPECT_EQ(renewal.worker_id(), "worker-1");
  EXPECT_EQ(renewal.client_id(), "client-1");
  EXPECT_EQ(renewal.renewal_of_id(), "glass-1");
  EXPECT_EQ(renewal.confirmed_by_worker_id(), "worker-2");
  EXPECT_THAT(renewal.areas(), ::testing::ElementsAre(common::v1::DATA_AREA_HEALTH));
  EXPECT_EQ(EndOf(renewal), later + absl::Minutes(60));
}

}  // namespace
}  // namespace opora::registry::access
