#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/consent.pb.h"

namespace opora::registry {

// Consents of clients: drafted, signed in versions, withdrawn at any time (XC-01 to XC-10).
class ConsentService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateConsentResponse> CreateConsent(rpc::Call& call,
                                                          const v1::CreateConsentRequest& request);
  absl::StatusOr<v1::AddConsentVersionResponse> AddConsentVersion(
      rpc::Call& call, const v1::AddConsentVersionRequest& request);
  absl::StatusOr<v1::SignConsentResponse> SignConsent(rpc::Call& call,
                                                      const v1::SignConsentRequest& request);
  absl::StatusOr<v1::RevokeConsentResponse> RevokeConsent(rpc::Call& call,
                                                          const v1::RevokeConsentRequest& request);
  absl::StatusOr<v1::RecordWithdrawalResponse> RecordWithdrawal(
      rpc::Call& call, const v1::RecordWithdrawalRequest& request);
  absl::StatusOr<v1::GetConsentResponse> GetConsent(rpc::Call& call,
                                                    const v1::GetConsentRequest& request);
  absl::StatusOr<v1::ListConsentsResponse> ListConsents(rpc::Call& call,
                                                        const v1::ListConsentsRequest& request);
};

}  // namespace opora::registry
