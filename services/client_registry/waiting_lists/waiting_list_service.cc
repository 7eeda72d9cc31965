#include "services/client_registry/waiting_lists/waiting_list_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/rules/period.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/referrals/betrayed_areas.h"
#include "services/client_registry/referrals/referral_store.h"
#include "services/client_registry/waiting_lists/waiting_rules.h"
#include "services/client_registry/waiting_lists/waiting_store.h"

namespace opora::registry {
namespace {

// The list, when it is the caller's unit's own.
absl::StatusOr<v1::WaitingList> OwnList(rpc::Call& call, const std::string& waiting_list_id,
                                        std::string_view field) {
  auto list = db::Get<v1::WaitingList>(call.tx(), waiting_list_id);
  if (list.ok() && rpc::Unit{list->agency_id(), list->department_id()} == call.caller().unit)
    return list;
  return rules::InvalidField(field, "WAITING_LIST_UNKNOWN", "is no waiting list of the unit");
}

// A new entry on a list; urgency and day are the caller's, the rest is the server's.
absl::StatusOr<v1::WaitingEntry> NewEntry(rpc::Call& call, const v1::WaitingList& list,
                                          v1::WaitingEntry asked) {
  RETURN_IF_ERROR(CheckEntry(asked, call.now()));
  ASSIGN_OR_RETURN(const Provider provider,
                   ReadProvider(call.tx(), list.agency_id(), list.department_id(),
                                list.service_id(), "waiting_list_id"));
  constexpr auto kOrdinary = common::v1::DATA_AREA_SUPPORT_PLAN;
  v1::WaitingEntry entry;
  entry.set_waiting_entry_id(ids::RandomId());
  entry.set_client_id(asked.client_id());
  rpc::SetHolder(call.caller().unit, entry);
  entry.set_provider_agency_id(list.agency_id());
  if (list.has_department_id()) entry.set_provider_department_id(list.department_id());
  entry.set_waiting_list_id(list.waiting_list_id());
  entry.set_service_id(list.service_id());
  entry.set_form(list.form());
  const auto inherited = AreaOf(provider, kOrdinary);
  for (auto area : AreasBetrayed(kOrdinary, inherited).areas) entry.add_betrayed_areas(area);
  entry.set_urgency(asked.urgency());
  *entry.mutable_waiting_since_date() = asked.waiting_since_date();
  entry.set_worker_id(call.caller().worker_id);
  entry.set_state(v1::WAITING_STATE_WAITING);
  *entry.mutable_create_time() = rpc::ToTimestamp(call.now());
  return entry;
}

}  // namespace

void WaitingListService::Register(rpc::Methods& methods) {
  const auto bind = [&](std::string_view name, auto method) {
    rpc::Bind(methods, "opora.registry.v1.ReferralService", name, *this, method);
  };
  bind("PublishWaitingList", &WaitingListService::PublishWaitingList);
  bind("ListWaitingLists", &WaitingListService::ListWaitingLists);
  bind("JoinWaitingList", &WaitingListService::JoinWaitingList);
  bind("WaitlistReferral", &WaitingListService::WaitlistReferral);
  bind("GetWaitingEntry", &WaitingListService::GetWaitingEntry);
  bind("ListWaitingEntries", &WaitingListService::ListWaitingEntries);
  bind("GetWaitingFigures", &WaitingListService::GetWaitingFigures);
}

absl::StatusOr<v1::PublishWaitingListResponse> WaitingListService::PublishWaitingList(
    rpc::Call& call, const v1::PublishWaitingListRequest& request) {
  const v1::WaitingList& asked = request.waiting_list();
  const auto service = db::Get<v1::Service>(call.tx(), asked.service_id());
  if (!service.ok()) {
    return rules::InvalidField("waiting_list.service_id", "SERVICE_UNKNOWN", "is no service");
  }
  RETURN_IF_ERROR(CheckOwnAgency(call.caller(), service->agency_id()));
  v1::PublishWaitingListResponse response;
  v1::WaitingList& list = *response.mutable_waiting_list();
  const auto today = dates::ToDate(dates::DayAt(call.now()));
  if (asked.waiting_list_id().empty()) {
    list = asked;
    list.set_waiting_list_id(ids::RandomId());
    rpc::SetHolder(call.caller().unit, list);
    *list.mutable_rule_since_date() = today;
    *list.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), list);
  } else {
    ASSIGN_OR_RETURN(list,
                     db::Lock<v1::WaitingList>(call.tx(), asked.waiting_list_id(), asked.etag()));
    // The rule of a list changes; whose it is and of what does not.
    if (rpc::Unit{list.agency_id(), list.department_id()} != call.caller().unit ||
        list.service_id() != asked.service_id() || list.form() != asked.form()) {
      return rules::NotFound();
    }
    list.set_order_rule(asked.order_rule());
    list.set_rule_text(asked.rule_text());
    list.set_offer_days(asked.offer_days());
    *list.mutable_rule_since_date() = today;
    db::Update(call.tx(), list, {"order_rule", "rule_text", "offer_days", "rule_since_date"});
  }
  call.Emit("WaitingListPublished", list);
  return response;
}

