#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/representation.pb.h"

namespace opora::registry {

// Who stands for clients: recorded with evidence, ended by date (XC-59).
class RepresentationService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordRepresentationResponse> RecordRepresentation(
      rpc::Call& call, const v1::RecordRepresentationRequest& request);
  absl::StatusOr<v1::EndRepresentationResponse> EndRepresentation(
      rpc::Call& call, const v1::EndRepresentationRequest& request);
  absl::StatusOr<v1::GetRepresentationResponse> GetRepresentation(
      rpc::Call& call, const v1::GetRepresentationRequest& request);
  absl::StatusOr<v1::ListRepresentationsResponse> ListRepresentations(
      rpc::Call& call, const v1::ListRepresentationsRequest& request);
  absl::StatusOr<v1::GetGrantorsResponse> GetGrantors(rpc::Call& call,
                                                      const v1::GetGrantorsRequest& request);
  absl::StatusOr<v1::CheckGrantorResponse> CheckGrantor(rpc::Call& call,
                                                        const v1::CheckGrantorRequest& request);
};

}  // namespace opora::registry
