#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/config/config.h"
#include "common/rpc/access.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "common/rpc/directory.h"

// How the other services ask the registry: who calls, and what that caller may see. Nothing is
// cached; without an answer of the registry nothing is shown (it fails closed).
namespace opora::registry_client {

// The setting `<neighbour>-address` of a service that calls that neighbour: "registry".
config::Setting AddressSetting(const std::string& neighbour, const std::string& default_address);

// Calls to that neighbour, with the service's own certificate.
std::unique_ptr<rpc::Client> Connect(const config::Config& config, const std::string& neighbour);

// Workers, roles, substitutions and suspensions, by ResolveCaller with the caller's own token; of
// an agency's system whether the agency is suspended.
class RemoteDirectory final : public rpc::Directory {
 public:
  explicit RemoteDirectory(const rpc::Client& registry) : registry_(registry) {}
  absl::Status Resolve(db::Tx& tx, const rpc::CallFacts& facts, rpc::Caller& caller) override;

 private:
  absl::Status CheckAgency(const rpc::CallFacts& facts, const rpc::Caller& caller) const;

  const rpc::Client& registry_;
};

// Access decisions: what the caller's own unit holds here is its own record; about the rest the
// registry is asked, by CheckDisclosures for a whole page at once.
class RemoteDecider : public rpc::Decider {
 public:
  explicit RemoteDecider(const rpc::Client& registry) : registry_(registry) {}
  absl::Status Decide(rpc::Call& call, std::span<const rpc::Subject> subjects,
                      std::vector<rpc::Grants>& grants) final;
  // What the role does not need for the purpose is not there, whoever holds the record (XC-29).
  void Present(const rpc::Call& call, google::protobuf::Message& record) const override;

 protected:
  // Grants that rest on the service's own facts, without asking; nullopt: the registry decides.
  virtual std::optional<rpc::Grants> DecideHere(rpc::Call& call, const rpc::Subject& subject);

 private:
  absl::Status Ask(rpc::Call& call, std::span<const rpc::Subject> subjects,
                   std::span<rpc::Grants> grants);

  const rpc::Client& registry_;
};

}  // namespace opora::registry_client
