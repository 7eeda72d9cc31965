#include "services/client_registry/debts/schedule_rules.h"

#include <algorithm>

#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/debts/refusals.h"

namespace opora::registry {
namespace {

constexpr int64_t kMostInstalments = 600;
constexpr int kBreakAfter = 2;

absl::Status CheckAmounts(const v1::RepaymentSchedule& schedule) {
  if (schedule.instalment().minor_units() <= 0) {
    return rules::InvalidField("schedule.instalment", "AMOUNT_NOT_POSITIVE", "is not above zero");
  }
  if (schedule.total().minor_units() <= 0) {
    return rules::InvalidField("schedule.total", "AMOUNT_NOT_POSITIVE", "is not above zero");
  }
  if (schedule.total().currency_code() != schedule.instalment().currency_code()) {
    return rules::InvalidField("schedule.instalment", "CURRENCY_MIXED",
                               "is not in the currency of the debt");
  }
  if (schedule.total().minor_units() > kMostInstalments * schedule.instalment().minor_units()) {
    return rules::InvalidField("schedule.instalment", "TOO_MANY_INSTALMENTS",
                               "would need more than 600 instalments");
  }
  return absl::OkStatus();
}

// What is owed, when it is known.
absl::Status FillTotal(const v1::Debt& debt, v1::RepaymentSchedule& schedule) {
  if (schedule.has_total()) return absl::OkStatus();
  if (!debt.has_principal()) return rules::Refuse(rule::kAmountUnknown);
  *schedule.mutable_total() = debt.principal();
  schedule.mutable_total()->set_minor_units(debt.principal().minor_units() +
                                            debt.accessories().minor_units());
  return absl::OkStatus();
}

absl::Status CheckDays(absl::CivilDay today, v1::RepaymentSchedule& schedule) {
  RETURN_IF_ERROR(dates::CheckDate(schedule.first_due_date(), "schedule.first_due_date"));
  if (!schedule.has_agreed_on()) *schedule.mutable_agreed_on() = dates::ToDate(today);
  RETURN_IF_ERROR(dates::CheckDate(schedule.agreed_on(), "schedule.agreed_on"));
  if (dates::FromDate(schedule.agreed_on()) > today)
    return rules::Refuse(rules::kNotInFuture, {.field = "schedule.agreed_on"});
  return absl::OkStatus();
}

// The same day of a later month; its last day where the month is shorter.
absl::CivilDay MonthsLater(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month.year(), month.month(), 1) + (day.day() - 1), last);
}

void Divide(v1::RepaymentSchedule& schedule) {
  schedule.clear_instalments();
  int64_t rest = schedule.total().minor_units();
  const absl::CivilDay first = dates::FromDate(schedule.first_due_date());
  for (int number = 1; rest > 0; ++number) {
    v1::Instalment& instalment = *schedule.add_instalments();
    instalment.set_instalment_id(ids::RandomId());
    instalment.set_number(number);
    *instalment.mutable_due_date() = dates::ToDate(MonthsLater(first, number - 1));
    *instalment.mutable_amount() = schedule.instalment();
    instalment.mutable_amount()->set_minor_units(
        std::min(rest, schedule.instalment().minor_units()));
    rest -= instalment.amount().minor_units();
  }
  *schedule.mutable_end_date() = schedule.instalments().rbegin()->due_date();
}

// The last day on which an instalment is not overdue.
absl::CivilDay Deadline(const v1::Instalment& instalment, int grace) {
  return dates::FromDate(instalment.due_date()) + grace;
}

bool PaidBy(const v1::Instalment& instalment, absl::CivilDay day) {
  return instalment.has_paid_on() && dates::FromDate(instalment.paid_on()) <= day;
}

struct Transition {
  v1::ScheduleState from;
  std::string_view verb;
  v1::ScheduleState to;
};

constexpr Transition kTransitions[] = {
    {v1::SCHEDULE_STATE_DRAFT, "DecideRepaymentSchedule", v1::SCHEDULE_STATE_AGREED},
    {v1::SCHEDULE_STATE_DRAFT, "DeclineRepaymentSchedule", v1::SCHEDULE_STATE_CANCELLED},
    {v1::SCHEDULE_STATE_DRAFT, "CancelRepaymentSchedule", v1::SCHEDULE_STATE_CANCELLED},
    {v1::SCHEDULE_STATE_AGREED, "CancelRepaymentSchedule", v1::SCHEDULE_STATE_CANCELLED},
    {v1::SCHEDULE_STATE_ACTIVE, "CancelRepaymentSchedule", v1::SCHEDULE_STATE_CANCELLED},
};

