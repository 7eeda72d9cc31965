#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/plan.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// Action plans of conferences (CONF-65 to CONF-77).
class PlanService {
 public:
  explicit PlanService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::AddActionItemResponse> AddActionItem(rpc::Call& call,
                                                          const v1::AddActionItemRequest& request);
  absl::StatusOr<v1::ReplaceActionItemResponse> ReplaceActionItem(
      rpc::Call& call, const v1::ReplaceActionItemRequest& request);
  absl::StatusOr<v1::CancelActionItemResponse> CancelActionItem(
      rpc::Call& call, const v1::CancelActionItemRequest& request);
  absl::StatusOr<v1::ApprovePlanResponse> ApprovePlan(rpc::Call& call,
                                                      const v1::ApprovePlanRequest& request);
  absl::StatusOr<v1::CompleteMilestoneResponse> CompleteMilestone(
      rpc::Call& call, const v1::CompleteMilestoneRequest& request);
  absl::StatusOr<v1::ListMyTasksResponse> ListMyTasks(rpc::Call& call,
                                                      const v1::ListMyTasksRequest& request);
  absl::StatusOr<v1::ProcessDeadlinesResponse> ProcessDeadlines(
      rpc::Call& call, const v1::ProcessDeadlinesRequest& request);

 private:
  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
