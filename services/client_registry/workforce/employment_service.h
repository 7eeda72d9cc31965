#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/employment.pb.h"

namespace opora::registry {

// Suspension of agencies, end of employments and roles (XC-62, REG-48).
class EmploymentService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SuspendAgencyResponse> SuspendAgency(rpc::Call& call,
                                                          const v1::SuspendAgencyRequest& request);
  absl::StatusOr<v1::EndEmploymentResponse> EndEmployment(rpc::Call& call,
                                                          const v1::EndEmploymentRequest& request);
  absl::StatusOr<v1::ResumeEmploymentResponse> ResumeEmployment(
      rpc::Call& call, const v1::ResumeEmploymentRequest& request);
  absl::StatusOr<v1::ProcessDeparturesResponse> ProcessDepartures(
      rpc::Call& call, const v1::ProcessDeparturesRequest& request);
  absl::StatusOr<v1::EndRoleResponse> EndRole(rpc::Call& call, const v1::EndRoleRequest& request);
};

}  // namespace opora::registry
