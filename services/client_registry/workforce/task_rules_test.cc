#include "services/client_registry/workforce/task_rules.h"

#include <gtest/gtest.h>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 7, 29);

Asking Landlord() {
  Asking asking;
  asking.stance = common::v1::STANCE_CONTROL;
  asking.purpose = common::v1::PURPOSE_AGREED_SUPPORT;
  asking.controls_by_kind = true;
  asking.recipient_supports = true;
  return asking;
}

TEST(XC_37, ASupportWorkerIsNotAskedToControl) {
  for (auto wish : {v1::CONTROL_WISH_INSPECTION, v1::CONTROL_WISH_DISCIPLINE,
                    v1::CONTROL_WISH_REPORT_ON_CLIENT}) {
    const absl::Status refused = CheckNoControl(wish, Landlord());
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ReasonOf(refused), "CONTROL_TASK");
    EXPECT_EQ(RuleOf(refused), "XC-37");
  }
  EXPECT_TRUE(CheckNoControl(v1::CONTROL_WISH_UNSPECIFIED, Landlord()).ok());
}

TEST(XC_37, ThePurposeOfControlIsAWishToControlWhateverTheKind) {
  for (auto purpose : {common::v1::PURPOSE_LEASE_CONTROL, common::v1::PURPOSE_DEBT_COLLECTION}) {
    Asking asking = Landlord();
    asking.purpose = purpose;
    EXPECT_EQ(RuleOf(CheckNoControl(v1::CONTROL_WISH_UNSPECIFIED, asking)), "XC-37");
  }
}

TEST(XC_37, NobodyElseMayWishItEither) {
  Asking asking = Landlord();
  asking.stance = common::v1::STANCE_SUPPORT;
  asking.controls_by_kind = false;
  EXPECT_FALSE(CheckNoControl(v1::CONTROL_WISH_INSPECTION, asking).ok());
}

TEST(XC_38, NeitherInsideOneMunicipality) {
  Asking asking = Landlord();
  asking.same_agency = true;
  EXPECT_EQ(RuleOf(CheckNoControl(v1::CONTROL_WISH_INSPECTION, asking)), "XC-38");
}

TEST(XC_38, WhoControlsSendsNoWordsWithARequest) {
  v1::TaskRequest task;
  task.set_kind(v1::TASK_KIND_OFFER_SUPPORT);
  task.set_note("and look whether he keeps the flat clean");
  const absl::Status refused = CheckTask(task, Landlord(), kToday);
  EXPECT_EQ(ReasonOf(refused), "NOTE_OF_CONTROL");
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  Asking colleague = Landlord();
  colleague.stance = common::v1::STANCE_SUPPORT;
  EXPECT_FALSE(CheckTask(task, colleague, kToday).ok());  // Still of a unit that controls.
  colleague.controls_by_kind = false;
  EXPECT_TRUE(CheckTask(task, colleague, kToday).ok());
  task.clear_note();
  EXPECT_TRUE(CheckTask(task, Landlord(), kToday).ok());
}

TEST(XC_39, CorrectingAClientIsAskedOfNobodyWhoSupports) {
  Asking asking = Landlord();
  EXPECT_EQ(RuleOf(CheckNoControl(v1::CONTROL_WISH_CORRECTION, asking)), "XC-39");
  asking.same_agency = true;
  EXPECT_EQ(RuleOf(CheckNoControl(v1::CONTROL_WISH_CORRECTION, asking)), "XC-39");
}

// The list of kinds is the rule: whoever adds one must change this test, and think.
TEST(XC_39, NoKindOfTaskControlsOrCorrects) {
  const auto* kinds = v1::TaskKind_descriptor();
  std::string names;
  for (int i = 1; i < kinds->value_count(); ++i) names += kinds->value(i)->name().substr(10) + " ";
  EXPECT_EQ(names,
            "OFFER_SUPPORT EXPLAIN_LETTER HELP_WITH_DOCUMENTS ACCOMPANY ARRANGE_MEETING MEDIATE ");
  const auto* fields = v1::TaskRequest::descriptor();
  for (int i = 0; i < fields->field_count(); ++i)
    EXPECT_NE(fields->field(i)->enum_type(), v1::ControlWish_descriptor());
}

TEST(XC_37, ARequestIsAnsweredOnce) {
  EXPECT_TRUE(CheckAnswer(v1::TASK_REQUEST_STATE_REQUESTED, v1::TASK_REQUEST_STATE_ACCEPTED).ok());
  EXPECT_TRUE(CheckAnswer(v1::TASK_REQUEST_STATE_ACCEPTED, v1::TASK_REQUEST_STATE_DONE).ok());
  EXPECT_EQ(ReasonOf(CheckAnswer(v1::TASK_REQUEST_STATE_REQUESTED, v1::TASK_REQUEST_STATE_DONE)),
            "TASK_STATE_REFUSES");
  EXPECT_FALSE(CheckAnswer(v1::TASK_REQUEST_STATE_DONE, v1::TASK_REQUEST_STATE_ACCEPTED).ok());
  EXPECT_FALSE(CheckAnswer(v1::TASK_REQUEST_STATE_DECLINED, v1::TASK_REQUEST_STATE_DONE).ok());
}

TEST(XC_66, ActionsSayWhatTheAnswerWouldBe) {
  for (int state = v1::TaskRequestState_MIN; state <= v1::TaskRequestState_MAX; ++state) {
    v1::TaskRequest task;
    task.set_state(static_cast<v1::TaskRequestState>(state));
    bool any = false;
    for (int to = v1::TaskRequestState_MIN; to <= v1::TaskRequestState_MAX; ++to)
      any |= CheckAnswer(task.state(), static_cast<v1::TaskRequestState>(to)).ok();
    EXPECT_EQ(TaskActions(task, true, common::v1::LANGUAGE_CS)[0].allowed(), any);
    EXPECT_FALSE(TaskActions(task, false, common::v1::LANGUAGE_CS)[0].allowed());
  }
}

TEST(XC_37, ATaskIsNotWantedInThePast) {
  v1::TaskRequest task;
  EXPECT_EQ(ReasonOf(CheckTask(task, Landlord(), kToday)), "TASK_KIND_MISSING");
  task.set_kind(v1::TASK_KIND_MEDIATE);
  *task.mutable_due_date() = dates::ToDate(kToday - 1);
  EXPECT_EQ(ReasonOf(CheckTask(task, Landlord(), kToday)), "DUE_DATE_PAST");
  *task.mutable_due_date() = dates::ToDate(kToday);
  EXPECT_TRUE(CheckTask(task, Landlord(), kToday).ok());
}

}  // namespace
}  // namespace opora::registry