int64_t PaidIn(const v1::RepaymentSchedule& schedule) {
  int64_t paid = 0;
  for (const v1::SchedulePayment& payment : schedule.payments())
    paid += payment.amount().minor_units();
  return paid;
}

// Payments by the day they were made on, whatever the order they became known in.
std::vector<const v1::SchedulePayment*> InOrder(const v1::RepaymentSchedule& schedule) {
  std::vector<const v1::SchedulePayment*> payments;
  for (const v1::SchedulePayment& payment : schedule.payments()) payments.push_back(&payment);
  std::stable_sort(payments.begin(), payments.end(), [](const auto* left, const auto* right) {
    return dates::FromDate(left->paid_on()) < dates::FromDate(right->paid_on());
  });
  return payments;
}

void CoverInstalments(v1::RepaymentSchedule& schedule) {
  const auto payments = InOrder(schedule);
  std::size_t next = 0;
  int64_t paid = 0;
  int64_t due = 0;
  for (v1::Instalment& instalment : *schedule.mutable_instalments()) {
    instalment.clear_paid_on();
    due += instalment.amount().minor_units();
    while (paid < due && next < payments.size()) paid += payments[next++]->amount().minor_units();
    if (paid < due) continue;
    // The payment that covered it; one payment may cover several.
    *instalment.mutable_paid_on() = payments[next - 1]->paid_on();
  }
}

}  // namespace

int GraceOf(const OptionalPolicy& policy) {
  return policy.has_value() && policy->has_grace_days() ? policy->grace_days() : 0;
}

int BreakAfter(const OptionalPolicy& policy) {
  return policy.has_value() && policy->has_missed_to_break() ? policy->missed_to_break()
                                                             : kBreakAfter;
}

absl::Status CheckPolicy(const v1::CreditorPolicy& policy) {
  RETURN_IF_ERROR(dates::CheckDate(policy.valid_from(), "policy.valid_from"));
  for (const auto* money :
       {&policy.minimum_instalment(), &policy.waiver_ceiling(), &policy.bagatelle_limit()}) {
    if (money->minor_units() < 0) return rules::Refuse(rule::kAmountNegative, {.field = "policy"});
  }
  if (policy.has_waiver_ceiling() && !policy.has_body_above_ceiling()) {
    return rules::InvalidField("policy.body_above_ceiling", "BODY_MISSING",
                               "is needed: somebody decides above the ceiling");
  }
  return absl::OkStatus();
}

absl::Status LayOut(const v1::Debt& debt, absl::CivilDay today, v1::RepaymentSchedule& schedule) {
  if (debt.state() != v1::DEBT_STATE_OPEN) return rules::Refuse(rule::kDebtSettled);
  if (schedule.origin() == v1::SCHEDULE_ORIGIN_UNSPECIFIED)
    schedule.set_origin(v1::SCHEDULE_ORIGIN_AGREEMENT);
  RETURN_IF_ERROR(FillTotal(debt, schedule));
  RETURN_IF_ERROR(CheckAmounts(schedule));
  RETURN_IF_ERROR(CheckDays(today, schedule));
  Divide(schedule);
  return absl::OkStatus();
}

bool IsStated(const v1::AffordabilityStatement& statement) {
  return statement.has_client_confirmation() ||
         (statement.has_monthly_income() && statement.has_monthly_expenses());
}

bool IsBelowPolicy(const v1::RepaymentSchedule& schedule, const OptionalPolicy& policy) {
  if (schedule.origin() != v1::SCHEDULE_ORIGIN_AGREEMENT) return false;
  if (!policy.has_value() || !policy->has_minimum_instalment()) return false;
  const auto& minimum = policy->minimum_instalment();
  return minimum.currency_code() == schedule.instalment().currency_code() &&
         schedule.instalment().minor_units() < minimum.minor_units() &&
         schedule.instalment().minor_units() < schedule.total().minor_units();
}

