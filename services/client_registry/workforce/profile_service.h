#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/employment.pb.h"

namespace opora::registry {

// What is known about a worker: languages, contacts, qualifications, roles (REG-27, XC-52, XC-53).
class ProfileService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PutWorkerProfileResponse> PutWorkerProfile(
      rpc::Call& call, const v1::PutWorkerProfileRequest& request);
  absl::StatusOr<v1::RecordQualificationResponse> RecordQualification(
      rpc::Call& call, const v1::RecordQualificationRequest& request);
  absl::StatusOr<v1::GetWorkerProfileResponse> GetWorkerProfile(
      rpc::Call& call, const v1::GetWorkerProfileRequest& request);
};

}  // namespace opora::registry
