#include "services/reporting/programmes/programme_rules.h"

#include <algorithm>
#include <set>

#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/reporting/programmes/refusals.h"

namespace opora::reporting {
namespace {

struct Step {
  v1::ProgrammeState from;
  v1::ProgrammeState to;
};

// REP-15. Whoever wants to go on with an ended programme resumes it on the municipality's renewed
// interest.
constexpr Step kSteps[] = {
    {v1::PROGRAMME_STATE_PREPARED, v1::PROGRAMME_STATE_RUNNING},
    {v1::PROGRAMME_STATE_RUNNING, v1::PROGRAMME_STATE_SUSPENDED},
    {v1::PROGRAMME_STATE_RUNNING, v1::PROGRAMME_STATE_ENDED_EARLY},
    {v1::PROGRAMME_STATE_RUNNING, v1::PROGRAMME_STATE_COMPLETED},
    {v1::PROGRAMME_STATE_SUSPENDED, v1::PROGRAMME_STATE_RUNNING},
    {v1::PROGRAMME_STATE_SUSPENDED, v1::PROGRAMME_STATE_ENDED_EARLY},
    {v1::PROGRAMME_STATE_ENDED_EARLY, v1::PROGRAMME_STATE_RUNNING},
};

bool IsEnd(v1::ProgrammeState state) {
  return state == v1::PROGRAMME_STATE_ENDED_EARLY || state == v1::PROGRAMME_STATE_COMPLETED;
}

absl::Status CheckReason(const v1::MoveProgrammeRequest& request, absl::Time now) {
  const bool needs_reason = request.state() == v1::PROGRAMME_STATE_SUSPENDED ||
                            request.state() == v1::PROGRAMME_STATE_ENDED_EARLY;
  if (needs_reason && request.reason().empty())
    return rules::Refuse(rule::kStateReasonRequired, {.field = "reason"});
  if (!IsEnd(request.state())) return absl::OkStatus();
  if (!request.has_ended_on())
    return rules::Refuse(rule::kStateReasonRequired, {.field = "ended_on"});
  RETURN_IF_ERROR(dates::CheckDate(request.ended_on(), "ended_on"));
  if (dates::FromDate(request.ended_on()) <= dates::DayAt(now)) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = "ended_on"});
}

bool IsPartOf(const google::protobuf::RepeatedPtrField<std::string>& some,
              const google::protobuf::RepeatedPtrField<std::string>& all) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  });
}

// A goal that joins obligations is as far met as they are (REP-04).
bool Agrees(const v1::EvaluateGoalRequest& request, const v1::Goal& goal) {
  if (!IsPartOf(request.fulfilled(), goal.obligations())) return false;
  if (goal.obligations().empty() || request.state() == v1::GOAL_STATE_NOT_EVALUATED)
    return request.fulfilled().empty();
  const int fulfilled = request.fulfilled_size();
  switch (request.state()) {
    case v1::GOAL_STATE_MET:
      return fulfilled == goal.obligations_size();
    case v1::GOAL_STATE_PARTLY:
      return fulfilled < goal.obligations_size();
    default:
      return fulfilled == 0;
  }
}

}  // namespace

absl::Status CheckGoals(const Goals& goals, std::string_view field) {
  std::set<std::string> numbers;
  for (const v1::Goal& goal : goals) {
    if (!numbers.insert(goal.number()).second)
      return rules::Refuse(rule::kGoalsInconsistent, {.field = std::string(field)});
    if (goal.has_deadline()) RETURN_IF_ERROR(dates::CheckPartialDate(goal.deadline(), field));
  }
  for (const v1::Goal& goal : goals) {
    const std::size_t dot = goal.number().find('.');
    if (dot != std::string::npos && !numbers.contains(goal.number().substr(0, dot)))
      return rules::Refuse(rule::kGoalsInconsistent, {.field = std::string(field)});
  }
  return absl::OkStatus();
}

absl::Status CheckRewording(const v1::AdvisoryProgramme& programme) {
  if (programme.state() == v1::PROGRAMME_STATE_PREPARED) return absl::OkStatus();
  return rules::Refuse(rule::kBaselineImmutable);
}

absl::Status Move(v1::AdvisoryProgramme& programme, const v1::MoveProgrammeRequest& request,
                  absl::Time now) {
  const bool known = std::any_of(std::begin(kSteps), std::end(kSteps), [&](const Step& step) {
    return step.from == programme.state() && step.to == request.state();
  });
  if (!known) {
    return rules::Refuse(rule::kProgrammeStateRefuses,
                         {.metadata = {{"state", v1::ProgrammeState_Name(programme.state())}}});
  }
  RETURN_IF_ERROR(CheckReason(request, now));
  programme.set_state(request.state());
  programme.clear_state_reason();
  programme.clear_ended_on();
  if (request.has_reason()) programme.set_state_reason(request.reason());
  if (!IsEnd(request.state())) return absl::OkStatus();
  *programme.mutable_ended_on() = request.ended_on();
  for (v1::Goal& goal : *programme.mutable_goals()) {
    if (goal.state() == v1::GOAL_STATE_OPEN) goal.set_state(v1::GOAL_STATE_NOT_EVALUATED);
  }
  return absl::OkStatus();
}

absl::Status Evaluate(v1::AdvisoryProgramme& programme, const v1::EvaluateGoalRequest& request) {
  if (programme.state() == v1::PROGRAMME_STATE_PREPARED)
    return rules::Refuse(rule::kGoalsNotApproved);
  for (v1::Goal& goal : *programme.mutable_goals()) {
    if (goal.number() != request.number()) continue;
    if (!Agrees(request, goal))
      return rules::Refuse(rule::kObligationsDisagree, {.field = "fulfilled"});
    goal.set_state(request.state());
    *goal.mutable_fulfilled() = request.fulfilled();
    goal.clear_comment();
    if (request.has_comment()) goal.set_comment(request.comment());
    return absl::OkStatus();
  }
  return rules::NotFound();
}

}  // namespace opora::reporting
