#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/support_plan.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// Assessment, plan, monitoring and evaluation of cases (CONF-11 to CONF-20).
class SupportPlanService {
 public:
  explicit SupportPlanService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::AddAssessmentResponse> AddAssessment(rpc::Call& call,
                                                          const v1::AddAssessmentRequest& request);
  absl::StatusOr<v1::CreateSupportPlanResponse> CreateSupportPlan(
      rpc::Call& call, const v1::CreateSupportPlanRequest& request);
  absl::StatusOr<v1::ApproveSupportPlanResponse> ApproveSupportPlan(
      rpc::Call& call, const v1::ApproveSupportPlanRequest& request);
  absl::StatusOr<v1::SetEvaluationDatesResponse> SetEvaluationDates(
      rpc::Call& call, const v1::SetEvaluationDatesRequest& request);
  absl::StatusOr<v1::StartCaseResponse> StartCase(rpc::Call& call,
                                                  const v1::StartCaseRequest& request);
  absl::StatusOr<v1::AddMonitoringResponse> AddMonitoring(rpc::Call& call,
                                                          const v1::AddMonitoringRequest& request);
  absl::StatusOr<v1::StartEvaluationResponse> StartEvaluation(
      rpc::Call& call, const v1::StartEvaluationRequest& request);
  absl::StatusOr<v1::RecordEvaluationResponse> RecordEvaluation(
      rpc::Call& call, const v1::RecordEvaluationRequest& request);
  absl::StatusOr<v1::StartNewCycleResponse> StartNewCycle(rpc::Call& call,
                                                          const v1::StartNewCycleRequest& request);
  absl::StatusOr<v1::DecideDuplicateResponse> DecideDuplicate(
      rpc::Call& call, const v1::DecideDuplicateRequest& request);
  absl::StatusOr<v1::ListAssessmentsResponse> ListAssessments(
      rpc::Call& call, const v1::ListAssessmentsRequest& request);
  absl::StatusOr<v1::ListSupportPlansResponse> ListSupportPlans(
      rpc::Call& call, const v1::ListSupportPlansRequest& request);
  absl::StatusOr<v1::ListMonitoringResponse> ListMonitoring(
      rpc::Call& call, const v1::ListMonitoringRequest& request);
  absl::StatusOr<v1::ListEvaluationsResponse> ListEvaluations(
      rpc::Call& call, const v1::ListEvaluationsRequest& request);
  absl::StatusOr<v1::ListDueEvaluationsResponse> ListDueEvaluations(
      rpc::Call& call, const v1::ListDueEvaluationsRequest& request);
  absl::StatusOr<v1::ListUnapprovedPlansResponse> ListUnapprovedPlans(
      rpc::Call& call, const v1::ListUnapprovedPlansRequest& request);

 private:
  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
