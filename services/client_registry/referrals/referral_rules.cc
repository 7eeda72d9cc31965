#include "services/client_registry/referrals/referral_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/referrals/refusals.h"

namespace opora::registry {
namespace {

constexpr int kAnswerWithinDays = 10;

bool IsOf(ReferralSide wanted, ReferralSide side) {
  return wanted == side || wanted == ReferralSide::kEither;
}

// The step of the verb in this state, nullptr when there is none.
const ReferralStep* FindStep(v1::ReferralState from, std::string_view verb) {
  const auto& steps = ReferralSteps();
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const ReferralStep& step) {
    return step.from == from && step.verb == verb;
  });
  return found == steps.end() ? nullptr : &*found;
}

// Whether the verb is this side's at all, in whatever state.
bool BelongsTo(std::string_view verb, ReferralSide side) {
  const auto& steps = ReferralSteps();
  return std::any_of(steps.begin(), steps.end(), [&](const ReferralStep& step) {
    return step.verb == verb && IsOf(step.side, side);
  });
}

// The rule that refuses the verb, nullptr when none does.
const rules::Rule* RefusalOf(v1::ReferralState from, std::string_view verb, ReferralSide side) {
  const bool known = std::any_of(ReferralSteps().begin(), ReferralSteps().end(),
                                 [&](const ReferralStep& step) { return step.verb == verb; });
  if (known && !BelongsTo(verb, side)) return &rule::kReferralOtherSide;
  return FindStep(from, verb) == nullptr ? &rule::kReferralStateRefuses : nullptr;
}

bool WaitsForAnswer(const v1::Referral& referral) {
  return referral.state() == v1::REFERRAL_STATE_SENT || referral.state() == v1::REFERRAL_STATE_SEEN;
}

}  // namespace

const std::vector<ReferralStep>& ReferralSteps() {
  using enum ReferralSide;
  static const auto* steps = new std::vector<ReferralStep>{
      {v1::REFERRAL_STATE_DRAFT, "DraftReferral", v1::REFERRAL_STATE_DRAFT, kSender},
      {v1::REFERRAL_STATE_DRAFT, "SendDraft", v1::REFERRAL_STATE_SENT, kSender},
      {v1::REFERRAL_STATE_DRAFT, "WithdrawReferral", v1::REFERRAL_STATE_WITHDRAWN, kSender},
      {v1::REFERRAL_STATE_SENT, "MarkReferralSeen", v1::REFERRAL_STATE_SEEN, kRecipient},
      {v1::REFERRAL_STATE_SENT, "AcceptReferral", v1::REFERRAL_STATE_ACCEPTED, kRecipient},
      {v1::REFERRAL_STATE_SENT, "WaitlistReferral", v1::REFERRAL_STATE_WAITLISTED, kRecipient},
      {v1::REFERRAL_STATE_SENT, "DeclineReferral", v1::REFERRAL_STATE_DECLINED, kRecipient},
      {v1::REFERRAL_STATE_SENT, "WithdrawReferral", v1::REFERRAL_STATE_WITHDRAWN, kSender},
      {v1::REFERRAL_STATE_SENT, "RecordReferralAnswer", v1::REFERRAL_STATE_ACCEPTED, kEither},
      {v1::REFERRAL_STATE_SENT, "RecordReferralAnswer", v1::REFERRAL_STATE_DECLINED, kEither},
      {v1::REFERRAL_STATE_SEEN, "MarkReferralSeen", v1::REFERRAL_STATE_SEEN, kRecipient},
      {v1::REFERRAL_STATE_SEEN, "AcceptReferral", v1::REFERRAL_STATE_ACCEPTED, kRecipient},
      {v1::REFERRAL_STATE_SEEN, "WaitlistReferral", v1::REFERRAL_STATE_WAITLISTED, kRecipient},
      {v1::REFERRAL_STATE_SEEN, "DeclineReferral", v1::REFERRAL_STATE_DECLINED, kRecipient},
      {v1::REFERRAL_STATE_SEEN, "WithdrawReferral", v1::REFERRAL_STATE_WITHDRAWN, kSender},
      {v1::REFERRAL_STATE_SEEN, "RecordReferralAnswer", v1::REFERRAL_STATE_ACCEPTED, kEither},
      {v1::REFERRAL_STATE_SEEN, "RecordReferralAnswer", v1::REFERRAL_STATE_DECLINED, kEither},
      {v1::REFERRAL_STATE_WAITLISTED, "AcceptOffer", v1::REFERRAL_STATE_ACCEPTED, kEither},
      {v1::REFERRAL_STATE_WAITLISTED, "RecordPlaceTaken", v1::REFERRAL_STATE_ACCEPTED, kEither},
      {v1::REFERRAL_STATE_WAITLISTED, "RefuseOffer", v1::REFERRAL_STATE_DECLINED, kEither},
      {v1::REFERRAL_STATE_WAITLISTED, "LeaveWaitingList", v1::REFERRAL_STATE_DECLINED, kEither},
      {v1::REFERRAL_STATE_WAITLISTED, "DeclineReferral", v1::REFERRAL_STATE_DECLINED, kRecipient},
      {v1::REFERRAL_STATE_WAITLISTED, "WithdrawReferral", v1::REFERRAL_STATE_WITHDRAWN, kSender},
      {v1::REFERRAL_STATE_ACCEPTED, "StartReferral", v1::REFERRAL_STATE_STARTED, kRecipient},
      {v1::REFERRAL_STATE_ACCEPTED, "CloseReferral", v1::REFERRAL_STATE_CLOSED, kRecipient},
      {v1::REFERRAL_STATE_STARTED, "CloseReferral", v1::REFERRAL_STATE_CLOSED, kRecipient},
  };
  return *steps;
}

