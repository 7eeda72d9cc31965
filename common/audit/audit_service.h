#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/chain.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/common/v1/audit.pb.h"

namespace opora::audit {

// opora.common.v1.AuditService: the table for a breach report (XC-70), and the verification of the
// chain.
class AuditService {
 public:
  // `keys` are those that ever sealed this log.
  explicit AuditService(std::vector<SealKey> keys) : keys_(std::move(keys)) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<common::v1::ListAccessesResponse> ListAccesses(
      rpc::Call& call, const common::v1::ListAccessesRequest& request);
  absl::StatusOr<common::v1::SummarizeAccessesResponse> SummarizeAccesses(
      rpc::Call& call, const common::v1::SummarizeAccessesRequest& request);
  absl::StatusOr<common::v1::VerifyChainResponse> VerifyChain(
      rpc::Call& call, const common::v1::VerifyChainRequest& request);

 private:
  const std::vector<SealKey> keys_;
};

}  // namespace opora::audit
