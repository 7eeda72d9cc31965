#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/agencies/agency_rules.h"

namespace opora::registry {

// The day whose limits hold for an assignment that is entered today: a place is taken now, also
// when the assignment is said to have begun before there was a limit.
absl::CivilDay DayOfPlace(absl::CivilDay valid_from, absl::CivilDay today);

// The service of an assignment of the caller's agency, which takes the client; absent when the
// assignment names none. Leaving it out is no way around the limits of the agency's services.
//
// INVALID_ARGUMENT SERVICE_REQUIRED, SERVICE_UNKNOWN; PERMISSION_DENIED FOREIGN_AGENCY;
// FAILED_PRECONDITION SERVICE_CLOSED, NOT_TARGET_GROUP (REG-24).
absl::StatusOr<std::optional<v1::Service>> ServiceOf(rpc::Call& call,
                                                     const v1::ClientAssignment& wanted);

// Places of the worker in the service on the day. The worker is locked before.
Caseload ReadCaseload(rpc::Call& call, const v1::ClientAssignment& wanted,
                      const v1::Service& service, const v1::Worker& worker, absl::CivilDay day,
                      const std::vector<v1::ClientAssignment>& open);

}  // namespace opora::registry