absl::Status CheckAffordability(const v1::RepaymentSchedule& schedule, const v1::Debt& debt) {
  if (schedule.origin() != v1::SCHEDULE_ORIGIN_AGREEMENT) return absl::OkStatus();
  if (debt.kind() != v1::DEBT_KIND_RENT || IsStated(schedule.affordability()))
    return absl::OkStatus();
  return rules::Refuse(rule::kAffordabilityMissing);
}

absl::Status CheckStatement(const v1::AffordabilityStatement& statement, absl::Time now) {
  for (const auto* money : {&statement.monthly_income(), &statement.monthly_expenses()}) {
    if (money->minor_units() < 0)
      return rules::Refuse(rule::kAmountNegative, {.field = "schedule.affordability"});
  }
  if (!statement.has_client_confirmation()) return absl::OkStatus();
  return rules::CheckOccurrence(rpc::FromTimestamp(statement.client_confirmation().occurred_at()),
                                now, "schedule.affordability.client_confirmation.occurred_at");
}

absl::Status CheckAttester(const v1::AffordabilityStatement& statement, const v1::Debt& debt,
                           const rpc::Caller& caller) {
  const bool collects = caller.stance == common::v1::STANCE_CONTROL &&
                        !debt.creditor_agency_id().empty() &&
                        debt.creditor_agency_id() == caller.unit.agency_id;
  if (!statement.has_client_confirmation() || !collects) return absl::OkStatus();
  return rules::Refuse(rule::kAttestationOfProfiteer);
}

std::vector<common::v1::Warning> ScheduleWarnings(const v1::RepaymentSchedule& schedule,
                                                  common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  if (schedule.below_policy() && !schedule.has_decision())
    warnings.push_back(rules::Warn(rule::kBelowPolicy, language));
  if (schedule.origin() != v1::SCHEDULE_ORIGIN_AGREEMENT) return warnings;
  const v1::AffordabilityStatement& statement = schedule.affordability();
  if (!IsStated(statement)) {
    warnings.push_back(rules::Warn(rule::kAffordabilityMissing, language));
  } else if (statement.has_monthly_income() && statement.has_monthly_expenses() &&
             statement.monthly_income().minor_units() - statement.monthly_expenses().minor_units() <
                 schedule.instalment().minor_units()) {
    warnings.push_back(rules::Warn(rule::kInstalmentAboveMeans, language));
  }
  return warnings;
}

absl::StatusOr<v1::ScheduleState> NextScheduleState(v1::ScheduleState state,
                                                    std::string_view verb) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.verb == verb) return transition.to;
  }
  return rules::Refuse(rule::kScheduleStateRefuses,
                       {.metadata = {{"state", v1::ScheduleState_Name(state)}}});
}

void ApplyPayments(v1::RepaymentSchedule& schedule) {
  CoverInstalments(schedule);
  const bool open = schedule.state() == v1::SCHEDULE_STATE_AGREED ||
                    schedule.state() == v1::SCHEDULE_STATE_ACTIVE;
  if (!open && schedule.state() != v1::SCHEDULE_STATE_BROKEN) return;
  if (schedule.instalments().rbegin()->has_paid_on()) {
    schedule.set_state(v1::SCHEDULE_STATE_FULFILLED);
    *schedule.mutable_ended_on() = schedule.instalments().rbegin()->paid_on();
  } else if (open && schedule.instalments(0).has_paid_on()) {
    schedule.set_state(v1::SCHEDULE_STATE_ACTIVE);
  }
}

int64_t Overpaid(const v1::RepaymentSchedule& schedule) {
  return std::max<int64_t>(0, PaidIn(schedule) - schedule.total().minor_units());
}

bool IsNewlyMissed(const v1::Instalment& instalment, int grace, absl::CivilDay as_of) {
  const absl::CivilDay deadline = Deadline(instalment, grace);
  return !instalment.has_missed_on() && deadline < as_of && !PaidBy(instalment, deadline);
}

int OverdueOn(const v1::RepaymentSchedule& schedule, int grace, absl::CivilDay as_of) {
  return static_cast<int>(std::count_if(
      schedule.instalments().begin(), schedule.instalments().end(), [&](const auto& instalment) {
        return Deadline(instalment, grace) < as_of && !PaidBy(instalment, as_of);
      }));
}

}  // namespace opora::registry
