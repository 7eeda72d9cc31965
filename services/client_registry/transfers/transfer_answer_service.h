#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/transfer.pb.h"

namespace opora::registry {

// How a transfer ends: accepted, declined, withdrawn, made outside (REG-115).
class TransferAnswerService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::AcceptTransferResponse> AcceptTransfer(
      rpc::Call& call, const v1::AcceptTransferRequest& request);
  absl::StatusOr<v1::DeclineTransferResponse> DeclineTransfer(
      rpc::Call& call, const v1::DeclineTransferRequest& request);
  absl::StatusOr<v1::WithdrawTransferResponse> WithdrawTransfer(
      rpc::Call& call, const v1::WithdrawTransferRequest& request);
  absl::StatusOr<v1::RecordTransferMadeResponse> RecordTransferMade(
      rpc::Call& call, const v1::RecordTransferMadeRequest& request);
};

}  // namespace opora::registry
