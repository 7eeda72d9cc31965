#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/access.pb.h"
#include "services/client_registry/access/disclosure.h"

namespace opora::registry::access {

// True when a refusal for this reason is one that a new consent would lift.
bool ConsentWouldHelp(std::string_view reason);

// Fills the remedy of a refused decision: the rule's own, and where a consent is what is missing
// the smallest one that suffices, ready to print (XC-66). Reveals nothing but what the caller
// asked.
absl::Status AddRemedy(rpc::Call& call, const Intent& intent, v1::DisclosureDecision& decision);

}  // namespace opora::registry::access
