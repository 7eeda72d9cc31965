#include "services/client_registry/privacy/privacy_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

const absl::CivilDay kToday(2026, 11, 22);

v1::SubjectRequest Request(v1::SubjectRequestKind kind = v1::SUBJECT_REQUEST_KIND_ACCESS,
                           absl::CivilDay received = kToday - 10) {
  v1::SubjectRequest request;
  request.set_kind(kind);
  *request.mutable_received_on() = dates::ToDate(received);
  EXPECT_TRUE(Receive(request, kToday).ok());
  return request;
}

void Verify(v1::SubjectRequest& request) {
  request.add_steps()->set_kind(v1::SUBJECT_REQUEST_STEP_KIND_IDENTITY_VERIFIED);
}

SubjectDecision Granted() { return {v1::SUBJECT_REQUEST_DECISION_GRANTED, "", "worker"}; }

bool Allowed(const std::vector<common::v1::Action>& actions, const std::string& verb) {
  for (const auto& action : actions) {
    if (action.verb() == verb) return action.allowed();
  }
  ADD_FAILURE() << verb;
  return false;
}

TEST(XC_67, TheAnswerIsDueAMonthAfterReceipt) {
  EXPECT_EQ(AnswerBy(absl::CivilDay(2026, 11, 12), false), absl::CivilDay(2026, 12, 12));
  EXPECT_EQ(AnswerBy(absl::CivilDay(2026, 11, 12), true), absl::CivilDay(2027, 2, 12));
  EXPECT_EQ(AddMonths(absl::CivilDay(2027, 1, 31), 1), absl::CivilDay(2027, 2, 28));
  EXPECT_EQ(AddMonths(absl::CivilDay(2028, 1, 31), 1), absl::CivilDay(2028, 2, 29));
  EXPECT_EQ(dates::FromDate(Request().due_date()), absl::CivilDay(2026, 12, 12));
}

TEST(XC_67, ARequestIsReceivedOnADayThatHasBeen) {
  v1::SubjectRequest request;
  EXPECT_EQ(rules::ReasonOf(Receive(request, kToday)), "REQUIRED");
  *request.mutable_received_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(rules::ReasonOf(Receive(request, kToday)), "NOT_IN_FUTURE");
  *request.mutable_received_on() = dates::ToDate(kToday);
  request.set_decision(v1::SUBJECT_REQUEST_DECISION_GRANTED);
  EXPECT_TRUE(Receive(request, kToday).ok());
  EXPECT_FALSE(request.has_decision());
}

TEST(XC_67, NothingIsGrantedToSomebodyUnverified) {
  v1::SubjectRequest request = Request();
  EXPECT_FALSE(Allowed(SubjectRequestActions(request, kToday, {}), "DecideSubjectRequest"));
  const absl::Status refused = Decide(request, Granted(), kToday);
  EXPECT_EQ(rules::ReasonOf(refused), "IDENTITY_NOT_VERIFIED");
  EXPECT_EQ(rules::RuleOf(refused), "XC-67");
  Verify(request);
  EXPECT_TRUE(Allowed(SubjectRequestActions(request, kToday, {}), "DecideSubjectRequest"));
  ASSERT_TRUE(Decide(request, Granted(), kToday).ok());
  EXPECT_EQ(request.state(), v1::SUBJECT_REQUEST_STATE_DECIDED);
  EXPECT_EQ(rules::ReasonOf(Decide(request, Granted(), kToday)), "SUBJECT_REQUEST_DECIDED");
}

TEST(XC_67, LessThanEverythingNeedsAReason) {
  v1::SubjectRequest request = Request();
  SubjectDecision refusal{v1::SUBJECT_REQUEST_DECISION_REFUSED, "", "worker"};
  EXPECT_EQ(rules::ReasonOf(Decide(request, refusal, kToday)), "REASON_REQUIRED");
  refusal.reason = "Nothing is held.";
  EXPECT_TRUE(Decide(request, refusal, kToday).ok());  // Refusing needs no verified identity.
  EXPECT_EQ(request.decision_reason(), "Nothing is held.");
}