absl::StatusOr<v1::ReferralState> NextState(v1::ReferralState from, std::string_view verb,
                                            ReferralSide side) {
  const rules::Rule* refusal = RefusalOf(from, verb, side);
  if (refusal == nullptr) return FindStep(from, verb)->to;
  return rules::Refuse(*refusal, {.metadata = {{"state", v1::ReferralState_Name(from)}}});
}

absl::Status CheckReferral(v1::Referral& referral, absl::Time now) {
  if (referral.has_agreement()) {
    RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(referral.agreement().occurred_at()),
                                           now, "referral.agreement.occurred_at"));
  }
  const absl::CivilDay today = dates::DayAt(now);
  if (!referral.has_answer_by_date()) {
    *referral.mutable_answer_by_date() = dates::ToDate(today + kAnswerWithinDays);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(dates::CheckDate(referral.answer_by_date(), "referral.answer_by_date"));
  if (dates::FromDate(referral.answer_by_date()) >= today) return absl::OkStatus();
  return rules::InvalidField("referral.answer_by_date", "ANSWER_BY_PAST", "lies in the past");
}

absl::Status CheckAnswerTold(const v1::RecordReferralAnswerRequest& request, absl::Time now) {
  RETURN_IF_ERROR(
      rules::CheckOccurrence(rpc::FromTimestamp(request.occurred_at()), now, "occurred_at"));
  const bool declined = request.answer() == v1::REFERRAL_STATE_DECLINED;
  if (declined == (request.reason() != v1::DECLINE_REASON_UNSPECIFIED)) return absl::OkStatus();
  return rules::Refuse(rule::kDeclineReasonMissing, {.field = "reason"});
}

bool IsReminderDue(const v1::Referral& referral, absl::CivilDay day) {
  return WaitsForAnswer(referral) && !referral.has_remind_time() &&
         dates::FromDate(referral.answer_by_date()) <= day;
}

bool IsEscalationDue(const v1::Referral& referral, absl::CivilDay day) {
  if (!WaitsForAnswer(referral) || referral.has_escalate_time()) return false;
  const absl::CivilDay wanted = dates::FromDate(referral.answer_by_date());
  return referral.urgency() == v1::URGENCY_ACUTE ? wanted <= day : wanted <= LastDayToEscalate(day);
}

absl::CivilDay LastDayToEscalate(absl::CivilDay day) {
  return dates::AddWorkingDays(day + 1, -1) - 1;
}

v1::DeclineReason DeclineFor(v1::WaitingEnd end) {
  switch (end) {
    case v1::WAITING_END_UNREACHABLE:
      return v1::DECLINE_REASON_UNREACHABLE;
    case v1::WAITING_END_HELPED_ELSEWHERE:
      return v1::DECLINE_REASON_OTHER_SERVICE_FITS;
    default:
      return v1::DECLINE_REASON_CLIENT_DECLINED;
  }
}

std::vector<common::v1::Action> ReferralActions(const v1::Referral& referral, ReferralSide side,
                                                common::v1::Language language) {
  // Verbs of waiting lists stand on the entry.
  constexpr const char* kVerbs[] = {
      "DraftReferral",    "SendDraft",       "MarkReferralSeen", "AcceptReferral",
      "WaitlistReferral", "DeclineReferral", "WithdrawReferral", "RecordReferralAnswer",
      "StartReferral",    "CloseReferral"};
  std::vector<common::v1::Action> actions;
  for (const char* verb : kVerbs) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(verb);
    const rules::Rule* refusal = RefusalOf(referral.state(), verb, side);
    action.set_allowed(refusal == nullptr);
    if (refusal == nullptr) continue;
    action.set_rule(std::string(refusal->id));
    action.set_remedy(std::string(refusal->remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
