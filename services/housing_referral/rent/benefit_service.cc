#include "services/housing_referral/rent/benefit_service.h"

#include "common/ids/ids.h"
#include "common/rules/occurrence.h"
#include "common/rules/period.h"
#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/records.h"
#include "services/housing_referral/rent/refusals.h"
#include "services/housing_referral/rent/rent_store.h"
#include "services/housing_referral/tenancies/tenancy_store.h"

namespace opora::housing {
namespace {

constexpr int kGraceDays = 30;

int GraceOf(const v1::Programme& programme) {
  return programme.has_rent_grace_days() ? programme.rent_grace_days() : kGraceDays;
}

// What the support side finds out about a client that it works with; it knows the tenancy, or has
// the client as its own.
absl::StatusOr<v1::Tenancy> TenancyOfClient(rpc::Call& call, const std::string& tenancy_id) {
  ASSIGN_OR_RETURN(v1::Tenancy tenancy, db::Get<v1::Tenancy>(call.tx(), tenancy_id));
  call.SetClient(tenancy.client_id());
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({tenancy.client_id(), {}}));
  if (!grants->own) return Unknown(call);
  return tenancy;
}

v1::DirectPaymentRequest NewRequest(const rpc::Call& call, const v1::RentCharge& charge,
                                    absl::CivilDay day, bool is_fact) {
  v1::DirectPaymentRequest request;
  request.set_direct_payment_request_id(ids::RandomId());
  request.set_charge_id(charge.charge_id());
  request.set_client_id(charge.client_id());
  rpc::SetHolder(rpc::HolderOf(charge), request);
  request.set_charge_class(charge.charge_class());
  *request.mutable_requested_on() = dates::ToDate(day);
  request.set_is_fact(is_fact);
  *request.mutable_create_time() = rpc::ToTimestamp(call.now());
  return request;
}

// Shared by the act and the record of the fact.
v1::DirectPayment NewPayment(const rpc::Call& call, const v1::DirectPayment& asked,
                             const v1::Tenancy& tenancy) {
  v1::DirectPayment payment = asked;
  payment.set_direct_payment_id(ids::RandomId());
  payment.set_client_id(tenancy.client_id());
  rpc::SetHolder(rpc::HolderOf(tenancy), payment);
  payment.clear_valid_to();
  *payment.mutable_create_time() = rpc::ToTimestamp(call.now());
  return payment;
}

void EmitStarted(rpc::Call& call, const v1::Tenancy& tenancy, const v1::DirectPayment& payment) {
  v1::DirectPaymentFact fact;
  fact.set_programme_id(tenancy.programme_id());
  fact.set_tenancy_id(tenancy.tenancy_id());
  fact.set_agreed(payment.has_agreement());
  call.Emit("DirectPaymentStarted", payment, &fact);
}

absl::Status CheckPayment(const v1::DirectPayment& payment) {
  RETURN_IF_ERROR(CheckAmount(payment.amount(), "direct_payment.amount"));
  return dates::CheckDate(payment.valid_from(), "direct_payment.valid_from");
}

}  // namespace

void BenefitService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.RentService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("RecordBenefitClaim", &BenefitService::RecordBenefitClaim);
  bind("AdvanceBenefitClaim", &BenefitService::AdvanceBenefitClaim);
  bind("ListBenefitClaims", &BenefitService::ListBenefitClaims);
  bind("RecordPaymentCause", &BenefitService::RecordPaymentCause);
  bind("RequestDirectPayment", &BenefitService::RequestDirectPayment);
  bind("RecordDirectPaymentRequest", &BenefitService::RecordDirectPaymentRequest);
  bind("StartDirectPayment", &BenefitService::StartDirectPayment);
  bind("RecordDirectPaymentDecision", &BenefitService::RecordDirectPaymentDecision);
  bind("EndDirectPayment", &BenefitService::EndDirectPayment);
  bind("GetTopUp", &BenefitService::GetTopUp);
}

absl::StatusOr<v1::RecordBenefitClaimResponse> BenefitService::RecordBenefitClaim(
    rpc::Call& call, const v1::RecordBenefitClaimRequest& request) {
  RETURN_IF_ERROR(PastDay(request.claim().claimed_on(), "claim.claimed_on", call.now()).status());
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, TenancyOfClient(call, request.claim().tenancy_id()));
  v1::RecordBenefitClaimResponse response;
  v1::BenefitClaim& claim = *response.mutable_claim();
  claim = request.claim();
  claim.set_claim_id(ids::RandomId());
  claim.set_client_id(tenancy.client_id());
  rpc::SetHolder(call.caller().unit, claim);
  *claim.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), claim);
  call.Emit("BenefitClaimed", claim);
  return response;
}

