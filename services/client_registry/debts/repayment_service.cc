#include "services/client_registry/debts/repayment_service.h"

#include "common/advice/judge.h"
#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/listing.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/debts/debt_access.h"
#include "services/client_registry/debts/refusals.h"
#include "services/client_registry/debts/repayment_store.h"
#include "services/client_registry/debts/schedule_rules.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/rules.h"

namespace opora::registry {
namespace {

// Schedules that one call of ProcessDeadlines looks after.
constexpr int kPortion = 100;

void Emit(rpc::Call& call, std::string_view type, const ScheduleOfDebt& found) {
  const v1::ScheduleFact fact = FactOf(found.schedule, found.debt);
  call.Emit(type, found.schedule, &fact);
}

void Cancel(rpc::Call& call, ScheduleOfDebt& found, const std::string& reason) {
  found.schedule.set_state(v1::SCHEDULE_STATE_CANCELLED);
  found.schedule.set_cancel_reason(reason);
  *found.schedule.mutable_ended_on() = dates::ToDate(dates::DayAt(call.now()));
  db::Update(call.tx(), found.schedule, {"state", "cancel_reason", "ended_on", "decision"});
  Emit(call, "ScheduleCancelled", found);
}

// What the caller's process entered before under this key.
absl::StatusOr<bool> FindBySource(rpc::Call& call, const v1::Debt& debt,
                                  v1::RepaymentSchedule& schedule) {
  if (!schedule.has_source_ref()) return false;
  const auto known =
      db::Select<v1::RepaymentSchedule>(call.tx(), "WHERE r.agency_id = $1 AND r.source_ref = $2",
                                        {debt.agency_id(), schedule.source_ref()});
  if (known.empty()) return false;
  if (known.front().debt_id() != debt.debt_id()) {
    return rules::InvalidField("schedule.source_ref", "SOURCE_REF_REUSED",
                               "names the schedule of another debt");
  }
  schedule = known.front();
  return true;
}

// A schedule on which nothing was paid yet makes way for the next one.
absl::Status ReplaceUnstarted(rpc::Call& call, const v1::Debt& debt) {
  for (v1::RepaymentSchedule& open : OpenSchedules(call.tx(), debt.debt_id())) {
    if (open.state() == v1::SCHEDULE_STATE_ACTIVE || !open.payments().empty())
      return rules::Refuse(rule::kScheduleExists);
    ScheduleOfDebt replaced{debt, std::move(open)};
    Cancel(call, replaced, "REPLACED");
  }
  return absl::OkStatus();
}

// What the server alone fills in.
void Fill(const rpc::Call& call, const v1::Debt& debt, const OptionalPolicy& policy,
          v1::RepaymentSchedule& schedule) {
  schedule.set_schedule_id(ids::RandomId());
  schedule.set_client_id(debt.client_id());
  schedule.set_agency_id(debt.agency_id());
  schedule.clear_department_id();
  if (debt.has_department_id()) schedule.set_department_id(debt.department_id());
  schedule.clear_payments();
  schedule.clear_decision();
  schedule.clear_cancel_reason();
  schedule.clear_ended_on();
  schedule.clear_policy_id();
  if (policy.has_value()) schedule.set_policy_id(policy->policy_id());
  schedule.set_below_policy(IsBelowPolicy(schedule, policy));
  schedule.set_state(schedule.below_policy() ? v1::SCHEDULE_STATE_DRAFT
                                             : v1::SCHEDULE_STATE_AGREED);
  if (schedule.affordability().has_client_confirmation()) {
    schedule.mutable_affordability()->mutable_client_confirmation()->set_attesting_worker_id(
        call.caller().worker_id);
  }
  *schedule.mutable_create_time() = rpc::ToTimestamp(call.now());
}

absl::Status CheckPayment(const v1::RecordInstalmentPaidRequest& request,
                          const v1::RepaymentSchedule& schedule, absl::Time now) {
  if (request.amount().minor_units() <= 0)
    return rules::InvalidField("amount", "AMOUNT_NOT_POSITIVE", "is not above zero");
  if (request.amount().currency_code() != schedule.instalment().currency_code())
    return rules::InvalidField("amount", "CURRENCY_MIXED",
                               "is not in the currency of the schedule");
  RETURN_IF_ERROR(dates::CheckDate(request.paid_on(), "paid_on"));
  if (dates::FromDate(request.paid_on()) <= dates::DayAt(now)) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = "paid_on"});
}

bool IsCounted(const v1::RepaymentSchedule& schedule, const std::string& source_ref) {
  if (source_ref.empty()) return false;
  return std::any_of(schedule.payments().begin(), schedule.payments().end(),
                     [&](const auto& payment) { return payment.source_ref() == source_ref; });
}

