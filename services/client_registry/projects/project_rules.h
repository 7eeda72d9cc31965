#pragma once

#include "absl/status/status.h"
#include "opora/registry/v1/project.pb.h"

namespace opora::registry {

// A project as it may stand (REG-10, REG-26): periods that do not run backwards, each agency once.
// The period of a target may outlast the project.
//
// INVALID_ARGUMENT PERIOD_REVERSED, PARTICIPANT_TWICE, AMOUNT_NEGATIVE.
absl::Status CheckProject(const v1::Project& project);

}  // namespace opora::registry
