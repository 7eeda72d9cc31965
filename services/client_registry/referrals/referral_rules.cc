#include "services/client_registry/referrals/referral_rules.h"

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/referrals/refusals.h"

namespace opora::registry {
namespace {

constexpr int kAnswerWithinDays = 10;

}  // namespace

const std::vector<ReferralStep>& ReferralSteps() {
  using enum ReferralSide;
  static const auto* steps = new std::vector<ReferralStep>{
      {v1::REFERRAL_STATE_SENT, "AcceptReferral", v1::REFERRAL_STATE_ACCEPTED, kRecipient},
      {v1::REFERRAL_STATE_SEEN, "AcceptReferral", v1::REFERRAL_STATE_ACCEPTED, kRecipient},
      {v1::REFERRAL_STATE_SENT, "DeclineReferral", v1::REFERRAL_STATE_DECLINED, kRecipient},
      {v1::REFERRAL_STATE_SEEN, "DeclineReferral", v1::REFERRAL_STATE_DECLINED, kRecipient},
  };
  return *steps;
}

absl::StatusOr<v1::ReferralState> NextState(v1::ReferralState from, std::string_view verb) {
  for (const ReferralStep& step : ReferralSteps()) {
    if (step.from == from && step.verb == verb) return step.to;
  }
  return rules::Refuse(rule::kReferralStateRefuses,
                       {.metadata = {{"state", v1::ReferralState_Name(from)}}});
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

std::vector<common::v1::Action> ReferralActions(const v1::Referral& referral, ReferralSide side,
                                                common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  for (const char* verb : {"AcceptReferral", "DeclineReferral"}) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(verb);
    for (const ReferralStep& step : ReferralSteps()) {
      if (step.from == referral.state() && step.verb == verb && step.side == side)
        action.set_allowed(true);
    }
    if (action.allowed()) continue;
    action.set_rule(std::string(rule::kReferralStateRefuses.id));
    action.set_remedy(std::string(rule::kReferralStateRefuses.remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
