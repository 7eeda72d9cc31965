#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/reporting/v1/programme.pb.h"

namespace opora::reporting {

// Localities with their published figures, advisory programmes with their goals (REP-01 to REP-17,
// REP-45 to REP-48).
class AdvisoryProgrammeService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateLocalityResponse> CreateLocality(
      rpc::Call& call, const v1::CreateLocalityRequest& request);
  absl::StatusOr<v1::GetLocalityResponse> GetLocality(rpc::Call& call,
                                                      const v1::GetLocalityRequest& request);
  absl::StatusOr<v1::ListLocalitiesResponse> ListLocalities(
      rpc::Call& call, const v1::ListLocalitiesRequest& request);
  absl::StatusOr<v1::RecordObservationResponse> RecordObservation(
      rpc::Call& call, const v1::RecordObservationRequest& request);
  absl::StatusOr<v1::CreateProgrammeResponse> CreateProgramme(
      rpc::Call& call, const v1::CreateProgrammeRequest& request);
  absl::StatusOr<v1::GetProgrammeResponse> GetProgramme(rpc::Call& call,
                                                        const v1::GetProgrammeRequest& request);
  absl::StatusOr<v1::ReplaceGoalsResponse> ReplaceGoals(rpc::Call& call,
                                                        const v1::ReplaceGoalsRequest& request);
  absl::StatusOr<v1::MoveProgrammeResponse> MoveProgramme(rpc::Call& call,
                                                          const v1::MoveProgrammeRequest& request);
  absl::StatusOr<v1::EvaluateGoalResponse> EvaluateGoal(rpc::Call& call,
                                                        const v1::EvaluateGoalRequest& request);
};

}  // namespace opora::reporting
