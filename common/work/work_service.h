#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "common/work/finder.h"
#include "opora/common/v1/work.pb.h"

namespace opora::work {

using Items = google::protobuf::RepeatedPtrField<common::v1::WorkItem>;
// Puts in what only the service knows: names of clients whom the caller may know.
using Complete = std::function<absl::Status(rpc::Call&, Items&)>;

// opora.common.v1.WorkService, the same in every service; the service gives its sources.
class WorkService {
 public:
  WorkService(const Finder& finder, Complete complete)
      : finder_(finder), complete_(std::move(complete)) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<common::v1::ListMyWorkResponse> ListMyWork(
      rpc::Call& call, const common::v1::ListMyWorkRequest& request);
  absl::StatusOr<common::v1::MarkWorkSeenResponse> MarkWorkSeen(
      rpc::Call& call, const common::v1::MarkWorkSeenRequest& request);

 private:
  const Finder& finder_;
  const Complete complete_;
};

// What the caller asks for. PERMISSION_DENIED ROLE_REFUSED: the unit's list is for its leaders.
absl::StatusOr<Question> QuestionOf(const rpc::Call& call, common::v1::WorkScope scope);

// The row as the caller is told of it.
common::v1::WorkItem ItemOf(const rpc::Call& call, const Row& row, absl::Time seen);

// When the worker last saw the list; the infinite past for never.
absl::Time SeenBy(db::Tx& tx, const std::string& worker_id);

}  // namespace opora::work
