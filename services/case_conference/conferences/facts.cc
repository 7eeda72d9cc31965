#include "services/case_conference/conferences/facts.h"

#include <set>

namespace opora::conference {

v1::ConferenceFact FactOf(const v1::Conference& conference) {
  v1::ConferenceFact fact;
  fact.set_state(conference.state());
  fact.set_phase(conference.phase());
  fact.set_kind(conference.kind());
  *fact.mutable_triggers() = conference.triggers();
  if (conference.has_held_on()) *fact.mutable_held_on() = conference.held_on();
  std::set<std::string> agencies;
  for (const v1::Participant& participant : conference.participants()) {
    if (!participant.agency_id().empty()) agencies.insert(participant.agency_id());
  }
  fact.set_participants(conference.participants_size());
  fact.set_agencies(static_cast<int>(agencies.size()));
  fact.set_urgent(conference.urgent());
  return fact;
}

v1::ActionItemFact FactOf(const v1::ActionItem& item) {
  v1::ActionItemFact fact;
  fact.set_conference_id(item.conference_id());
  fact.set_state(item.state());
  fact.set_milestones(item.milestones_size());
  for (const v1::Milestone& milestone : item.milestones()) {
    fact.set_done(fact.done() + (milestone.has_done_time() ? 1 : 0));
    fact.set_missed(fact.missed() + (milestone.has_miss_time() ? 1 : 0));
  }
  fact.set_has_plan_b(item.has_plan_b_what());
  return fact;
}

}  // namespace opora::conference
