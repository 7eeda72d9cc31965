#include "services/client_registry/occurrence_rules.h"

#include <string>

#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/rules.h"

namespace opora::registry {
namespace {

constexpr absl::Duration kClockDifference = absl::Minutes(1);
constexpr int kLateAfterWorkingDays = 3;
const absl::Time kEarliest = absl::FromCivil(absl::CivilDay(1900, 1, 1), absl::UTCTimeZone());

}  // namespace

absl::Status CheckOccurrence(absl::Time occurred_at, absl::Time now, std::string_view field) {
  if (occurred_at < kEarliest)
    return rules::InvalidField(field, "TIME_TOO_EARLY", "lies before 1900");
  if (occurred_at <= now + kClockDifference) return absl::OkStatus();
  return rules::Refuse(rule::kNotInFuture, {.field = std::string(field)});
}

bool IsLateEntry(absl::Time occurred_at, absl::Time now) {
  return dates::DayAt(now) >
         dates::AddWorkingDays(dates::DayAt(occurred_at), kLateAfterWorkingDays);
}

}  // namespace opora::registry
