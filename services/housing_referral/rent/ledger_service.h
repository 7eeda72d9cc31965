#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/rent.pb.h"
#include "services/housing_referral/registry.h"

namespace opora::housing {

// Charges, payments and debts of tenancies (HOUS-95, HOUS-96).
class LedgerService {
 public:
  explicit LedgerService(const Registry& registry) : registry_(registry) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PostChargeResponse> PostCharge(rpc::Call& call,
                                                    const v1::PostChargeRequest& request);
  absl::StatusOr<v1::RecordPaymentResponse> RecordPayment(rpc::Call& call,
                                                          const v1::RecordPaymentRequest& request);
  absl::StatusOr<v1::GetLedgerResponse> GetLedger(rpc::Call& call,
                                                  const v1::GetLedgerRequest& request);
  absl::StatusOr<v1::OpenArrearsDebtResponse> OpenArrearsDebt(
      rpc::Call& call, const v1::OpenArrearsDebtRequest& request);

 private:
  const Registry& registry_;
};

}  // namespace opora::housing
