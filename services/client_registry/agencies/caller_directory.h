#pragma once

#include "absl/status/status.h"
#include "common/rpc/directory.h"

namespace opora::registry {

// The registry's own tables as the directory of callers: what is suspended or ended there takes
// effect on the next call (XC-62).
class CallerDirectory final : public rpc::Directory {
 public:
  // PERMISSION_DENIED WORKER_UNKNOWN, WORKER_SUSPENDED, EMPLOYMENT_ENDED, AGENCY_UNKNOWN,
  // AGENCY_SUSPENDED, DEPARTMENT_CLOSED, AGENCY_MISMATCH (the token is of another agency),
  // ROLE_NOT_HELD; SUBSTITUTION_UNKNOWN (none, or another's), SUBSTITUTION_OVER, ROLE_NOT_LENT
  // (XC-61).
  absl::Status Resolve(db::Tx& tx, const rpc::CallFacts& facts, rpc::Caller& caller) override;
};

}  // namespace opora::registry
