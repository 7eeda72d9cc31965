#include "services/housing_referral/complaints/investigation_service.h"

#include "common/ids/ids.h"
#include "services/housing_referral/complaints/complaint_rules.h"
#include "services/housing_referral/complaints/complaint_store.h"
#include "services/housing_referral/complaints/refusals.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"
#include "services/housing_referral/tenancies/tenancy_store.h"

namespace opora::housing {
namespace {

struct ComplaintCase {
  v1::Complaint complaint;
  Judge judge;
};

// By its officer: the support team investigates nothing (HOUS-71), nor does anybody else (HOUS-72).
absl::StatusOr<ComplaintCase> LockForOfficer(rpc::Call& call, const std::string& complaint_id,
                                             std::string_view verb) {
  ASSIGN_OR_RETURN(v1::Complaint complaint, LockKnown<v1::Complaint>(call, complaint_id));
  Judge judge = JudgeOf(call, complaint.programme_id());
  if (call.caller().stance == common::v1::STANCE_SUPPORT) {
    RETURN_IF_ERROR(judge.Broken(verb == "TellClientResult" ? rule::kSupportTellsNot
                                                            : rule::kSupportInvestigatesNot));
  } else {
    RETURN_IF_ERROR(CheckLandlord(call, complaint));
    if (complaint.officer_worker_id() != call.caller().worker_id)
      RETURN_IF_ERROR(judge.Broken(rule::kNotTheOfficer));
  }
  if (complaint.type() != v1::COMPLAINT_TYPE_COMPLAINT)
    return rules::Refuse(rule::kNoticeNotInvestigated);
  RETURN_IF_ERROR(NextState(complaint.state(), verb).status());
  return ComplaintCase{std::move(complaint), std::move(judge)};
}

template <typename Response>
Response Answer(rpc::Call& call, ComplaintCase& found, const std::string& reason) {
  KeepDeviations(call, found.judge, found.complaint, reason);
  Response response;
  if constexpr (requires { response.warnings(); }) found.judge.WarnIn(response);
  *response.mutable_complaint() = std::move(found.complaint);
  return response;
}

}  // namespace

void InvestigationService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.ComplaintService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("OpenInvestigation", &InvestigationService::OpenInvestigation);
  bind("AddInterview", &InvestigationService::AddInterview);
  bind("ConcludeComplaint", &InvestigationService::ConcludeComplaint);
  bind("TellClientResult", &InvestigationService::TellClientResult);
  bind("AnswerComplainant", &InvestigationService::AnswerComplainant);
  bind("CloseComplaint", &InvestigationService::CloseComplaint);
}

absl::StatusOr<v1::OpenInvestigationResponse> InvestigationService::OpenInvestigation(
    rpc::Call& call, const v1::OpenInvestigationRequest& request) {
  ASSIGN_OR_RETURN(ComplaintCase found,
                   LockForOfficer(call, request.complaint_id(), "OpenInvestigation"));
  v1::Complaint& complaint = found.complaint;
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   ReadProgramme(call.tx(), complaint.programme_id()));
  if (programme.has_complaint_methodology()) {
    complaint.set_methodology(programme.complaint_methodology());
  } else {
    RETURN_IF_ERROR(found.judge.Broken(rule::kMethodologyMissing));
  }
  complaint.set_state(v1::COMPLAINT_STATE_INVESTIGATING);
  *complaint.mutable_covered_flats() = request.covered_flats();
  db::Update(call.tx(), complaint, {"state", "methodology", "covered_flats"});
  EmitComplaint(call, "ComplaintInvestigated", complaint);
  return Answer<v1::OpenInvestigationResponse>(call, found, request.deviation_reason());
}

absl::StatusOr<v1::AddInterviewResponse> InvestigationService::AddInterview(
    rpc::Call& call, const v1::AddInterviewRequest& request) {
  RETURN_IF_ERROR(
      PastTimeOr(true, request.interview().occurred_at(), "interview.occurred_at", call.now())
          .status());
  ASSIGN_OR_RETURN(ComplaintCase found,
                   LockForOfficer(call, request.complaint_id(), "AddInterview"));
  v1::Complaint& complaint = found.complaint;
  RETURN_IF_ERROR(CheckInterview(request.interview(), complaint.rounds()));
  v1::Interview& interview = *complaint.add_interviews();
  interview = request.interview();
  interview.set_interview_id(ids::RandomId());
  interview.set_quality(QualityOf(interview));
  complaint.set_rounds(std::max(complaint.rounds(), interview.round()));
  const v1::InterviewQuality quality = interview.quality();
  db::Update(call.tx(), complaint, {"interviews", "rounds"});
  call.Emit("ComplaintChanged", complaint);
  auto response = Answer<v1::AddInterviewResponse>(call, found, request.deviation_reason());
  response.set_quality(quality);
  return response;
}

