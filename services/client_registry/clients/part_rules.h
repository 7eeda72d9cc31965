#pragma once

#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/registry/v1/client_part.pb.h"

namespace opora::registry {

// Area that a part of the record belongs to.
common::v1::DataArea AreaOf(v1::ClientPartKind kind);

// A part as asked for: its days exist and are not of the future.
absl::Status CheckPart(const v1::ClientPart& part, absl::CivilDay today);

// Puts the values of the named fields into a part.
//
// INVALID_ARGUMENT MASK_PATH_UNKNOWN.
absl::Status ApplyPartMask(const v1::ClientPart& values, std::span<const std::string> mask,
                           v1::ClientPart& part);

}  // namespace opora::registry
