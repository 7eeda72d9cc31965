#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/config/config.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/break_glass.pb.h"

namespace opora::registry {

std::vector<config::Setting> BreakGlassSettings();

// Access in an emergency (XC-26, XC-27): opened, renewed, ended; read by both sides.
class BreakGlassService {
 public:
  // Whoever opens or renews signed in at most that long ago.
  explicit BreakGlassService(absl::Duration oldest_sign_in) : oldest_sign_in_(oldest_sign_in) {}

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

 private:
  absl::Status CheckSignIn(const rpc::Call& call) const;

  absl::Duration oldest_sign_in_;
};

}  // namespace opora::registry
