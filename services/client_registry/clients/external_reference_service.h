#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/external_reference.pb.h"

namespace opora::registry {

// Numbers of records in an agency's own systems, seen by that agency only (REG-120).
class ExternalReferenceService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SetExternalReferenceResponse> SetExternalReference(
      rpc::Call& call, const v1::SetExternalReferenceRequest& request);
  absl::StatusOr<v1::RemoveExternalReferenceResponse> RemoveExternalReference(
      rpc::Call& call, const v1::RemoveExternalReferenceRequest& request);
  absl::StatusOr<v1::ResolveExternalReferenceResponse> ResolveExternalReference(
      rpc::Call& call, const v1::ResolveExternalReferenceRequest& request);
  absl::StatusOr<v1::ListExternalReferencesResponse> ListExternalReferences(
      rpc::Call& call, const v1::ListExternalReferencesRequest& request);
};

}  // namespace opora::registry
