#include "services/client_registry/projects/project_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rules/period.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "services/client_registry/social_services/reach_rules.h"

namespace opora::registry {

absl::Status CheckProject(const v1::Project& project) {
  RETURN_IF_ERROR(rules::CheckPeriod(project, "project."));
  if (project.budget().minor_units() < 0)
    return rules::InvalidField("project.budget", "AMOUNT_NEGATIVE", "is no budget");
  std::set<std::string> seen;
  for (int i = 0; i < project.participants_size(); ++i) {
    if (seen.insert(project.participants(i).agency_id()).second) continue;
    return rules::InvalidField(absl::StrCat("project.participants[", i, "].agency_id"),
                               "PARTICIPANT_TWICE", "is named twice");
  }
  for (int i = 0; i < project.targets_size(); ++i) {
    const std::string path = absl::StrCat("project.targets[", i, "].");
    RETURN_IF_ERROR(rules::CheckPeriod(project.targets(i), path));
  }
  return absl::OkStatus();
}

}  // namespace opora::registry
