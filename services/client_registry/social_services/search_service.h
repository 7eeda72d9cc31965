#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/service_reach.pb.h"

namespace opora::registry {

// What everybody reads about services; a part of the interface AgencyService (REG-11, REG-18 to
// REG-25).
class SearchService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::FindServicesResponse> FindServices(rpc::Call& call,
                                                        const v1::FindServicesRequest& request);
  absl::StatusOr<v1::ListServicesResponse> ListServices(rpc::Call& call,
                                                        const v1::ListServicesRequest& request);
  absl::StatusOr<v1::GetServiceResponse> GetService(rpc::Call& call,
                                                    const v1::GetServiceRequest& request);
  absl::StatusOr<v1::ListServiceHistoryResponse> ListServiceHistory(
      rpc::Call& call, const v1::ListServiceHistoryRequest& request);
};

}  // namespace opora::registry
