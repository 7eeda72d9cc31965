#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/chain.h"
#include "common/config/config.h"

namespace opora::app {

// The keys that ever sealed the audit log: that of today, then the earlier ones, of which the
// public halves suffice. Empty when the log is not sealed.
//
// FAILED_PRECONDITION: a file cannot be read or holds no Ed25519 key.
absl::StatusOr<std::vector<audit::SealKey>> ReadSealKeys(const config::Config& config);

}  // namespace opora::app
