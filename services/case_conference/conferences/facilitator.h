#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/conference/v1/conference.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// Whether a worker is independent of the client (CONF-35): nothing in the registry and nothing in
// cases, conferences and plans here since 24 months before the meeting. To be asked before anything
// is locked.
absl::StatusOr<bool> IsIndependent(rpc::Call& call, const NeighbourFacts& neighbours,
                                   const v1::Conference& conference, const std::string& worker_id);

// The facilitator checked again (CONF-36). True too when there is none.
absl::StatusOr<bool> FacilitatorStillIndependent(rpc::Call& call, const NeighbourFacts& neighbours,
                                                 const v1::Conference& conference);

}  // namespace opora::conference
