#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/task_request.pb.h"

// What one unit may ask of a worker of another (XC-37 to XC-39).
namespace opora::registry {

// How the asking side stands to the worker who is asked.
struct Asking {
  common::v1::Stance stance = common::v1::STANCE_UNSPECIFIED;  // Of the caller's role.
  common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED;
  bool controls_by_kind = false;  // A landlord, property manager, housing or legal department.
  bool same_agency = false;       // Another department of the same municipality.
  bool recipient_supports = false;
};

// PERMISSION_DENIED CONTROL_TASK: what is wanted is control, whatever the kind says (XC-37; XC-38
// inside one municipality; XC-39). A request that serves control of the lease or collection is one.
absl::Status CheckNoControl(v1::ControlWish wish, const Asking& asking);

// INVALID_ARGUMENT NOTE_OF_CONTROL (XC-38); TASK_KIND_MISSING; a due date in the past.
absl::Status CheckTask(const v1::TaskRequest& task, const Asking& asking, absl::CivilDay today);

// Answers and what they make of a request.
struct TaskStep {
  v1::TaskRequestState from;
  v1::TaskRequestState to;
};
const std::vector<TaskStep>& TaskSteps();

// FAILED_PRECONDITION TASK_STATE_REFUSES.
absl::Status CheckAnswer(v1::TaskRequestState from, v1::TaskRequestState to);

// What can be done with the request now, from the same table; nothing for who is not asked.
std::vector<common::v1::Action> TaskActions(const v1::TaskRequest& task, bool may_answer,
                                            common::v1::Language language);

}  // namespace opora::registry
