#include "services/client_registry/cooperation/actor_rules.h"

#include <algorithm>

#include "services/client_registry/cooperation/refusals.h"
#include "services/client_registry/social_services/reach_rules.h"

namespace opora::registry {

absl::Status SetPosition(v1::KeyActor& actor) {
  const auto said = actor.position();
  auto position = said;
  if (actor.has_actor_agency_id()) {
    position = actor.actor_agency_id() == actor.agency_id() ? v1::ACTOR_POSITION_INTERNAL
                                                            : v1::ACTOR_POSITION_EXTERNAL;
  }
  const bool contradicts = said != v1::ACTOR_POSITION_UNSPECIFIED && said != position;
  if (contradicts || position == v1::ACTOR_POSITION_UNSPECIFIED)
    return rules::Refuse(rule::kPositionMismatch, {.field = "key_actor.position"});
  actor.set_position(position);
  return absl::OkStatus();
}

bool IsPublishedByActor(std::string_view field) {
  return field == "competences" || field == "contact";
}

bool KeepMatching(v1::HelpNeed need, std::string_view territory, v1::KeyActor& actor) {
  const auto answers = [&](const v1::Competence& competence) {
    return competence.need() == need &&
           std::any_of(competence.territories().begin(), competence.territories().end(),
                       [&](const std::string& name) { return SameTerritory(name, territory); });
  };
  auto& competences = *actor.mutable_competences();
  competences.erase(std::remove_if(competences.begin(), competences.end(),
                                   [&](const auto& one) { return !answers(one); }),
                    competences.end());
  return !competences.empty();
}

}  // namespace opora::registry
