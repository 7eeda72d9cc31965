#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "opora/housing/v1/rent.pb.h"
#include "opora/registry/v1/repayment.pb.h"
#include "services/registry_client/grantors.h"

namespace opora::housing {

// What housing asks the registry besides access. Always before anything is locked or written.
class Registry {
 public:
  explicit Registry(const rpc::Client& client) : client_(client) {}

  // Whether the worker is key worker of one of these clients now.
  absl::StatusOr<bool> IsKeyWorkerOf(rpc::Call& call, const std::string& worker_id,
                                     const std::vector<std::string>& clients) const;
  // Whether anybody is the client's key worker now.
  absl::StatusOr<bool> HasKeyWorker(rpc::Call& call, const std::string& client_id) const;

  // Standing towards a creditor on a day: of the debts that the caller may see, else of the claims
  // that the creditor itself recorded.
  absl::StatusOr<registry::v1::GetDebtorStandingResponse> StandingOf(
      rpc::Call& call, const std::string& client_id, const std::string& creditor_agency_id,
      absl::CivilDay day) const;

  // Refuses what was given by somebody who cannot (XC-59).
  absl::Status CheckGiven(const rpc::Call& call, const common::v1::Attestation& attestation,
                          const registry_client::Given& given) const {
    return registry_client::CheckGiven(client_, call, attestation, given);
  }

  // The debt that a charge in arrears is; the same one for the same charge.
  absl::StatusOr<std::string> OpenDebt(rpc::Call& call, const v1::RentCharge& charge) const;

 private:
  const rpc::Client& client_;
};

}  // namespace opora::housing
