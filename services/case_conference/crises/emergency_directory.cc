#include "services/case_conference/crises/emergency_directory.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/relay/relay.h"

namespace opora::conference {
namespace {

// How long an act that must not be delayed waits for the registry.
constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr std::size_t kMostKnown = 10000;

}  // namespace

absl::Status EmergencyDirectory::Resolve(db::Tx& tx, const rpc::CallFacts& facts,
                                         rpc::Caller& caller) {
  const bool urgent =
      facts.method != nullptr && urgent_methods_.contains(facts.method->full_name());
  rpc::CallFacts asked = facts;
  if (urgent) asked.deadline = std::min(asked.deadline, absl::Now() + kPatience);
  const std::string key = KeyOf(facts, caller);
  const absl::Status status = registry_.Resolve(tx, asked, caller);
  const absl::MutexLock lock(&mutex_);
  if (status.ok()) {
    // A substitution ends by itself: nobody is a deputy from memory (XC-61).
    if (!caller.substituted_worker_id.empty()) return status;
    if (known_.size() >= kMostKnown) known_.clear();
    known_[key] = caller;
    return status;
  }
  // A refusal of the registry ends what it knew before: suspended people are not let in.
  if (!relay::MayChange(status)) known_.erase(key);
  const auto known = known_.find(key);
  if (!urgent || known == known_.end()) return status;
  const std::string certificate = caller.peer_certificate;
  caller = known->second;
  caller.peer_certificate = certificate;
  return absl::OkStatus();
}

std::string EmergencyDirectory::KeyOf(const rpc::CallFacts& facts, const rpc::Caller& caller) {
  return absl::StrCat(caller.issuer, "|", caller.subject, "|", caller.unit.agency_id, "|",
                      static_cast<int>(facts.context.acting_role()), "|",
                      facts.context.substitution_id());
}

}  // namespace opora::conference
