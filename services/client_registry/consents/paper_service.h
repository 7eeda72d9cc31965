#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/consent_paper.pb.h"

namespace opora::registry {

// Consents as they are printed: those that exist, and the smallest that would suffice (XC-66,
// REG-122).
class PaperService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RenderConsentResponse> RenderConsent(rpc::Call& call,
                                                          const v1::RenderConsentRequest& request);
  absl::StatusOr<v1::SuggestConsentResponse> SuggestConsent(
      rpc::Call& call, const v1::SuggestConsentRequest& request);
};

}  // namespace opora::registry
