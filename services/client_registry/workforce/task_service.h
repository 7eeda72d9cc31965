#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/task_request.pb.h"

namespace opora::registry {

// Requests of one unit to a worker of another, in favour of a client (XC-37 to XC-39).
class TaskService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RequestTaskResponse> RequestTask(rpc::Call& call,
                                                      const v1::RequestTaskRequest& request);
  absl::StatusOr<v1::AnswerTaskRequestResponse> AnswerTaskRequest(
      rpc::Call& call, const v1::AnswerTaskRequestRequest& request);
  absl::StatusOr<v1::GetTaskRequestResponse> GetTaskRequest(
      rpc::Call& call, const v1::GetTaskRequestRequest& request);
  absl::StatusOr<v1::ListTaskRequestsResponse> ListTaskRequests(
      rpc::Call& call, const v1::ListTaskRequestsRequest& request);
};

}  // namespace opora::registry
