#pragma once

#include "absl/status/status.h"
#include "common/rpc/caller.h"
#include "common/time/clock.h"

namespace opora::registry {

// The registry's own tables as the directory of callers: what is suspended or ended there takes
// effect on the next call (XC-62).
class CallerDirectory final : public rpc::Directory {
 public:
  // The clock says on which day a role must be held.
  explicit CallerDirectory(const Clock& clock) : clock_(clock) {}

  // PERMISSION_DENIED WORKER_UNKNOWN, WORKER_SUSPENDED, AGENCY_UNKNOWN, AGENCY_SUSPENDED,
  // AGENCY_MISMATCH (the token is of another agency), ROLE_NOT_HELD, SUBSTITUTION_UNKNOWN.
  absl::Status Resolve(db::Tx& tx, const common::v1::CallContext& context,
                       rpc::Caller& caller) override;

 private:
  absl::Status ResolvePerson(db::Tx& tx, common::v1::ActingRole role, rpc::Caller& caller) const;

  const Clock& clock_;
};

}  // namespace opora::registry
