#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "opora/registry/v1/agency.pb.h"
#include "opora/registry/v1/client.pb.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/enforcement.pb.h"
#include "opora/registry/v1/facts.pb.h"
#include "opora/registry/v1/one_off.pb.h"
#include "opora/registry/v1/referral.pb.h"
#include "opora/registry/v1/repayment.pb.h"
#include "opora/registry/v1/support.pb.h"

// What the registry's events tell for statistics: identifiers, codes, numbers and days of a record,
// never its names or words (XC-54).
namespace opora::registry {

v1::AgencyFact FactOf(const v1::Agency& agency);
v1::ServiceFact FactOf(const v1::Service& service);
v1::StaffingFact FactOf(const v1::Staffing& staffing, const v1::Service& service);
v1::CapacityFact FactOf(const v1::Capacity& capacity, const v1::Service& service);
// A record just registered: alone in its cluster.
v1::ClientRegisteredFact FactOf(const v1::Client& client);
v1::SupportFact FactOf(const v1::SupportRecord& record, const v1::SupportCategory& category);
v1::ConsentFact FactOf(const v1::Consent& consent);
v1::AssignmentStatFact FactOf(const v1::ClientAssignment& assignment);
v1::ReferralFact FactOf(const v1::Referral& referral);
v1::DebtFact FactOf(const v1::Debt& debt);
v1::ScheduleFact FactOf(const v1::RepaymentSchedule& schedule, const v1::Debt& debt);
v1::EnforcementFact FactOf(const v1::Enforcement& enforcement, const v1::Debt& debt);
v1::OneOffFact FactOf(const v1::OneOffDisclosure& disclosure);

// Every record of the clusters that these records belong to now, with its survivor.
v1::ClusterFact ReadClusters(db::Tx& tx, const std::string& client_id,
                             const std::string& other_client_id);

}  // namespace opora::registry
