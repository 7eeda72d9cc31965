#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "common/db/session.h"
#include "common/rpc/access.h"
#include "common/rpc/call.h"
#include "services/client_registry/access/decide.h"

namespace opora::registry::access {

// As ReadFacts of facts_store.h.
using FactsReader = std::function<std::map<std::string, Facts>(
    db::Tx& tx, const std::vector<std::string>& client_ids, absl::Time now)>;

// Decides from the registry's own tables what the caller may read. Facts of a client are read once
// per call, whatever the number of units whose records the answer holds.
class RegistryDecider final : public rpc::Decider {
 public:
  RegistryDecider();
  // For tests that show what a faulty reader of facts would do.
  explicit RegistryDecider(FactsReader read);

  absl::Status Decide(rpc::Call& call, std::span<const rpc::Subject> subjects,
                      std::vector<rpc::Grants>& grants) override;
  // To others than its keeper a consent shows what was signed; and one person's record does not
  // tell of another, or of where a protected person is.
  void Present(const rpc::Call& call, google::protobuf::Message& record) const override;

 private:
  FactsReader read_;
};

// The caller as a party of a disclosure.
Party PartyOf(rpc::Call& call);

// Facts of a client within this call, read at first use.
const Facts& FactsOf(rpc::Call& call, const std::string& client_id);

}  // namespace opora::registry::access
