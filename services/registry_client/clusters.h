#pragma once

#include "common/feed/follower.h"
#include "common/rpc/client.h"
#include "common/telemetry/metrics.h"

namespace opora::registry_client {

// Keeps this service's table client_clusters by following the registry's feed: which records are
// one person now (architecture 3). Rows keep the record they were written for; readers ask
// records_of().
feed::Follower::Options FollowClusters(const std::string& conninfo, const rpc::Client& registry,
                                       telemetry::Metrics& metrics);

}  // namespace opora::registry_client
