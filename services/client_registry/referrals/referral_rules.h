#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/referral.pb.h"
#include "opora/registry/v1/waiting_list.pb.h"

namespace opora::registry {

// Who may use a verb, and who a caller is towards a referral.
enum class ReferralSide { kSender, kRecipient, kEither };

// The state machine of a referral; refusals, `actions` and the documentation come from it. After
// RecordReferralAnswer it is the state that was told.
struct ReferralStep {
  v1::ReferralState from;
  std::string_view verb;
  v1::ReferralState to;
  ReferralSide side;
};
const std::vector<ReferralStep>& ReferralSteps();

// The state that the verb leads to when this side uses it.
//
// FAILED_PRECONDITION REFERRAL_STATE_REFUSES; PERMISSION_DENIED REFERRAL_OTHER_SIDE.
absl::StatusOr<v1::ReferralState> NextState(v1::ReferralState from, std::string_view verb,
                                            ReferralSide side);

// A referral as asked for: its answer-by date exists and is not past; ten days ahead when not
// given.
absl::Status CheckReferral(v1::Referral& referral, absl::Time now);

// An answer told from outside: a decline has a reason, an acceptance none, neither is of the
// future.
absl::Status CheckAnswerTold(const v1::RecordReferralAnswerRequest& request, absl::Time now);

// What a missing answer leads to on a day: the recipient is reminded on the day by which an answer
// was wanted, its head of unit learns of it on the next working day; at once when it is acute.
bool IsReminderDue(const v1::Referral& referral, absl::CivilDay day);
bool IsEscalationDue(const v1::Referral& referral, absl::CivilDay day);
// The latest answer-by date of referrals that are not acute and escalate on this day.
absl::CivilDay LastDayToEscalate(absl::CivilDay day);

// Why a referral counts as declined when its client left the waiting list.
v1::DeclineReason DeclineFor(v1::WaitingEnd end);

// What this side may do now.
std::vector<common::v1::Action> ReferralActions(const v1::Referral& referral, ReferralSide side,
                                                common::v1::Language language);

}  // namespace opora::registry
