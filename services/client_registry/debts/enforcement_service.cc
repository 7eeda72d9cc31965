#include "services/client_registry/debts/enforcement_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rpc/page.h"
#include "common/rules/period.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/debts/debt_access.h"
#include "services/client_registry/debts/enforcement_rules.h"
#include "services/client_registry/debts/repayment_store.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

void Emit(rpc::Call& call, std::string_view type, const v1::Enforcement& enforcement,
          const v1::Debt& debt) {
  const v1::EnforcementFact fact = FactOf(enforcement, debt);
  call.Emit(type, enforcement, &fact);
}

}  // namespace

void EnforcementService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.EnforcementService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("RecordEnforcement", &EnforcementService::RecordEnforcement);
  bind("StopEnforcement", &EnforcementService::StopEnforcement);
  bind("ListEnforcements", &EnforcementService::ListEnforcements);
  bind("ListClaims", &EnforcementService::ListClaims);
  bind("RecordClaimStep", &EnforcementService::RecordClaimStep);
  bind("ListClaimSteps", &EnforcementService::ListClaimSteps);
  bind("RecordSpecialRecipient", &EnforcementService::RecordSpecialRecipient);
  bind("RecordDebtRefusal", &EnforcementService::RecordDebtRefusal);
}

absl::StatusOr<v1::RecordEnforcementResponse> EnforcementService::RecordEnforcement(
    rpc::Call& call, const v1::RecordEnforcementRequest& request) {
  v1::RecordEnforcementResponse response;
  v1::Enforcement& enforcement = *response.mutable_enforcement();
  enforcement = request.enforcement();
  ASSIGN_OR_RETURN(const v1::Debt debt, db::Lock<v1::Debt>(call.tx(), enforcement.debt_id()));
  RETURN_IF_ERROR(CheckHolds(call, debt));
  RETURN_IF_ERROR(rules::CheckPastDay(enforcement.opened_on(), dates::DayAt(call.now()),
                                      "enforcement.opened_on"));
  enforcement.set_enforcement_id(ids::RandomId());
  enforcement.set_client_id(debt.client_id());
  enforcement.set_agency_id(debt.agency_id());
  enforcement.clear_department_id();
  if (debt.has_department_id()) enforcement.set_department_id(debt.department_id());
  enforcement.clear_stopped_on();
  enforcement.clear_stop_reason();
  *enforcement.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), enforcement);
  Emit(call, "EnforcementRecorded", enforcement, debt);
  const OptionalPolicy policy = PolicyOn(call.tx(), debt, dates::FromDate(enforcement.opened_on()));
  for (auto& warning : EnforcementWarnings(enforcement, debt, policy, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::StopEnforcementResponse> EnforcementService::StopEnforcement(
    rpc::Call& call, const v1::StopEnforcementRequest& request) {
  ASSIGN_OR_RETURN(const v1::Enforcement seen,
                   db::Get<v1::Enforcement>(call.tx(), request.enforcement_id()));
  ASSIGN_OR_RETURN(const v1::Debt debt, db::Lock<v1::Debt>(call.tx(), seen.debt_id()));
  RETURN_IF_ERROR(CheckHolds(call, debt));
  RETURN_IF_ERROR(rules::CheckPastDay(request.on_date(), dates::DayAt(call.now()), "on_date"));
  v1::StopEnforcementResponse response;
  ASSIGN_OR_RETURN(*response.mutable_enforcement(),
                   db::Lock<v1::Enforcement>(call.tx(), request.enforcement_id()));
  v1::Enforcement& enforcement = *response.mutable_enforcement();
  RETURN_IF_ERROR(Stop(request, enforcement));
  db::Update(call.tx(), enforcement, {"is_futile", "stopped_on", "stop_reason"});
  Emit(call, enforcement.has_stopped_on() ? "EnforcementStopped" : "EnforcementFoundFutile",
       enforcement, debt);
  return response;
}

absl::StatusOr<v1::ListEnforcementsResponse> EnforcementService::ListEnforcements(
    rpc::Call& call, const v1::ListEnforcementsRequest& request) {
  v1::ListEnforcementsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.client_id IN (SELECT * FROM records_of($1))",
                                  {request.client_id()}, *response.mutable_enforcements(),
                                  response));
  return response;
}

