#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/repayment.pb.h"

namespace opora::registry {

// Standing of debtors, waivers and debt relief (REG-93 to REG-95, REG-99, REG-101).
class ReliefService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::GetDebtorStandingResponse> GetDebtorStanding(
      rpc::Call& call, const v1::GetDebtorStandingRequest& request);
  absl::StatusOr<v1::RequestWaiverResponse> RequestWaiver(rpc::Call& call,
                                                          const v1::RequestWaiverRequest& request);
  absl::StatusOr<v1::DecideWaiverResponse> DecideWaiver(rpc::Call& call,
                                                        const v1::DecideWaiverRequest& request);
  absl::StatusOr<v1::RecordDebtReliefResponse> RecordDebtRelief(
      rpc::Call& call, const v1::RecordDebtReliefRequest& request);
};

}  // namespace opora::registry
