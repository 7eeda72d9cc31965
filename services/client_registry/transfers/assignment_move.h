#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/agency.pb.h"
#include "opora/registry/v1/transfer.pb.h"

namespace opora::registry {

// What a move of assignments came to.
struct Moved {
  std::vector<v1::ClientAssignment> begun;
  std::vector<common::v1::Warning> warnings;
};

// Ends the assignments of the former worker to the person and begins those of the worker who takes
// over, each checked like any assignment: role held, stance, one case manager, caseload. The person
// is locked before; the worker is locked here.
//
// FAILED_PRECONDITION ROLE_NOT_HELD, STANCE_CONFLICT; ALREADY_EXISTS CASE_MANAGER_EXISTS;
// RESOURCE_EXHAUSTED CASELOAD_FULL; INVALID_ARGUMENT WORKER_UNKNOWN, ROLE_REQUIRED,
// SERVICE_REQUIRED, SERVICE_UNKNOWN.
absl::StatusOr<Moved> MoveAssignments(rpc::Call& call, const v1::CaseTransfer& transfer,
                                      const v1::AcceptTransferRequest& request);

// Ends the assignments of the former worker to the person, begins none. Returns how many.
int EndAssignmentsOf(rpc::Call& call, const v1::CaseTransfer& transfer);

}  // namespace opora::registry
