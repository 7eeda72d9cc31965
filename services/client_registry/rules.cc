#include "services/client_registry/rules.h"

#include <vector>

#include "common/advice/refusals.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/appointments/refusals.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/competences/refusals.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/cooperation/refusals.h"
#include "services/client_registry/deaths/refusals.h"
#include "services/client_registry/debts/refusals.h"
#include "services/client_registry/household/refusals.h"
#include "services/client_registry/privacy/refusals.h"
#include "services/client_registry/projects/refusals.h"
#include "services/client_registry/protection/refusals.h"
#include "services/client_registry/referrals/refusals.h"
#include "services/client_registry/representation/refusals.h"
#include "services/client_registry/safety/refusals.h"
#include "services/client_registry/social_services/refusals.h"
#include "services/client_registry/support/refusals.h"
#include "services/client_registry/support_network/refusals.h"
#include "services/client_registry/ties/refusals.h"
#include "services/client_registry/transfers/refusals.h"
#include "services/client_registry/waiting_lists/refusals.h"
#include "services/client_registry/workforce/refusals.h"

namespace opora::registry::rule {
namespace {

constexpr auto kEnforce = common::v1::RULE_MODE_ENFORCE;
constexpr auto kWarn = common::v1::RULE_MODE_WARN;

}  // namespace

rules::Recommendations Recommendations() {
  static const rules::Recommendation all[] = {
      {&kQualificationMissing, kWarn},
      {&kStanceConflict, kEnforce},
      {&kNotTargetGroup, kEnforce},
      {&kTargetGroupWaived, kWarn},
      {&kLabelAsTopic, kEnforce},
      {&kAlreadyHeld, kWarn, false},
      {&kLongTermPlanMissing, kWarn, false},
      {&kViaWorkingGroup, kEnforce},
      {&kExplainerNotKeyWorker, kWarn, false},
      // A template is put before a lawyer can review it.
      {&kTemplateNotReviewed, kWarn, false},
      {&kChangeBearerNotHead, kWarn},
      {&kBelowPolicy, kWarn, false},
      {&kAffordabilityMissing, kEnforce},
      {&kInstalmentAboveMeans, kWarn},
      {&kBailiffForMunicipalClaim, kWarn, false},
      {&kBagatelleEnforced, kWarn, false},
      {&kDeputyIsLiaison, kEnforce},
      // The leaders of the agency waived it for this worker.
      {&kRolesMerged, kWarn, false},
      {&kCorrectionTask, kEnforce},
      {&kRoleNotDisclosed, kWarn, false},
      {&kFormOfFirstContact, kWarn, false},
      {&kFormOfTeamLead, kWarn, false},
      {&kFormOfSecondContact, kWarn, false},
      {&kFormOfAssistance, kWarn, false},
      {&kStageOfFirstContact, kWarn, false},
      {&kStageOfTeamLead, kWarn, false},
      {&kStageOfSecondContact, kWarn, false},
      {&kStageOfAssistance, kWarn, false},
  };
  return all;
}

std::span<const rules::Rule* const> All() {
  static const auto all = [] {
    std::vector<const rules::Rule*> rows = {&rules::kNotInFuture, &rules::kLateEntry};
    const auto add = [&](std::span<const rules::Rule* const> folder) {
      rows.insert(rows.end(), folder.begin(), folder.end());
    };
    add(kAccessRefusals);
    add(kAgenciesRefusals);
    add(kAppointmentsRefusals);
    add(kClientsRefusals);
    add(kCompetencesRefusals);
    add(kConsentsRefusals);
    add(kCooperationRefusals);
    add(kDeathsRefusals);
    add(kDebtsRefusals);
    add(kHouseholdRefusals);
    add(kPrivacyRefusals);
    add(kProjectsRefusals);
    add(kProtectionRefusals);
    add(kReferralsRefusals);
    add(kRepresentationRefusals);
    add(kSafetyRefusals);
    add(kSocialServicesRefusals);
    add(kSupportRefusals);
    add(kSupportNetworkRefusals);
    add(kTiesRefusals);
    add(kTransfersRefusals);
    add(kWaitingListsRefusals);
    add(kWorkforceRefusals);
    add(advice::rule::kAdviceRefusals);
    return rows;
  }();
  return all;
}

}  // namespace opora::registry::rule
