#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/reporting/v1/indicator.pb.h"

namespace opora::reporting {

// Criteria catalogues and assessments (REP-19 to REP-37).
class IndicatorService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateCatalogueResponse> CreateCatalogue(
      rpc::Call& call, const v1::CreateCatalogueRequest& request);
  absl::StatusOr<v1::GetCatalogueResponse> GetCatalogue(rpc::Call& call,
                                                        const v1::GetCatalogueRequest& request);
  absl::StatusOr<v1::PutAssessmentResponse> PutAssessment(rpc::Call& call,
                                                          const v1::PutAssessmentRequest& request);
  absl::StatusOr<v1::GetAssessmentResponse> GetAssessment(rpc::Call& call,
                                                          const v1::GetAssessmentRequest& request);
  absl::StatusOr<v1::GetSummaryResponse> GetSummary(rpc::Call& call,
                                                    const v1::GetSummaryRequest& request);
};

}  // namespace opora::reporting
