#pragma once

#include "absl/status/status.h"
#include "common/config/config.h"

namespace opora::app {

// The subcommand `audit verify`: recomputes the sealed chain and prints what it covers and what is
// still open. DATA_LOSS names the first broken entry.
absl::Status VerifyAudit(const config::Config& config);

}  // namespace opora::app
