#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/referral.pb.h"
#include "services/client_registry/referrals/referral_rules.h"

namespace opora::registry {

// Tells the feed, with the fact for statistics once the referral was sent: of a draft nobody knows.
void EmitReferral(rpc::Call& call, std::string_view type, const v1::Referral& referral);

// Locks the person, then the referral, for one of its two sides; for everybody else there is none,
// and for the recipient none that was not sent. The caller may be both sides.
struct ReferralOfSide {
  v1::Referral referral;
  ReferralSide side;
};
absl::StatusOr<ReferralOfSide> LockReferral(rpc::Call& call, const std::string& referral_id,
                                            std::string_view etag = "");

// Which side of a referral the caller's unit is; false for neither, or for a recipient who may not
// know of it.
bool SideOf(rpc::Call& call, const v1::Referral& referral, ReferralSide& side);

// Whether the recipient may know of a referral now: it was sent, and while it waits for an answer
// the consent on which it was sent, if it was one, still stands (XC-05).
bool IsOpenToRecipient(rpc::Call& call, const v1::Referral& referral);

// Referrals by answer-by date; one more than the page holds when there are more.
void FindReferrals(rpc::Call& call, const v1::ListReferralsRequest& request, const rpc::Page& page,
                   const std::function<v1::Referral*()>& add);

// Referrals that are reminded of or escalate on a day.
std::vector<std::string> OverdueReferrals(db::Tx& tx, absl::CivilDay day, int limit);

}  // namespace opora::registry
