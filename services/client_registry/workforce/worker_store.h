#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "opora/registry/v1/agency.pb.h"
#include "opora/registry/v1/employment.pb.h"

// Who works now.
namespace opora::registry {

rpc::Unit UnitOf(const v1::Worker& worker);

// True when the employment has ended by this instant.
bool HasLeft(db::Tx& tx, const std::string& worker_id, absl::Time now);

// FAILED_PRECONDITION WORKER_NOT_ACTIVE (XC-62): suspended, or left by this instant.
absl::Status CheckActive(db::Tx& tx, const v1::Worker& worker, absl::Time now);

// The end of the employment that holds, planned or past.
std::optional<v1::EmploymentEnd> PresentEnd(db::Tx& tx, const std::string& worker_id);

// Marks the sign-in as given back, or taken again; the latter is refused by constraint when
// somebody else has it by now.
void SetLeft(db::Tx& tx, const std::string& worker_id, bool left);

}  // namespace opora::registry
