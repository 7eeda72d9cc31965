#include "services/client_registry/transfers/transfer_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/policy.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/agencies/agency_store.h"

namespace opora::registry {
namespace {

using common::v1::DataArea;

bool Leads(const rpc::Caller& caller) {
  return rpc::IsInGroup(caller.role, common::v1::ROLE_GROUP_LEADERSHIP);
}

// What the unit has open for the person: kind, identifier, areas, day.
constexpr char kOpenMatters[] =
    "SELECT 'REFERRAL', referral_id, betrayed_areas, answer_by_date FROM referrals WHERE client_id "
    "IN (SELECT * FROM records_of($1)) AND agency_id = $2 AND coalesce(department_id::text, '') = "
    "$3 AND state IN ('DRAFT', 'SENT', 'SEEN', 'WAITLISTED', 'ACCEPTED', 'STARTED') "
    "UNION ALL SELECT 'APPOINTMENT', appointment_id, betrayed_areas, (start_time AT TIME ZONE "
    "'Europe/Prague')::date FROM appointments WHERE client_id IN (SELECT * FROM records_of($1)) "
    "AND agency_id = $2 AND coalesce(department_id::text, '') = $3 AND state = 'PLANNED' "
    "UNION ALL SELECT 'WAITING', waiting_entry_id, betrayed_areas, NULL FROM waiting_entries WHERE "
    "client_id IN (SELECT * FROM records_of($1)) AND agency_id = $2 AND "
    "coalesce(department_id::text, '') = $3 AND state IN ('WAITING', 'OFFERED') "
    "ORDER BY 1, 4, 2 LIMIT 500";

}  // namespace

TransferSides SidesOf(const rpc::Call& call, const v1::CaseTransfer& transfer) {
  const rpc::Caller& caller = call.caller();
  TransferSides sides;
  sides.giver = rpc::HolderOf(transfer) == caller.unit;
  sides.taker = rpc::AddresseeOf(transfer) == caller.unit;
  if (sides.giver && sides.taker) {
    const std::string& taker = transfer.to_worker_id();
    sides.taker =
        taker == caller.worker_id || taker == caller.substituted_worker_id || Leads(caller);
  }
  return sides;
}

absl::StatusOr<bool> ReduceToBasis(rpc::Call& call, v1::CaseTransfer& transfer) {
  const rpc::Unit holder = rpc::HolderOf(transfer);
  if (holder == call.caller().unit) return true;
  const bool taken = transfer.state() == v1::TRANSFER_STATE_ACCEPTED && !transfer.has_deviation();
  if (taken) return true;
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({transfer.client_id(), holder}));
  const auto covers = [&](int area) {
    return grants->Covers(static_cast<common::v1::DataArea>(area));
  };
  const auto& betrayed = transfer.betrayed_areas();
  if (!std::all_of(betrayed.begin(), betrayed.end(), covers)) return false;
  auto& items = *transfer.mutable_items();
  items.erase(std::remove_if(items.begin(), items.end(),
                             [&](const v1::HandOverItem& item) {
                               return !std::all_of(item.areas().begin(), item.areas().end(),
                                                   covers);
                             }),
              items.end());
  return true;
}

absl::StatusOr<LockedTransfer> LockTransfer(rpc::Call& call, const std::string& transfer_id) {
  ASSIGN_OR_RETURN(v1::CaseTransfer seen, db::Get<v1::CaseTransfer>(call.tx(), transfer_id));
  call.SetClient(seen.client_id());
  const bool giver = rpc::HolderOf(seen) == call.caller().unit;
  const bool taker = rpc::AddresseeOf(seen) == call.caller().unit;
  if (!giver && !taker) return call.HiddenRefusal("REG-115", "FOREIGN_TRANSFER");
  ASSIGN_OR_RETURN(const bool known, ReduceToBasis(call, seen));
  if (!known) return call.HiddenRefusal("REG-115", "BASIS_GONE");
  LockPerson(call.tx(), seen.client_id());
  LockedTransfer locked;
  ASSIGN_OR_RETURN(locked.transfer, db::Lock<v1::CaseTransfer>(call.tx(), transfer_id));
  locked.sides = SidesOf(call, locked.transfer);
  return locked;
}

void AddOpenMatters(rpc::Call& call, v1::CaseTransfer& transfer) {
  const rpc::Unit& own = call.caller().unit;
  for (const auto& row :
       call.tx().Run(kOpenMatters, {transfer.client_id(), own.agency_id, own.department_id})) {
    v1::HandOverItem& item = *transfer.add_items();
    item.set_hand_over_item_id(ids::TimeOrderedId(call.now()));
    item.set_kind(db::EnumOf<v1::HandOverKind>(row[0].c_str()));
    item.set_reference_id(row[1].c_str());
    for (const auto area : db::EnumsOf<DataArea, std::vector<DataArea>>(row[2].c_str()))
      item.add_areas(area);
    if (row[3].is_null()) continue;
    if (const auto day = dates::ParseDate(row[3].c_str()))
      *item.mutable_due_date() = dates::ToDate(*day);
  }
}

void AddConsents(rpc::Call& call, v1::CaseTransfer& transfer) {
  access::Party giver;
  giver.unit = rpc::HolderOf(transfer);
  giver.worker_id = transfer.from_worker_id();
  access::Party taker;
  taker.unit = rpc::AddresseeOf(transfer);
  taker.worker_id = transfer.to_worker_id();
  const absl::CivilDay today = dates::DayAt(call.now());
  for (const access::Consent& consent : access::FactsOf(call, transfer.client_id()).consents) {
    if (!access::InForceBetween(consent, giver, taker, call.now(), today)) continue;
    v1::HandOverItem& item = *transfer.add_items();
    item.set_hand_over_item_id(ids::TimeOrderedId(call.now()));
    item.set_kind(v1::HAND_OVER_KIND_CONSENT);
    item.set_reference_id(consent.consent_id);
    item.add_areas(common::v1::DATA_AREA_SUPPORT_PLAN);
    *item.mutable_due_date() = dates::ToDate(consent.valid_to);
  }
}

void FindTransfers(rpc::Call& call, const v1::ListTransfersRequest& request, const rpc::Page& page,
                   const std::function<v1::CaseTransfer*()>& add) {
  std::vector<std::string> states;
  for (int state : request.states())
    states.push_back(db::Stored(static_cast<v1::TransferState>(state)));
  const char* side = request.proposed()
                         ? "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 "
                         : "WHERE r.recipient_agency_id = $1 AND "
                           "coalesce(r.recipient_department_id::text, '') = $2 ";
  db::SelectInto(
      call.tx(), v1::CaseTransfer::default_instance(),
      absl::StrCat(side,
                   "AND (cardinality($3::text[]) = 0 OR r.state = ANY($3::text[])) AND (NOT "
                   "$4::boolean OR r.read_time IS NULL AND r.state IN ('PROPOSED', 'ACCEPTED')) "
                   "AND ($5::text IS NULL OR (r.create_time, r.transfer_id) > "
                   "($5::text::timestamptz, $6::uuid)) ORDER BY r.create_time, r.transfer_id "
                   "LIMIT $7"),
      {call.caller().unit.agency_id, call.caller().unit.department_id, db::ArrayLiteral(states),
       request.unread_only() ? "t" : "f", page.Key(0), page.Key(1), page.Limit()},
      add);
}

}  // namespace opora::registry
