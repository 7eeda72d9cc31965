#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "common/advice/agency_rules.h"
#include "common/rpc/call.h"
#include "common/rules/recommendation.h"

namespace opora::advice {

// Judges one act by the settings of the caller's agency: a refusal by a recommendation stands, or
// becomes a warning, or nothing (XC-46). Reads the settings only when a recommendation refuses.
class Judge {
 public:
  Judge(rpc::Call& call, rules::Recommendations recommendations)
      : call_(call), recommendations_(recommendations) {}

  // The refusal where it binds; OK where the agency lets the act pass. Every other status as it is.
  absl::Status Settle(absl::Status status);
  // The first of several that binds.
  absl::Status Settle(const std::vector<absl::Status>& statuses);

  // What was let pass. The pipeline keeps it as deviations (see Follow).
  const std::vector<common::v1::Warning>& warnings() const { return warnings_; }

  template <typename Response>
  void WarnIn(Response& response) const {
    for (const auto& warning : warnings_) *response.add_warnings() = warning;
  }

 private:
  rpc::Call& call_;
  const rules::Recommendations recommendations_;
  std::optional<AgencyRules> agency_;
  std::vector<common::v1::Warning> warnings_;
};

}  // namespace opora::advice
