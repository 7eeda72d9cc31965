#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/repayment.pb.h"
#include "services/client_registry/debts/schedule_rules.h"

// Waivers (REG-93 to REG-95) and debt relief (REG-101).
namespace opora::registry {

// An application: of an open debt, above zero, in the currency of the debt, not in the future.
absl::Status CheckWaiver(const v1::WaiverRequest& waiver, const v1::Debt& debt,
                         absl::CivilDay today);

// REG-93: what was waived of this debt before and this together pass the ceiling, and another body
// than the one named by the policy decided.
bool NeedsOtherBody(const v1::WaiverRequest& waiver, int64_t granted_before,
                    const OptionalPolicy& policy);

// Takes the decision over, on waiver and debt. Above the ceiling the waiver stays PROPOSED.
//
// WAIVER_DECIDED (REG-93), PRINCIPAL_NOT_PAID (REG-94), AMOUNT_UNKNOWN (REG-88), DEBT_SETTLED
// (REG-96), NOT_IN_FUTURE (XC-57).
absl::Status DecideOnWaiver(const v1::DecideWaiverRequest& request, int64_t granted_before,
                            const OptionalPolicy& policy, absl::CivilDay today,
                            v1::WaiverRequest& waiver, v1::Debt& debt);

// A relief as recorded: its phase began not in the future.
absl::Status CheckRelief(const v1::DebtRelief& relief, absl::CivilDay today);

// What the phase makes of a covered debt. True when it changes.
bool ApplyRelief(const v1::DebtRelief& relief, v1::ReliefPhase before, v1::Debt& debt);

}  // namespace opora::registry
