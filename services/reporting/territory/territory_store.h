#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/reporting/v1/programme.pb.h"
#include "services/reporting/territory/territory_rules.h"

namespace opora::reporting {

// How far the caller sees, by what the registry told of its agency. The least when it told nothing.
Reach ReachOfCaller(rpc::Call& call);

// The region above a municipality of this name, empty when none is entered.
std::string RegionOf(db::Tx& tx, std::string_view municipality);

// Agencies whose figures the caller sees for a territory; for "" all that it may see.
//
// PERMISSION_DENIED OTHER_TERRITORY (REP-59).
absl::StatusOr<std::vector<std::string>> AgenciesInReach(rpc::Call& call, const Reach& reach,
                                                         std::string_view territory);

// The locality, when it is the caller's to write or read about as a whole.
//
// NOT_FOUND; PERMISSION_DENIED OTHER_TERRITORY (REP-59).
absl::StatusOr<v1::Locality> LocalityInReach(rpc::Call& call, const std::string& locality_id);

}  // namespace opora::reporting
