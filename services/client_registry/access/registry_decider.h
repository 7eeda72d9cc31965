#pragma once

#include <span>
#include <vector>

#include "common/rpc/access.h"
#include "common/rpc/call.h"
#include "services/client_registry/access/decide.h"

namespace opora::registry::access {

// Decides from the registry's own tables what the caller may read. Facts of a client are read once
// per call, whatever the number of units whose records the answer holds.
class RegistryDecider final : public rpc::Decider {
 public:
  absl::Status Decide(rpc::Call& call, std::span<const rpc::Subject> subjects,
                      std::vector<rpc::Grants>& grants) override;
};

// The caller as a party of a disclosure.
Party PartyOf(rpc::Call& call);

// Facts of a client within this call, read at first use.
const Facts& FactsOf(rpc::Call& call, const std::string& client_id);

}  // namespace opora::registry::access
