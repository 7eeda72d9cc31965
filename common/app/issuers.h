#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/token.h"

namespace opora::app {

// The issuers of the file of setting issuers-file.
// INVALID_ARGUMENT: the file cannot be read, is not such JSON, or has a member unknown here.
absl::StatusOr<std::vector<auth::IssuerConfig>> ReadIssuers(const std::string& path);

}  // namespace opora::app
