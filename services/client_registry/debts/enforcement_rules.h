#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/enforcement.pb.h"
#include "services/client_registry/debts/schedule_rules.h"

// Enforcement of debts (REG-89 to REG-92, REG-102) and chains of debts (REG-103).
namespace opora::registry {

// BAILIFF_FOR_MUNICIPAL_CLAIM (REG-90), BAGATELLE_ENFORCED (REG-91), CHILD_DEBT_ENFORCED (REG-102).
std::vector<common::v1::Warning> EnforcementWarnings(const v1::Enforcement& enforcement,
                                                     const v1::Debt& debt,
                                                     const OptionalPolicy& policy,
                                                     common::v1::Language language);

// Stops the enforcement, or flags it as futile when no reason is given.
//
// ENFORCEMENT_STOPPED (REG-92): it was stopped before.
absl::Status Stop(const v1::StopEnforcementRequest& request, v1::Enforcement& enforcement);

// A special recipient: dates of the calendar in order, an agreement that is not of the future.
//
// AGREEMENT_MISSING (XC-25): the client did not agree, and the benefit was not misused.
absl::Status CheckSpecialRecipient(const v1::SpecialRecipient& recipient, absl::Time now);

// True when one of the debts paid by a new one had itself paid an earlier one (REG-103).
bool IsDebtTrap(const std::vector<v1::Debt>& paid);

}  // namespace opora::registry
