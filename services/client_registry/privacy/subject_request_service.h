#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/privacy.pb.h"

namespace opora::registry {

// Requests of data subjects, of opora.registry.v1.PrivacyService (XC-67).
class SubjectRequestService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordSubjectRequestResponse> RecordSubjectRequest(
      rpc::Call& call, const v1::RecordSubjectRequestRequest& request);
  absl::StatusOr<v1::AddSubjectRequestStepResponse> AddSubjectRequestStep(
      rpc::Call& call, const v1::AddSubjectRequestStepRequest& request);
  absl::StatusOr<v1::ExtendSubjectRequestResponse> ExtendSubjectRequest(
      rpc::Call& call, const v1::ExtendSubjectRequestRequest& request);
  absl::StatusOr<v1::DecideSubjectRequestResponse> DecideSubjectRequest(
      rpc::Call& call, const v1::DecideSubjectRequestRequest& request);
  absl::StatusOr<v1::GetSubjectRequestResponse> GetSubjectRequest(
      rpc::Call& call, const v1::GetSubjectRequestRequest& request);
  absl::StatusOr<v1::ListSubjectRequestsResponse> ListSubjectRequests(
      rpc::Call& call, const v1::ListSubjectRequestsRequest& request);
};

}  // namespace opora::registry
