#include "services/client_registry/privacy/privacy_rules.h"

#include <algorithm>

#include "common/rules/occurrence.h"
#include "common/rules/period.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/privacy/refusals.h"

namespace opora::registry {
namespace {

constexpr int kMonths = 1;
constexpr int kMonthsExtended = 3;

bool IsVerified(const v1::SubjectRequest& request) {
  return std::any_of(request.steps().begin(), request.steps().end(), [](const auto& step) {
    return step.kind() == v1::SUBJECT_REQUEST_STEP_KIND_IDENTITY_VERIFIED;
  });
}

// Of a decided request there is still the answer to be given.
bool FollowsDecision(v1::SubjectRequestStepKind kind) {
  return kind == v1::SUBJECT_REQUEST_STEP_KIND_HANDED_OVER ||
         kind == v1::SUBJECT_REQUEST_STEP_KIND_PERSON_INFORMED;
}

absl::Status CheckGivenDay(bool given, const common::v1::Date& date, const char* field,
                           absl::CivilDay today) {
  if (!given) return rules::InvalidField(field, "REQUIRED", "is needed");
  return rules::CheckPastDay(date, today, field);
}

// The rule that refuses a verb now, nullptr when none does: for refusals and actions alike.
const rules::Rule* RefusesExtension(const v1::SubjectRequest& request, absl::CivilDay today) {
  if (request.state() == v1::SUBJECT_REQUEST_STATE_DECIDED) return &rule::kSubjectRequestDecided;
  if (request.has_extension_reason() || today > dates::FromDate(request.due_date()))
    return &rule::kExtensionRefused;
  return nullptr;
}

const rules::Rule* RefusesDecision(const v1::SubjectRequest& request, bool grants) {
  if (request.state() == v1::SUBJECT_REQUEST_STATE_DECIDED) return &rule::kSubjectRequestDecided;
  return grants && !IsVerified(request) ? &rule::kIdentityNotVerified : nullptr;
}

common::v1::Action ActionOf(const char* verb, const rules::Rule* refuses,
                            common::v1::Language language) {
  common::v1::Action action;
  action.set_verb(verb);
  action.set_allowed(refuses == nullptr);
  if (refuses == nullptr) return action;
  action.set_rule(std::string(refuses->id));
  action.set_remedy(std::string(refuses->remedy.In(language)));
  return action;
}

}  // namespace

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

absl::CivilDay AnswerBy(absl::CivilDay received, bool extended) {
  return AddMonths(received, extended ? kMonthsExtended : kMonths);
}

absl::Status Receive(v1::SubjectRequest& request, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckGivenDay(request.has_received_on(), request.received_on(),
                                "subject_request.received_on", today));
  *request.mutable_due_date() =
      dates::ToDate(AnswerBy(dates::FromDate(request.received_on()), false));
  request.set_state(v1::SUBJECT_REQUEST_STATE_RECEIVED);
  request.clear_extension_reason();
  request.clear_decision();
  request.clear_decision_reason();
  request.clear_decided_on();
  request.clear_decided_by_worker_id();
  request.clear_steps();
  return absl::OkStatus();
}

absl::Status CheckStep(const v1::SubjectRequest& request, const v1::SubjectRequestStep& step,
                       absl::CivilDay today) {
  RETURN_IF_ERROR(CheckGivenDay(step.has_on_date(), step.on_date(), "step.on_date", today));
  if (request.state() == v1::SUBJECT_REQUEST_STATE_DECIDED && !FollowsDecision(step.kind()))
    return rules::Refuse(rule::kSubjectRequestDecided);
  return absl::OkStatus();
}

absl::Status Extend(v1::SubjectRequest& request, const std::string& reason, absl::CivilDay today) {
  if (const rules::Rule* refuses = RefusesExtension(request, today)) return rules::Refuse(*refuses);
  request.set_extension_reason(reason);
  *request.mutable_due_date() =
      dates::ToDate(AnswerBy(dates::FromDate(request.received_on()), true));
  return absl::OkStatus();
}

