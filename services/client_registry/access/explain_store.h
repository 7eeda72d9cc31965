#pragma once

#include <string>

#include "common/rpc/call.h"
#include "services/client_registry/access/explain_rules.h"

namespace opora::registry::access {

// What an explanation rests on, as it was at the instant.
Grounds ReadGrounds(rpc::Call& call, const std::string& client_id, absl::Time instant);

}  // namespace opora::registry::access
