#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/repayment.pb.h"
#include "services/client_registry/debts/schedule_rules.h"

namespace opora::registry {

// How a debtor stands with one creditor, and what was found on the way (REG-99, REG-101).
struct Standing {
  v1::DebtorStanding standing = v1::DEBTOR_STANDING_NO_DEBT;
  int open_debts = 0;
  std::vector<std::string> kept_schedules;
};

// True when the debt is owed on the day: it had arisen, and was neither settled by then nor known
// to be nothing. An unknown amount is owed.
bool IsOwedOn(const v1::Debt& debt, absl::CivilDay day);

// A kept schedule is agreed and started, and no instalment is overdue beyond the creditor's grace.
bool IsKeptOn(const v1::RepaymentSchedule& schedule, int grace, absl::CivilDay day);

// The standing from all debts towards the creditor and their schedules. Debts decide together: one
// that is on no kept schedule makes it DEBT.
Standing StandingOn(const std::vector<v1::Debt>& debts,
                    const std::vector<v1::RepaymentSchedule>& schedules, int grace,
                    absl::CivilDay day);

// Whether a rule about debts takes the person for free of them.
bool IsDebtFree(v1::DebtorStanding standing);

}  // namespace opora::registry
