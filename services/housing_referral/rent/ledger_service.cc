#include "services/housing_referral/rent/ledger_service.h"

#include "common/ids/ids.h"
#include "services/housing_referral/records.h"
#include "services/housing_referral/rent/refusals.h"
#include "services/housing_referral/rent/rent_store.h"
#include "services/housing_referral/tenancies/tenancy_store.h"

namespace opora::housing {
namespace {

// The landlord's tenancy, locked: whoever changes its ledger does so alone.
absl::StatusOr<v1::Tenancy> LockLedger(rpc::Call& call, const std::string& tenancy_id) {
  ASSIGN_OR_RETURN(v1::Tenancy tenancy, LockTenancy(call, tenancy_id));
  RETURN_IF_ERROR(CheckLandlord(call, tenancy));
  return tenancy;
}

common::v1::Money Crowns(int64_t minor_units) {
  common::v1::Money money;
  money.set_minor_units(minor_units);
  money.set_currency_code("CZK");
  return money;
}

// Uses the payment for the open charges, the oldest first; returns what is left.
int64_t UseFor(rpc::Call& call, int64_t left, std::vector<v1::RentCharge>& charges) {
  for (v1::RentCharge& charge : charges) {
    if (left == 0) break;
    left -= Settle(left, charge);
    db::Update(call.tx(), charge, {"paid", "charge_class"});
    call.Emit(
        charge.charge_class() == v1::CHARGE_CLASS_PAID ? "RentChargePaid" : "RentChargeChanged",
        charge);
  }
  return left;
}

// Money that waited for a charge is used for the new one.
void UseWaiting(rpc::Call& call, v1::RentCharge& charge) {
  for (v1::RentPayment& payment : LockUnusedPayments(call.tx(), charge.tenancy_id())) {
    const int64_t used = Settle(payment.unused().minor_units(), charge);
    if (used == 0) return;
    *payment.mutable_unused() = Crowns(payment.unused().minor_units() - used);
    db::Update(call.tx(), payment, {"unused"});
  }
}

void AddOverdue(const v1::RentCharge& charge, absl::CivilDay day, v1::GetLedgerResponse& response) {
  const int64_t open = OpenAmount(charge);
  if (dates::FromDate(charge.due_date()) < day)
    *response.mutable_overdue() = Crowns(response.overdue().minor_units() + open);
  if (charge.charge_class() == v1::CHARGE_CLASS_ARREARS)
    *response.mutable_arrears() = Crowns(response.arrears().minor_units() + open);
}

}  // namespace

void LedgerService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.RentService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("PostCharge", &LedgerService::PostCharge);
  bind("RecordPayment", &LedgerService::RecordPayment);
  bind("GetLedger", &LedgerService::GetLedger);
  bind("OpenArrearsDebt", &LedgerService::OpenArrearsDebt);
}

absl::StatusOr<v1::PostChargeResponse> LedgerService::PostCharge(
    rpc::Call& call, const v1::PostChargeRequest& request) {
  RETURN_IF_ERROR(CheckAmount(request.charge().amount(), "charge.amount"));
  RETURN_IF_ERROR(dates::CheckDate(request.charge().month(), "charge.month"));
  RETURN_IF_ERROR(dates::CheckDate(request.charge().due_date(), "charge.due_date"));
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, LockLedger(call, request.charge().tenancy_id()));
  v1::PostChargeResponse response;
  v1::RentCharge& charge = *response.mutable_charge();
  charge.set_charge_id(ids::RandomId());
  charge.set_tenancy_id(tenancy.tenancy_id());
  charge.set_client_id(tenancy.client_id());
  rpc::SetHolder(rpc::HolderOf(tenancy), charge);
  charge.set_kind(request.charge().kind());
  *charge.mutable_month() =
      dates::ToDate(absl::CivilDay(absl::CivilMonth(dates::FromDate(request.charge().month()))));
  *charge.mutable_amount() = request.charge().amount();
  *charge.mutable_due_date() = request.charge().due_date();
  *charge.mutable_paid() = Crowns(0);
  charge.set_charge_class(v1::CHARGE_CLASS_REGULAR);
  *charge.mutable_create_time() = rpc::ToTimestamp(call.now());
  UseWaiting(call, charge);
  db::Insert(call.tx(), charge);
  call.Emit("RentCharged", charge);
  return response;
}

