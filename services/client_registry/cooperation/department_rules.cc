#include "services/client_registry/cooperation/department_rules.h"

#include <algorithm>

#include "common/time/proto_date.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/cooperation/refusals.h"

namespace opora::registry {

absl::Status CheckDeputy(const v1::ContactPerson& person) {
  if (!person.has_deputy_worker_id() || person.deputy_worker_id() != person.worker_id())
    return absl::OkStatus();
  return rules::InvalidField("deputy_worker_id", "DEPUTY_IS_CONTACT_PERSON",
                             "is the contact person, who needs somebody else for absences");
}

void Replace(absl::CivilDay first_day_of_next, v1::ContactPerson& person) {
  const absl::CivilDay end = std::max(first_day_of_next, dates::FromDate(person.valid_from()));
  *person.mutable_valid_to() = dates::ToDate(end);
}

std::optional<std::string> AnsweringWorker(const v1::ContactPerson& person,
                                           bool contact_person_suspended, bool deputy_suspended) {
  if (!contact_person_suspended) return person.worker_id();
  if (person.has_deputy_worker_id() && !deputy_suspended) return person.deputy_worker_id();
  return std::nullopt;
}

std::vector<Gap> GapsOf(const DepartmentSetup& setup) {
  std::vector<Gap> gaps;
  const auto note = [&](bool missing, const rules::Rule& rule) {
    if (missing) gaps.push_back({&rule, ""});
  };
  const auto note_each = [&](const std::vector<std::string>& ids, const rules::Rule& rule) {
    for (const std::string& id : ids) gaps.push_back({&rule, id});
  };
  const SetupFacts& facts = setup.facts;
  note(!setup.contact_person.has_value(), rule::kContactPersonMissing);
  if (setup.contact_person.has_value()) {
    if (!setup.answering_worker.has_value())
      gaps.push_back({&rule::kContactPersonSuspended, setup.contact_person->worker_id()});
    note(!setup.contact_person->has_deputy_worker_id(), rule::kDeputyMissing);
  }
  note(setup.change_bearers == 0, rule::kChangeBearerMissing);
  note(!setup.target_group_defined, rule::kTargetGroupMissing);
  note(facts.coordinators == 0, rule::kCoordinatorMissing);
  note(facts.key_actors == 0, rule::kNetworkEmpty);
  note_each(facts.actors_without_competence, rule::kCompetencesMissing);
  note_each(facts.actors_without_agreement, rule::kNotFormalised);
  note(facts.matrix_rows == 0, rule::kMatrixEmpty);
  note_each(facts.services_of_unknown_capacity, rule::kCapacityUnknown);
  return gaps;
}

}  // namespace opora::registry
