#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/agency.pb.h"

namespace opora::registry {

// Tells the database layer which rules the constraints of the directory stand for.
void RegisterAgencyConstraints();

// Directory of agencies, workers, services and their capacity (REG-01 to REG-27); the rest of the
// interface is AssignmentService.
class AgencyService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateAgencyResponse> CreateAgency(rpc::Call& call,
                                                        const v1::CreateAgencyRequest& request);
  absl::StatusOr<v1::GetAgencyResponse> GetAgency(rpc::Call& call,
                                                  const v1::GetAgencyRequest& request);
  absl::StatusOr<v1::ListAgenciesResponse> ListAgencies(rpc::Call& call,
                                                        const v1::ListAgenciesRequest& request);
  absl::StatusOr<v1::CreateWorkerResponse> CreateWorker(rpc::Call& call,
                                                        const v1::CreateWorkerRequest& request);
  absl::StatusOr<v1::GrantRoleResponse> GrantRole(rpc::Call& call,
                                                  const v1::GrantRoleRequest& request);
  absl::StatusOr<v1::SuspendWorkerResponse> SuspendWorker(rpc::Call& call,
                                                          const v1::SuspendWorkerRequest& request);
  absl::StatusOr<v1::CreateServiceResponse> CreateService(rpc::Call& call,
                                                          const v1::CreateServiceRequest& request);
  absl::StatusOr<v1::PutStaffingResponse> PutStaffing(rpc::Call& call,
                                                      const v1::PutStaffingRequest& request);
  absl::StatusOr<v1::PutCapacityResponse> PutCapacity(rpc::Call& call,
                                                      const v1::PutCapacityRequest& request);
  absl::StatusOr<v1::GetServiceCapacityResponse> GetServiceCapacity(
      rpc::Call& call, const v1::GetServiceCapacityRequest& request);
};

}  // namespace opora::registry
