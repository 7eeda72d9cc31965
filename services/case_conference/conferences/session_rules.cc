#include "services/case_conference/conferences/session_rules.h"

#include <algorithm>

#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/session_refusals.h"

namespace opora::conference {
namespace {

bool HasPriority(const v1::Conference& conference) {
  return std::any_of(conference.topics().begin(), conference.topics().end(),
                     [](const v1::Topic& topic) { return topic.is_priority(); });
}

bool EveryPriorityHasSolution(const v1::Conference& conference) {
  for (const v1::Topic& topic : conference.topics()) {
    const bool solved = std::any_of(
        conference.solutions().begin(), conference.solutions().end(),
        [&](const v1::Solution& solution) { return solution.topic_id() == topic.topic_id(); });
    if (topic.is_priority() && !solved) return false;
  }
  return true;
}

bool EverybodyHeard(const v1::Conference& conference) {
  return std::all_of(conference.participants().begin(), conference.participants().end(),
                     [](const v1::Participant& participant) {
                       return !IsPresent(participant) || participant.did_not_wish_to_speak() ||
                              !participant.view().empty() ||
                              HasRole(participant, v1::CONFERENCE_ROLE_FACILITATOR);
                     });
}

}  // namespace

absl::Status CheckMove(const v1::Conference& conference, v1::PlanState plan, const Move& move) {
  if (move.to < conference.phase()) {
    return move.reason.empty() ? rules::Refuse(rule::kBackNeedsReason, {.field = "reason"})
                               : absl::OkStatus();
  }
  if (move.to != conference.phase() + 1) return rules::Refuse(rule::kPhaseOrder);
  if (move.to == v1::PHASE_SOLUTIONS && !HasPriority(conference))
    return rules::Refuse(rule::kNoPriority);
  if (move.to == v1::PHASE_CONCLUSION && plan != v1::PLAN_STATE_APPROVED &&
      move.without_plan_reason.size() < 3) {
    return rules::Refuse(rule::kPlanNotApproved);
  }
  return absl::OkStatus();
}

std::vector<common::v1::Warning> MoveWarnings(const v1::Conference& conference, v1::Phase to,
                                              common::v1::Language language) {
  if (to == v1::PHASE_MAPPING && !conference.has_meeting_rules())
    return {rules::Warn(rule::kRulesMissing, language)};
  if (to == v1::PHASE_PRIORITIES && !EverybodyHeard(conference))
    return {rules::Warn(rule::kParticipantNotHeard, language)};
  if (to == v1::PHASE_PLAN && !EveryPriorityHasSolution(conference))
    return {rules::Warn(rule::kSolutionMissing, language)};
  return {};
}

const v1::Topic* FindTopic(const v1::Conference& conference, const std::string& topic_id) {
  for (const v1::Topic& topic : conference.topics()) {
    if (topic.topic_id() == topic_id) return &topic;
  }
  return nullptr;
}

absl::Status CheckPriority(const v1::Conference& conference, const std::string& topic_id) {
  const v1::Topic* topic = FindTopic(conference, topic_id);
  if (topic != nullptr && topic->is_priority()) return absl::OkStatus();
  return rules::Refuse(rule::kNotAPriority);
}

absl::Status CheckTopicOpen(const v1::Conference& conference, const std::string& topic_id,
                            const std::set<common::v1::DataArea>& excluded) {
  const v1::Topic* topic = FindTopic(conference, topic_id);
  if (topic == nullptr || !excluded.contains(topic->area())) return absl::OkStatus();
  const auto& lifted = conference.lifted_areas();
  if (std::find(lifted.begin(), lifted.end(), topic->area()) != lifted.end())
    return absl::OkStatus();
  return rules::Refuse(rule::kExcludedFromConference);
}

}  // namespace opora::conference
