#include "services/client_registry/referrals/referral_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

std::string StatesOf(const v1::ListReferralsRequest& request) {
  std::vector<std::string> states;
  for (int state : request.states()) {
    states.push_back(db::Stored(static_cast<v1::ReferralState>(state)));
  }
  if (states.empty()) states = {"SENT", "SEEN"};
  return db::ArrayLiteral(states);
}

// True when a consent lets sender and recipient talk about all that the referral betrays. Its
// purpose was looked at when the referral was sent.
bool IsCovered(const access::Consent& consent, rpc::Call& call, const v1::Referral& referral) {
  access::Party sender;
  sender.unit = rpc::HolderOf(referral);
  sender.worker_id = referral.worker_id();
  access::Party recipient;
  recipient.unit = rpc::AddresseeOf(referral);
  recipient.worker_id = call.caller().worker_id;
  return access::InForceBetween(consent, sender, recipient, call.now(), dates::DayAt(call.now())) &&
         std::all_of(referral.betrayed_areas().begin(), referral.betrayed_areas().end(),
                     [&](int area) {
                       return consent.areas.contains(static_cast<common::v1::DataArea>(area));
                     });
}

}  // namespace

bool IsOpenToRecipient(rpc::Call& call, const v1::Referral& referral) {
  if (!referral.has_sent_time()) return false;
  // What the recipient took on or turned down by its own act stays readable to it.
  const bool waits = referral.state() == v1::REFERRAL_STATE_SENT ||
                     referral.state() == v1::REFERRAL_STATE_SEEN ||
                     referral.state() == v1::REFERRAL_STATE_WITHDRAWN ||
                     (referral.has_deviation() && !referral.has_start_time());
  if (!waits || referral.basis() != common::v1::BASIS_CONSENT) return true;
  const auto& consents = access::FactsOf(call, referral.client_id()).consents;
  return std::any_of(consents.begin(), consents.end(), [&](const access::Consent& consent) {
    return IsCovered(consent, call, referral);
  });
}

void EmitReferral(rpc::Call& call, std::string_view type, const v1::Referral& referral) {
  if (!referral.has_sent_time()) return call.Emit(type, referral);
  const v1::ReferralFact fact = FactOf(referral);
  call.Emit(type, referral, &fact);
}

bool SideOf(rpc::Call& call, const v1::Referral& referral, ReferralSide& side) {
  side = ReferralSide::kSender;
  if (rpc::HolderOf(referral) == call.caller().unit) return true;
  side = ReferralSide::kRecipient;
  return rpc::AddresseeOf(referral) == call.caller().unit && IsOpenToRecipient(call, referral);
}

absl::StatusOr<ReferralOfSide> LockReferral(rpc::Call& call, const std::string& referral_id,
                                            std::string_view etag) {
  ASSIGN_OR_RETURN(const v1::Referral seen, db::Get<v1::Referral>(call.tx(), referral_id));
  call.SetClient(seen.client_id());
  ReferralSide side = ReferralSide::kSender;
  if (!SideOf(call, seen, side)) return call.HiddenRefusal("REG-113", "FOREIGN_REFERRAL");
  LockPerson(call.tx(), seen.client_id());
  ASSIGN_OR_RETURN(v1::Referral referral, db::Lock<v1::Referral>(call.tx(), referral_id, etag));
  return ReferralOfSide{std::move(referral), side};
}

void FindReferrals(rpc::Call& call, const v1::ListReferralsRequest& request, const rpc::Page& page,
                   const std::function<v1::Referral*()>& add) {
  const char* side = request.sent()
                         ? "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 "
                         : "WHERE r.recipient_agency_id = $1 AND "
                           "coalesce(r.recipient_department_id::text, '') = $2 AND "
                           "r.sent_time IS NOT NULL ";
  db::SelectInto(
      call.tx(), v1::Referral::default_instance(),
      absl::StrCat(side,
                   "AND r.state = ANY($6::text[]) AND (NOT $7::boolean OR r.escalate_time IS NOT "
                   "NULL) AND ($8::uuid IS NULL OR r.client_id IN (SELECT * FROM records_of($8))) "
                   "AND ($3::date IS NULL OR (r.answer_by_date, "
                   "r.referral_id) > ($3::date, $4::uuid)) ORDER BY r.answer_by_date, "
                   "r.referral_id LIMIT $5"),
      {call.caller().unit.agency_id, call.caller().unit.department_id, page.Key(0), page.Key(1),
       page.Limit(), StatesOf(request), request.escalated_only() ? "t" : "f",
       db::OrNull(request.client_id())},
      add);
}

std::vector<std::string> OverdueReferrals(db::Tx& tx, absl::CivilDay day, int limit) {
  std::vector<std::string> referrals;
  for (const auto& row : tx.Run(
           "SELECT referral_id FROM referrals WHERE state IN ('SENT', 'SEEN') AND escalate_time IS "
           "NULL AND (remind_time IS NULL AND answer_by_date <= $1::date OR answer_by_date <= "
           "$2::date OR urgency = 'ACUTE' AND answer_by_date <= $1::date) ORDER BY referral_id "
           "LIMIT $3",
           {dates::DateText(day), dates::DateText(LastDayToEscalate(day)), std::to_string(limit)}))
    referrals.emplace_back(row[0].c_str());
  return referrals;
}

}  // namespace opora::registry
