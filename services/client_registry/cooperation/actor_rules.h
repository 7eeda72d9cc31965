#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "opora/registry/v1/cooperation.pb.h"

namespace opora::registry {

// Sets where the actor stands when its agency tells: inside the office of the municipality that
// keeps the record, or outside (REG-03).
//
// INVALID_ARGUMENT POSITION_MISMATCH: not said, or said otherwise.
absl::Status SetPosition(v1::KeyActor& actor);

// Fields that an actor publishes itself (REG-05).
bool IsPublishedByActor(std::string_view field);

// Leaves only the competences that answer the need in the territory; false when none does (REG-05).
bool KeepMatching(v1::HelpNeed need, std::string_view territory, v1::KeyActor& actor);

}  // namespace opora::registry