absl::StatusOr<v1::RecordPaymentResponse> LedgerService::RecordPayment(
    rpc::Call& call, const v1::RecordPaymentRequest& request) {
  RETURN_IF_ERROR(CheckAmount(request.payment().amount(), "payment.amount"));
  RETURN_IF_ERROR(PastDay(request.payment().paid_on(), "payment.paid_on", call.now()).status());
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, LockLedger(call, request.payment().tenancy_id()));
  v1::RecordPaymentResponse response;
  v1::RentPayment& payment = *response.mutable_payment();
  payment = request.payment();
  payment.set_payment_id(ids::TimeOrderedId(call.now()));
  payment.set_client_id(tenancy.client_id());
  rpc::SetHolder(rpc::HolderOf(tenancy), payment);
  auto charges = LockOpenCharges(call.tx(), tenancy.tenancy_id());
  *payment.mutable_unused() = Crowns(UseFor(call, payment.amount().minor_units(), charges));
  *payment.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), payment);
  call.Emit("RentPaid", payment);
  return response;
}

absl::StatusOr<v1::GetLedgerResponse> LedgerService::GetLedger(
    rpc::Call& call, const v1::GetLedgerRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy, GetKnown<v1::Tenancy>(call, request.tenancy_id()));
  v1::GetLedgerResponse response;
  const auto charges = ChargesOf(call.tx(), tenancy.tenancy_id());
  db::SelectInto(call.tx(), v1::RentPayment::default_instance(),
                 "WHERE r.tenancy_id = $1 ORDER BY r.paid_on, r.payment_id LIMIT 500",
                 {tenancy.tenancy_id()}, [&] { return response.add_payments(); });
  // Sums are no records that the redactor knows: they are told to those who may know of debts.
  ASSIGN_OR_RETURN(const rpc::Grants* grants,
                   call.GrantsFor({tenancy.client_id(), rpc::HolderOf(tenancy)}));
  const bool debts = grants->Covers(common::v1::DATA_AREA_DEBTS);
  if (debts) *response.mutable_overdue() = Crowns(0);
  if (debts) *response.mutable_arrears() = Crowns(0);
  for (const v1::RentCharge& charge : charges) {
    if (debts) AddOverdue(charge, day, response);
    *response.add_charges() = charge;
  }
  return response;
}

absl::StatusOr<v1::OpenArrearsDebtResponse> LedgerService::OpenArrearsDebt(
    rpc::Call& call, const v1::OpenArrearsDebtRequest& request) {
  ASSIGN_OR_RETURN(const v1::RentCharge known, GetKnown<v1::RentCharge>(call, request.charge_id()));
  RETURN_IF_ERROR(CheckLandlord(call, known));
  if (known.charge_class() != v1::CHARGE_CLASS_ARREARS) return rules::Refuse(rule::kLateIsNoDebt);
  // Asked before anything is locked; the charge is the key, so asking twice opens one debt.
  ASSIGN_OR_RETURN(const std::string debt_id, registry_.OpenDebt(call, known));
  v1::OpenArrearsDebtResponse response;
  v1::RentCharge& charge = *response.mutable_charge();
  ASSIGN_OR_RETURN(charge, db::Lock<v1::RentCharge>(call.tx(), request.charge_id()));
  if (charge.has_debt_id()) return response;
  charge.set_debt_id(debt_id);
  db::Update(call.tx(), charge, {"debt_id"});
  call.Emit("ArrearsBecameDebt", charge);
  return response;
}

}  // namespace opora::housing
