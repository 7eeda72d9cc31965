#include "services/client_registry/waiting_lists/waiting_rules.h"

#include <algorithm>
#include <tuple>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/waiting_lists/refusals.h"

namespace opora::registry {
namespace {

const WaitingStep* FindStep(v1::WaitingState from, std::string_view verb) {
  const auto& steps = WaitingSteps();
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const WaitingStep& step) {
    return step.from == from && step.verb == verb;
  });
  return found == steps.end() ? nullptr : &*found;
}

// Not given counts as normal.
int Rank(v1::Urgency urgency) { return std::max<int>(urgency, v1::URGENCY_NORMAL); }

}  // namespace

const std::vector<WaitingStep>& WaitingSteps() {
  static const auto* steps = new std::vector<WaitingStep>{
      {v1::WAITING_STATE_WAITING, "OfferPlace", v1::WAITING_STATE_OFFERED, true},
      {v1::WAITING_STATE_WAITING, "LeaveWaitingList", v1::WAITING_STATE_LEFT, false},
      {v1::WAITING_STATE_WAITING, "RecordPlaceTaken", v1::WAITING_STATE_ACCEPTED, false},
      {v1::WAITING_STATE_OFFERED, "AcceptOffer", v1::WAITING_STATE_ACCEPTED, false},
      {v1::WAITING_STATE_OFFERED, "RefuseOffer", v1::WAITING_STATE_REFUSED, false},
      {v1::WAITING_STATE_OFFERED, "LeaveWaitingList", v1::WAITING_STATE_LEFT, false},
      {v1::WAITING_STATE_OFFERED, "RecordPlaceTaken", v1::WAITING_STATE_ACCEPTED, false},
      {v1::WAITING_STATE_LAPSED, "RejoinWaitingList", v1::WAITING_STATE_WAITING, false},
      {v1::WAITING_STATE_LAPSED, "RecordPlaceTaken", v1::WAITING_STATE_ACCEPTED, false},
  };
  return *steps;
}

absl::StatusOr<v1::WaitingState> NextWaitingState(v1::WaitingState from, std::string_view verb,
                                                  const WaitingSides& sides) {
  const WaitingStep* step = FindStep(from, verb);
  if (step == nullptr) {
    return rules::Refuse(rule::kWaitingStateRefuses,
                         {.metadata = {{"state", v1::WaitingState_Name(from)}}});
  }
  if (step->provider_only && !sides.provider) return rules::Refuse(rule::kWaitingOtherSide);
  return step->to;
}

bool IsBefore(const v1::WaitingEntry& first, const v1::WaitingEntry& second,
              v1::WaitingOrder rule) {
  if (rule == v1::WAITING_ORDER_URGENCY_THEN_DATE &&
      Rank(first.urgency()) != Rank(second.urgency())) {
    return Rank(first.urgency()) > Rank(second.urgency());
  }
  const auto key = [](const v1::WaitingEntry& entry) {
    return std::make_tuple(dates::FromDate(entry.waiting_since_date()), entry.waiting_entry_id());
  };
  return key(first) < key(second);
}

absl::Status CheckEntry(v1::WaitingEntry& entry, absl::Time now) {
  const absl::CivilDay today = dates::DayAt(now);
  if (!entry.has_waiting_since_date()) {
    *entry.mutable_waiting_since_date() = dates::ToDate(today);
    return absl::OkStatus();
  }
  constexpr char kField[] = "waiting_entry.waiting_since_date";
  RETURN_IF_ERROR(dates::CheckDate(entry.waiting_since_date(), kField));
  if (dates::FromDate(entry.waiting_since_date()) <= today) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = kField});
}

absl::StatusOr<absl::Time> OfferUntil(const v1::OfferPlaceRequest& request,
                                      const v1::WaitingList& list, absl::Time now) {
  if (!request.has_offer_until_time())
    return absl::FromCivil(dates::DayAt(now) + list.offer_days() + 1, dates::PragueZone());
  const absl::Time until = rpc::FromTimestamp(request.offer_until_time());
  if (until > now) return until;
  return rules::InvalidField("offer_until_time", "OFFER_UNTIL_PAST", "lies in the past");
}

absl::Status CheckOfferStands(const v1::WaitingEntry& entry, absl::Time now) {
  if (rpc::FromTimestamp(entry.offer_until_time()) > now) return absl::OkStatus();
  return rules::Refuse(rule::kOfferLapsed);
}

std::vector<common::v1::Action> WaitingActions(const v1::WaitingEntry& entry,
                                               const WaitingSides& sides, absl::Time now,
                                               common::v1::Language language) {
  constexpr const char* kVerbs[] = {"OfferPlace",       "AcceptOffer",       "RefuseOffer",
                                    "LeaveWaitingList", "RejoinWaitingList", "RecordPlaceTaken"};
  std::vector<common::v1::Action> actions;
  for (const std::string_view verb : kVerbs) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(std::string(verb));
    const rules::Rule* refusal = nullptr;
    const WaitingStep* step = FindStep(entry.state(), verb);
    if (step == nullptr) {
      refusal = &rule::kWaitingStateRefuses;
    } else if (step->provider_only && !sides.provider) {
      refusal = &rule::kWaitingOtherSide;
    } else if (verb == "AcceptOffer" && !CheckOfferStands(entry, now).ok()) {
      refusal = &rule::kOfferLapsed;
    }
    action.set_allowed(refusal == nullptr);
    if (refusal == nullptr) continue;
    action.set_rule(std::string(refusal->id));
    action.set_remedy(std::string(refusal->remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
