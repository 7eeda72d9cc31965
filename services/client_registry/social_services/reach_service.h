#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/service_reach.pb.h"

namespace opora::registry {

// What providers record about their services beside figures; a part of the interface AgencyService
// (REG-11, REG-22, REG-23, REG-25).
class ReachService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::UpdateServiceResponse> UpdateService(rpc::Call& call,
                                                          const v1::UpdateServiceRequest& request);
  absl::StatusOr<v1::CreateOfficeResponse> CreateOffice(rpc::Call& call,
                                                        const v1::CreateOfficeRequest& request);
  absl::StatusOr<v1::UpdateOfficeResponse> UpdateOffice(rpc::Call& call,
                                                        const v1::UpdateOfficeRequest& request);
  absl::StatusOr<v1::AddServiceReachResponse> AddServiceReach(
      rpc::Call& call, const v1::AddServiceReachRequest& request);
  absl::StatusOr<v1::EndServiceReachResponse> EndServiceReach(
      rpc::Call& call, const v1::EndServiceReachRequest& request);
  absl::StatusOr<v1::PutServiceCostResponse> PutServiceCost(
      rpc::Call& call, const v1::PutServiceCostRequest& request);
};

}  // namespace opora::registry
