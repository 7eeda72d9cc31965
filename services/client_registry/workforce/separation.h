#pragma once

#include <vector>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/agency.pb.h"

namespace opora::registry {

// Rules over all who work with the person, deputies included: whoever gives a worker an assignment
// asks here. A waiver lets the worker hold both stances, which is warned of (XC-32, XC-34, XC-61).
// `open` are the open assignments to the person.
//
// FAILED_PRECONDITION STANCE_CONFLICT, ALREADY_EXISTS CASE_MANAGER_EXISTS.
absl::Status CheckBesidePerson(rpc::Call& call, const v1::ClientAssignment& wanted,
                               std::vector<v1::ClientAssignment> open,
                               std::vector<common::v1::Warning>& warnings);

}  // namespace opora::registry
