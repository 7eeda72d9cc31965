#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/programme.pb.h"

namespace opora::housing {

// What a day moves in a programme, asked for explicitly (architecture 10).
class DeadlineService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ProcessDeadlinesResponse> ProcessDeadlines(
      rpc::Call& call, const v1::ProcessDeadlinesRequest& request);
};

}  // namespace opora::housing