absl::StatusOr<v1::ListClaimsResponse> EnforcementService::ListClaims(
    rpc::Call& call, const v1::ListClaimsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListClaimsResponse response;
  db::SelectInto(
      call.tx(), v1::Debt::default_instance(),
      "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND "
      "r.creditor_agency_id = r.agency_id AND r.state = 'OPEN' AND (r.is_child_debt OR NOT "
      "$3::boolean) AND ($4::uuid IS NULL OR (r.client_id, r.debt_id) > ($4::uuid, $5::uuid)) "
      "ORDER BY r.client_id, r.debt_id LIMIT $6",
      {call.caller().unit.agency_id, call.caller().unit.department_id,
       request.child_debts_only() ? "t" : "f", page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_claims(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_claims()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {last->client_id(), last->debt_id()}));
  return response;
}

absl::StatusOr<v1::RecordClaimStepResponse> EnforcementService::RecordClaimStep(
    rpc::Call& call, const v1::RecordClaimStepRequest& request) {
  v1::RecordClaimStepResponse response;
  v1::ClaimStep& step = *response.mutable_step();
  step = request.step();
  ASSIGN_OR_RETURN(const v1::Debt debt, db::Lock<v1::Debt>(call.tx(), step.debt_id()));
  RETURN_IF_ERROR(CheckHoldsOrClaims(call, debt));
  RETURN_IF_ERROR(rules::CheckPastDay(step.on_date(), dates::DayAt(call.now()), "step.on_date"));
  const rpc::Unit& unit = call.caller().unit;
  step.set_step_id(ids::RandomId());
  step.set_client_id(debt.client_id());
  rpc::SetHolder(unit, step);
  *step.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), step);
  call.Emit("ClaimStepRecorded", step);
  // The step is the own unit's, whatever basis it had for the claim.
  rpc::HoldOwn(call, step);
  return response;
}

absl::StatusOr<v1::ListClaimStepsResponse> EnforcementService::ListClaimSteps(
    rpc::Call& call, const v1::ListClaimStepsRequest& request) {
  v1::ListClaimStepsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_claim(), db::Get<v1::Debt>(call.tx(), request.debt_id()));
  call.SetClient(response.claim().client_id());
  db::SelectInto(call.tx(), v1::ClaimStep::default_instance(),
                 "WHERE r.debt_id = $1 ORDER BY r.on_date, r.create_time, r.step_id LIMIT 1000",
                 {request.debt_id()}, [&] { return response.add_steps(); });
  return response;
}

absl::StatusOr<v1::RecordSpecialRecipientResponse> EnforcementService::RecordSpecialRecipient(
    rpc::Call& call, const v1::RecordSpecialRecipientRequest& request) {
  v1::RecordSpecialRecipientResponse response;
  v1::SpecialRecipient& recipient = *response.mutable_special_recipient();
  recipient = request.special_recipient();
  RETURN_IF_ERROR(CheckSpecialRecipient(recipient, call.now()));
  v1::Agency decider;
  if (!db::Find(call.tx(), recipient.deciding_agency_id(), decider) ||
      decider.type() != v1::AGENCY_TYPE_LABOUR_OFFICE) {
    return rules::InvalidField("special_recipient.deciding_agency_id", "NOT_LABOUR_OFFICE",
                               "is not a Labour Office, which alone decides");
  }
  recipient.set_special_recipient_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, recipient);
  if (recipient.has_agreement())
    recipient.mutable_agreement()->set_attesting_worker_id(call.caller().worker_id);
  *recipient.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), recipient);
  call.Emit("SpecialRecipientRecorded", recipient);
  return response;
}

absl::StatusOr<v1::RecordDebtRefusalResponse> EnforcementService::RecordDebtRefusal(
    rpc::Call& call, const v1::RecordDebtRefusalRequest& request) {
  v1::RecordDebtRefusalResponse response;
  v1::DebtRefusal& refusal = *response.mutable_refusal();
  refusal = request.refusal();
  RETURN_IF_ERROR(
      rules::CheckPastDay(refusal.said_on(), dates::DayAt(call.now()), "refusal.said_on"));
  refusal.set_refusal_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, refusal);
  *refusal.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), refusal);
  call.Emit("DebtRefusalRecorded", refusal);
  return response;
}

}  // namespace opora::registry
