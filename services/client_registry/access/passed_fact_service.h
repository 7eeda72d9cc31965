#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/passed_fact.pb.h"

namespace opora::registry {

// Facts passed on because the client wants it (XC-36), and what is owed about other disclosures.
class PassedFactService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PassOnFactResponse> PassOnFact(rpc::Call& call,
                                                    const v1::PassOnFactRequest& request);
  absl::StatusOr<v1::GetPassedFactResponse> GetPassedFact(rpc::Call& call,
                                                          const v1::GetPassedFactRequest& request);
  absl::StatusOr<v1::ListPassedFactsResponse> ListPassedFacts(
      rpc::Call& call, const v1::ListPassedFactsRequest& request);
  absl::StatusOr<v1::ListOverridesResponse> ListOverrides(rpc::Call& call,
                                                          const v1::ListOverridesRequest& request);
};

}  // namespace opora::registry
