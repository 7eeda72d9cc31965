#include "services/client_registry/rules.h"

#include <vector>

#include "common/rules/occurrence.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/appointments/refusals.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/competences/refusals.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/debts/refusals.h"
#include "services/client_registry/privacy/refusals.h"
#include "services/client_registry/cooperation/refusals.h"
#include "services/client_registry/network/refusals.h"
#include "services/client_registry/privacy/refusals.h"
#include "services/client_registry/projects/refusals.h"
#include "services/client_registry/referrals/refusals.h"
#include "services/client_registry/representation/refusals.h"
#include "services/client_registry/social_services/refusals.h"
#include "services/client_registry/support/refusals.h"
#include "services/client_registry/transfers/refusals.h"
#include "services/client_registry/waiting_lists/refusals.h"
#include "services/client_registry/support_network/refusals.h"

namespace opora::registry::rule {

std::span<const rules::Rule* const> All() {
  static const auto all = [] {
    std::vector<const rules::Rule*> rows = {&rules::kNotInFuture, &rules::kLateEntry};
    const std::initializer_list<std::span<const rules::Rule* const>> folders = {
        kAccessRefusals,    kAgenciesRefusals, kClientsRefusals, kConsentsRefusals,
        kReferralsRefusals, kSupportRefusals,  kDebtsRefusals,   kPrivacyRefusals};
        kAccessRefusals,    kAgenciesRefusals,    kClientsRefusals, kConsentsRefusals,
        kReferralsRefusals, kSupportRefusals,     kDebtsRefusals,   kSocialServicesRefusals,
        kCooperationRefusals,   kCompetencesRefusals, kProjectsRefusals};
        kReferralsRefusals, kSupportRefusals,  kDebtsRefusals,   kRepresentationRefusals};
        kAccessRefusals,    kAgenciesRefusals,    kClientsRefusals, kConsentsRefusals,
        kReferralsRefusals, kSupportRefusals,     kDebtsRefusals,   kWaitingListsRefusals,
        kTransfersRefusals, kAppointmentsRefusals};
        kAccessRefusals,         kAgenciesRefusals,       kClientsRefusals,     kConsentsRefusals,
        kReferralsRefusals,      kSupportRefusals,        kDebtsRefusals,       kNetworkRefusals,
        kPrivacyRefusals,        kSocialServicesRefusals, kCompetencesRefusals, kProjectsRefusals,
        kRepresentationRefusals, kSupportNetworkRefusals,
    };
    for (const auto& folder : folders) rows.insert(rows.end(), folder.begin(), folder.end());
    return rows;
  }();
  return all;
}

}  // namespace opora::registry::rule