absl::StatusOr<v1::AdvanceBenefitClaimResponse> BenefitService::AdvanceBenefitClaim(
    rpc::Call& call, const v1::AdvanceBenefitClaimRequest& request) {
  if (request.has_decided_on())
    RETURN_IF_ERROR(PastDay(request.decided_on(), "decided_on", call.now()).status());
  if (request.has_amount()) RETURN_IF_ERROR(CheckAmount(request.amount(), "amount"));
  v1::AdvanceBenefitClaimResponse response;
  v1::BenefitClaim& claim = *response.mutable_claim();
  ASSIGN_OR_RETURN(claim, LockHeld<v1::BenefitClaim>(call, request.claim_id()));
  RETURN_IF_ERROR(CheckBenefitMove(claim.state(), request.state()));
  claim.set_state(request.state());
  if (request.has_decided_on()) *claim.mutable_decided_on() = request.decided_on();
  if (request.has_amount()) *claim.mutable_amount() = request.amount();
  if (request.has_payment_day()) claim.set_payment_day(request.payment_day());
  db::Update(call.tx(), claim, {"state", "decided_on", "amount", "payment_day"});
  call.Emit("BenefitClaimMoved", claim);
  return response;
}

absl::StatusOr<v1::ListBenefitClaimsResponse> BenefitService::ListBenefitClaims(
    rpc::Call& call, const v1::ListBenefitClaimsRequest& request) {
  v1::ListBenefitClaimsResponse response;
  db::SelectInto(call.tx(), v1::BenefitClaim::default_instance(),
                 "WHERE r.tenancy_id = $1 ORDER BY r.create_time DESC, r.claim_id LIMIT 500",
                 {request.tenancy_id()}, [&] { return response.add_claims(); });
  return response;
}

absl::StatusOr<v1::RecordPaymentCauseResponse> BenefitService::RecordPaymentCause(
    rpc::Call& call, const v1::RecordPaymentCauseRequest& request) {
  ASSIGN_OR_RETURN(const v1::RentCharge known,
                   GetKnown<v1::RentCharge>(call, request.enquiry().charge_id()));
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, db::Get<v1::Tenancy>(call.tx(), known.tenancy_id()));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), tenancy.programme_id()));
  ASSIGN_OR_RETURN(v1::RentCharge charge, db::Lock<v1::RentCharge>(call.tx(), known.charge_id()));
  v1::RecordPaymentCauseResponse response;
  v1::PaymentEnquiry& enquiry = *response.mutable_enquiry();
  enquiry = request.enquiry();
  enquiry.set_enquiry_id(ids::TimeOrderedId(call.now()));
  enquiry.set_client_id(charge.client_id());
  rpc::SetHolder(call.caller().unit, enquiry);
  enquiry.set_worker_id(call.caller().worker_id);
  *enquiry.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), enquiry);
  call.Emit("PaymentCauseRecorded", enquiry);
  Reclassify(call, tenancy, dates::DayAt(call.now()), GraceOf(programme), charge);
  return response;
}

absl::StatusOr<v1::RequestDirectPaymentResponse> BenefitService::RequestDirectPayment(
    rpc::Call& call, const v1::RequestDirectPaymentRequest& request) {
  ASSIGN_OR_RETURN(const v1::RentCharge charge,
                   LockKnown<v1::RentCharge>(call, request.charge_id()));
  RETURN_IF_ERROR(CheckLandlord(call, charge));
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, db::Get<v1::Tenancy>(call.tx(), charge.tenancy_id()));
  Judge judge = JudgeOf(call, tenancy.programme_id());
  if (charge.charge_class() != v1::CHARGE_CLASS_ARREARS) {
    RETURN_IF_ERROR(judge.Broken(
        rule::kNotArrears,
        {.metadata = {{"charge_class", v1::ChargeClass_Name(charge.charge_class())}}}));
  }
  v1::RequestDirectPaymentResponse response;
  v1::DirectPaymentRequest& made = *response.mutable_direct_payment_request();
  made = NewRequest(call, charge, dates::DayAt(call.now()), false);
  db::Insert(call.tx(), made);
  call.Emit("DirectPaymentRequested", made);
  KeepDeviations(call, judge, tenancy, request.deviation_reason(), false, call.now());
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::RecordDirectPaymentRequestResponse> BenefitService::RecordDirectPaymentRequest(
    rpc::Call& call, const v1::RecordDirectPaymentRequestRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   PastDay(request.requested_on(), "requested_on", call.now()));
  ASSIGN_OR_RETURN(const v1::RentCharge charge,
                   LockKnown<v1::RentCharge>(call, request.charge_id()));
  RETURN_IF_ERROR(CheckLandlord(call, charge));
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, db::Get<v1::Tenancy>(call.tx(), charge.tenancy_id()));
  Judge judge(RulesOf(call.tx(), tenancy.programme_id(), day), call.caller().worker_id,
              call.language());
  if (charge.charge_class() != v1::CHARGE_CLASS_ARREARS) judge.BrokenByFact(rule::kNotArrears);
  v1::RecordDirectPaymentRequestResponse response;
  v1::DirectPaymentRequest& made = *response.mutable_direct_payment_request();
  made = NewRequest(call, charge, day, true);
  db::Insert(call.tx(), made);
  call.Emit("DirectPaymentRequested", made);
  KeepDeviations(call, judge, tenancy, request.reason(), true, call.now());
  return response;
}