// A schedule that repaid all that was owed settles the debt.
void SettlePaid(rpc::Call& call, ScheduleOfDebt& found) {
  v1::Debt& debt = found.debt;
  const int64_t owed = debt.principal().minor_units() + debt.accessories().minor_units();
  if (debt.state() != v1::DEBT_STATE_OPEN || !debt.has_principal() ||
      found.schedule.total().minor_units() < owed) {
    return;
  }
  debt.set_state(v1::DEBT_STATE_PAID);
  *debt.mutable_settled_on() = found.schedule.ended_on();
  db::Update(call.tx(), debt, {"state", "settled_on"});
  const v1::DebtFact fact = FactOf(debt);
  call.Emit("DebtPaid", debt, &fact);
}

// The events of a payment: what it was, and what the state became.
void TellPayment(rpc::Call& call, v1::ScheduleState before, ScheduleOfDebt& found) {
  Emit(call, "InstalmentPaid", found);
  const v1::ScheduleState now = found.schedule.state();
  if (now == before) return;
  if (now == v1::SCHEDULE_STATE_ACTIVE) Emit(call, "ScheduleActivated", found);
  if (now != v1::SCHEDULE_STATE_FULFILLED) return;
  Emit(call, "ScheduleFulfilled", found);
  SettlePaid(call, found);
}

// Marks what was missed and breaks the schedule when too much is overdue.
void LookAfter(rpc::Call& call, absl::CivilDay as_of, ScheduleOfDebt& found,
               v1::ProcessDeadlinesResponse& response) {
  v1::RepaymentSchedule& schedule = found.schedule;
  int missed = 0;
  for (int i = 0; i < schedule.instalments_size(); ++i) {
    v1::Instalment& instalment = *schedule.mutable_instalments(i);
    const int grace =
        GraceOf(PolicyOn(call.tx(), found.debt, dates::FromDate(instalment.due_date())));
    if (!IsNewlyMissed(instalment, grace, as_of)) continue;
    *instalment.mutable_missed_on() = dates::ToDate(as_of);
    ++missed;
  }
  if (missed == 0) return;
  const OptionalPolicy policy = PolicyOn(call.tx(), found.debt, as_of);
  const bool broken = OverdueOn(schedule, GraceOf(policy), as_of) >= BreakAfter(policy);
  if (broken) {
    schedule.set_state(v1::SCHEDULE_STATE_BROKEN);
    *schedule.mutable_ended_on() = dates::ToDate(as_of);
  }
  db::Update(call.tx(), schedule, {"instalments", "state", "ended_on"});
  for (int i = 0; i < missed; ++i) Emit(call, "InstalmentMissed", found);
  if (broken) Emit(call, "ScheduleBroken", found);
  response.set_missed_count(response.missed_count() + missed);
  response.set_broken_count(response.broken_count() + (broken ? 1 : 0));
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(schedule.client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
  entry.add_areas(common::v1::DATA_AREA_DEBTS);
}

}  // namespace

void RepaymentService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.RepaymentService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("PutCreditorPolicy", &RepaymentService::PutCreditorPolicy);
  bind("ListCreditorPolicies", &RepaymentService::ListCreditorPolicies);
  bind("CreateRepaymentSchedule", &RepaymentService::CreateRepaymentSchedule);
  bind("DecideRepaymentSchedule", &RepaymentService::DecideRepaymentSchedule);
  bind("CancelRepaymentSchedule", &RepaymentService::CancelRepaymentSchedule);
  bind("RecordInstalmentPaid", &RepaymentService::RecordInstalmentPaid);
  bind("GetRepaymentSchedule", &RepaymentService::GetRepaymentSchedule);
  bind("ListRepaymentSchedules", &RepaymentService::ListRepaymentSchedules);
  bind("ProcessDeadlines", &RepaymentService::ProcessDeadlines);
}

absl::StatusOr<v1::PutCreditorPolicyResponse> RepaymentService::PutCreditorPolicy(
    rpc::Call& call, const v1::PutCreditorPolicyRequest& request) {
  v1::PutCreditorPolicyResponse response;
  v1::CreditorPolicy& policy = *response.mutable_policy();
  policy = request.policy();
  RETURN_IF_ERROR(CheckPolicy(policy));
  RETURN_IF_ERROR(CheckOwnAgency(call.caller(), policy.creditor_agency_id()));
  policy.set_policy_id(ids::RandomId());
  *policy.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), policy);
  call.Emit("CreditorPolicyPut", policy);
  return response;
}

