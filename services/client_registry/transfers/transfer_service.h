#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/transfer.pb.h"

namespace opora::registry {

// Transfers of cases with their hand-over sheets, as both sides see them (REG-115).
class TransferService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ProposeTransferResponse> ProposeTransfer(
      rpc::Call& call, const v1::ProposeTransferRequest& request);
  absl::StatusOr<v1::RecordClientToldResponse> RecordClientTold(
      rpc::Call& call, const v1::RecordClientToldRequest& request);
  absl::StatusOr<v1::MarkHandOverReadResponse> MarkHandOverRead(
      rpc::Call& call, const v1::MarkHandOverReadRequest& request);
  absl::StatusOr<v1::GetTransferResponse> GetTransfer(rpc::Call& call,
                                                      const v1::GetTransferRequest& request);
  absl::StatusOr<v1::ListTransfersResponse> ListTransfers(rpc::Call& call,
                                                          const v1::ListTransfersRequest& request);
};

}  // namespace opora::registry
