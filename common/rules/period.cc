#include "common/rules/period.h"

#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"

namespace opora::rules {

absl::Status CheckPeriod(const common::v1::Date* from, const common::v1::Date* to,
                         std::string_view from_field, std::string_view to_field) {
  if (from != nullptr) RETURN_IF_ERROR(dates::CheckDate(*from, from_field));
  if (to != nullptr) RETURN_IF_ERROR(dates::CheckDate(*to, to_field));
  if (from == nullptr || to == nullptr || dates::FromDate(*from) <= dates::FromDate(*to))
    return absl::OkStatus();
  return InvalidField(to_field, "PERIOD_REVERSED", "lies before the first day");
}

absl::Status CheckPastDay(const common::v1::Date& date, absl::CivilDay today,
                          std::string_view field) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  if (dates::FromDate(date) <= today) return absl::OkStatus();
  return Refuse(kNotInFuture, {.field = std::string(field)});
}

}  // namespace opora::rules
