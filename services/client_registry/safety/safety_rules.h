#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/registry/v1/safety.pb.h"

namespace opora::registry::safety {

// The area that what was observed belongs to.
common::v1::DataArea AreaOf(v1::SafetyNoticeKind kind);

// A notice as asked for: observed on a day that is over or today, reviewed within six months of
// `today`, which is meant when no review date is given. Sets area, review_date and reviewed_on.
absl::Status CheckNotice(v1::SafetyNotice& notice, absl::Time now);

// The same for a renewal: observed since the last review.
absl::Status CheckRenewal(const common::v1::Date& observed_on, v1::SafetyNotice& notice,
                          absl::Time now);

// True while the notice is shown: through its review date.
bool InForce(const v1::SafetyNotice& notice, absl::Time now);

}  // namespace opora::registry::safety
