#pragma once

#include "absl/status/status.h"
#include "common/app/application.h"

namespace opora::app {

// Runs the service until SIGTERM or SIGINT, then drains it.
absl::Status Serve(const Definition& definition, const config::Config& config);

}  // namespace opora::app
