#include "services/case_conference/plans/plan_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/status_macros.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/session_rules.h"
#include "services/case_conference/plans/refusals.h"

namespace opora::conference {
namespace {

template <typename Ids>
bool Contains(const Ids& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

absl::CivilDay MondayOf(absl::CivilDay day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

absl::Status ResolveMilestone(v1::Milestone& milestone, absl::CivilDay held_on,
                              const std::string& field) {
  const int given =
      milestone.has_due_days_after() + milestone.has_due_weeks_after() + milestone.has_due_date();
  if (given != 1) return rules::Refuse(rule::kDeadlineMissing, {.field = field + ".due_date"});
  if (milestone.has_due_date()) return dates::CheckDate(milestone.due_date(), field + ".due_date");
  const absl::CivilDay due = milestone.has_due_days_after()
                                 ? held_on + milestone.due_days_after()
                                 : MondayOf(held_on) + 7 * milestone.due_weeks_after() + 4;
  *milestone.mutable_due_date() = dates::ToDate(due);
  return absl::OkStatus();
}

absl::Status ResolvePlanB(v1::ActionItem& item, absl::CivilDay held_on) {
  if (item.has_plan_b_weeks_after()) {
    if (item.has_plan_b_from() || item.has_plan_b_to())
      return rules::Refuse(rule::kPlanBMissing, {.field = "item.plan_b_weeks_after"});
    const absl::CivilDay monday = MondayOf(held_on) + 7 * item.plan_b_weeks_after();
    *item.mutable_plan_b_from() = dates::ToDate(monday);
    *item.mutable_plan_b_to() = dates::ToDate(monday + 4);
  }
  if (!item.has_plan_b_from() || !item.has_plan_b_to()) return absl::OkStatus();
  RETURN_IF_ERROR(dates::CheckDate(item.plan_b_from(), "item.plan_b_from"));
  RETURN_IF_ERROR(dates::CheckDate(item.plan_b_to(), "item.plan_b_to"));
  if (dates::FromDate(item.plan_b_from()) <= dates::FromDate(item.plan_b_to()))
    return absl::OkStatus();
  return rules::InvalidField("item.plan_b_to", "WINDOW_REVERSED", "lies before plan_b_from");
}

// Everybody whom the item names, the Plan B person among them.
std::vector<std::string> PeopleOf(const v1::ActionItem& item) {
  std::vector<std::string> people(item.participant_ids().begin(), item.participant_ids().end());
  for (const v1::Milestone& milestone : item.milestones()) {
    people.insert(people.end(), milestone.participant_ids().begin(),
                  milestone.participant_ids().end());
  }
  if (item.has_plan_b_participant_id()) people.push_back(item.plan_b_participant_id());
  return people;
}

absl::Status CheckNamed(const v1::Conference& conference, const v1::ActionItem& item) {
  for (const std::string& id : PeopleOf(item)) {
    if (FindParticipant(conference, id) == nullptr)
      return rules::Refuse(rule::kNotAParticipant, {.field = "item.participant_ids"});
  }
  const std::string& informed = item.inform_participant_id();
  if (!informed.empty() && FindParticipant(conference, informed) == nullptr)
    return rules::Refuse(rule::kNotAParticipant, {.field = "item.inform_participant_id"});
  return absl::OkStatus();
}

// That nobody of the item is in this role.
absl::Status CheckNobodyIs(const v1::Conference& conference, const v1::ActionItem& item,
                           v1::ConferenceRole role, const rules::Rule& rule) {
  for (const std::string& id : PeopleOf(item)) {
    const v1::Participant* participant = FindParticipant(conference, id);
    if (participant != nullptr && HasRole(*participant, role)) return rules::Refuse(rule);
  }
  return absl::OkStatus();
}

absl::Status CheckTasks(const v1::Conference& conference, const v1::ActionItem& item) {
  RETURN_IF_ERROR(CheckNobodyIs(conference, item, v1::CONFERENCE_ROLE_FACILITATOR,
                                rule::kFacilitatorHasNoTask));
  if (conference.kind() != v1::MEETING_KIND_PROFESSIONALS) return absl::OkStatus();
  return CheckNobodyIs(conference, item, v1::CONFERENCE_ROLE_CLIENT, rule::kProfessionalsOnly);
}

absl::Status CheckSolution(const v1::Conference& conference, const v1::ActionItem& item) {
  if (!item.has_solution_id()) return absl::OkStatus();
  const auto& solutions = conference.solutions();
  const bool known =
      std::any_of(solutions.begin(), solutions.end(), [&](const v1::Solution& solution) {
        return solution.solution_id() == item.solution_id() &&
               solution.topic_id() == item.topic_id();
      });
  if (known) return absl::OkStatus();
  return rules::InvalidField("item.solution_id", "SOLUTION_UNKNOWN", "is no solution of it");
}

absl::Status CheckPlanB(const v1::ActionItem& item) {
  const int given = item.has_plan_b_trigger_position() + item.has_plan_b_participant_id() +
                    item.has_plan_b_what() + item.has_plan_b_from() + item.has_plan_b_to();
  if (item.has_no_plan_b_reason()) {
    return given == 0 ? absl::OkStatus()
                      : rules::Refuse(rule::kPlanBMissing, {.field = "item.no_plan_b_reason"});
  }
  if (given != 5) return rules::Refuse(rule::kPlanBMissing, {.field = "item.plan_b_what"});
  if (item.plan_b_trigger_position() <= item.milestones_size()) return absl::OkStatus();
  return rules::Refuse(rule::kPlanBMissing, {.field = "item.plan_b_trigger_position"});
}

bool ClientHeard(const v1::Conference& conference) {
  const v1::Participant* client = InRole(conference, v1::CONFERENCE_ROLE_CLIENT);
  return client != nullptr && (!client->view().empty() || client->did_not_wish_to_speak());
}

bool OutOfOrder(const v1::ActionItem& item) {
  for (int i = 1; i < item.milestones_size(); ++i) {
    if (dates::FromDate(item.milestones(i).due_date()) <
        dates::FromDate(item.milestones(i - 1).due_date()))
      return true;
  }
  return false;
}

// The window ends after the deadline of a milestone that follows the trigger.
bool PlanBTooLate(const v1::ActionItem& item) {
  if (!item.has_plan_b_to()) return false;
  for (int i = item.plan_b_trigger_position(); i < item.milestones_size(); ++i) {
    if (dates::FromDate(item.plan_b_to()) > dates::FromDate(item.milestones(i).due_date()))
      return true;
  }
  return false;
}

bool IsRefused(const v1::ActionPlan& plan, const std::string& item_id) {
  return std::any_of(plan.approvals().begin(), plan.approvals().end(),
                     [&](const v1::PlanApproval& approval) {
                       return approval.plan_version() == plan.plan_version() &&
                              Contains(approval.refused_item_ids(), item_id);
                     });
}

bool IsOver(const v1::ActionItem& item) {
  return item.state() == v1::ITEM_STATE_DONE || item.state() == v1::ITEM_STATE_CANCELLED ||
         item.state() == v1::ITEM_STATE_SUPERSEDED;
}

}  // namespace

absl::Status ResolveDeadlines(v1::ActionItem& item, absl::CivilDay held_on) {
  for (int i = 0; i < item.milestones_size(); ++i) {
    RETURN_IF_ERROR(ResolveMilestone(*item.mutable_milestones(i), held_on,
                                     absl::StrCat("item.milestones[", i, "]")));
  }
  return ResolvePlanB(item, held_on);
}

std::vector<absl::Status> ItemRefusals(const v1::Conference& conference,
                                       const v1::ActionItem& item) {
  std::vector<absl::Status> checks = {CheckNamed(conference, item), CheckTasks(conference, item),
                                      CheckPriority(conference, item.topic_id()),
                                      CheckSolution(conference, item), CheckPlanB(item)};
  std::erase_if(checks, [](const absl::Status& status) { return status.ok(); });
  return checks;
}

v1::ActionItem NewItem(const v1::ActionItem& asked, const v1::Conference& conference,
                       int plan_version, absl::Time now) {
  v1::ActionItem item = asked;
  item.set_item_id(ids::TimeOrderedId(now));
  item.set_conference_id(conference.conference_id());
  item.set_client_id(conference.client_id());
  item.set_plan_version(plan_version);
  item.set_state(v1::ITEM_STATE_PROPOSED);
  item.clear_cancel_reason();
  item.clear_replaces_item_id();
  item.clear_etag();
  *item.mutable_create_time() = rpc::ToTimestamp(now);
  for (int i = 0; i < item.milestones_size(); ++i) {
    v1::Milestone& milestone = *item.mutable_milestones(i);
    milestone.set_milestone_id(ids::RandomId());
    milestone.set_position(i + 1);
    if (milestone.participant_ids().empty())
      *milestone.mutable_participant_ids() = item.participant_ids();
    milestone.clear_done_time();
    milestone.clear_done_by_participant_id();
    milestone.clear_miss_time();
    milestone.clear_debt_ids();
    milestone.clear_schedule_ids();
    milestone.clear_note();
  }
  return item;
}

std::vector<common::v1::Warning> ItemWarnings(const v1::Conference& conference,
                                              const v1::ActionItem& item,
                                              common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  if (OutOfOrder(item)) warnings.push_back(rules::Warn(rule::kMilestonesOutOfOrder, language));
  if (PlanBTooLate(item)) warnings.push_back(rules::Warn(rule::kPlanBTooLate, language));
  if (!ClientHeard(conference)) warnings.push_back(rules::Warn(rule::kClientNotHeard, language));
  return warnings;
}

bool IsAgainstClientsChoice(const v1::Conference& conference, const v1::ActionItem& item) {
  return std::any_of(conference.solutions().begin(), conference.solutions().end(),
                     [&](const v1::Solution& solution) {
                       return solution.solution_id() == item.solution_id() &&
                              solution.client_choice() == v1::CLIENT_CHOICE_NOT_WANTED;
                     });
}

std::vector<std::string> MissingApprovals(const v1::Conference& conference,
                                          const v1::ActionPlan& plan) {
  const auto approved = [&](const v1::Participant& participant) {
    return std::any_of(
        plan.approvals().begin(), plan.approvals().end(), [&](const v1::PlanApproval& approval) {
          return approval.plan_version() == plan.plan_version() &&
                 approval.participant_id() == participant.participant_id() && approval.approved();
        });
  };
  const bool with_client = conference.kind() == v1::MEETING_KIND_CONFERENCE;
  return Ids(conference, [&](const v1::Participant& participant) {
    const bool must =
        TookPart(participant) || (with_client && HasRole(participant, v1::CONFERENCE_ROLE_CLIENT));
    return must && !approved(participant);
  });
}

bool Approve(const v1::Conference& conference, v1::ActionPlan& plan,
             std::vector<v1::ActionItem>& items, absl::Time now) {
  if (!MissingApprovals(conference, plan).empty()) return false;
  for (v1::ActionItem& item : items) {
    if (item.state() != v1::ITEM_STATE_PROPOSED || IsRefused(plan, item.item_id()) ||
        IsAgainstClientsChoice(conference, item)) {
      continue;
    }
    item.set_state(v1::ITEM_STATE_OPEN);
  }
  if (plan.state() == v1::PLAN_STATE_APPROVED) return true;
  plan.set_state(v1::PLAN_STATE_APPROVED);
  *plan.mutable_approve_time() = rpc::ToTimestamp(now);
  return true;
}

Passed PassDeadlines(v1::ActionItem& item, absl::CivilDay as_of, absl::Time now) {
  Passed passed;
  if (item.state() != v1::ITEM_STATE_OPEN && item.state() != v1::ITEM_STATE_PLAN_B_ACTIVE)
    return passed;
  for (v1::Milestone& milestone : *item.mutable_milestones()) {
    const bool open = !milestone.has_done_time() && !milestone.has_miss_time();
    if (!open || dates::FromDate(milestone.due_date()) >= as_of) continue;
    *milestone.mutable_miss_time() = rpc::ToTimestamp(now);
    ++passed.missed;
    const bool triggers = item.has_plan_b_trigger_position() &&
                          item.plan_b_trigger_position() == milestone.position();
    if (!triggers || item.state() == v1::ITEM_STATE_PLAN_B_ACTIVE) continue;
    item.set_state(v1::ITEM_STATE_PLAN_B_ACTIVE);
    passed.plan_b_began = true;
  }
  return passed;
}

void CompleteMilestone(v1::ActionItem& item, const std::string& milestone_id) {
  const auto& milestones = item.milestones();
  for (const v1::Milestone& milestone : milestones) {
    const bool triggers = item.has_plan_b_trigger_position() &&
                          milestone.position() == item.plan_b_trigger_position();
    if (milestone.milestone_id() == milestone_id && triggers &&
        item.state() == v1::ITEM_STATE_PLAN_B_ACTIVE) {
      item.set_state(v1::ITEM_STATE_OPEN);
    }
  }
  if (std::all_of(milestones.begin(), milestones.end(),
                  [](const v1::Milestone& one) { return one.has_done_time(); }))
    item.set_state(v1::ITEM_STATE_DONE);
}

absl::CivilDay NextDeadline(const v1::ActionItem& item) {
  absl::CivilDay next = absl::CivilDay(dates::kLastYear, 12, 31);
  for (const v1::Milestone& milestone : item.milestones()) {
    if (!milestone.has_done_time()) next = std::min(next, dates::FromDate(milestone.due_date()));
  }
  return next;
}

std::vector<common::v1::Warning> EvaluationWarnings(const std::vector<v1::ActionItem>& items,
                                                    const std::string& evaluator_participant_id,
                                                    common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  if (!std::all_of(items.begin(), items.end(), IsOver))
    warnings.push_back(rules::Warn(rule::kTasksOpen, language));
  const bool has_tasks = std::any_of(items.begin(), items.end(), [&](const v1::ActionItem& item) {
    return item.state() != v1::ITEM_STATE_SUPERSEDED &&
           Contains(PeopleOf(item), evaluator_participant_id);
  });
  if (has_tasks) warnings.push_back(rules::Warn(rule::kEvaluatorHasTasks, language));
  return warnings;
}

}  // namespace opora::conference
