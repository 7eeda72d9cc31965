#include "services/client_registry/debts/relief_service.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/debts/debt_access.h"
#include "services/client_registry/debts/refusals.h"
#include "services/client_registry/debts/repayment_store.h"
#include "services/client_registry/debts/standing_rules.h"
#include "services/client_registry/debts/waiver_rules.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

void Emit(rpc::Call& call, std::string_view type, const v1::Debt& debt) {
  const v1::DebtFact fact = FactOf(debt);
  call.Emit(type, debt, &fact);
}

// What a debt that is settled leaves of its schedules: nothing more is asked for.
void EndSchedules(rpc::Call& call, const v1::Debt& debt, const char* reason) {
  for (v1::RepaymentSchedule& schedule : OpenSchedules(call.tx(), debt.debt_id())) {
    schedule.set_state(v1::SCHEDULE_STATE_CANCELLED);
    schedule.set_cancel_reason(reason);
    *schedule.mutable_ended_on() = debt.settled_on();
    db::Update(call.tx(), schedule, {"state", "cancel_reason", "ended_on"});
    const v1::ScheduleFact fact = FactOf(schedule, debt);
    call.Emit("ScheduleCancelled", schedule, &fact);
  }
}

absl::Status CheckCreditor(const v1::GetDebtorStandingRequest& request) {
  if (request.creditor_agency_id().empty() != request.creditor_name().empty())
    return absl::OkStatus();
  return rules::Refuse(rule::kCreditorUnclear, {.field = "creditor_agency_id"});
}

// The debts that the caller is answered from: what a person may see; for a service that calls as
// itself the creditor's own claims, so that nobody else's record reaches the creditor by way of a
// service.
absl::StatusOr<std::vector<v1::Debt>> DebtsJudged(rpc::Call& call,
                                                  const v1::GetDebtorStandingRequest& request) {
  const bool person = call.caller().kind == common::v1::CALLER_PERSON;
  std::vector<v1::Debt> judged;
  for (v1::Debt& debt : DebtsTowards(call.tx(), request)) {
    bool counts = debt.agency_id() == request.creditor_agency_id();
    if (person) {
      ASSIGN_OR_RETURN(const rpc::Grants* grants,
                       call.GrantsFor({debt.client_id(), rpc::HolderOf(debt)}));
      counts = grants->Covers(common::v1::DATA_AREA_DEBTS);
    }
    if (counts) judged.push_back(std::move(debt));
  }
  return judged;
}

// NOT_FOUND for whoever may not know anything of the client's debts.
absl::Status CheckMayAsk(rpc::Call& call, const std::string& client_id) {
  if (call.caller().kind != common::v1::CALLER_PERSON) {
    if (access::FactsOf(call, client_id).exists) return absl::OkStatus();
    return call.HiddenRefusal("XC-13", "NO_SUCH_CLIENT");
  }
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({client_id, {}}));
  if (grants->Covers(common::v1::DATA_AREA_DEBTS)) return absl::OkStatus();
  return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
}

// The covered debts, locked in the order of their ids: the person's own, held by the caller's unit.
absl::StatusOr<std::vector<v1::Debt>> LockCovered(rpc::Call& call, const v1::DebtRelief& relief) {
  const std::vector<std::string> ids(relief.covered_debt_ids().begin(),
                                     relief.covered_debt_ids().end());
  auto debts = db::Select<v1::Debt>(
      call.tx(),
      "WHERE r.debt_id = ANY($1::uuid[]) AND r.client_id IN (SELECT * FROM records_of($2)) AND "
      "r.agency_id = $3 AND coalesce(r.department_id::text, '') = $4 ORDER BY r.debt_id FOR UPDATE",
      {db::ArrayLiteral(ids), relief.client_id(), call.caller().unit.agency_id,
       call.caller().unit.department_id});
  if (debts.size() == ids.size()) return debts;
  return rules::InvalidField("relief.covered_debt_ids", "DEBT_FOREIGN",
                             "names a debt that is not this client's or not of the caller's unit");
}

