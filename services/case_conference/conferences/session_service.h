#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/conference_service.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// The meeting itself, phase by phase (CONF-38, CONF-39, CONF-43 to CONF-50, CONF-58 to CONF-63).
class SessionService {
 public:
  explicit SessionService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::StartMeetingResponse> StartMeeting(rpc::Call& call,
                                                        const v1::StartMeetingRequest& request);
  absl::StatusOr<v1::RecordAttendanceResponse> RecordAttendance(
      rpc::Call& call, const v1::RecordAttendanceRequest& request);
  absl::StatusOr<v1::AdvancePhaseResponse> AdvancePhase(rpc::Call& call,
                                                        const v1::AdvancePhaseRequest& request);
  absl::StatusOr<v1::AddTopicResponse> AddTopic(rpc::Call& call,
                                                const v1::AddTopicRequest& request);
  absl::StatusOr<v1::RecordViewsResponse> RecordViews(rpc::Call& call,
                                                      const v1::RecordViewsRequest& request);
  absl::StatusOr<v1::SelectPrioritiesResponse> SelectPriorities(
      rpc::Call& call, const v1::SelectPrioritiesRequest& request);
  absl::StatusOr<v1::AddSolutionResponse> AddSolution(rpc::Call& call,
                                                      const v1::AddSolutionRequest& request);
  absl::StatusOr<v1::CloseMeetingResponse> CloseMeeting(rpc::Call& call,
                                                        const v1::CloseMeetingRequest& request);

 private:
  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
