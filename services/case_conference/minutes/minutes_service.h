#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/conference_service.pb.h"

namespace opora::conference {

// Minutes, and what of a conference leaves the room (CONF-37, CONF-45, CONF-78 to CONF-80, XC-22).
class MinutesService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::WriteMinutesResponse> WriteMinutes(rpc::Call& call,
                                                        const v1::WriteMinutesRequest& request);
  absl::StatusOr<v1::CirculateMinutesResponse> CirculateMinutes(
      rpc::Call& call, const v1::CirculateMinutesRequest& request);
  absl::StatusOr<v1::AgreeMinutesResponse> AgreeMinutes(rpc::Call& call,
                                                        const v1::AgreeMinutesRequest& request);
  absl::StatusOr<v1::CloseMinutesResponse> CloseMinutes(rpc::Call& call,
                                                        const v1::CloseMinutesRequest& request);
  absl::StatusOr<v1::ShareContentResponse> ShareContent(rpc::Call& call,
                                                        const v1::ShareContentRequest& request);
  absl::StatusOr<v1::GetSharedContentResponse> GetSharedContent(
      rpc::Call& call, const v1::GetSharedContentRequest& request);
};

}  // namespace opora::conference
