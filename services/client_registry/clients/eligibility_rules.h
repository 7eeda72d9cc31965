#pragma once

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/registry/v1/eligibility.pb.h"

namespace opora::registry {

// An assessment as asked for: at least one criterion was looked at, on a day that is not of the
// future (REG-43).
absl::Status CheckAssessment(const v1::EligibilityAssessment& assessment, absl::CivilDay today);

// REG-44: the situation gets worse, or there are several difficulties.
bool NeedsLongTermPlan(const v1::EligibilityAssessment& assessment);

// What is missing for a client who needs a plan; the plan is nullptr when there is none.
v1::PlanGap GapOf(const v1::LongTermPlan* plan, absl::CivilDay today);

// A plan as asked for: the day of monitoring exists and has not passed; by the interval from today
// when only that is given.
absl::Status CheckPlan(v1::LongTermPlan& plan, absl::CivilDay today);

// Enters a monitoring: the next one as asked for, else by the plan's interval, else not agreed.
absl::Status Monitor(const v1::RecordMonitoringRequest& request, absl::CivilDay today,
                     v1::LongTermPlan& plan);

}  // namespace opora::registry
