#include "services/reporting/following/projection_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/feed/progress.h"
#include "common/rules/rule.h"

namespace opora::reporting {
namespace {

v1::FeedState StateOf(feed::FollowState state) {
  switch (state) {
    case feed::FollowState::kFollowing:
      return v1::FEED_STATE_FOLLOWING;
    case feed::FollowState::kCatchingUp:
      return v1::FEED_STATE_CATCHING_UP;
    case feed::FollowState::kDisconnected:
      return v1::FEED_STATE_DISCONNECTED;
    case feed::FollowState::kHalted:
      return v1::FEED_STATE_HALTED;
  }
  return v1::FEED_STATE_UNSPECIFIED;
}

v1::FollowedFeed Describe(rpc::Call& call, const std::string& feed) {
  v1::FollowedFeed described;
  described.set_feed(feed);
  described.set_state(v1::FEED_STATE_DISCONNECTED);
  const auto progress = feed::ReadProgress(call.tx(), feed);
  if (!progress.has_value()) return described;
  described.set_state(StateOf(progress->state));
  described.set_reason(progress->reason);
  described.set_position(progress->position);
  if (!progress->complete_time.has_value()) return described;
  *described.mutable_complete_time() = rpc::ToTimestamp(*progress->complete_time);
  described.set_lag_seconds(
      std::max<int64_t>(0, absl::ToInt64Seconds(call.now() - *progress->complete_time)));
  return described;
}

}  // namespace

std::string BasisOf(const Pseudonyms& pseudonyms) {
  return absl::StrCat(kProjectionVersion, " ", pseudonyms.KeyFingerprint());
}

void ProjectionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.reporting.v1.ProjectionService";
  rpc::Bind(methods, kInterface, "GetFeedStatus", *this, &ProjectionService::GetFeedStatus);
  rpc::Bind(methods, kInterface, "RebuildProjections", *this,
            &ProjectionService::RebuildProjections);
}

absl::StatusOr<v1::GetFeedStatusResponse> ProjectionService::GetFeedStatus(
    rpc::Call& call, const v1::GetFeedStatusRequest&) {
  v1::GetFeedStatusResponse response;
  for (const Projection& projection : projections_)
    *response.add_feeds() = Describe(call, projection.feed);
  return response;
}

absl::StatusOr<v1::RebuildProjectionsResponse> ProjectionService::RebuildProjections(
    rpc::Call& call, const v1::RebuildProjectionsRequest& request) {
  const auto projection =
      std::find_if(projections_.begin(), projections_.end(),
                   [&](const Projection& one) { return one.feed == request.feed(); });
  if (projection == projections_.end()) return rules::NotFound();
  // The position first: the follower locks in the same order.
  feed::StartOver(call.tx(), projection->feed, basis_);
  projection->drop(call.tx());
  v1::RebuildProjectionsResponse response;
  *response.mutable_feed() = Describe(call, projection->feed);
  return response;
}

}  // namespace opora::reporting
