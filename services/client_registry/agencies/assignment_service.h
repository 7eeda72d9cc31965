#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/agency.pb.h"

namespace opora::registry {

// Assignment of workers to clients, the client part of the interface AgencyService (REG-14, REG-34,
// XC-32).
class AssignmentService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::AssignWorkerResponse> AssignWorker(rpc::Call& call,
                                                        const v1::AssignWorkerRequest& request);
  absl::StatusOr<v1::EndAssignmentResponse> EndAssignment(rpc::Call& call,
                                                          const v1::EndAssignmentRequest& request);
  absl::StatusOr<v1::ListAssignmentsResponse> ListAssignments(
      rpc::Call& call, const v1::ListAssignmentsRequest& request);
};

}  // namespace opora::registry
