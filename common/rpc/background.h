#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "common/db/session.h"
#include "common/rpc/call.h"

namespace opora::rpc {

// Who works in the background, and why: named in the audit.
struct Background {
  std::string service;  // "case-conference"
  std::string
      activity;  // Stands for the method: "relay opora.registry.v1.AccessService.DiscloseOnce"
  std::string client_id;  // The client concerned, empty for none.
  std::string record;     // "table/key"
};

// Runs `work` in one transaction as the service itself, role SYSTEM, with an audit entry and the
// events it emits in the last statements before the commit, as the pipeline does for a call.
absl::Status RunInBackground(db::Session& session, const Background& background, absl::Time now,
                             const std::function<absl::Status(Call&)>& work);

}  // namespace opora::rpc