absl::StatusOr<v1::StartDirectPaymentResponse> BenefitService::StartDirectPayment(
    rpc::Call& call, const v1::StartDirectPaymentRequest& request) {
  const v1::DirectPayment& asked = request.direct_payment();
  RETURN_IF_ERROR(CheckPayment(asked));
  ASSIGN_OR_RETURN(const v1::Tenancy seen, GetKnown<v1::Tenancy>(call, asked.tenancy_id()));
  if (asked.has_agreement()) {
    RETURN_IF_ERROR(registry_.CheckGiven(
        call, asked.agreement(),
        {.client_id = seen.client_id(),
         .act = registry::v1::REPRESENTED_ACT_AGREEMENT,
         .areas = {common::v1::DATA_AREA_HOUSING},
         .field = "direct_payment.agreement",
         .party_agencies = {seen.agency_id()},
         .grantor = asked.has_agreement_grantor() ? &asked.agreement_grantor() : nullptr}));
  }
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, LockTenancy(call, asked.tenancy_id()));
  if (!asked.has_agreement()) return rules::Refuse(rule::kAgreementRequired);
  if (rpc::HolderOf(tenancy) == call.caller().unit)
    return rules::Refuse(rule::kAttestationOfProfiteer);
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(asked.agreement().occurred_at()),
                                         call.now(), "direct_payment.agreement.occurred_at"));
  v1::StartDirectPaymentResponse response;
  v1::DirectPayment& payment = *response.mutable_direct_payment();
  payment = NewPayment(call, asked, tenancy);
  payment.mutable_agreement()->set_attesting_worker_id(call.caller().worker_id);
  payment.clear_without_agreement_reason();
  payment.set_is_fact(false);
  db::Insert(call.tx(), payment);
  EmitStarted(call, tenancy, payment);
  return response;
}

absl::StatusOr<v1::RecordDirectPaymentDecisionResponse> BenefitService::RecordDirectPaymentDecision(
    rpc::Call& call, const v1::RecordDirectPaymentDecisionRequest& request) {
  RETURN_IF_ERROR(CheckPayment(request.direct_payment()));
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy,
                   LockTenancy(call, request.direct_payment().tenancy_id()));
  v1::RecordDirectPaymentDecisionResponse response;
  v1::DirectPayment& payment = *response.mutable_direct_payment();
  payment = NewPayment(call, request.direct_payment(), tenancy);
  payment.clear_agreement();
  payment.clear_agreement_grantor();
  payment.set_is_fact(true);
  db::Insert(call.tx(), payment);
  EmitStarted(call, tenancy, payment);
  if (IsUnusual(payment))
    *response.add_warnings() = rules::Warn(rule::kDecisionUnusual, call.language());
  return response;
}

absl::StatusOr<v1::EndDirectPaymentResponse> BenefitService::EndDirectPayment(
    rpc::Call& call, const v1::EndDirectPaymentRequest& request) {
  v1::EndDirectPaymentResponse response;
  v1::DirectPayment& payment = *response.mutable_direct_payment();
  ASSIGN_OR_RETURN(payment, LockKnown<v1::DirectPayment>(call, request.direct_payment_id()));
  RETURN_IF_ERROR(
      rules::CheckPeriod(&payment.valid_from(), &request.valid_to(), "valid_from", "valid_to"));
  *payment.mutable_valid_to() = request.valid_to();
  db::Update(call.tx(), payment, {"valid_to"});
  call.Emit("DirectPaymentEnded", payment);
  return response;
}

absl::StatusOr<v1::GetTopUpResponse> BenefitService::GetTopUp(rpc::Call& call,
                                                              const v1::GetTopUpRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.month(), "month"));
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, GetKnown<v1::Tenancy>(call, request.tenancy_id()));
  v1::GetTopUpResponse response;
  *response.mutable_top_up() = TopUpOf(request.month(), ChargesOf(call.tx(), tenancy.tenancy_id()),
                                       DirectPaymentsOf(call.tx(), tenancy.tenancy_id()));
  return response;
}

}  // namespace opora::housing
