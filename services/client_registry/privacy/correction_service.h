#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/privacy.pb.h"

namespace opora::registry {

// Corrections and who is told of them, of opora.registry.v1.PrivacyService (XC-67).
class CorrectionService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::ProposeCorrectionResponse> ProposeCorrection(
      rpc::Call& call, const v1::ProposeCorrectionRequest& request);
  absl::StatusOr<v1::DecideCorrectionResponse> DecideCorrection(
      rpc::Call& call, const v1::DecideCorrectionRequest& request);
  absl::StatusOr<v1::GetCorrectionResponse> GetCorrection(rpc::Call& call,
                                                          const v1::GetCorrectionRequest& request);
  absl::StatusOr<v1::ListRecipientNoticesResponse> ListRecipientNotices(
      rpc::Call& call, const v1::ListRecipientNoticesRequest& request);
  absl::StatusOr<v1::AcknowledgeNoticeResponse> AcknowledgeNotice(
      rpc::Call& call, const v1::AcknowledgeNoticeRequest& request);
};

}  // namespace opora::registry
