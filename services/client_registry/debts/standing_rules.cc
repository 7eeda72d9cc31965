#include "services/client_registry/debts/standing_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

// The day from which the debt may count: as early as its origin may have been, else when it was
// recorded.
absl::CivilDay Since(const v1::Debt& debt) {
  if (!debt.has_origin_date()) return dates::DayAt(rpc::FromTimestamp(debt.create_time()));
  const common::v1::PartialDate& origin = debt.origin_date();
  return absl::CivilDay(origin.year(), std::max(1, origin.month()), std::max(1, origin.day()));
}

bool SettledBy(const v1::Debt& debt, absl::CivilDay day) {
  return debt.state() != v1::DEBT_STATE_OPEN && debt.has_settled_on() &&
         dates::FromDate(debt.settled_on()) <= day;
}

bool IsNothing(const v1::Debt& debt) {
  return debt.state() == v1::DEBT_STATE_OPEN && debt.has_principal() &&
         debt.principal().minor_units() == 0 && debt.accessories().minor_units() == 0;
}

// Declined, replaced, called off or broken by then. One that ended by being fulfilled was kept.
bool EndedBadlyBy(const v1::RepaymentSchedule& schedule, absl::CivilDay day) {
  return (schedule.state() == v1::SCHEDULE_STATE_BROKEN ||
          schedule.state() == v1::SCHEDULE_STATE_CANCELLED) &&
         dates::FromDate(schedule.ended_on()) <= day;
}

}  // namespace

bool IsOwedOn(const v1::Debt& debt, absl::CivilDay day) {
  return Since(debt) <= day && !SettledBy(debt, day) && !IsNothing(debt);
}

bool IsKeptOn(const v1::RepaymentSchedule& schedule, int grace, absl::CivilDay day) {
  if (schedule.state() == v1::SCHEDULE_STATE_DRAFT || EndedBadlyBy(schedule, day)) return false;
  if (!schedule.has_agreed_on() || dates::FromDate(schedule.agreed_on()) > day) return false;
  if (schedule.instalments().empty() || !schedule.instalments(0).has_paid_on()) return false;
  return dates::FromDate(schedule.instalments(0).paid_on()) <= day &&
         OverdueOn(schedule, grace, day) == 0;
}

Standing StandingOn(const std::vector<v1::Debt>& debts,
                    const std::vector<v1::RepaymentSchedule>& schedules, int grace,
                    absl::CivilDay day) {
  Standing standing;
  bool discharged = false;
  bool all_kept = true;
  for (const v1::Debt& debt : debts) {
    discharged |= debt.state() == v1::DEBT_STATE_DISCHARGED && SettledBy(debt, day);
    if (!IsOwedOn(debt, day)) continue;
    ++standing.open_debts;
    const auto kept = std::find_if(schedules.begin(), schedules.end(), [&](const auto& schedule) {
      return schedule.debt_id() == debt.debt_id() && IsKeptOn(schedule, grace, day);
    });
    if (kept == schedules.end()) {
      all_kept = false;
    } else {
      standing.kept_schedules.push_back(kept->schedule_id());
    }
  }
  if (standing.open_debts > 0) {
    standing.standing =
        all_kept ? v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE : v1::DEBTOR_STANDING_DEBT;
  } else if (discharged) {
    standing.standing = v1::DEBTOR_STANDING_DISCHARGED;
  }
  return standing;
}

bool IsDebtFree(v1::DebtorStanding standing) {
  return standing == v1::DEBTOR_STANDING_NO_DEBT ||
         standing == v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE ||
         standing == v1::DEBTOR_STANDING_DISCHARGED;
}

}  // namespace opora::registry
