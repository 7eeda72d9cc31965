#include "services/client_registry/waiting_lists/offer_service.h"

#include "common/db/record.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/referrals/referral_rules.h"
#include "services/client_registry/referrals/referral_store.h"
#include "services/client_registry/waiting_lists/places.h"
#include "services/client_registry/waiting_lists/refusals.h"
#include "services/client_registry/waiting_lists/waiting_rules.h"
#include "services/client_registry/waiting_lists/waiting_store.h"

namespace opora::registry {
namespace {

absl::Status ReadAnswer(rpc::Call& call, const common::v1::Attestation& answer,
                        v1::WaitingEntry& entry) {
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(answer.occurred_at()), call.now(),
                                         "answer.occurred_at"));
  *entry.mutable_answer() = answer;
  entry.mutable_answer()->set_attesting_worker_id(call.caller().worker_id);
  return absl::OkStatus();
}

// The referral by which the person came follows its entry; nothing without one.
void Follow(rpc::Call& call, std::string_view verb, std::string_view event,
            std::optional<v1::Referral>& referral, v1::DeclineReason reason) {
  if (!referral.has_value()) return;
  const auto next = NextState(referral->state(), verb, ReferralSide::kEither);
  if (!next.ok()) return;
  referral->set_state(*next);
  if (*next == v1::REFERRAL_STATE_DECLINED) referral->set_decline_reason(reason);
  *referral->mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), *referral, {"state", "decline_reason", "answer_time"});
  EmitReferral(call, event, *referral);
}

PlaceWanted PlaceOf(const v1::WaitingEntry& entry) {
  PlaceWanted wanted;
  wanted.client_id = entry.client_id();
  wanted.service_id = entry.service_id();
  wanted.form = entry.form();
  wanted.provider = rpc::AddresseeOf(entry);
  wanted.referral_id = entry.referral_id();
  return wanted;
}

}  // namespace

void LeaveList(rpc::Call& call, v1::WaitingEntry& entry, v1::WaitingEnd reason) {
  entry.set_state(v1::WAITING_STATE_LEFT);
  if (reason != v1::WAITING_END_UNSPECIFIED) entry.set_end_reason(reason);
  *entry.mutable_end_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), entry, {"state", "end_reason", "end_time"});
  call.Emit("WaitingListLeft", entry);
}

bool LapseOffer(rpc::Call& call, const std::string& waiting_entry_id, absl::Time now) {
  auto entry = db::Lock<v1::WaitingEntry>(call.tx(), waiting_entry_id);
  if (!entry.ok() || entry->state() != v1::WAITING_STATE_OFFERED ||
      CheckOfferStands(*entry, now).ok()) {
    return false;
  }
  entry->set_state(v1::WAITING_STATE_LAPSED);
  entry->set_lapse_count(entry->lapse_count() + 1);
  *entry->mutable_end_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), *entry, {"state", "lapse_count", "end_time"});
  call.Emit("OfferLapsed", *entry);
  common::v1::AuditEntry& audit = call.AddAudit();
  audit.set_client_id(entry->client_id());
  audit.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
  *audit.mutable_areas() = entry->betrayed_areas();
  return true;
}

void OfferService::Register(rpc::Methods& methods) {
  const auto bind = [&](std::string_view name, auto method) {
    rpc::Bind(methods, "opora.registry.v1.ReferralService", name, *this, method);
  };
  bind("OfferPlace", &OfferService::OfferPlace);
  bind("AcceptOffer", &OfferService::AcceptOffer);
  bind("RefuseOffer", &OfferService::RefuseOffer);
  bind("LeaveWaitingList", &OfferService::LeaveWaitingList);
  bind("RejoinWaitingList", &OfferService::RejoinWaitingList);
  bind("RecordPlaceTaken", &OfferService::RecordPlaceTaken);
}

