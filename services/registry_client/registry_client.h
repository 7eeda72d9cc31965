#pragma once

#include <memory>
#include <span>
#include <vector>

#include "common/rpc/access.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "common/rpc/directory.h"

// How the other services ask the registry: who calls, and what that caller may see. Nothing is
// cached; without an answer of the registry nothing is shown (it fails closed).
namespace opora::registry_client {

// Workers, roles and suspensions, by ResolveCaller with the caller's own token.
class RemoteDirectory final : public rpc::Directory {
 public:
  explicit RemoteDirectory(const rpc::Client& registry) : registry_(registry) {}
  absl::Status Resolve(db::Tx& tx, const rpc::CallFacts& facts, rpc::Caller& caller) override;

 private:
  const rpc::Client& registry_;
};

// Access decisions, by CheckDisclosures for a whole page at once.
class RemoteDecider final : public rpc::Decider {
 public:
  explicit RemoteDecider(const rpc::Client& registry) : registry_(registry) {}
  absl::Status Decide(rpc::Call& call, std::span<const rpc::Subject> subjects,
                      std::vector<rpc::Grants>& grants) override;

 private:
  const rpc::Client& registry_;
};

}  // namespace opora::registry_client
