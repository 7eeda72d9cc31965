#include "services/housing_referral/rules.h"

#include <vector>

#include "common/rules/occurrence.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/complaints/refusals.h"
#include "services/housing_referral/flats/refusals.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/rent/refusals.h"
#include "services/housing_referral/tenancies/refusals.h"
#include "services/registry_client/grantors.h"

namespace opora::housing::rule {

std::span<const Recommendation> Recommendations() {
  static const Recommendation all[] = {
      {&kCoordinatorMissing, v1::RULE_MODE_ENFORCE},
      {&kCoordinatorMissingMixed, v1::RULE_MODE_ENFORCE},
      {&kRolesMerged, v1::RULE_MODE_WARN},
      {&kWorkingGroupMissing, v1::RULE_MODE_WARN, false},
      {&kLandlordNotBriefed, v1::RULE_MODE_WARN, false},
      {&kLiaisonIsKeyWorker, v1::RULE_MODE_ENFORCE},
      {&kFunctionsConflict, v1::RULE_MODE_ENFORCE},
      {&kConditionUnclarified, v1::RULE_MODE_WARN},
      {&kMethodologyMissing, v1::RULE_MODE_WARN},
      {&kLeftBelongingsUnset, v1::RULE_MODE_WARN},
      {&kRulesMissing, v1::RULE_MODE_ENFORCE},
      {&kSupportTeamKeepsOut, v1::RULE_MODE_ENFORCE},
      {&kSupportTeamInside, v1::RULE_MODE_ENFORCE},
      {&kInvestigationMissing, v1::RULE_MODE_ENFORCE},
      {&kFlatUnsuitable, v1::RULE_MODE_ENFORCE},
      {&kFlatNotConfirmed, v1::RULE_MODE_ENFORCE},
      {&kNotSupportTeam, v1::RULE_MODE_ENFORCE},
      {&kNotApplicationOfficer, v1::RULE_MODE_ENFORCE},
      {&kKeyWorkerMissing, v1::RULE_MODE_WARN, false},
      {&kContactsLate, v1::RULE_MODE_WARN, false},
      {&kMediatedDefect, v1::RULE_MODE_WARN, false},
      {&kFlatNotReady, v1::RULE_MODE_ENFORCE},
      {&kManagerNotIntroduced, v1::RULE_MODE_WARN},
      {&kLeaseMissing, v1::RULE_MODE_ENFORCE},
      {&kControlDuty, v1::RULE_MODE_ENFORCE},
      {&kUnheardComplaint, v1::RULE_MODE_ENFORCE},
      {&kUnheardOutside, v1::RULE_MODE_WARN, false},
      {&kLateNotCounted, v1::RULE_MODE_ENFORCE},
      {&kNotArrears, v1::RULE_MODE_ENFORCE},
      {&kSupportInvestigatesNot, v1::RULE_MODE_ENFORCE},
      {&kOfficerNotImpartial, v1::RULE_MODE_ENFORCE},
      {&kNotTheOfficer, v1::RULE_MODE_ENFORCE},
      {&kSupportTellsNot, v1::RULE_MODE_ENFORCE},
      {&kComplainantAlone, v1::RULE_MODE_ENFORCE},
      {&kOneRoundOnly, v1::RULE_MODE_WARN},
  };
  return all;
}

const Recommendation* FindRecommendation(const rules::Rule& rule) {
  for (const Recommendation& one : Recommendations()) {
    if (one.rule == &rule) return &one;
  }
  return nullptr;
}

std::span<const rules::Rule* const> All() {
  static const auto all = [] {
    std::vector<const rules::Rule*> rows = {&rules::kNotInFuture, &rules::kLateEntry};
    const auto add = [&](std::span<const rules::Rule* const> folder) {
      rows.insert(rows.end(), folder.begin(), folder.end());
    };
    add(kProgrammesRefusals);
    add(kApplicationsRefusals);
    add(kFlatsRefusals);
    add(kTenanciesRefusals);
    add(kRentRefusals);
    add(kComplaintsRefusals);
    add(registry_client::rule::kGrantorRefusals);
    return rows;
  }();
  return all;
}

}  // namespace opora::housing::rule
