#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/consent_paper.pb.h"

namespace opora::registry {

// What is still to come of signed consents: their scans, and their end (XC-58, XC-60).
class ConsentEvidenceService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordConsentScanResponse> RecordConsentScan(
      rpc::Call& call, const v1::RecordConsentScanRequest& request);
  absl::StatusOr<v1::ListOverdueScansResponse> ListOverdueScans(
      rpc::Call& call, const v1::ListOverdueScansRequest& request);
  absl::StatusOr<v1::ListExpiringConsentsResponse> ListExpiringConsents(
      rpc::Call& call, const v1::ListExpiringConsentsRequest& request);
};

}  // namespace opora::registry
