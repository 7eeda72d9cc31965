#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/death.pb.h"

namespace opora::registry {

// That a client died. What follows for consents is computed where they are judged
// (representation/representation_rules.h); nothing is rewritten here.
class DeathService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordDeathResponse> RecordDeath(rpc::Call& call,
                                                      const v1::RecordDeathRequest& request);
  absl::StatusOr<v1::RetractDeathResponse> RetractDeath(rpc::Call& call,
                                                        const v1::RetractDeathRequest& request);
  absl::StatusOr<v1::ListDeathsResponse> ListDeaths(rpc::Call& call,
                                                    const v1::ListDeathsRequest& request);
};

}  // namespace opora::registry
