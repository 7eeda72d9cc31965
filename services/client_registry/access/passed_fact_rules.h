#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "opora/registry/v1/one_off.pb.h"
#include "opora/registry/v1/passed_fact.pb.h"

// Facts that a client lets a worker pass on (XC-36, XC-58).
namespace opora::registry::access {

// Shown to the client first, then agreed to, heard by somebody whom it does not profit.
absl::Status CheckPassedFact(const v1::PassedFact& fact, const rpc::Unit& unit,
                             const std::string& worker_id, absl::Time now);

// What the server fills in.
void FillPassedFact(const rpc::Unit& unit, const std::string& worker_id, absl::Time now,
                    v1::PassedFact& fact);

// The same as a one-off disclosure: the client's own word, on this event alone (XC-26).
v1::OneOffDisclosure DisclosureOf(const v1::PassedFact& fact);

// Whether this worker may read the fact as its recipient.
bool IsRecipient(const v1::PassedFact& fact, const rpc::Unit& unit, const std::string& worker_id,
                 const std::string& substituted_worker_id);

}  // namespace opora::registry::access
