#include "services/reporting/reports/report_frame.h"

#include "common/db/plan.h"
#include "common/feed/progress.h"
#include "common/rules/occurrence.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/reporting/reports/refusals.h"

namespace opora::reporting {

absl::StatusOr<std::string> KnownAt(const common::v1::Date* day, absl::Time now,
                                    std::string_view field) {
  // Earlier than the infinity at which what is so now ends.
  if (day == nullptr) return std::string("9999-12-31");
  RETURN_IF_ERROR(dates::CheckDate(*day, field));
  const absl::CivilDay date = dates::FromDate(*day);
  if (date > dates::DayAt(now))
    return rules::Refuse(rules::kNotInFuture, {.field = std::string(field)});
  return db::TimestampText(rpc::ToTimestamp(absl::FromCivil(date + 1, dates::PragueZone())));
}

absl::StatusOr<v1::Provenance> ProvenanceOf(db::Tx& tx, std::string_view feed) {
  const auto progress = feed::ReadProgress(tx, feed);
  if (!progress.has_value() || !progress->complete_time.has_value())
    return rules::Refuse(rule::kProjectionIncomplete);
  v1::Provenance provenance;
  provenance.set_feed(std::string(feed));
  provenance.set_position(progress->position);
  *provenance.mutable_complete_time() = rpc::ToTimestamp(*progress->complete_time);
  return provenance;
}

}  // namespace opora::reporting
