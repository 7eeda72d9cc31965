#pragma once

#include "absl/status/status.h"
#include "common/db/session.h"
#include "common/rpc/call_facts.h"

namespace opora::rpc {

// Where workers, roles and suspensions are known: the registry's tables, or the registry itself.
class Directory {
 public:
  virtual ~Directory() = default;

  // Completes the caller of the facts, known by token, with worker, unit and role as they stand
  // now.
  //
  // PERMISSION_DENIED WORKER_UNKNOWN, WORKER_SUSPENDED, AGENCY_SUSPENDED, ROLE_NOT_HELD.
  virtual absl::Status Resolve(db::Tx& tx, const CallFacts& facts, Caller& caller) = 0;
};

}  // namespace opora::rpc
