#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/household.pb.h"

namespace opora::registry {

// Who is whose family; in child protection the child is the client and its parents are family
// (REG-42).
class FamilyService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordFamilyRelationResponse> RecordFamilyRelation(
      rpc::Call& call, const v1::RecordFamilyRelationRequest& request);
  absl::StatusOr<v1::EndFamilyRelationResponse> EndFamilyRelation(
      rpc::Call& call, const v1::EndFamilyRelationRequest& request);
  absl::StatusOr<v1::ListFamilyResponse> ListFamily(rpc::Call& call,
                                                    const v1::ListFamilyRequest& request);
};

}  // namespace opora::registry