absl::Status Decide(v1::SubjectRequest& request, const SubjectDecision& decision,
                    absl::CivilDay today) {
  const bool grants = decision.decision != v1::SUBJECT_REQUEST_DECISION_REFUSED;
  if (const rules::Rule* refuses = RefusesDecision(request, grants)) return rules::Refuse(*refuses);
  if (decision.decision != v1::SUBJECT_REQUEST_DECISION_GRANTED && decision.reason.empty())
    return rules::InvalidField("reason", "REASON_REQUIRED", "is needed for what is not granted");
  request.set_state(v1::SUBJECT_REQUEST_STATE_DECIDED);
  request.set_decision(decision.decision);
  if (!decision.reason.empty()) request.set_decision_reason(decision.reason);
  *request.mutable_decided_on() = dates::ToDate(today);
  request.set_decided_by_worker_id(decision.worker_id);
  return absl::OkStatus();
}

v1::RecipientNoticeKind NoticeOf(const v1::SubjectRequest& request) {
  if (request.state() != v1::SUBJECT_REQUEST_STATE_DECIDED ||
      request.decision() == v1::SUBJECT_REQUEST_DECISION_REFUSED) {
    return v1::RECIPIENT_NOTICE_KIND_UNSPECIFIED;
  }
  switch (request.kind()) {
    case v1::SUBJECT_REQUEST_KIND_CORRECTION:
      return v1::RECIPIENT_NOTICE_KIND_CORRECTED;
    case v1::SUBJECT_REQUEST_KIND_ERASURE:
      return v1::RECIPIENT_NOTICE_KIND_ERASED;
    case v1::SUBJECT_REQUEST_KIND_RESTRICTION:
    case v1::SUBJECT_REQUEST_KIND_OBJECTION:
      return v1::RECIPIENT_NOTICE_KIND_RESTRICTED;
    default:
      return v1::RECIPIENT_NOTICE_KIND_UNSPECIFIED;
  }
}

absl::Status Decide(v1::Correction& correction, bool accepted, const std::string& reason) {
  if (correction.state() != v1::CORRECTION_STATE_PROPOSED)
    return rules::Refuse(rule::kCorrectionDecided);
  if (!accepted && reason.empty())
    return rules::InvalidField("reason", "REASON_REQUIRED", "is needed to decline");
  correction.set_state(accepted ? v1::CORRECTION_STATE_ACCEPTED : v1::CORRECTION_STATE_DECLINED);
  if (!reason.empty()) correction.set_decision_reason(reason);
  return absl::OkStatus();
}

absl::Status CheckFileMark(const v1::FileMark& mark, absl::CivilDay today) {
  if (!mark.has_handed_over_on()) return absl::OkStatus();
  RETURN_IF_ERROR(rules::CheckPastDay(mark.handed_over_on(), today, "file_mark.handed_over_on"));
  return mark.has_hold_reason() ? rules::Refuse(rule::kFileOnHold) : absl::OkStatus();
}

std::vector<common::v1::Action> SubjectRequestActions(const v1::SubjectRequest& request,
                                                      absl::CivilDay today,
                                                      common::v1::Language language) {
  return {ActionOf("AddSubjectRequestStep", nullptr, language),
          ActionOf("ExtendSubjectRequest", RefusesExtension(request, today), language),
          ActionOf("DecideSubjectRequest", RefusesDecision(request, true), language)};
}

std::vector<common::v1::Action> CorrectionActions(const v1::Correction& correction, bool source,
                                                  common::v1::Language language) {
  const rules::Rule* refuses = !source ? &rule::kOnlySourceDecides
                               : correction.state() != v1::CORRECTION_STATE_PROPOSED
                                   ? &rule::kCorrectionDecided
                                   : nullptr;
  return {ActionOf("DecideCorrection", refuses, language)};
}

}  // namespace opora::registry