TEST(XC_67, TheTimeIsExtendedOnceAndBeforeItHasRunOut) {
  v1::SubjectRequest late = Request(v1::SUBJECT_REQUEST_KIND_ACCESS, kToday - 60);
  EXPECT_EQ(rules::ReasonOf(Extend(late, "Much to collect.", kToday)), "EXTENSION_REFUSED");
  EXPECT_FALSE(Allowed(SubjectRequestActions(late, kToday, {}), "ExtendSubjectRequest"));
  v1::SubjectRequest request = Request();
  EXPECT_TRUE(Allowed(SubjectRequestActions(request, kToday, {}), "ExtendSubjectRequest"));
  ASSERT_TRUE(Extend(request, "Much to collect.", kToday).ok());
  EXPECT_EQ(dates::FromDate(request.due_date()), absl::CivilDay(2027, 2, 12));
  EXPECT_EQ(rules::ReasonOf(Extend(request, "Again.", kToday)), "EXTENSION_REFUSED");
}

TEST(XC_67, AfterTheDecisionItIsOnlyHandedOverAndTold) {
  v1::SubjectRequest request = Request();
  Verify(request);
  ASSERT_TRUE(Decide(request, Granted(), kToday).ok());
  v1::SubjectRequestStep step;
  *step.mutable_on_date() = dates::ToDate(kToday);
  step.set_kind(v1::SUBJECT_REQUEST_STEP_KIND_DATA_COLLECTED);
  EXPECT_EQ(rules::ReasonOf(CheckStep(request, step, kToday)), "SUBJECT_REQUEST_DECIDED");
  step.set_kind(v1::SUBJECT_REQUEST_STEP_KIND_HANDED_OVER);
  EXPECT_TRUE(CheckStep(request, step, kToday).ok());
}

TEST(XC_67, RecipientsAreToldOfWhatChangedAndOfNothingElse) {
  v1::SubjectRequest request = Request(v1::SUBJECT_REQUEST_KIND_ERASURE);
  EXPECT_EQ(NoticeOf(request), v1::RECIPIENT_NOTICE_KIND_UNSPECIFIED);
  Verify(request);
  ASSERT_TRUE(Decide(request, Granted(), kToday).ok());
  EXPECT_EQ(NoticeOf(request), v1::RECIPIENT_NOTICE_KIND_ERASED);
  request.set_kind(v1::SUBJECT_REQUEST_KIND_RESTRICTION);
  EXPECT_EQ(NoticeOf(request), v1::RECIPIENT_NOTICE_KIND_RESTRICTED);
  request.set_kind(v1::SUBJECT_REQUEST_KIND_ACCESS);
  EXPECT_EQ(NoticeOf(request), v1::RECIPIENT_NOTICE_KIND_UNSPECIFIED);
}

TEST(XC_67, ACorrectionIsDecidedOnceAndDeclinedWithAReason) {
  v1::Correction correction;
  correction.set_state(v1::CORRECTION_STATE_PROPOSED);
  EXPECT_FALSE(Allowed(CorrectionActions(correction, false, {}), "DecideCorrection"));
  EXPECT_TRUE(Allowed(CorrectionActions(correction, true, {}), "DecideCorrection"));
  EXPECT_EQ(rules::ReasonOf(Decide(correction, false, "")), "REASON_REQUIRED");
  ASSERT_TRUE(Decide(correction, true, "").ok());
  EXPECT_EQ(rules::ReasonOf(Decide(correction, false, "No.")), "CORRECTION_DECIDED");
  EXPECT_FALSE(Allowed(CorrectionActions(correction, true, {}), "DecideCorrection"));
}

TEST(XC_68, AFileOnHoldIsNotHandedOver) {
  v1::FileMark mark;
  mark.set_hold_reason("Proceedings.");
  EXPECT_TRUE(CheckFileMark(mark, kToday).ok());
  *mark.mutable_handed_over_on() = dates::ToDate(kToday);
  EXPECT_EQ(rules::ReasonOf(CheckFileMark(mark, kToday)), "FILE_ON_HOLD");
  mark.clear_hold_reason();
  EXPECT_TRUE(CheckFileMark(mark, kToday).ok());
  *mark.mutable_handed_over_on() = dates::ToDate(kToday + 1);
  EXPECT_EQ(rules::ReasonOf(CheckFileMark(mark, kToday)), "NOT_IN_FUTURE");
}

}  // namespace
}  // namespace opora::registry
