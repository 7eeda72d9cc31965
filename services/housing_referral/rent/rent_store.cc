#include "services/housing_referral/rent/rent_store.h"

#include "common/db/record.h"
#include "common/time/proto_date.h"
#include "opora/housing/v1/facts.pb.h"

namespace opora::housing {
namespace {

void EmitClass(rpc::Call& call, const v1::Tenancy& tenancy, const v1::RentCharge& charge) {
  v1::RentFact fact;
  fact.set_programme_id(tenancy.programme_id());
  fact.set_tenancy_id(tenancy.tenancy_id());
  fact.set_charge_class(charge.charge_class());
  fact.set_charges_in_arrears(CountArrears(call.tx(), tenancy.tenancy_id()));
  const bool late = charge.charge_class() == v1::CHARGE_CLASS_LATE_PAYMENT;
  const bool arrears = charge.charge_class() == v1::CHARGE_CLASS_ARREARS;
  call.Emit(late      ? "RentPaymentLate"
            : arrears ? "ArrearsConfirmed"
                      : "RentChargeChanged",
            charge, &fact);
}

}  // namespace

LateFacts LateFactsOf(db::Tx& tx, const v1::RentCharge& charge) {
  LateFacts facts;
  const absl::CivilDay due = dates::FromDate(charge.due_date());
  for (const v1::BenefitClaim& claim :
       db::Select<v1::BenefitClaim>(tx, "WHERE r.tenancy_id = $1", {charge.tenancy_id()})) {
    facts.benefit_pending |= ExplainsLateness(claim, due);
  }
  const auto enquiries = db::Select<v1::PaymentEnquiry>(
      tx, "WHERE r.charge_id = $1 ORDER BY r.create_time DESC LIMIT 1", {charge.charge_id()});
  if (enquiries.empty()) return facts;
  facts.enquired = true;
  facts.cause = enquiries.front().cause();
  return facts;
}

std::vector<v1::RentCharge> LockDueCharges(db::Tx& tx, const std::string& programme_id,
                                           absl::CivilDay day, int count) {
  auto charges = db::Select<v1::RentCharge>(
      tx,
      "JOIN tenancies t ON t.tenancy_id = r.tenancy_id WHERE t.programme_id = $1 AND "
      "r.charge_class IN ('REGULAR', 'LATE_PAYMENT') AND r.due_date < $2::date AND "
      "r.x_checked_on IS DISTINCT FROM $2::date ORDER BY r.charge_id LIMIT $3 FOR UPDATE OF r",
      {programme_id, dates::DateText(day), std::to_string(count)});
  std::vector<std::string> keys;
  for (const v1::RentCharge& charge : charges) keys.push_back(charge.charge_id());
  tx.Run("UPDATE rent_charges SET x_checked_on = $1::date WHERE charge_id = ANY($2::uuid[])",
         {dates::DateText(day), db::ArrayLiteral(keys)});
  return charges;
}

std::vector<v1::RentCharge> LockOpenCharges(db::Tx& tx, const std::string& tenancy_id) {
  return db::Select<v1::RentCharge>(tx,
                                    "WHERE r.tenancy_id = $1 AND r.charge_class <> 'PAID' "
                                    "ORDER BY r.due_date, r.charge_id FOR UPDATE",
                                    {tenancy_id});
}

std::vector<v1::DirectPayment> DirectPaymentsOf(db::Tx& tx, const std::string& tenancy_id) {
  return db::Select<v1::DirectPayment>(tx, "WHERE r.tenancy_id = $1 ORDER BY r.valid_from",
                                       {tenancy_id});
}

std::vector<v1::RentPayment> LockUnusedPayments(db::Tx& tx, const std::string& tenancy_id) {
  return db::Select<v1::RentPayment>(tx,
                                     "WHERE r.tenancy_id = $1 AND r.unused_minor_units > 0 "
                                     "ORDER BY r.paid_on, r.payment_id FOR UPDATE",
                                     {tenancy_id});
}

int CountArrears(db::Tx& tx, const std::string& tenancy_id) {
  return tx
      .Run("SELECT count(*) FROM rent_charges WHERE tenancy_id = $1 AND charge_class = 'ARREARS'",
           {tenancy_id})[0][0]
      .as<int>();
}

bool Reclassify(rpc::Call& call, const v1::Tenancy& tenancy, absl::CivilDay day, int grace_days,
                v1::RentCharge& charge) {
  const LateFacts facts = LateFactsOf(call.tx(), charge);
  const v1::ChargeClass next = ClassOn(charge, facts, day, grace_days);
  const bool not_counted = IsNotCounted(facts);
  if (next == charge.charge_class() && not_counted == charge.not_counted() &&
      facts.enquired == charge.enquired()) {
    return false;
  }
  const bool moved = next != charge.charge_class();
  charge.set_charge_class(next);
  charge.set_not_counted(not_counted);
  charge.set_enquired(facts.enquired);
  if (!charge.has_warned_on() && next != v1::CHARGE_CLASS_REGULAR &&
      next != v1::CHARGE_CLASS_PAID) {
    *charge.mutable_warned_on() = dates::ToDate(day);
  }
  db::Update(call.tx(), charge, {"charge_class", "not_counted", "enquired", "warned_on"});
  if (moved) {
    EmitClass(call, tenancy, charge);
  } else {
    call.Emit("RentChargeChanged", charge);
  }
  return moved;
}

}  // namespace opora::housing
