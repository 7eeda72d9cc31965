#include "services/client_registry/safety/safety_rules.h"

#include <algorithm>

#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/safety/refusals.h"

namespace opora::registry::safety {
namespace {

// The day of the same number six months on, or the last of that month: as PostgreSQL counts.
absl::CivilDay SixMonthsAfter(absl::CivilDay day) {
  const absl::CivilMonth month = absl::CivilMonth(day) + 6;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day()));
}

absl::Status CheckObserved(const common::v1::Date& observed_on, absl::Time now,
                           std::string_view field) {
  RETURN_IF_ERROR(dates::CheckDate(observed_on, field));
  if (dates::FromDate(observed_on) <= dates::DayAt(now)) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = std::string(field)});
}

absl::Status CheckReview(v1::SafetyNotice& notice, absl::Time now, std::string_view field) {
  const absl::CivilDay today = dates::DayAt(now);
  *notice.mutable_reviewed_on() = dates::ToDate(today);
  if (!notice.has_review_date())
    *notice.mutable_review_date() = dates::ToDate(SixMonthsAfter(today));
  RETURN_IF_ERROR(dates::CheckDate(notice.review_date(), field));
  const absl::CivilDay review = dates::FromDate(notice.review_date());
  if (today <= review && review <= SixMonthsAfter(today)) return absl::OkStatus();
  return rules::Refuse(rule::kReviewTooFar, {.field = std::string(field)});
}

}  // namespace

common::v1::DataArea AreaOf(v1::SafetyNoticeKind kind) {
  switch (kind) {
    case v1::SAFETY_NOTICE_KIND_AGGRESSION:
      return common::v1::DATA_AREA_VIOLENCE;
    case v1::SAFETY_NOTICE_KIND_INFECTION:
      return common::v1::DATA_AREA_HEALTH;
    default:
      return common::v1::DATA_AREA_HOUSING;
  }
}

absl::Status CheckNotice(v1::SafetyNotice& notice, absl::Time now) {
  notice.set_area(AreaOf(notice.kind()));
  RETURN_IF_ERROR(CheckObserved(notice.observed_on(), now, "notice.observed_on"));
  return CheckReview(notice, now, "notice.review_date");
}

absl::Status CheckRenewal(const common::v1::Date& observed_on, v1::SafetyNotice& notice,
                          absl::Time now) {
  RETURN_IF_ERROR(CheckObserved(observed_on, now, "observed_on"));
  if (dates::FromDate(observed_on) < dates::FromDate(notice.reviewed_on()))
    return rules::Refuse(rule::kObservationMissing, {.field = "observed_on"});
  *notice.mutable_observed_on() = observed_on;
  return CheckReview(notice, now, "review_date");
}

bool InForce(const v1::SafetyNotice& notice, absl::Time now) {
  return dates::DayAt(now) <= dates::FromDate(notice.review_date());
}

}  // namespace opora::registry::safety
