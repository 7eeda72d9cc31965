#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/case.pb.h"

namespace opora::conference {

// Cases of clients (CONF-03, CONF-10).
class CaseService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::OpenCaseResponse> OpenCase(rpc::Call& call,
                                                const v1::OpenCaseRequest& request);
  absl::StatusOr<v1::GetCaseResponse> GetCase(rpc::Call& call, const v1::GetCaseRequest& request);
};

}  // namespace opora::conference
