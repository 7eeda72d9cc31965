#include "services/client_registry/referrals/referral_answer_service.h"

#include "common/db/record.h"
#include "common/rules/occurrence.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/referrals/referral_rules.h"
#include "services/client_registry/referrals/referral_store.h"
#include "services/client_registry/waiting_lists/offer_service.h"
#include "services/client_registry/waiting_lists/places.h"
#include "services/client_registry/waiting_lists/refusals.h"
#include "services/client_registry/waiting_lists/waiting_store.h"

namespace opora::registry {
namespace {

// Referrals, and offers, that one call of ProcessReferralDeadlines looks after.
constexpr int kPortion = 100;

using Warnings = std::vector<common::v1::Warning>;

// A referral in its next state, not yet written.
absl::StatusOr<v1::Referral> Advance(rpc::Call& call, const std::string& referral_id,
                                     std::string_view verb) {
  ASSIGN_OR_RETURN(ReferralOfSide found, LockReferral(call, referral_id));
  ASSIGN_OR_RETURN(const v1::ReferralState next,
                   NextState(found.referral.state(), verb, found.side));
  found.referral.set_state(next);
  return std::move(found.referral);
}

// The place that an acceptance takes: in the service asked for, or in the one that the recipient
// names where none was asked for. That one stays the recipient's own affair: the referral, which
// the sender reads, does not tell it.
absl::StatusOr<PlaceWanted> PlaceOf(rpc::Call& call, const v1::Referral& referral,
                                    const v1::AcceptReferralRequest& request) {
  PlaceWanted wanted;
  wanted.client_id = referral.client_id();
  wanted.service_id = referral.has_service_id() ? referral.service_id() : request.service_id();
  wanted.form = referral.form() == v1::SERVICE_FORM_UNSPECIFIED ? request.form() : referral.form();
  wanted.provider = call.caller().unit;
  wanted.referral_id = referral.referral_id();
  wanted.override_reason = request.override_reason();
  if (wanted.service_id.empty()) return wanted;
  const auto service = db::Get<v1::Service>(call.tx(), wanted.service_id);
  if (service.ok() && service->agency_id() == call.caller().unit.agency_id) return wanted;
  return rules::InvalidField("service_id", "SERVICE_UNKNOWN",
                             "is no service of the caller's agency");
}

// Takes the place, where there is a service; who waits for one is passed with a warning.
absl::StatusOr<Warnings> Take(rpc::Call& call, const PlaceWanted& wanted) {
  if (wanted.service_id.empty())
    return Warnings{rules::Warn(rule::kNoPlaceReserved, call.language())};
  ASSIGN_OR_RETURN(Warnings warnings, TakePlace(call, wanted));
  if (OthersWait(call.tx(), wanted.service_id, wanted.form, wanted.client_id))
    warnings.push_back(rules::Warn(rule::kQueuePassed, call.language()));
  return warnings;
}

void LeaveListOf(rpc::Call& call, const v1::Referral& referral, v1::WaitingEnd reason) {
  auto entry = OpenEntryOf(call.tx(), referral.referral_id());
  if (entry.has_value()) LeaveList(call, *entry, reason);
}

// Reminds and escalates what is due on the day; each once.
bool Chase(rpc::Call& call, const std::string& referral_id, absl::CivilDay day,
           v1::ProcessReferralDeadlinesResponse& response) {
  auto referral = db::Lock<v1::Referral>(call.tx(), referral_id);
  if (!referral.ok()) return false;
  const bool remind = IsReminderDue(*referral, day);
  const bool escalate = IsEscalationDue(*referral, day);
  if (!remind && !escalate) return false;
  const auto now = rpc::ToTimestamp(call.now());
  if (remind) *referral->mutable_remind_time() = now;
  if (escalate) *referral->mutable_escalate_time() = now;
  db::Update(call.tx(), *referral, {"remind_time", "escalate_time"});
  EmitReferral(call, escalate ? "ReferralEscalated" : "ReferralReminded", *referral);
  response.set_reminded_count(response.reminded_count() + (remind ? 1 : 0));
  response.set_escalated_count(response.escalated_count() + (escalate ? 1 : 0));
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(referral->client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
  *entry.mutable_areas() = referral->betrayed_areas();
  return true;
}

absl::StatusOr<absl::CivilDay> DayAsked(const v1::ProcessReferralDeadlinesRequest& request,
                                        absl::CivilDay today) {
  if (!request.has_as_of_date()) return today;
  RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
  const absl::CivilDay day = dates::FromDate(request.as_of_date());
  if (day <= today) return day;
  return rules::Refuse(rules::kNotInFuture, {.field = "as_of_date"});
}

}  // namespace

void ReferralAnswerService::Register(rpc::Methods& methods) {
  const auto bind = [&](std::string_view name, auto method) {
    rpc::Bind(methods, "opora.registry.v1.ReferralService", name, *this, method);
  };
  bind("MarkReferralSeen", &ReferralAnswerService::MarkReferralSeen);
  bind("AcceptReferral", &ReferralAnswerService::AcceptReferral);
  bind("DeclineReferral", &ReferralAnswerService::DeclineReferral);
  bind("WithdrawReferral", &ReferralAnswerService::WithdrawReferral);
  bind("StartReferral", &ReferralAnswerService::StartReferral);
  bind("CloseReferral", &ReferralAnswerService::CloseReferral);
  bind("RecordReferralAnswer", &ReferralAnswerService::RecordReferralAnswer);
  bind("ProcessReferralDeadlines", &ReferralAnswerService::ProcessReferralDeadlines);
}

absl::StatusOr<v1::MarkReferralSeenResponse> ReferralAnswerService::MarkReferralSeen(
    rpc::Call& call, const v1::MarkReferralSeenRequest& request) {
  ASSIGN_OR_RETURN(v1::Referral referral, Advance(call, request.referral_id(), "MarkReferralSeen"));
  if (!referral.has_seen_time()) {
    *referral.mutable_seen_time() = rpc::ToTimestamp(call.now());
    db::Update(call.tx(), referral, {"state", "seen_time"});
    EmitReferral(call, "ReferralSeen", referral);
  }
  v1::MarkReferralSeenResponse response;
  *response.mutable_seen_time() = referral.seen_time();
  return response;
}

absl::StatusOr<v1::AcceptReferralResponse> ReferralAnswerService::AcceptReferral(
    rpc::Call& call, const v1::AcceptReferralRequest& request) {
  v1::AcceptReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   Advance(call, request.referral_id(), "AcceptReferral"));
  v1::Referral& referral = *response.mutable_referral();
  ASSIGN_OR_RETURN(const PlaceWanted wanted, PlaceOf(call, referral, request));
  ASSIGN_OR_RETURN(const Warnings warnings, Take(call, wanted));
  for (const auto& warning : warnings) *response.add_warnings() = warning;
  *referral.mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "answer_time"});
  // From now on the unit works with the client and keeps records of its own.
  AddUnit(call.tx(), referral.client_id(), call.caller().unit);
  EmitReferral(call, "ReferralAccepted", referral);
  return response;
}

