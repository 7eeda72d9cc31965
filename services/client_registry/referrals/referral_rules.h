#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/referral.pb.h"

namespace opora::registry {

// Who may use a verb.
enum class ReferralSide { kSender, kRecipient };

// The state machine of a referral; refusals, `actions` and the documentation come from it.
struct ReferralStep {
  v1::ReferralState from;
  std::string_view verb;
  v1::ReferralState to;
  ReferralSide side;
};
const std::vector<ReferralStep>& ReferralSteps();

// The state that the verb leads to. FAILED_PRECONDITION REFERRAL_STATE_REFUSES.
absl::StatusOr<v1::ReferralState> NextState(v1::ReferralState from, std::string_view verb);

// A referral as asked for: its answer-by date exists and is not past; ten days ahead when not
// given.
absl::Status CheckReferral(v1::Referral& referral, absl::Time now);

// What this side may do now.
std::vector<common::v1::Action> ReferralActions(const v1::Referral& referral, ReferralSide side,
                                                common::v1::Language language);

}  // namespace opora::registry
