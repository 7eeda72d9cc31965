#pragma once

#include "absl/status/status.h"
#include "common/work/work_service.h"

namespace opora::registry {

// Names the clients of whom the caller may know anything at all; any basis carries the minimum
// identity.
absl::Status NameClients(rpc::Call& call, work::Items& items);

}  // namespace opora::registry
