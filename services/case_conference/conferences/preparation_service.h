#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/conference_service.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// What comes before the meeting: people, invitations, answers, preparation (CONF-29 to CONF-52,
// CONF-114).
class PreparationService {
 public:
  explicit PreparationService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::NameOrganiserResponse> NameOrganiser(rpc::Call& call,
                                                          const v1::NameOrganiserRequest& request);
  absl::StatusOr<v1::NameFacilitatorResponse> NameFacilitator(
      rpc::Call& call, const v1::NameFacilitatorRequest& request);
  absl::StatusOr<v1::AddParticipantsResponse> AddParticipants(
      rpc::Call& call, const v1::AddParticipantsRequest& request);
  absl::StatusOr<v1::RemoveParticipantResponse> RemoveParticipant(
      rpc::Call& call, const v1::RemoveParticipantRequest& request);
  absl::StatusOr<v1::InviteParticipantsResponse> InviteParticipants(
      rpc::Call& call, const v1::InviteParticipantsRequest& request);
  absl::StatusOr<v1::ArrangeMeetingResponse> ArrangeMeeting(
      rpc::Call& call, const v1::ArrangeMeetingRequest& request);
  absl::StatusOr<v1::RecordAnswersResponse> RecordAnswers(rpc::Call& call,
                                                          const v1::RecordAnswersRequest& request);
  absl::StatusOr<v1::PrepareParticipantsResponse> PrepareParticipants(
      rpc::Call& call, const v1::PrepareParticipantsRequest& request);
  absl::StatusOr<v1::DeclareReadyResponse> DeclareReady(rpc::Call& call,
                                                        const v1::DeclareReadyRequest& request);
  absl::StatusOr<v1::AdjournMeetingResponse> AdjournMeeting(
      rpc::Call& call, const v1::AdjournMeetingRequest& request);

 private:
  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
