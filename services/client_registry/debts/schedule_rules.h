#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/repayment.pb.h"

// Repayment schedules (REG-96 to REG-100): how they are laid out, what their payments mean.
namespace opora::registry {

using OptionalPolicy = std::optional<v1::CreditorPolicy>;

// Days that an instalment may be late, and overdue instalments that break a schedule.
int GraceOf(const OptionalPolicy& policy);
int BreakAfter(const OptionalPolicy& policy);

// A policy as entered: days of the calendar, no negative amounts, a body above the ceiling
// (REG-93).
absl::Status CheckPolicy(const v1::CreditorPolicy& policy);

// A schedule as asked for: amounts above zero and of one currency, days of the calendar, agreed not
// in the future, at most 600 instalments. Fills origin, total, instalments, end and agreed_on.
//
// AMOUNT_UNKNOWN (REG-88), DEBT_SETTLED (REG-96), NOT_IN_FUTURE (XC-57).
absl::Status LayOut(const v1::Debt& debt, absl::CivilDay today, v1::RepaymentSchedule& schedule);

// True when income and expenses are given, or the client's own word.
bool IsStated(const v1::AffordabilityStatement& statement);

// REG-97: below the creditor's minimum in force; a smaller rest paid at once is not.
bool IsBelowPolicy(const v1::RepaymentSchedule& schedule, const OptionalPolicy& policy);

// AFFORDABILITY_MISSING (REG-98) for agreed schedules of rent arrears.
absl::Status CheckAffordability(const v1::RepaymentSchedule& schedule, const v1::Debt& debt);

// The statement itself: no negative amounts, nothing said in the future.
absl::Status CheckStatement(const v1::AffordabilityStatement& statement, absl::Time now);

// ATTESTATION_OF_PROFITEER (XC-58): who collects for the creditor does not attest that the client
// can pay.
absl::Status CheckAttester(const v1::AffordabilityStatement& statement, const v1::Debt& debt,
                           const rpc::Caller& caller);

// AFFORDABILITY_MISSING and INSTALMENT_ABOVE_MEANS (REG-98), BELOW_POLICY (REG-97).
std::vector<common::v1::Warning> ScheduleWarnings(const v1::RepaymentSchedule& schedule,
                                                  common::v1::Language language);

// The state after a verb: DecideRepaymentSchedule (agreed), DeclineRepaymentSchedule,
// CancelRepaymentSchedule.
//
// FAILED_PRECONDITION SCHEDULE_STATE_REFUSES (REG-96).
absl::StatusOr<v1::ScheduleState> NextScheduleState(v1::ScheduleState state, std::string_view verb);

// Lets the payments cover the instalments, the earliest first, and the state follow: ACTIVE with
// the first, FULFILLED with the last. Whatever the state, a payment is a fact (XC-56).
void ApplyPayments(v1::RepaymentSchedule& schedule);

// What was paid beyond what the schedule asks for, in minor units.
int64_t Overpaid(const v1::RepaymentSchedule& schedule);

// True when the instalment was not paid by the end of its grace, that day is over, and it was not
// marked before.
bool IsNewlyMissed(const v1::Instalment& instalment, int grace, absl::CivilDay as_of);

// Instalments that are overdue beyond the grace and unpaid on a day.
int OverdueOn(const v1::RepaymentSchedule& schedule, int grace, absl::CivilDay as_of);

}  // namespace opora::registry
