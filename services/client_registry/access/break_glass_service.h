#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/break_glass.pb.h"

namespace opora::registry {

// Access in an emergency (XC-26, XC-27): opened, renewed, ended; read by both sides.
class BreakGlassService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::OpenBreakGlassResponse> OpenBreakGlass(
      rpc::Call& call, const v1::OpenBreakGlassRequest& request);
  absl::StatusOr<v1::RenewBreakGlassResponse> RenewBreakGlass(
      rpc::Call& call, const v1::RenewBreakGlassRequest& request);
  absl::StatusOr<v1::CloseBreakGlassResponse> CloseBreakGlass(
      rpc::Call& call, const v1::CloseBreakGlassRequest& request);
  absl::StatusOr<v1::GetBreakGlassResponse> GetBreakGlass(rpc::Call& call,
                                                          const v1::GetBreakGlassRequest& request);
  absl::StatusOr<v1::ListBreakGlassesResponse> ListBreakGlasses(
      rpc::Call& call, const v1::ListBreakGlassesRequest& request);
};

}  // namespace opora::registry
