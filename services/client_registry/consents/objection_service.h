#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/consent_paper.pb.h"

namespace opora::registry {

// Representatives who do not agree with a consent (XC-59).
class ObjectionService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ObjectToConsentResponse> ObjectToConsent(
      rpc::Call& call, const v1::ObjectToConsentRequest& request);
  absl::StatusOr<v1::LiftObjectionResponse> LiftObjection(rpc::Call& call,
                                                          const v1::LiftObjectionRequest& request);
};

}  // namespace opora::registry
