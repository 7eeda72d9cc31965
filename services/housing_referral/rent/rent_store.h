#pragma once

#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "opora/housing/v1/rent.pb.h"
#include "opora/housing/v1/tenancy.pb.h"
#include "services/housing_referral/rent/rent_rules.h"

namespace opora::housing {

// What is known about the lateness of a charge, from whichever unit recorded it.
LateFacts LateFactsOf(db::Tx& tx, const v1::RentCharge& charge);

// Open charges of a programme that were due before the day, locked, in order of their keys; each
// once per day.
std::vector<v1::RentCharge> LockDueCharges(db::Tx& tx, const std::string& programme_id,
                                           absl::CivilDay day, int count);
// Open charges of a tenancy, locked, the oldest first.
std::vector<v1::RentCharge> LockOpenCharges(db::Tx& tx, const std::string& tenancy_id);

std::vector<v1::DirectPayment> DirectPaymentsOf(db::Tx& tx, const std::string& tenancy_id);
// Payments of a tenancy of which something is unused, locked, the oldest first.
std::vector<v1::RentPayment> LockUnusedPayments(db::Tx& tx, const std::string& tenancy_id);

// How many charges of the tenancy are in arrears.
int CountArrears(db::Tx& tx, const std::string& tenancy_id);

// Moves a charge to how it stands on the day; true when that changed. Tells the feed.
bool Reclassify(rpc::Call& call, const v1::Tenancy& tenancy, absl::CivilDay day, int grace_days,
                v1::RentCharge& charge);

}  // namespace opora::housing