// A new relief, or the earlier one with its next phase; `before` is the phase it was in.
absl::StatusOr<v1::DebtRelief> StoreRelief(rpc::Call& call, const v1::DebtRelief& asked,
                                           v1::ReliefPhase& before) {
  v1::DebtRelief relief = asked;
  before = v1::RELIEF_PHASE_UNSPECIFIED;
  if (relief.relief_id().empty()) {
    relief.set_relief_id(ids::RandomId());
    rpc::SetHolder(call.caller().unit, relief);
    *relief.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), relief);
    return relief;
  }
  ASSIGN_OR_RETURN(v1::DebtRelief stored,
                   db::Lock<v1::DebtRelief>(call.tx(), relief.relief_id(), relief.etag()));
  if (rpc::HolderOf(stored) != call.caller().unit || stored.client_id() != relief.client_id())
    return call.HiddenRefusal("XC-13", "FOREIGN_RELIEF");
  before = stored.phase();
  stored.set_phase(relief.phase());
  *stored.mutable_phase_since() = relief.phase_since();
  stored.set_reference(relief.reference());
  if (!relief.covered_debt_ids().empty())
    *stored.mutable_covered_debt_ids() = relief.covered_debt_ids();
  db::Update(call.tx(), stored, {"phase", "phase_since", "reference", "covered_debt_ids"});
  return stored;
}

}  // namespace

void ReliefService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.RepaymentService";
  rpc::Bind(methods, kInterface, "GetDebtorStanding", *this, &ReliefService::GetDebtorStanding);
  rpc::Bind(methods, kInterface, "RequestWaiver", *this, &ReliefService::RequestWaiver);
  rpc::Bind(methods, kInterface, "DecideWaiver", *this, &ReliefService::DecideWaiver);
  rpc::Bind(methods, kInterface, "RecordDebtRelief", *this, &ReliefService::RecordDebtRelief);
}

absl::StatusOr<v1::GetDebtorStandingResponse> ReliefService::GetDebtorStanding(
    rpc::Call& call, const v1::GetDebtorStandingRequest& request) {
  RETURN_IF_ERROR(CheckMayAsk(call, request.client_id()));
  RETURN_IF_ERROR(CheckCreditor(request));
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::FromDate(request.as_of_date());
  }
  ASSIGN_OR_RETURN(const std::vector<v1::Debt> debts, DebtsJudged(call, request));
  const OptionalPolicy policy = PolicyOn(call.tx(), request.creditor_agency_id(), day);
  const Standing found = StandingOn(debts, SchedulesOf(call.tx(), debts), GraceOf(policy), day);
  v1::GetDebtorStandingResponse response;
  response.set_standing(found.standing);
  response.set_debt_free(IsDebtFree(found.standing));
  *response.mutable_as_of_date() = dates::ToDate(day);
  if (policy.has_value()) response.set_policy_id(policy->policy_id());
  response.set_open_debt_count(found.open_debts);
  for (const std::string& schedule : found.kept_schedules) response.add_kept_schedule_ids(schedule);
  return response;
}

absl::StatusOr<v1::RequestWaiverResponse> ReliefService::RequestWaiver(
    rpc::Call& call, const v1::RequestWaiverRequest& request) {
  v1::RequestWaiverResponse response;
  v1::WaiverRequest& waiver = *response.mutable_waiver();
  waiver = request.waiver();
  ASSIGN_OR_RETURN(const v1::Debt debt, db::Lock<v1::Debt>(call.tx(), waiver.debt_id()));
  RETURN_IF_ERROR(CheckHolds(call, debt));
  RETURN_IF_ERROR(CheckWaiver(waiver, debt, dates::DayAt(call.now())));
  if (waiver.has_assisting_agency_id() &&
      call.tx()
          .Run("SELECT 1 FROM agencies WHERE agency_id = $1", {waiver.assisting_agency_id()})
          .empty()) {
    return rules::InvalidField("waiver.assisting_agency_id", "AGENCY_UNKNOWN", "is no agency");
  }
  waiver.set_waiver_id(ids::RandomId());
  waiver.set_client_id(debt.client_id());
  waiver.set_agency_id(debt.agency_id());
  waiver.clear_department_id();
  if (debt.has_department_id()) waiver.set_department_id(debt.department_id());
  waiver.set_state(v1::WAIVER_STATE_PROPOSED);
  waiver.clear_deciding_body();
  waiver.clear_decision_reference();
  waiver.clear_decided_on();
  waiver.clear_policy_id();
  *waiver.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), waiver);
  call.Emit("WaiverRequested", waiver);
  return response;
}

