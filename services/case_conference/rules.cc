#include "services/case_conference/rules.h"

#include <vector>

#include "common/advice/refusals.h"
#include "common/rules/occurrence.h"
#include "services/case_conference/cases/refusals.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/session_refusals.h"
#include "services/case_conference/crises/refusals.h"
#include "services/case_conference/minutes/refusals.h"
#include "services/case_conference/plans/refusals.h"
#include "services/registry_client/grantors.h"

namespace opora::conference::rule {
namespace {

constexpr auto kEnforce = common::v1::RULE_MODE_ENFORCE;
constexpr auto kWarn = common::v1::RULE_MODE_WARN;

}  // namespace

rules::Recommendations Recommendations() {
  static const rules::Recommendation all[] = {
      {&kAttachedToTeam, kWarn},
      {&kNoCooperationAgreement, kWarn},
      {&kTargetGroupMissing, kWarn},
      {&kSolutionBeforeClientView, kWarn},
      // Accepted with its reason, and shown to supervision and the client (XC-40).
      {&kDecidedWithoutClient, kWarn, false},
      {&kEvaluatorNotImpartial, kWarn},
      {&kConvenerNotCaseManager, kWarn},
      {&kRolesRecommended, kWarn},
      {&kClientNotPrepared, kEnforce},
      {&kParticipantNotPrepared, kWarn},
      {&kClientAbsent, kEnforce},
      {&kClientNotBriefed, kEnforce},
      {&kNotBriefed, kWarn},
      {&kRulesMissing, kWarn},
      {&kParticipantNotHeard, kWarn},
      {&kSolutionMissing, kWarn},
      {&kProfessionalsOnly, kEnforce},
      {&kMilestonesOutOfOrder, kWarn},
      {&kPlanBTooLate, kWarn},
      {&kClientNotHeard, kWarn},
      {&kTasksOpen, kWarn},
      {&kEvaluatorHasTasks, kWarn},
      {&kMinutesLong, kWarn},
      {&kIncomprehensible, kEnforce},
      {&kCrisisWithoutContact, kWarn, false},
      {&kReflectionEarly, kWarn, false},
      // What the law says must be reported is not held up.
      {&kNotPlannedWithClient, kWarn, false},
      {&kNetworkPresent, kWarn, false},
      {&kEntryWithoutRule, kWarn, false},
      {&kPlanInCrisis, kWarn},
  };
  return all;
}

std::span<const rules::Rule* const> All() {
  static const auto all = [] {
    std::vector<const rules::Rule*> rows = {&rules::kNotInFuture, &rules::kLateEntry};
    const auto add = [&](std::span<const rules::Rule* const> folder) {
      rows.insert(rows.end(), folder.begin(), folder.end());
    };
    add(kConferencesRefusals);
    add(kSessionRefusals);
    add(kPlansRefusals);
    add(kMinutesRefusals);
    add(kCasesRefusals);
    add(kCrisesRefusals);
    add(registry_client::rule::kGrantorRefusals);
    add(advice::rule::kAdviceRefusals);
    return rows;
  }();
  return all;
}

}  // namespace opora::conference::rule
