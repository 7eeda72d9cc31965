#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/rules/rule.h"
#include "opora/registry/v1/social_department.pb.h"
#include "services/client_registry/cooperation/cooperation_store.h"

namespace opora::registry {

// INVALID_ARGUMENT DEPUTY_IS_CONTACT_PERSON (REG-06).
absl::Status CheckDeputy(const v1::ContactPerson& person);

// Ends a contact person on the day on which the next one begins; one who was to begin later never
// was (REG-06).
void Replace(absl::CivilDay first_day_of_next, v1::ContactPerson& person);

// Who answers: the contact person, the deputy while that one is suspended, or nobody (REG-06).
std::optional<std::string> AnsweringWorker(const v1::ContactPerson& person,
                                           bool contact_person_suspended, bool deputy_suspended);

// Something missing, and what it concerns; empty for the department itself.
struct Gap {
  const rules::Rule* rule;
  std::string concerns_id;
};

// What the set-up lacks (XC-55).
struct DepartmentSetup {
  std::optional<v1::ContactPerson> contact_person;
  std::optional<std::string> answering_worker;
  int64_t change_bearers = 0;
  bool target_group_defined = false;
  SetupFacts facts;
};
std::vector<Gap> GapsOf(const DepartmentSetup& setup);

}  // namespace opora::registry
