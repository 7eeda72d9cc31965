#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/reporting/v1/projection.pb.h"
#include "services/reporting/following/projections.h"

namespace opora::reporting {

// What is made of a feed by which code and key; another one builds anew.
std::string BasisOf(const Pseudonyms& pseudonyms);

// How far the feeds are followed, and beginning anew (REP-81).
class ProjectionService {
 public:
  // `projections` outlives it.
  ProjectionService(const std::vector<Projection>& projections, std::string basis)
      : projections_(projections), basis_(std::move(basis)) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::GetFeedStatusResponse> GetFeedStatus(rpc::Call& call,
                                                          const v1::GetFeedStatusRequest& request);
  absl::StatusOr<v1::RebuildProjectionsResponse> RebuildProjections(
      rpc::Call& call, const v1::RebuildProjectionsRequest& request);

 private:
  const std::vector<Projection>& projections_;
  const std::string basis_;
};

}  // namespace opora::reporting
