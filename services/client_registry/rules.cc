#include "services/client_registry/rules.h"

#include <vector>

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
    return rows;
  }();
  return all;
}

}  // namespace opora::registry::rule
