#include "services/reporting/following/referral_states.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/db/plan.h"

namespace opora::reporting {
namespace {

using namespace registry::v1;  // NOLINT(google-build-using-namespace): states.

constexpr ReferralMeaning kMeanings[] = {
    {REFERRAL_STATE_DRAFT, NeedIs::kNotTold},
    {REFERRAL_STATE_SENT, NeedIs::kWaiting},
    {REFERRAL_STATE_SEEN, NeedIs::kWaiting},
    // A place in a queue is no help yet.
    {REFERRAL_STATE_WAITLISTED, NeedIs::kWaiting},
    {REFERRAL_STATE_DECLINED, NeedIs::kDeclined},
    {REFERRAL_STATE_ACCEPTED, NeedIs::kTakenOn},
    {REFERRAL_STATE_STARTED, NeedIs::kTakenOn},
    {REFERRAL_STATE_CLOSED, NeedIs::kTakenOn},
    {REFERRAL_STATE_WITHDRAWN, NeedIs::kDropped},
};

}  // namespace

std::span<const ReferralMeaning> ReferralMeanings() { return kMeanings; }

std::string StatesOf(std::span<const NeedIs> needs) {
  std::vector<std::string> names;
  for (const ReferralMeaning& one : kMeanings) {
    if (std::find(needs.begin(), needs.end(), one.need) == needs.end()) continue;
    const auto* value = registry::v1::ReferralState_descriptor()->FindValueByNumber(one.state);
    names.push_back(absl::StrCat("'", db::StoredName(*value), "'"));
  }
  return absl::StrCat("(", absl::StrJoin(names, ", "), ")");
}

}  // namespace opora::reporting
