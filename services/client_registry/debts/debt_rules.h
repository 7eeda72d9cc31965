#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/registry/v1/debt.pb.h"

namespace opora::registry {

// A debt as asked for: one creditor, no negative amount, dates of the calendar (REG-88).
absl::Status CheckDebt(const v1::Debt& debt);

// An ascertained amount (REG-88): not negative, ascertained not in the future.
absl::Status CheckAmount(const v1::RecordDebtAmountRequest& request, absl::Time now);

// Sums per currency of open debts; those with an unknown principal are counted, never taken for
// zero.
std::vector<v1::DebtSum> SumDebts(const std::vector<v1::Debt>& debts);

}  // namespace opora::registry
