#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/social_department.pb.h"

namespace opora::registry {

// Set-up of social departments, a part of the interface CooperationService (REG-06, REG-08, REG-09,
// XC-55).
class DepartmentService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SetContactPersonResponse> SetContactPerson(
      rpc::Call& call, const v1::SetContactPersonRequest& request);
  absl::StatusOr<v1::GetContactPersonResponse> GetContactPerson(
      rpc::Call& call, const v1::GetContactPersonRequest& request);
  absl::StatusOr<v1::ListContactPersonsResponse> ListContactPersons(
      rpc::Call& call, const v1::ListContactPersonsRequest& request);
  absl::StatusOr<v1::NameChangeBearerResponse> NameChangeBearer(
      rpc::Call& call, const v1::NameChangeBearerRequest& request);
  absl::StatusOr<v1::EndChangeBearerResponse> EndChangeBearer(
      rpc::Call& call, const v1::EndChangeBearerRequest& request);
  absl::StatusOr<v1::ListChangeBearersResponse> ListChangeBearers(
      rpc::Call& call, const v1::ListChangeBearersRequest& request);
  absl::StatusOr<v1::DefineTargetGroupResponse> DefineTargetGroup(
      rpc::Call& call, const v1::DefineTargetGroupRequest& request);
  absl::StatusOr<v1::GetTargetGroupResponse> GetTargetGroup(
      rpc::Call& call, const v1::GetTargetGroupRequest& request);
  absl::StatusOr<v1::CheckSetupResponse> CheckSetup(rpc::Call& call,
                                                    const v1::CheckSetupRequest& request);
};

}  // namespace opora::registry
