#include "services/housing_referral/complaints/complaint_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "common/rpc/call.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/housing_referral/complaints/refusals.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/reveals.h"

namespace opora::housing {
namespace {

constexpr auto kReceived = v1::COMPLAINT_STATE_RECEIVED;
constexpr auto kForwarded = v1::COMPLAINT_STATE_FORWARDED;
constexpr auto kInformed = v1::COMPLAINT_STATE_CLIENT_INFORMED;
constexpr auto kInvestigating = v1::COMPLAINT_STATE_INVESTIGATING;
constexpr auto kConcluded = v1::COMPLAINT_STATE_CONCLUDED;
constexpr auto kTold = v1::COMPLAINT_STATE_CLIENT_TOLD_RESULT;
constexpr auto kAnswered = v1::COMPLAINT_STATE_COMPLAINANT_ANSWERED;
constexpr auto kClosed = v1::COMPLAINT_STATE_CLOSED;
constexpr auto kNotice = v1::COMPLAINT_STATE_RECLASSIFIED_NOTICE;
constexpr auto kDefect = v1::COMPLAINT_STATE_REROUTED_DEFECT;

constexpr auto kSteps = std::to_array<ComplaintStep>({
    {kReceived, "ForwardComplaint", kForwarded},
    {kForwarded, "ForwardComplaint", kForwarded},
    {kInformed, "ForwardComplaint", kInformed},
    {kInvestigating, "ForwardComplaint", kInvestigating},
    {kReceived, "InformClient", kInformed},
    {kForwarded, "InformClient", kInformed},
    {kInvestigating, "InformClient", kInvestigating},
    {kForwarded, "OpenInvestigation", kInvestigating},
    {kInformed, "OpenInvestigation", kInvestigating},
    {kInvestigating, "AddInterview", kInvestigating},
    {kInvestigating, "ConcludeComplaint", kConcluded},
    {kConcluded, "TellClientResult", kTold},
    {kAnswered, "TellClientResult", kAnswered},
    {kConcluded, "AnswerComplainant", kAnswered},
    {kTold, "AnswerComplainant", kAnswered},
    {kConcluded, "CloseComplaint", kClosed},
    {kTold, "CloseComplaint", kClosed},
    {kAnswered, "CloseComplaint", kClosed},
    {kReceived, "RerouteToDefect", kDefect},
    {kForwarded, "RerouteToDefect", kDefect},
    {kInformed, "RerouteToDefect", kDefect},
    {kInvestigating, "RerouteToDefect", kDefect},
    {kReceived, "ReclassifyComplaint", kNotice},
    {kForwarded, "ReclassifyComplaint", kNotice},
    {kInformed, "ReclassifyComplaint", kNotice},
    {kInvestigating, "ReclassifyComplaint", kNotice},
    {kNotice, "ReclassifyComplaint", kReceived},
});

constexpr int kRemedyDays = 14;

bool IsForConclusion(v1::ComplaintConclusion conclusion) {
  return conclusion == v1::COMPLAINT_CONCLUSION_JUSTIFIED ||
         conclusion == v1::COMPLAINT_CONCLUSION_PARTLY_JUSTIFIED;
}

bool Supports(const v1::Interview& interview) {
  return interview.result() == v1::INTERVIEW_RESULT_INTERVIEWED && interview.confirms();
}

absl::Status MissingValue(std::string_view field) {
  return rules::InvalidField(field, "VALUE_REQUIRED", "is needed for an answered question");
}

}  // namespace

std::span<const ComplaintStep> ComplaintSteps() { return kSteps; }

absl::StatusOr<v1::ComplaintState> NextState(v1::ComplaintState from, std::string_view verb) {
  for (const ComplaintStep& step : kSteps) {
    if (step.from == from && step.verb == verb) return step.to;
  }
  return rules::Refuse(rule::kComplaintStateRefuses,
                       {.metadata = {{"state", v1::ComplaintState_Name(from)}}});
}

v1::InterviewQuality QualityOf(const v1::Interview& interview) {
  if (interview.result() != v1::INTERVIEW_RESULT_INTERVIEWED)
    return v1::INTERVIEW_QUALITY_UNSPECIFIED;
  bool answered = false;
  for (v1::AnswerKind answer : {interview.time_of_day_answer(), interview.every_day_answer(),
                                interview.times_answer(), interview.kind_answer()}) {
    if (answer == v1::ANSWER_KIND_UNSPECIFIED) return v1::INTERVIEW_QUALITY_TOO_VAGUE;
    answered |= answer == v1::ANSWER_KIND_ANSWERED;
  }
  return answered ? v1::INTERVIEW_QUALITY_STRUCTURED : v1::INTERVIEW_QUALITY_TOO_VAGUE;
}

absl::Status CheckInterview(const v1::Interview& interview, int rounds) {
  if (interview.round() != rounds && interview.round() != rounds + 1)
    return rules::Refuse(rule::kRoundSkipped, {.field = "interview.round"});
  const auto missing = [](v1::AnswerKind answer, bool has_value) {
    return answer == v1::ANSWER_KIND_ANSWERED && !has_value;
  };
  if (missing(interview.time_of_day_answer(), interview.has_time_of_day()))
    return MissingValue("interview.time_of_day");
  if (missing(interview.every_day_answer(), interview.has_every_day()))
    return MissingValue("interview.every_day");
  if (missing(interview.times_answer(), interview.has_times_last_month()))
    return MissingValue("interview.times_last_month");
  if (missing(interview.kind_answer(), interview.has_kind())) return MissingValue("interview.kind");
  return absl::OkStatus();
}

const rules::Rule* UnsupportedBecause(v1::ComplaintConclusion conclusion,
                                      const v1::Complaint& complaint) {
  if (!IsForConclusion(conclusion)) return nullptr;
  bool structured = false;
  bool by_others = false;
  for (const v1::Interview& interview : complaint.interviews()) {
    if (!Supports(interview) || QualityOf(interview) != v1::INTERVIEW_QUALITY_STRUCTURED) continue;
    structured = true;
    by_others |= interview.role() != v1::INTERVIEWEE_ROLE_COMPLAINANT;
  }
  if (!structured) return &rule::kTooVague;
  return by_others ? nullptr : &rule::kComplainantAlone;
}

bool NeedsAnotherRound(const v1::Complaint& complaint) {
  if (complaint.rounds() > 1) return false;
  std::set<std::string> reached;
  for (const v1::Interview& interview : complaint.interviews()) {
    if (interview.result() == v1::INTERVIEW_RESULT_INTERVIEWED ||
        interview.result() == v1::INTERVIEW_RESULT_REFUSED) {
      reached.insert(interview.flat_label());
    }
  }
  return std::any_of(complaint.covered_flats().begin(), complaint.covered_flats().end(),
                     [&](const std::string& flat) { return !reached.contains(flat); });
}

absl::Status CheckClose(const v1::Complaint& complaint) {
  if (!complaint.has_client_told_result_time()) return rules::Refuse(rule::kClientUntold);
  const bool answered = complaint.has_answered_on() && complaint.has_answer();
  if (answered || complaint.complainant_unreachable()) return absl::OkStatus();
  return rules::Refuse(rule::kComplainantUnanswered);
}

absl::Status CheckAnswer(std::string_view answer) {
  if (!RevealsTenant(answer)) return absl::OkStatus();
  return rules::Refuse(rule::kAnswerReveals, {.field = "answer"});
}

bool IsPartial(const std::vector<v1::ProgrammeRole>& roles, std::string_view officer_worker_id,
               bool is_key_worker) {
  return is_key_worker ||
         HasFunction(roles, officer_worker_id, v1::PROGRAMME_FUNCTION_SUPPORT_WORKER) ||
         HasFunction(roles, officer_worker_id, v1::PROGRAMME_FUNCTION_LANDLORD_LIAISON);
}

absl::CivilDay RemedyBy(absl::CivilDay informed) { return informed + kRemedyDays; }

int WorkingDaysBetween(absl::CivilDay from, absl::CivilDay to) {
  int days = 0;
  for (absl::CivilDay day = from + 1; day <= to; ++day) days += dates::IsWorkingDay(day);
  return days;
}

absl::CivilDay LastOverdueDay(absl::CivilDay day, int within_working_days) {
  absl::CivilDay received = day;
  while (dates::AddWorkingDays(received, within_working_days) >= day) --received;
  return received;
}

void AsSeenBy(const rpc::Caller& caller, v1::Complaint& complaint) {
  if (caller.role != common::v1::ACTING_ROLE_COMPLAINT_OFFICER) complaint.clear_motive();
  if (caller.stance != common::v1::STANCE_SUPPORT) complaint.clear_talks();
}

std::vector<common::v1::Action> ComplaintActions(const v1::Complaint& complaint,
                                                 const rpc::Caller& caller,
                                                 common::v1::Language language) {
  const bool landlord =
      rpc::HolderOf(complaint) == caller.unit && caller.stance == common::v1::STANCE_CONTROL;
  std::vector<common::v1::Action> actions;
  for (const ComplaintStep& step : kSteps) {
    auto action = std::find_if(actions.begin(), actions.end(),
                               [&](const auto& one) { return one.verb() == step.verb; });
    if (action == actions.end()) {
      action = actions.emplace(actions.end());
      action->set_verb(std::string(step.verb));
    }
    if (step.from == complaint.state() && (landlord || step.verb == "ReclassifyComplaint"))
      action->set_allowed(true);
  }
  for (common::v1::Action& action : actions) {
    if (action.allowed()) continue;
    const bool informs = action.verb() == "InformClient" && !landlord;
    const rules::Rule& rule = informs ? rule::kSupportTellsNot : rule::kComplaintStateRefuses;
    action.set_rule(std::string(rule.id));
    action.set_remedy(std::string(rule.remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::housing