absl::StatusOr<v1::DeclineReferralResponse> ReferralAnswerService::DeclineReferral(
    rpc::Call& call, const v1::DeclineReferralRequest& request) {
  v1::DeclineReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   Advance(call, request.referral_id(), "DeclineReferral"));
  v1::Referral& referral = *response.mutable_referral();
  LeaveListOf(call, referral, v1::WAITING_END_UNSPECIFIED);
  referral.set_decline_reason(request.reason());
  *referral.mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "decline_reason", "answer_time"});
  EmitReferral(call, "ReferralDeclined", referral);
  return response;
}

absl::StatusOr<v1::WithdrawReferralResponse> ReferralAnswerService::WithdrawReferral(
    rpc::Call& call, const v1::WithdrawReferralRequest& request) {
  v1::WithdrawReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   Advance(call, request.referral_id(), "WithdrawReferral"));
  v1::Referral& referral = *response.mutable_referral();
  LeaveListOf(call, referral, v1::WAITING_END_REFERRAL_WITHDRAWN);
  *referral.mutable_close_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "close_time"});
  EmitReferral(call, referral.has_sent_time() ? "ReferralWithdrawn" : "ReferralDraftDiscarded",
               referral);
  return response;
}

absl::StatusOr<v1::StartReferralResponse> ReferralAnswerService::StartReferral(
    rpc::Call& call, const v1::StartReferralRequest& request) {
  v1::StartReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   Advance(call, request.referral_id(), "StartReferral"));
  v1::Referral& referral = *response.mutable_referral();
  // An acceptance that was only told took no place and opened nothing: the recipient's own act
  // does.
  if (referral.has_deviation() && referral.has_service_id()) {
    ASSIGN_OR_RETURN(const PlaceWanted wanted, PlaceOf(call, referral, {}));
    RETURN_IF_ERROR(Take(call, wanted).status());
  }
  AddUnit(call.tx(), referral.client_id(), call.caller().unit);
  *referral.mutable_start_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "start_time"});
  EmitReferral(call, "ReferralStarted", referral);
  return response;
}

