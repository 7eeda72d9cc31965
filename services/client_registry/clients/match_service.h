#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/client.pb.h"
#include "opora/registry/v1/match.pb.h"

namespace opora::registry {

// The steward's side of duplicates: joins and splits records of one person (REG-41).
class MatchService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ListMatchesResponse> ListMatches(rpc::Call& call,
                                                      const v1::ListMatchesRequest& request);
  absl::StatusOr<v1::GetMatchResponse> GetMatch(rpc::Call& call,
                                                const v1::GetMatchRequest& request);
  absl::StatusOr<v1::MergeClientsResponse> MergeClients(rpc::Call& call,
                                                        const v1::MergeClientsRequest& request);
  absl::StatusOr<v1::UnmergeClientsResponse> UnmergeClients(
      rpc::Call& call, const v1::UnmergeClientsRequest& request);
};

}  // namespace opora::registry
