#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/break_glass.pb.h"

// Access in an emergency: narrow, short, alerted, reviewed by somebody else (XC-26, XC-27).
namespace opora::registry::access {

// The purpose that an access for this reason serves, and no other.
common::v1::Purpose PurposeOf(v1::BreakGlassReason reason);

// True for a text that says something: four words, twenty characters, not the same over again.
bool SaysSomething(std::string_view text);

// What is asked for, whoever asks and about whomever: text, areas, purpose, length. Fills what
// follows from the present: open_time, expire_time, review_due, create_time.
absl::Status CheckGlass(common::v1::Purpose purpose, absl::Time now, v1::BreakGlass& glass);

// SIGN_IN_TOO_OLD when the worker signed in longer ago than that.
absl::Status CheckSignIn(absl::Time signed_in, absl::Time now, absl::Duration oldest);

// What the worker opened within a day, and whether it was to the person asked for.
struct RecentGlass {
  std::string client_id;
  bool same_person = false;
  absl::Time open;
  absl::Time end;
};

// No second person at once, no renewal by oneself, no loop.
absl::Status CheckRecent(const std::vector<RecentGlass>& recent, absl::Time now);

// Who does something to an access that exists.
struct Reviewer {
  std::string worker_id;
  std::string substituted_worker_id;
  rpc::Unit unit;
  bool leads = false;  // Leads, supervises or audits.
};

enum class GlassVerb { kClose, kRenew, kReview };

// Whether this caller may learn of it as one of the worker's own side: colleagues of the unit, and
// who leads or audits in the agency.
bool IsOnOwnSide(const v1::BreakGlass& glass, const Reviewer& caller);

// BREAK_GLASS_STATE_REFUSES, SELF_REVIEW.
absl::Status CheckVerb(const v1::BreakGlass& glass, GlassVerb verb, const Reviewer& caller,
                       absl::Time now);

// What the caller may do now; by the same table.
std::vector<common::v1::Action> GlassActions(const v1::BreakGlass& glass, const Reviewer& caller,
                                             absl::Time now, common::v1::Language language);

// The renewal of an access for the same worker, person, reason and areas, confirmed by another.
v1::BreakGlass RenewalOf(const v1::BreakGlass& glass, const std::string& description,
                         const Reviewer& caller, absl::Time now);

// When it ends or ended.
absl::Time EndOf(const v1::BreakGlass& glass);

// True when its review is later than its last day.
bool IsReviewOverdue(const v1::BreakGlass& glass, absl::CivilDay day);

}  // namespace opora::registry::access