absl::StatusOr<v1::CloseReferralResponse> ReferralAnswerService::CloseReferral(
    rpc::Call& call, const v1::CloseReferralRequest& request) {
  v1::CloseReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   Advance(call, request.referral_id(), "CloseReferral"));
  v1::Referral& referral = *response.mutable_referral();
  referral.set_result(request.result());
  referral.set_outcome(request.outcome());
  *referral.mutable_close_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "result", "outcome", "close_time"});
  ReleasePlaceOf(call, referral.referral_id());
  EmitReferral(call, "ReferralClosed", referral);
  return response;
}

absl::StatusOr<v1::RecordReferralAnswerResponse> ReferralAnswerService::RecordReferralAnswer(
    rpc::Call& call, const v1::RecordReferralAnswerRequest& request) {
  RETURN_IF_ERROR(CheckAnswerTold(request, call.now()));
  v1::RecordReferralAnswerResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   Advance(call, request.referral_id(), "RecordReferralAnswer"));
  v1::Referral& referral = *response.mutable_referral();
  referral.set_state(request.answer());
  if (request.reason() != v1::DECLINE_REASON_UNSPECIFIED)
    referral.set_decline_reason(request.reason());
  *referral.mutable_answer_time() = request.occurred_at();
  *referral.mutable_deviation() = request.deviation();
  db::Update(call.tx(), referral, {"state", "decline_reason", "answer_time", "deviation"});
  const bool accepted = request.answer() == v1::REFERRAL_STATE_ACCEPTED;
  EmitReferral(call, accepted ? "ReferralAccepted" : "ReferralDeclined", referral);
  if (rules::IsLateEntry(rpc::FromTimestamp(request.occurred_at()), call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  return response;
}

absl::StatusOr<v1::ProcessReferralDeadlinesResponse>
ReferralAnswerService::ProcessReferralDeadlines(
    rpc::Call& call, const v1::ProcessReferralDeadlinesRequest& request) {
  const absl::CivilDay today = dates::DayAt(call.now());
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(request, today));
  v1::ProcessReferralDeadlinesResponse response;
  const std::vector<std::string> referrals = OverdueReferrals(call.tx(), day, kPortion);
  for (const std::string& referral : referrals) Chase(call, referral, day, response);
  // Of an earlier day, what had run out by its end.
  const absl::Time until =
      day == today ? call.now() : absl::FromCivil(day + 1, dates::PragueZone());
  const std::vector<std::string> offers = LapsedOffers(call.tx(), until, kPortion);
  for (const std::string& offer : offers) {
    if (LapseOffer(call, offer, until)) response.set_lapsed_count(response.lapsed_count() + 1);
  }
  response.set_has_more(static_cast<int>(referrals.size()) == kPortion ||
                        static_cast<int>(offers.size()) == kPortion);
  return response;
}

}  // namespace opora::registry
