#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/substitution.pb.h"

namespace opora::registry {

// Deputies of absent workers (XC-61). What a substitution gives is decided by CallerDirectory.
class SubstitutionService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateSubstitutionResponse> CreateSubstitution(
      rpc::Call& call, const v1::CreateSubstitutionRequest& request);
  absl::StatusOr<v1::EndSubstitutionResponse> EndSubstitution(
      rpc::Call& call, const v1::EndSubstitutionRequest& request);
  absl::StatusOr<v1::ListSubstitutionsResponse> ListSubstitutions(
      rpc::Call& call, const v1::ListSubstitutionsRequest& request);
};

}  // namespace opora::registry
