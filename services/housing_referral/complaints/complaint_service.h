#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/complaint.pb.h"
#include "services/housing_referral/registry.h"

namespace opora::housing {

// Complaints from receipt to what the client knows, and everybody's view of them.
class ComplaintService {
 public:
  explicit ComplaintService(const Registry& registry) : registry_(registry) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::SubmitComplaintResponse> SubmitComplaint(
      rpc::Call& call, const v1::SubmitComplaintRequest& request);
  absl::StatusOr<v1::ForwardComplaintResponse> ForwardComplaint(
      rpc::Call& call, const v1::ForwardComplaintRequest& request);
  absl::StatusOr<v1::ReclassifyComplaintResponse> ReclassifyComplaint(
      rpc::Call& call, const v1::ReclassifyComplaintRequest& request);
  absl::StatusOr<v1::RerouteToDefectResponse> RerouteToDefect(
      rpc::Call& call, const v1::RerouteToDefectRequest& request);
  absl::StatusOr<v1::HandOverContactResponse> HandOverContact(
      rpc::Call& call, const v1::HandOverContactRequest& request);
  absl::StatusOr<v1::InformClientResponse> InformClient(rpc::Call& call,
                                                        const v1::InformClientRequest& request);
  absl::StatusOr<v1::RecordClientLearnedResponse> RecordClientLearned(
      rpc::Call& call, const v1::RecordClientLearnedRequest& request);
  absl::StatusOr<v1::RecordTalkResponse> RecordTalk(rpc::Call& call,
                                                    const v1::RecordTalkRequest& request);
  absl::StatusOr<v1::LinkHouseProblemResponse> LinkHouseProblem(
      rpc::Call& call, const v1::LinkHouseProblemRequest& request);
  absl::StatusOr<v1::GetComplaintResponse> GetComplaint(rpc::Call& call,
                                                        const v1::GetComplaintRequest& request);
  absl::StatusOr<v1::ListComplaintsResponse> ListComplaints(
      rpc::Call& call, const v1::ListComplaintsRequest& request);
  absl::StatusOr<v1::ListRepeatedComplainantsResponse> ListRepeatedComplainants(
      rpc::Call& call, const v1::ListRepeatedComplainantsRequest& request);
  absl::StatusOr<v1::GetComplaintTrendResponse> GetComplaintTrend(
      rpc::Call& call, const v1::GetComplaintTrendRequest& request);
  absl::StatusOr<v1::ListInvolvementResponse> ListInvolvement(
      rpc::Call& call, const v1::ListInvolvementRequest& request);

 private:
  const Registry& registry_;
};

}  // namespace opora::housing
