#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/complaint.pb.h"

namespace opora::housing {

// Investigations of complaints, to the written answer: the rest of ComplaintService.
class InvestigationService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::OpenInvestigationResponse> OpenInvestigation(
      rpc::Call& call, const v1::OpenInvestigationRequest& request);
  absl::StatusOr<v1::AddInterviewResponse> AddInterview(rpc::Call& call,
                                                        const v1::AddInterviewRequest& request);
  absl::StatusOr<v1::ConcludeComplaintResponse> ConcludeComplaint(
      rpc::Call& call, const v1::ConcludeComplaintRequest& request);
  absl::StatusOr<v1::TellClientResultResponse> TellClientResult(
      rpc::Call& call, const v1::TellClientResultRequest& request);
  absl::StatusOr<v1::AnswerComplainantResponse> AnswerComplainant(
      rpc::Call& call, const v1::AnswerComplainantRequest& request);
  absl::StatusOr<v1::CloseComplaintResponse> CloseComplaint(
      rpc::Call& call, const v1::CloseComplaintRequest& request);
};

}  // namespace opora::housing