absl::StatusOr<v1::OfferPlaceResponse> OfferService::OfferPlace(
    rpc::Call& call, const v1::OfferPlaceRequest& request) {
  ASSIGN_OR_RETURN(LockedEntry found, LockEntry(call, request.waiting_entry_id()));
  v1::WaitingEntry& entry = found.entry;
  ASSIGN_OR_RETURN(const v1::WaitingState next,
                   NextWaitingState(entry.state(), "OfferPlace", found.sides));
  ASSIGN_OR_RETURN(const absl::Time until, OfferUntil(request, found.list, call.now()));
  ASSIGN_OR_RETURN(const Places places,
                   LockPlaces(call, entry.service_id(), entry.form(), entry.client_id()));
  if (IsFull(places)) return rules::Refuse(rule::kServiceFull);
  v1::OfferPlaceResponse response;
  entry.clear_out_of_order_reason();
  // Who has an offer already is not passed.
  if (EntriesBefore(call.tx(), found.list, entry, /*with_offers=*/false) > 0) {
    if (request.out_of_order_reason().empty()) return rules::Refuse(rule::kNotNextInOrder);
    entry.set_out_of_order_reason(request.out_of_order_reason());
    *response.add_warnings() = rules::Warn(rule::kNotNextInOrder, call.language());
  }
  entry.set_state(next);
  *entry.mutable_offer_time() = rpc::ToTimestamp(call.now());
  *entry.mutable_offer_until_time() = rpc::ToTimestamp(until);
  entry.set_offer_count(entry.offer_count() + 1);
  db::Update(call.tx(), entry,
             {"state", "offer_time", "offer_until_time", "offer_count", "out_of_order_reason"});
  call.Emit("PlaceOffered", entry);
  *response.mutable_waiting_entry() = std::move(entry);
  return response;
}

absl::StatusOr<v1::AcceptOfferResponse> OfferService::AcceptOffer(
    rpc::Call& call, const v1::AcceptOfferRequest& request) {
  ASSIGN_OR_RETURN(LockedEntry found, LockEntry(call, request.waiting_entry_id()));
  v1::WaitingEntry& entry = found.entry;
  ASSIGN_OR_RETURN(const v1::WaitingState next,
                   NextWaitingState(entry.state(), "AcceptOffer", found.sides));
  RETURN_IF_ERROR(CheckOfferStands(entry, call.now()));
  RETURN_IF_ERROR(ReadAnswer(call, request.answer(), entry));
  ASSIGN_OR_RETURN(const auto warnings, TakePlace(call, PlaceOf(entry)));
  entry.set_state(next);
  *entry.mutable_end_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), entry, {"state", "answer", "end_time"});
  call.Emit("OfferAccepted", entry);
  AddUnit(call.tx(), entry.client_id(), rpc::AddresseeOf(entry));
  Follow(call, "AcceptOffer", "ReferralAccepted", found.referral, v1::DECLINE_REASON_UNSPECIFIED);
  v1::AcceptOfferResponse response;
  for (const auto& warning : warnings) *response.add_warnings() = warning;
  *response.mutable_waiting_entry() = std::move(entry);
  return response;
}

absl::StatusOr<v1::RefuseOfferResponse> OfferService::RefuseOffer(
    rpc::Call& call, const v1::RefuseOfferRequest& request) {
  ASSIGN_OR_RETURN(LockedEntry found, LockEntry(call, request.waiting_entry_id()));
  v1::WaitingEntry& entry = found.entry;
  ASSIGN_OR_RETURN(const v1::WaitingState next,
                   NextWaitingState(entry.state(), "RefuseOffer", found.sides));
  RETURN_IF_ERROR(ReadAnswer(call, request.answer(), entry));
  entry.set_refusal_count(entry.refusal_count() + 1);
  entry.set_state(request.keep_waiting() ? v1::WAITING_STATE_WAITING : next);
  entry.clear_offer_time();
  entry.clear_offer_until_time();
  if (!request.keep_waiting()) *entry.mutable_end_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), entry,
             {"state", "answer", "refusal_count", "offer_time", "offer_until_time", "end_time"});
  call.Emit("OfferRefused", entry);
  if (!request.keep_waiting()) {
    Follow(call, "RefuseOffer", "ReferralDeclined", found.referral,
           v1::DECLINE_REASON_CLIENT_DECLINED);
  }
  v1::RefuseOfferResponse response;
  *response.mutable_waiting_entry() = std::move(entry);
  return response;
}