absl::StatusOr<v1::ListCreditorPoliciesResponse> RepaymentService::ListCreditorPolicies(
    rpc::Call& call, const v1::ListCreditorPoliciesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListCreditorPoliciesResponse response;
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    if (auto policy = PolicyOn(call.tx(), request.creditor_agency_id(),
                               dates::FromDate(request.as_of_date())))
      *response.add_policies() = *std::move(policy);
    return response;
  }
  db::SelectInto(
      call.tx(), v1::CreditorPolicy::default_instance(),
      "WHERE r.creditor_agency_id = $1 AND ($2::date IS NULL OR r.valid_from < $2::date) "
      "ORDER BY r.valid_from DESC LIMIT $3",
      {request.creditor_agency_id(), page.Key(0), page.Limit()},
      [&] { return response.add_policies(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_policies()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {dates::DateText(dates::FromDate(last->valid_from()))}));
  return response;
}

absl::StatusOr<v1::CreateRepaymentScheduleResponse> RepaymentService::CreateRepaymentSchedule(
    rpc::Call& call, const v1::CreateRepaymentScheduleRequest& request) {
  v1::CreateRepaymentScheduleResponse response;
  v1::RepaymentSchedule& schedule = *response.mutable_schedule();
  schedule = request.schedule();
  ASSIGN_OR_RETURN(const v1::Debt debt, db::Lock<v1::Debt>(call.tx(), schedule.debt_id()));
  RETURN_IF_ERROR(CheckHolds(call, debt));
  HoldForAnswer(call, debt);
  ASSIGN_OR_RETURN(const bool known, FindBySource(call, debt, schedule));
  if (known) return response;
  RETURN_IF_ERROR(CheckStatement(schedule.affordability(), call.now()));
  RETURN_IF_ERROR(CheckAttester(schedule.affordability(), debt, call.caller()));
  RETURN_IF_ERROR(LayOut(debt, dates::DayAt(call.now()), schedule));
  // What the agency lets pass is told by the warnings of the schedule.
  RETURN_IF_ERROR(
      advice::Judge(call, rule::Recommendations()).Settle(CheckAffordability(schedule, debt)));
  RETURN_IF_ERROR(ReplaceUnstarted(call, debt));
  Fill(call, debt, PolicyOn(call.tx(), debt, dates::FromDate(schedule.agreed_on())), schedule);
  if (schedule.state() == v1::SCHEDULE_STATE_DRAFT) schedule.clear_agreed_on();
  db::Insert(call.tx(), schedule);
  Emit(call, schedule.state() == v1::SCHEDULE_STATE_DRAFT ? "ScheduleProposed" : "ScheduleAgreed",
       {debt, schedule});
  for (auto& warning : ScheduleWarnings(schedule, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::DecideRepaymentScheduleResponse> RepaymentService::DecideRepaymentSchedule(
    rpc::Call& call, const v1::DecideRepaymentScheduleRequest& request) {
  const v1::ScheduleDecision& decision = request.decision();
  ASSIGN_OR_RETURN(ScheduleOfDebt found,
                   LockSchedule(call.tx(), request.schedule_id(), request.etag()));
  RETURN_IF_ERROR(CheckHoldsOrClaims(call, found.debt));
  RETURN_IF_ERROR(dates::CheckDate(decision.decided_on(), "decision.decided_on"));
  if (dates::FromDate(decision.decided_on()) > dates::DayAt(call.now()))
    return rules::Refuse(rules::kNotInFuture, {.field = "decision.decided_on"});
  v1::RepaymentSchedule& schedule = found.schedule;
  ASSIGN_OR_RETURN(
      const v1::ScheduleState next,
      NextScheduleState(schedule.state(), decision.agreed() ? "DecideRepaymentSchedule"
                                                            : "DeclineRepaymentSchedule"));
  *schedule.mutable_decision() = decision;
  if (next == v1::SCHEDULE_STATE_CANCELLED) {
    Cancel(call, found, "DECLINED");
  } else {
    const v1::ScheduleState before = v1::SCHEDULE_STATE_AGREED;
    schedule.set_state(next);
    *schedule.mutable_agreed_on() = decision.decided_on();
    // Payments made while the application was open count from now on.
    if (!schedule.payments().empty()) ApplyPayments(schedule);
    db::Update(call.tx(), schedule, {"state", "decision", "agreed_on", "ended_on", "instalments"});
    Emit(call, "ScheduleAgreed", found);
    if (schedule.state() != before) TellPayment(call, before, found);
  }
  v1::DecideRepaymentScheduleResponse response;
  *response.mutable_schedule() = std::move(schedule);
  return response;
}

absl::StatusOr<v1::CancelRepaymentScheduleResponse> RepaymentService::CancelRepaymentSchedule(
    rpc::Call& call, const v1::CancelRepaymentScheduleRequest& request) {
  ASSIGN_OR_RETURN(ScheduleOfDebt found,
                   LockSchedule(call.tx(), request.schedule_id(), request.etag()));
  RETURN_IF_ERROR(CheckHolds(call, found.debt));
  HoldForAnswer(call, found.debt);
  RETURN_IF_ERROR(NextScheduleState(found.schedule.state(), "CancelRepaymentSchedule").status());
  Cancel(call, found, request.reason());
  v1::CancelRepaymentScheduleResponse response;
  *response.mutable_schedule() = std::move(found.schedule);
  return response;
}

absl::StatusOr<v1::RecordInstalmentPaidResponse> RepaymentService::RecordInstalmentPaid(
    rpc::Call& call, const v1::RecordInstalmentPaidRequest& request) {
  ASSIGN_OR_RETURN(ScheduleOfDebt found, LockSchedule(call.tx(), request.schedule_id(), ""));
  RETURN_IF_ERROR(CheckHoldsOrClaims(call, found.debt));
  HoldForAnswer(call, found.debt);
  v1::RepaymentSchedule& schedule = found.schedule;
  v1::RecordInstalmentPaidResponse response;
  if (!IsCounted(schedule, request.source_ref())) {
    RETURN_IF_ERROR(CheckPayment(request, schedule, call.now()));
    v1::SchedulePayment& payment = *schedule.add_payments();
    payment.set_payment_id(ids::RandomId());
    *payment.mutable_amount() = request.amount();
    *payment.mutable_paid_on() = request.paid_on();
    if (!request.source_ref().empty()) payment.set_source_ref(request.source_ref());
    *payment.mutable_create_time() = rpc::ToTimestamp(call.now());
    const v1::ScheduleState before = schedule.state();
    ApplyPayments(schedule);
    db::Update(call.tx(), schedule, {"payments", "instalments", "state", "ended_on"});
    TellPayment(call, before, found);
  }
  if (Overpaid(schedule) > 0)
    *response.add_warnings() = rules::Warn(rule::kOverpaid, call.language());
  *response.mutable_schedule() = std::move(schedule);
  return response;
}

absl::StatusOr<v1::GetRepaymentScheduleResponse> RepaymentService::GetRepaymentSchedule(
    rpc::Call& call, const v1::GetRepaymentScheduleRequest& request) {
  v1::GetRepaymentScheduleResponse response;
  ASSIGN_OR_RETURN(*response.mutable_schedule(),
                   db::Get<v1::RepaymentSchedule>(call.tx(), request.schedule_id()));
  call.SetClient(response.schedule().client_id());
  if (call.caller().kind == common::v1::CALLER_SERVICE) {
    ASSIGN_OR_RETURN(const v1::Debt debt,
                     db::Get<v1::Debt>(call.tx(), response.schedule().debt_id()));
    RETURN_IF_ERROR(CheckHolds(call, debt));
    HoldForAnswer(call, debt);
  }
  return response;
}

absl::StatusOr<v1::ListRepaymentSchedulesResponse> RepaymentService::ListRepaymentSchedules(
    rpc::Call& call, const v1::ListRepaymentSchedulesRequest& request) {
  v1::ListRepaymentSchedulesResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request,
                                  "r.client_id IN (SELECT * FROM records_of($1)) AND ($2::uuid IS "
                                  "NULL OR r.debt_id = $2::uuid)",
                                  {request.client_id(), db::OrNull(request.debt_id())},
                                  *response.mutable_schedules(), response));
  return response;
}

absl::StatusOr<v1::ProcessDeadlinesResponse> RepaymentService::ProcessDeadlines(
    rpc::Call& call, const v1::ProcessDeadlinesRequest& request) {
  const absl::CivilDay today = dates::DayAt(call.now());
  absl::CivilDay as_of = today;
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    as_of = dates::FromDate(request.as_of_date());
  }
  if (as_of > today) return rules::Refuse(rules::kNotInFuture, {.field = "as_of_date"});
  v1::ProcessDeadlinesResponse response;
  const std::vector<std::string> schedules = SchedulesWithMissed(call.tx(), as_of, kPortion);
  for (const std::string& schedule_id : schedules) {
    ASSIGN_OR_RETURN(ScheduleOfDebt found, LockSchedule(call.tx(), schedule_id, ""));
    const v1::ScheduleState state = found.schedule.state();
    if (state == v1::SCHEDULE_STATE_AGREED || state == v1::SCHEDULE_STATE_ACTIVE)
      LookAfter(call, as_of, found, response);
  }
  response.set_has_more(static_cast<int>(schedules.size()) == kPortion);
  return response;
}

}  // namespace opora::registry
