#include "services/client_registry/workforce/task_rules.h"

#include <algorithm>

#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/workforce/refusals.h"

namespace opora::registry {
namespace {

// Purposes for which nobody supports.
bool IsOfControl(common::v1::Purpose purpose) {
  return purpose == common::v1::PURPOSE_LEASE_CONTROL ||
         purpose == common::v1::PURPOSE_DEBT_COLLECTION;
}

bool Controls(const Asking& asking) {
  return asking.controls_by_kind || asking.stance == common::v1::STANCE_CONTROL;
}

}  // namespace

absl::Status CheckNoControl(v1::ControlWish wish, const Asking& asking) {
  // Workers who control anyway are not put under pressure by it.
  if (!asking.recipient_supports) return absl::OkStatus();
  if (wish == v1::CONTROL_WISH_CORRECTION) return rules::Refuse(rule::kCorrectionTask);
  if (wish == v1::CONTROL_WISH_UNSPECIFIED && !IsOfControl(asking.purpose)) return absl::OkStatus();
  return rules::Refuse(asking.same_agency ? rule::kControlTaskInside : rule::kControlTask);
}

absl::Status CheckTask(const v1::TaskRequest& task, const Asking& asking, absl::CivilDay today) {
  if (task.kind() == v1::TASK_KIND_UNSPECIFIED)
    return rules::InvalidField("task_request.kind", "TASK_KIND_MISSING", "is needed");
  if (Controls(asking) && asking.recipient_supports && !task.note().empty())
    return rules::Refuse(rule::kNoteOfControl, {.field = "task_request.note"});
  if (!task.has_due_date()) return absl::OkStatus();
  RETURN_IF_ERROR(dates::CheckDate(task.due_date(), "task_request.due_date"));
  if (dates::FromDate(task.due_date()) >= today) return absl::OkStatus();
  return rules::InvalidField("task_request.due_date", "DUE_DATE_PAST", "lies in the past");
}

const std::vector<TaskStep>& TaskSteps() {
  static const auto* steps = new std::vector<TaskStep>{
      {v1::TASK_REQUEST_STATE_REQUESTED, v1::TASK_REQUEST_STATE_ACCEPTED},
      {v1::TASK_REQUEST_STATE_REQUESTED, v1::TASK_REQUEST_STATE_DECLINED},
      {v1::TASK_REQUEST_STATE_ACCEPTED, v1::TASK_REQUEST_STATE_DONE},
      {v1::TASK_REQUEST_STATE_ACCEPTED, v1::TASK_REQUEST_STATE_DECLINED},
  };
  return *steps;
}

absl::Status CheckAnswer(v1::TaskRequestState from, v1::TaskRequestState to) {
  const auto& steps = TaskSteps();
  if (std::any_of(steps.begin(), steps.end(),
                  [&](const TaskStep& step) { return step.from == from && step.to == to; })) {
    return absl::OkStatus();
  }
  return rules::Refuse(rule::kTaskStateRefuses,
                       {.metadata = {{"state", v1::TaskRequestState_Name(from)}}});
}

std::vector<common::v1::Action> TaskActions(const v1::TaskRequest& task, bool may_answer,
                                            common::v1::Language language) {
  common::v1::Action action;
  action.set_verb("AnswerTaskRequest");
  const auto& steps = TaskSteps();
  action.set_allowed(may_answer &&
                     std::any_of(steps.begin(), steps.end(),
                                 [&](const TaskStep& step) { return step.from == task.state(); }));
  if (!action.allowed()) {
    action.set_rule(std::string(rule::kTaskStateRefuses.id));
    action.set_remedy(std::string(rule::kTaskStateRefuses.remedy.In(language)));
  }
  return {action};
}

}  // namespace opora::registry
