#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/unit.pb.h"

namespace opora::registry {

// Changes of agencies, departments and workers, a part of the interface AgencyService (REG-02,
// REG-27).
class UnitService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::UpdateAgencyResponse> UpdateAgency(rpc::Call& call,
                                                        const v1::UpdateAgencyRequest& request);
  absl::StatusOr<v1::CreateDepartmentResponse> CreateDepartment(
      rpc::Call& call, const v1::CreateDepartmentRequest& request);
  absl::StatusOr<v1::RenameDepartmentResponse> RenameDepartment(
      rpc::Call& call, const v1::RenameDepartmentRequest& request);
  absl::StatusOr<v1::CloseDepartmentResponse> CloseDepartment(
      rpc::Call& call, const v1::CloseDepartmentRequest& request);
  absl::StatusOr<v1::GetWorkerResponse> GetWorker(rpc::Call& call,
                                                  const v1::GetWorkerRequest& request);
  absl::StatusOr<v1::ListWorkersResponse> ListWorkers(rpc::Call& call,
                                                      const v1::ListWorkersRequest& request);
  absl::StatusOr<v1::UpdateWorkerResponse> UpdateWorker(rpc::Call& call,
                                                        const v1::UpdateWorkerRequest& request);
};

}  // namespace opora::registry
