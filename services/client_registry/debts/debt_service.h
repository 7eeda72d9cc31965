#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/debt.pb.h"

namespace opora::registry {

// Debts of clients towards all creditors (REG-88).
class DebtService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::OpenDebtResponse> OpenDebt(rpc::Call& call,
                                                const v1::OpenDebtRequest& request);
  absl::StatusOr<v1::RecordDebtAmountResponse> RecordDebtAmount(
      rpc::Call& call, const v1::RecordDebtAmountRequest& request);
  absl::StatusOr<v1::GetDebtResponse> GetDebt(rpc::Call& call, const v1::GetDebtRequest& request);
  absl::StatusOr<v1::ListDebtsResponse> ListDebts(rpc::Call& call,
                                                  const v1::ListDebtsRequest& request);
};

}  // namespace opora::registry