absl::StatusOr<v1::LeaveWaitingListResponse> OfferService::LeaveWaitingList(
    rpc::Call& call, const v1::LeaveWaitingListRequest& request) {
  ASSIGN_OR_RETURN(LockedEntry found, LockEntry(call, request.waiting_entry_id()));
  RETURN_IF_ERROR(NextWaitingState(found.entry.state(), "LeaveWaitingList", found.sides).status());
  LeaveList(call, found.entry, request.reason());
  Follow(call, "LeaveWaitingList", "ReferralDeclined", found.referral,
         DeclineFor(request.reason()));
  v1::LeaveWaitingListResponse response;
  *response.mutable_waiting_entry() = std::move(found.entry);
  return response;
}

absl::StatusOr<v1::RejoinWaitingListResponse> OfferService::RejoinWaitingList(
    rpc::Call& call, const v1::RejoinWaitingListRequest& request) {
  ASSIGN_OR_RETURN(LockedEntry found, LockEntry(call, request.waiting_entry_id()));
  v1::WaitingEntry& entry = found.entry;
  ASSIGN_OR_RETURN(const v1::WaitingState next,
                   NextWaitingState(entry.state(), "RejoinWaitingList", found.sides));
  // Who was withdrawn or declined meanwhile does not come back by the list.
  if (found.referral.has_value() && found.referral->state() != v1::REFERRAL_STATE_WAITLISTED)
    return rules::Refuse(rule::kWaitingStateRefuses);
  RETURN_IF_ERROR(CheckNotWaiting(call.tx(), entry.waiting_list_id(), entry.client_id()));
  entry.set_state(next);
  entry.clear_offer_time();
  entry.clear_offer_until_time();
  entry.clear_end_time();
  db::Update(call.tx(), entry, {"state", "offer_time", "offer_until_time", "end_time"});
  call.Emit("WaitingListRejoined", entry);
  v1::RejoinWaitingListResponse response;
  *response.mutable_waiting_entry() = std::move(entry);
  return response;
}

absl::StatusOr<v1::RecordPlaceTakenResponse> OfferService::RecordPlaceTaken(
    rpc::Call& call, const v1::RecordPlaceTakenRequest& request) {
  ASSIGN_OR_RETURN(LockedEntry found, LockEntry(call, request.waiting_entry_id()));
  v1::WaitingEntry& entry = found.entry;
  ASSIGN_OR_RETURN(const v1::WaitingState next,
                   NextWaitingState(entry.state(), "RecordPlaceTaken", found.sides));
  const absl::Time occurred = rpc::FromTimestamp(request.occurred_at());
  RETURN_IF_ERROR(rules::CheckOccurrence(occurred, call.now(), "occurred_at"));
  PlaceWanted wanted = PlaceOf(entry);
  wanted.fact = true;
  ASSIGN_OR_RETURN(const auto warnings, TakePlace(call, wanted));
  entry.set_state(next);
  *entry.mutable_end_time() = request.occurred_at();
  *entry.mutable_deviation() = request.deviation();
  db::Update(call.tx(), entry, {"state", "end_time", "deviation"});
  call.Emit("PlaceTakenRecorded", entry);
  Follow(call, "RecordPlaceTaken", "ReferralAccepted", found.referral,
         v1::DECLINE_REASON_UNSPECIFIED);
  v1::RecordPlaceTakenResponse response;
  for (const auto& warning : warnings) *response.add_warnings() = warning;
  if (rules::IsLateEntry(occurred, call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  *response.mutable_waiting_entry() = std::move(entry);
  return response;
}

}  // namespace opora::registry
