#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/conference_service.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// Conferences that were held on paper (CONF-115, XC-56).
class RecordService {
 public:
  explicit RecordService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordConferenceResponse> RecordConference(
      rpc::Call& call, const v1::RecordConferenceRequest& request);

 private:
  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
