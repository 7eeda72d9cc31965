#pragma once

#include "absl/status/status.h"
#include "common/config/config.h"

namespace opora::app {

// Asks the service of this configuration whether it is ready, over gRPC with its own certificate.
// The probe of containers: no shell and no other binary is needed.
absl::Status CheckHealth(const config::Config& config);

}  // namespace opora::app
