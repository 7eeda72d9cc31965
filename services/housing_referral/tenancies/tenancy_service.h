#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/tenancy.pb.h"

namespace opora::housing {

// Moving in, the end, and everybody's view of a tenancy.
class TenancyService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PrepareTenancyResponse> PrepareTenancy(
      rpc::Call& call, const v1::PrepareTenancyRequest& request);
  absl::StatusOr<v1::IntroduceManagerResponse> IntroduceManager(
      rpc::Call& call, const v1::IntroduceManagerRequest& request);
  absl::StatusOr<v1::RecordDocumentResponse> RecordDocument(
      rpc::Call& call, const v1::RecordDocumentRequest& request);
  absl::StatusOr<v1::MoveInResponse> MoveIn(rpc::Call& call, const v1::MoveInRequest& request);
  absl::StatusOr<v1::RecordMovedInResponse> RecordMovedIn(rpc::Call& call,
                                                          const v1::RecordMovedInRequest& request);
  absl::StatusOr<v1::RecordHeadLeaseResponse> RecordHeadLease(
      rpc::Call& call, const v1::RecordHeadLeaseRequest& request);
  absl::StatusOr<v1::RecordBreachResponse> RecordBreach(rpc::Call& call,
                                                        const v1::RecordBreachRequest& request);
  absl::StatusOr<v1::ListBreachesResponse> ListBreaches(rpc::Call& call,
                                                        const v1::ListBreachesRequest& request);
  absl::StatusOr<v1::EndTenancyResponse> EndTenancy(rpc::Call& call,
                                                    const v1::EndTenancyRequest& request);
  absl::StatusOr<v1::GetTenancyResponse> GetTenancy(rpc::Call& call,
                                                    const v1::GetTenancyRequest& request);
  absl::StatusOr<v1::ListTenanciesResponse> ListTenancies(rpc::Call& call,
                                                          const v1::ListTenanciesRequest& request);
  absl::StatusOr<v1::ListRisksResponse> ListRisks(rpc::Call& call,
                                                  const v1::ListRisksRequest& request);
  absl::StatusOr<v1::GetRetentionResponse> GetRetention(rpc::Call& call,
                                                        const v1::GetRetentionRequest& request);
};

}  // namespace opora::housing
