#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/repayment.pb.h"
#include "services/client_registry/debts/schedule_rules.h"

namespace opora::registry {

// The policy of a debt's creditor in force on a day; none for creditors outside and those without
// one.
OptionalPolicy PolicyOn(db::Tx& tx, const v1::Debt& debt, absl::CivilDay day);
OptionalPolicy PolicyOn(db::Tx& tx, const std::string& creditor_agency_id, absl::CivilDay day);

// A schedule with its debt, both locked, the debt first.
struct ScheduleOfDebt {
  v1::Debt debt;
  v1::RepaymentSchedule schedule;
};
absl::StatusOr<ScheduleOfDebt> LockSchedule(db::Tx& tx, const std::string& schedule_id,
                                            const std::string& etag);

// Schedules of a debt that are not over.
std::vector<v1::RepaymentSchedule> OpenSchedules(db::Tx& tx, const std::string& debt_id);

// Schedules with an instalment that was not paid by the end of its grace and is not marked, as of a
// day.
std::vector<std::string> SchedulesWithMissed(db::Tx& tx, absl::CivilDay as_of, int limit);

// Debts of the person towards a creditor, and the schedules of debts.
std::vector<v1::Debt> DebtsTowards(db::Tx& tx, const v1::GetDebtorStandingRequest& request);
std::vector<v1::RepaymentSchedule> SchedulesOf(db::Tx& tx, const std::vector<v1::Debt>& debts);

// Sum of what was waived of the debt's principal, in minor units.
int64_t WaivedOf(db::Tx& tx, const std::string& debt_id);

}  // namespace opora::registry
