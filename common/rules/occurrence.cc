#include "common/rules/occurrence.h"

#include <string>

#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::rules {
namespace {

constexpr absl::Duration kClockDifference = absl::Minutes(1);
constexpr int kLateAfterWorkingDays = 3;
const absl::Time kEarliest = absl::FromCivil(absl::CivilDay(1900, 1, 1), absl::UTCTimeZone());

}  // namespace

const Rule kNotInFuture = {
    "XC-57",
    "NOT_IN_FUTURE",
    common::v1::RULE_CLASS_HARD,
    absl::StatusCode::kInvalidArgument,
    {"What happened cannot lie in the future.", "Co se stalo, nemůže ležet v budoucnosti."},
    {"Correct the time.", "Opravte čas."}};
const Rule kLateEntry = {"XC-57",
                         "LATE_ENTRY",
                         common::v1::RULE_CLASS_HARD,
                         absl::StatusCode::kFailedPrecondition,
                         {"Entered more than three working days after it happened.",
                          "Zapsáno více než tři pracovní dny poté."},
                         {"Nothing is needed; the entry is marked as late.",
                          "Není třeba nic; zápis je označen jako pozdní."}};

absl::Status CheckOccurrence(absl::Time occurred_at, absl::Time now, std::string_view field) {
  if (occurred_at < kEarliest) return InvalidField(field, "TIME_TOO_EARLY", "lies before 1900");
  if (occurred_at <= now + kClockDifference) return absl::OkStatus();
  return Refuse(kNotInFuture, {.field = std::string(field)});
}

bool IsLateEntry(absl::Time occurred_at, absl::Time now) {
  return dates::DayAt(now) >
         dates::AddWorkingDays(dates::DayAt(occurred_at), kLateAfterWorkingDays);
}

}  // namespace opora::rules