absl::StatusOr<v1::ConcludeComplaintResponse> InvestigationService::ConcludeComplaint(
    rpc::Call& call, const v1::ConcludeComplaintRequest& request) {
  ASSIGN_OR_RETURN(ComplaintCase found,
                   LockForOfficer(call, request.complaint_id(), "ConcludeComplaint"));
  v1::Complaint& complaint = found.complaint;
  if (const rules::Rule* why = UnsupportedBecause(request.conclusion(), complaint))
    RETURN_IF_ERROR(found.judge.Broken(*why));
  if (NeedsAnotherRound(complaint)) RETURN_IF_ERROR(found.judge.Broken(rule::kOneRoundOnly));
  complaint.set_state(v1::COMPLAINT_STATE_CONCLUDED);
  complaint.set_conclusion(request.conclusion());
  complaint.set_investigation_record(request.investigation_record());
  if (request.has_motive()) complaint.set_motive(request.motive());
  *complaint.mutable_conclude_time() = rpc::ToTimestamp(call.now());
  complaint.set_settings_version(found.judge.rules().version());
  db::Update(call.tx(), complaint,
             {"state", "conclusion", "investigation_record", "motive", "conclude_time",
              "settings_version"});
  EmitComplaint(call, "ComplaintConcluded", complaint);
  return Answer<v1::ConcludeComplaintResponse>(call, found, request.deviation_reason());
}

absl::StatusOr<v1::TellClientResultResponse> InvestigationService::TellClientResult(
    rpc::Call& call, const v1::TellClientResultRequest& request) {
  ASSIGN_OR_RETURN(
      const absl::Time told,
      PastTimeOr(request.has_occurred_at(), request.occurred_at(), "occurred_at", call.now()));
  ASSIGN_OR_RETURN(ComplaintCase found,
                   LockForOfficer(call, request.complaint_id(), "TellClientResult"));
  v1::Complaint& complaint = found.complaint;
  ASSIGN_OR_RETURN(const v1::ComplaintState next, NextState(complaint.state(), "TellClientResult"));
  complaint.set_state(next);
  *complaint.mutable_client_told_result_time() = rpc::ToTimestamp(told);
  db::Update(call.tx(), complaint, {"state", "client_told_result_time"});
  call.Emit("ClientToldResult", complaint);
  return Answer<v1::TellClientResultResponse>(call, found, request.deviation_reason());
}

absl::StatusOr<v1::AnswerComplainantResponse> InvestigationService::AnswerComplainant(
    rpc::Call& call, const v1::AnswerComplainantRequest& request) {
  RETURN_IF_ERROR(PastDay(request.answered_on(), "answered_on", call.now()).status());
  RETURN_IF_ERROR(CheckAnswer(request.answer()));
  ASSIGN_OR_RETURN(ComplaintCase found,
                   LockForOfficer(call, request.complaint_id(), "AnswerComplainant"));
  v1::Complaint& complaint = found.complaint;
  ASSIGN_OR_RETURN(const v1::ComplaintState next,
                   NextState(complaint.state(), "AnswerComplainant"));
  complaint.set_state(next);
  *complaint.mutable_answered_on() = request.answered_on();
  complaint.set_answer(request.answer());
  db::Update(call.tx(), complaint, {"state", "answered_on", "answer"});
  EmitComplaint(call, "ComplainantAnswered", complaint);
  return Answer<v1::AnswerComplainantResponse>(call, found, "");
}

absl::StatusOr<v1::CloseComplaintResponse> InvestigationService::CloseComplaint(
    rpc::Call& call, const v1::CloseComplaintRequest& request) {
  ASSIGN_OR_RETURN(ComplaintCase found,
                   LockForOfficer(call, request.complaint_id(), "CloseComplaint"));
  v1::Complaint& complaint = found.complaint;
  if (request.complainant_unreachable()) complaint.set_complainant_unreachable(true);
  RETURN_IF_ERROR(CheckClose(complaint));
  complaint.set_state(v1::COMPLAINT_STATE_CLOSED);
  db::Update(call.tx(), complaint, {"state", "complainant_unreachable"});
  EmitComplaint(call, "ComplaintClosed", complaint);
  return Answer<v1::CloseComplaintResponse>(call, found, "");
}

}  // namespace opora::housing
