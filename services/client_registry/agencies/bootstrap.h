#pragma once

#include <vector>

#include "absl/status/status.h"
#include "common/config/config.h"

namespace opora::registry {

// Settings of the subcommand `bootstrap` besides those of the service: issuer, subject, name.
std::vector<config::Setting> BootstrapSettings();

// Enters the agency that operates the platform and its first administrator, who signs in with the
// given issuer and subject. A sign-in that is an administrator's already is left as it is.
//
// INVALID_ARGUMENT: the name is not a given name and a family name.
// FAILED_PRECONDITION: the sign-in is a worker's who does not administer the platform.
// UNAVAILABLE: the database cannot be reached.
absl::Status Bootstrap(const config::Config& config);

}  // namespace opora::registry
