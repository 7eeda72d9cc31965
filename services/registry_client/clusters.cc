#include "services/registry_client/clusters.h"

#include "common/rules/rule.h"
#include "opora/registry/v1/facts.pb.h"

namespace opora::registry_client {
namespace {

absl::Status Apply(db::Tx& tx, const common::v1::Event& event) {
  if (event.type() != "ClientsMerged" && event.type() != "ClientsUnmerged") return absl::OkStatus();
  registry::v1::ClusterFact fact;
  if (!event.fact().UnpackTo(&fact)) {
    return rules::StatusWithReason(absl::StatusCode::kDataLoss, "FACT_MISSING",
                                   "a merge does not say which records it joins");
  }
  for (const auto& member : fact.members()) {
    tx.Run(
        "INSERT INTO client_clusters (client_id, survivor_id) VALUES ($1, $2) ON CONFLICT "
        "(client_id) DO UPDATE SET survivor_id = $2",
        {member.client_id(), member.survivor_id()});
  }
  return absl::OkStatus();
}

}  // namespace

feed::Follower::Options FollowClusters(const std::string& conninfo, const rpc::Client& registry,
                                       telemetry::Metrics& metrics) {
  feed::Follower::Options options;
  options.feed = "client-registry";
  options.conninfo = conninfo;
  options.ask = feed::FeedOf(registry);
  options.consumer.version = [](db::Tx&, const common::v1::Event&) {
    return std::optional<int64_t>();
  };
  options.consumer.apply = Apply;
  options.drop = [](db::Tx& tx) { tx.Run("DELETE FROM client_clusters"); };
  options.basis = "clusters-1";
  options.metrics = &metrics;
  return options;
}

}  // namespace opora::registry_client