absl::StatusOr<v1::ListWaitingListsResponse> WaitingListService::ListWaitingLists(
    rpc::Call& call, const v1::ListWaitingListsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListWaitingListsResponse response;
  db::SelectInto(call.tx(), v1::WaitingList::default_instance(),
                 "WHERE ($1::uuid IS NULL OR r.service_id = $1) AND ($2::uuid IS NULL OR "
                 "r.agency_id = $2) AND ($3::uuid IS NULL OR r.waiting_list_id > $3) ORDER BY "
                 "r.waiting_list_id LIMIT $4",
                 {db::OrNull(request.service_id()), db::OrNull(request.agency_id()), page.Key(0),
                  page.Limit()},
                 [&] { return response.add_waiting_lists(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_waiting_lists()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->waiting_list_id()}));
  return response;
}

absl::StatusOr<v1::JoinWaitingListResponse> WaitingListService::JoinWaitingList(
    rpc::Call& call, const v1::JoinWaitingListRequest& request) {
  const v1::WaitingEntry& asked = request.waiting_entry();
  ASSIGN_OR_RETURN(const v1::WaitingList list,
                   OwnList(call, asked.waiting_list_id(), "waiting_entry.waiting_list_id"));
  v1::JoinWaitingListResponse response;
  ASSIGN_OR_RETURN(*response.mutable_waiting_entry(), NewEntry(call, list, asked));
  if (!LockPerson(call.tx(), asked.client_id())) return rules::NotFound();
  RETURN_IF_ERROR(CheckNotWaiting(call.tx(), list.waiting_list_id(), asked.client_id()));
  db::Insert(call.tx(), *response.mutable_waiting_entry());
  call.Emit("WaitingListJoined", response.waiting_entry());
  return response;
}

absl::StatusOr<v1::WaitlistReferralResponse> WaitingListService::WaitlistReferral(
    rpc::Call& call, const v1::WaitlistReferralRequest& request) {
  ASSIGN_OR_RETURN(ReferralOfSide found, LockReferral(call, request.referral_id()));
  v1::Referral& referral = found.referral;
  ASSIGN_OR_RETURN(const v1::ReferralState next,
                   NextState(referral.state(), "WaitlistReferral", found.side));
  ASSIGN_OR_RETURN(const v1::WaitingList list,
                   OwnList(call, request.waiting_list_id(), "waiting_list_id"));
  RETURN_IF_ERROR(CheckNotWaiting(call.tx(), list.waiting_list_id(), referral.client_id()));
  v1::WaitingEntry asked;
  asked.set_client_id(referral.client_id());
  asked.set_urgency(request.urgency());
  v1::WaitlistReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_waiting_entry(), NewEntry(call, list, asked));
  v1::WaitingEntry& entry = *response.mutable_waiting_entry();
  // The sender asked for the place and holds the entry; what the referral betrays, waiting betrays.
  rpc::SetHolder(rpc::HolderOf(referral), entry);
  *entry.mutable_betrayed_areas() = referral.betrayed_areas();
  entry.set_referral_id(referral.referral_id());
  db::Insert(call.tx(), entry);
  call.Emit("WaitingListJoined", entry);
  referral.set_state(next);
  *referral.mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "answer_time"});
  EmitReferral(call, "ReferralWaitlisted", referral);
  *response.mutable_referral() = std::move(referral);
  return response;
}

absl::StatusOr<v1::GetWaitingEntryResponse> WaitingListService::GetWaitingEntry(
    rpc::Call& call, const v1::GetWaitingEntryRequest& request) {
  v1::GetWaitingEntryResponse response;
  ASSIGN_OR_RETURN(*response.mutable_waiting_entry(),
                   db::Get<v1::WaitingEntry>(call.tx(), request.waiting_entry_id()));
  const v1::WaitingEntry& entry = response.waiting_entry();
  call.SetClient(entry.client_id());
  const WaitingSides sides = SidesOf(call, entry);
  // Others see what a basis opens to them; never who is before whom.
  if (!sides.asker && !sides.provider) return response;
  ASSIGN_OR_RETURN(const v1::WaitingList list,
                   db::Get<v1::WaitingList>(call.tx(), entry.waiting_list_id()));
  response.set_order_rule(list.order_rule());
  if (!entry.has_end_time())
    response.set_position(1 + EntriesBefore(call.tx(), list, entry, /*with_offers=*/true));
  for (auto& action : WaitingActions(entry, sides, call.now(), call.language()))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListWaitingEntriesResponse> WaitingListService::ListWaitingEntries(
    rpc::Call& call, const v1::ListWaitingEntriesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListWaitingEntriesResponse response;
  const auto list = OwnList(call, request.waiting_list_id(), "waiting_list_id");
  if (!list.ok()) return response;
  FindEntries(call.tx(), *list, page, [&] { return response.add_waiting_entries(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_waiting_entries()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*list, *last)));
  return response;
}

absl::StatusOr<v1::GetWaitingFiguresResponse> WaitingListService::GetWaitingFigures(
    rpc::Call& call, const v1::GetWaitingFiguresRequest& request) {
  RETURN_IF_ERROR(
      rules::CheckPeriod(&request.from_date(), &request.to_date(), "from_date", "to_date"));
  return ReadFigures(call.tx(), request.service_id(), request.form(),
                     dates::FromDate(request.from_date()), dates::FromDate(request.to_date()));
}

}  // namespace opora::registry
