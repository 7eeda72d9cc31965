#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/conference_service.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// A conference as a process: proposal, contract, end, evaluation (CONF-53 to CONF-57, CONF-64).
class ConferenceService {
 public:
  explicit ConferenceService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ProposeConferenceResponse> ProposeConference(
      rpc::Call& call, const v1::ProposeConferenceRequest& request);
  absl::StatusOr<v1::GetConferenceResponse> GetConference(rpc::Call& call,
                                                          const v1::GetConferenceRequest& request);
  absl::StatusOr<v1::ListConferencesResponse> ListConferences(
      rpc::Call& call, const v1::ListConferencesRequest& request);
  absl::StatusOr<v1::DeclineConferenceResponse> DeclineConference(
      rpc::Call& call, const v1::DeclineConferenceRequest& request);
  absl::StatusOr<v1::CancelConferenceResponse> CancelConference(
      rpc::Call& call, const v1::CancelConferenceRequest& request);
  absl::StatusOr<v1::SignContractResponse> SignContract(rpc::Call& call,
                                                        const v1::SignContractRequest& request);
  absl::StatusOr<v1::EvaluateConferenceResponse> EvaluateConference(
      rpc::Call& call, const v1::EvaluateConferenceRequest& request);

 private:
  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
