#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/break_glass.pb.h"
#include "services/client_registry/access/break_glass_rules.h"

namespace opora::registry::access {

// The caller as somebody who closes, renews or reviews.
Reviewer ReviewerOf(const rpc::Call& call);

// Lets the call show a record: all of it to the worker's own side, its outline (who, when, which
// areas, why) to those who work with the person.
void Show(rpc::Call& call, const v1::BreakGlass& glass, bool own_side);

// Locks a record of the caller's own side. Others cannot tell it from one that does not exist.
absl::StatusOr<v1::BreakGlass> LockOnOwnSide(rpc::Call& call, const std::string& break_glass_id);

}  // namespace opora::registry::access
