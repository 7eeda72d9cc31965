#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/crisis.pb.h"
#include "services/case_conference/crises/disclosures.h"

namespace opora::conference {

// Crises of clients (CONF-94 to CONF-112).
class CrisisService {
 public:
  explicit CrisisService(const Disclosures& disclosures) : disclosures_(disclosures) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::OpenCrisisResponse> OpenCrisis(rpc::Call& call,
                                                    const v1::OpenCrisisRequest& request);
  absl::StatusOr<v1::AddCrisisActorResponse> AddCrisisActor(
      rpc::Call& call, const v1::AddCrisisActorRequest& request);
  absl::StatusOr<v1::RecordFailedContactResponse> RecordFailedContact(
      rpc::Call& call, const v1::RecordFailedContactRequest& request);
  absl::StatusOr<v1::SetCrisisPriorityResponse> SetCrisisPriority(
      rpc::Call& call, const v1::SetCrisisPriorityRequest& request);
  absl::StatusOr<v1::StabiliseCrisisResponse> StabiliseCrisis(
      rpc::Call& call, const v1::StabiliseCrisisRequest& request);
  absl::StatusOr<v1::ReopenCrisisResponse> ReopenCrisis(rpc::Call& call,
                                                        const v1::ReopenCrisisRequest& request);
  absl::StatusOr<v1::CloseCrisisResponse> CloseCrisis(rpc::Call& call,
                                                      const v1::CloseCrisisRequest& request);
  absl::StatusOr<v1::GetCrisisResponse> GetCrisis(rpc::Call& call,
                                                  const v1::GetCrisisRequest& request);
  absl::StatusOr<v1::ListCrisesResponse> ListCrises(rpc::Call& call,
                                                    const v1::ListCrisesRequest& request);
  absl::StatusOr<v1::CallRescueAgainstWillResponse> CallRescueAgainstWill(
      rpc::Call& call, const v1::CallRescueAgainstWillRequest& request);
  absl::StatusOr<v1::CompleteOverrideFactsResponse> CompleteOverrideFacts(
      rpc::Call& call, const v1::CompleteOverrideFactsRequest& request);
  absl::StatusOr<v1::CloseReflectionResponse> CloseReflection(
      rpc::Call& call, const v1::CloseReflectionRequest& request);
  absl::StatusOr<v1::RaiseSuspicionResponse> RaiseSuspicion(
      rpc::Call& call, const v1::RaiseSuspicionRequest& request);
  absl::StatusOr<v1::FileReportResponse> FileReport(rpc::Call& call,
                                                    const v1::FileReportRequest& request);
  absl::StatusOr<v1::DecideUnfoundedResponse> DecideUnfounded(
      rpc::Call& call, const v1::DecideUnfoundedRequest& request);
  absl::StatusOr<v1::RecordOspodNotifiedResponse> RecordOspodNotified(
      rpc::Call& call, const v1::RecordOspodNotifiedRequest& request);
  absl::StatusOr<v1::ListReportRecipientsResponse> ListReportRecipients(
      rpc::Call& call, const v1::ListReportRecipientsRequest& request);
  absl::StatusOr<v1::PlanHospitalSupportResponse> PlanHospitalSupport(
      rpc::Call& call, const v1::PlanHospitalSupportRequest& request);
  absl::StatusOr<v1::CompleteCrisisTaskResponse> CompleteCrisisTask(
      rpc::Call& call, const v1::CompleteCrisisTaskRequest& request);
  absl::StatusOr<v1::RecordPoliceContactResponse> RecordPoliceContact(
      rpc::Call& call, const v1::RecordPoliceContactRequest& request);
  absl::StatusOr<v1::RecordFlatEntryResponse> RecordFlatEntry(
      rpc::Call& call, const v1::RecordFlatEntryRequest& request);
  absl::StatusOr<v1::ApplyForGiftResponse> ApplyForGift(rpc::Call& call,
                                                        const v1::ApplyForGiftRequest& request);
  absl::StatusOr<v1::RecordGiftDecisionResponse> RecordGiftDecision(
      rpc::Call& call, const v1::RecordGiftDecisionRequest& request);
  absl::StatusOr<v1::LinkMethodologyResponse> LinkMethodology(
      rpc::Call& call, const v1::LinkMethodologyRequest& request);
  absl::StatusOr<v1::ListCrisisWorkResponse> ListCrisisWork(
      rpc::Call& call, const v1::ListCrisisWorkRequest& request);
  absl::StatusOr<v1::ListIncidentsResponse> ListIncidents(rpc::Call& call,
                                                          const v1::ListIncidentsRequest& request);

 private:
  const Disclosures& disclosures_;
};

}  // namespace opora::conference