absl::StatusOr<v1::DecideWaiverResponse> ReliefService::DecideWaiver(
    rpc::Call& call, const v1::DecideWaiverRequest& request) {
  ASSIGN_OR_RETURN(const v1::WaiverRequest seen,
                   db::Get<v1::WaiverRequest>(call.tx(), request.waiver_id()));
  ASSIGN_OR_RETURN(v1::Debt debt, db::Lock<v1::Debt>(call.tx(), seen.debt_id()));
  RETURN_IF_ERROR(CheckHoldsOrClaims(call, debt));
  v1::DecideWaiverResponse response;
  ASSIGN_OR_RETURN(*response.mutable_waiver(),
                   db::Lock<v1::WaiverRequest>(call.tx(), request.waiver_id(), request.etag()));
  v1::WaiverRequest& waiver = *response.mutable_waiver();
  RETURN_IF_ERROR(dates::CheckDate(request.decided_on(), "decided_on"));
  const OptionalPolicy policy = PolicyOn(call.tx(), debt, dates::FromDate(request.decided_on()));
  RETURN_IF_ERROR(DecideOnWaiver(request, WaivedOf(call.tx(), debt.debt_id()), policy,
                                 dates::DayAt(call.now()), waiver, debt));
  db::Update(call.tx(), waiver,
             {"state", "deciding_body", "decision_reference", "decided_on", "policy_id"});
  call.Emit("WaiverDecided", waiver);
  if (waiver.state() == v1::WAIVER_STATE_PROPOSED)
    *response.add_warnings() = rules::Warn(rule::kAboveCeiling, call.language());
  if (waiver.state() != v1::WAIVER_STATE_GRANTED) return response;
  db::Update(call.tx(), debt, {"principal", "accessories", "state", "settled_on"});
  Emit(call, "WaiverGranted", debt);
  if (debt.state() == v1::DEBT_STATE_WAIVED) EndSchedules(call, debt, "WAIVED");
  return response;
}

absl::StatusOr<v1::RecordDebtReliefResponse> ReliefService::RecordDebtRelief(
    rpc::Call& call, const v1::RecordDebtReliefRequest& request) {
  RETURN_IF_ERROR(CheckRelief(request.relief(), dates::DayAt(call.now())));
  v1::RecordDebtReliefResponse response;
  v1::ReliefPhase before = v1::RELIEF_PHASE_UNSPECIFIED;
  ASSIGN_OR_RETURN(*response.mutable_relief(), StoreRelief(call, request.relief(), before));
  const v1::DebtRelief& relief = response.relief();
  call.Emit("DebtReliefRecorded", relief);
  ASSIGN_OR_RETURN(std::vector<v1::Debt> debts, LockCovered(call, relief));
  for (v1::Debt& debt : debts) {
    if (!ApplyRelief(relief, before, debt)) continue;
    db::Update(call.tx(), debt, {"state", "settled_on"});
    const bool discharged = debt.state() == v1::DEBT_STATE_DISCHARGED;
    Emit(call, discharged ? "DebtDischarged" : "DebtReopened", debt);
    if (discharged) EndSchedules(call, debt, "DISCHARGED");
  }
  return response;
}

}  // namespace opora::registry
