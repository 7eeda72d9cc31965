#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/access.pb.h"
#include "opora/registry/v1/involvement.pb.h"
#include "services/registry_client/grantors.h"

namespace opora::conference {

// What this service must know from the registry and from housing. To be asked before anything is
// locked or written.
class NeighbourFacts {
 public:
  // Without housing (null) nobody is involved there.
  NeighbourFacts(const rpc::Client& registry, const rpc::Client* housing)
      : registry_(registry), housing_(housing) {}

  // Whether the worker had anything to do with the client since that day, or ever in housing:
  // complaints, tenancies, applications (CONF-35).
  absl::StatusOr<bool> IsInvolved(const rpc::Call& call, const std::string& worker_id,
                                  const std::string& client_id, absl::CivilDay since) const;

  // Areas that the client does not want talked about (XC-02).
  absl::StatusOr<std::set<common::v1::DataArea>> ExcludedTopics(const rpc::Call& call,
                                                                const std::string& client_id) const;

  // Whether the caller's unit may tell the recipient about these areas; recorded by the registry.
  absl::StatusOr<registry::v1::DisclosureDecision> Decide(
      const rpc::Call& call, const registry::v1::CheckDisclosureRequest& question) const;

  // Whether the agency is a municipality that has not defined for whom it introduces the
  // coordinated approach (REG-09).
  absl::StatusOr<bool> LacksTargetGroup(const rpc::Call& call, const std::string& agency_id) const;

  // Refuses what was given by somebody who cannot (XC-59).
  absl::Status CheckGiven(const rpc::Call& call, const common::v1::Attestation& attestation,
                          const registry_client::Given& given) const {
    return registry_client::CheckGiven(registry_, call, attestation, given);
  }

  // Tells the recipient once, on the client's attested word (XC-64). The id of the disclosure.
  absl::StatusOr<std::string> DiscloseOnce(const rpc::Call& call,
                                           const registry::v1::DiscloseOnceRequest& request) const;

 private:
  const rpc::Client& registry_;
  const rpc::Client* housing_;
};

}  // namespace opora::conference
