#include "services/client_registry/social_services/reach_rules.h"

#include <algorithm>

#include "common/rules/period.h"
#include "common/status_macros.h"
#include "common/text/fold.h"
#include "common/time/proto_date.h"
#include "services/client_registry/social_services/refusals.h"

namespace opora::registry {
namespace {

template <typename Dated>
bool IsInForce(const Dated& row, absl::CivilDay day) {
  return Contains(row.valid_from(), row.has_valid_to(), row.valid_to(), day);
}

bool HasForm(const v1::Service& service, int form) {
  return std::find(service.forms().begin(), service.forms().end(), form) != service.forms().end();
}

bool NamesTerritory(const v1::Service& service, std::string_view territory) {
  return std::any_of(service.territories().begin(), service.territories().end(),
                     [&](const std::string& name) { return SameTerritory(name, territory); });
}

// Where clients come to: known to be open, or not known at all.
bool CanBeVisited(const std::vector<v1::Office>& offices, absl::CivilDay day) {
  return offices.empty() || std::any_of(offices.begin(), offices.end(),
                                        [&](const auto& office) { return IsInForce(office, day); });
}

bool IsClosed(const v1::Service& service, absl::CivilDay day) {
  return service.has_closed_on() && dates::FromDate(service.closed_on()) <= day;
}

}  // namespace

bool Contains(const common::v1::Date& from, bool has_to, const common::v1::Date& to,
              absl::CivilDay day) {
  return dates::FromDate(from) <= day && (!has_to || day <= dates::FromDate(to));
}

absl::Status CheckOffice(v1::Office& office, const v1::Project* project) {
  if (project != nullptr && !office.has_valid_to())
    *office.mutable_valid_to() = project->valid_to();
  RETURN_IF_ERROR(rules::CheckPeriod(office, "office."));
  if (project == nullptr ||
      dates::FromDate(office.valid_to()) <= dates::FromDate(project->valid_to())) {
    return absl::OkStatus();
  }
  return rules::Refuse(rule::kAfterProject, {.field = "office.valid_to"});
}

absl::Status CheckReach(const v1::ServiceReach& reach, const v1::Service& service) {
  if (!HasForm(service, reach.form())) {
    return rules::InvalidField("reach.form", "FORM_NOT_PROVIDED",
                               "is no form in which the service is provided");
  }
  return rules::CheckPeriod(reach, "reach.");
}

bool SameTerritory(std::string_view one, std::string_view other) {
  return text::FoldName(one) == text::FoldName(other);
}

std::vector<v1::ServiceForm> FormsReaching(const v1::Service& service,
                                           const std::vector<v1::ServiceReach>& reaches,
                                           const std::vector<v1::Office>& offices,
                                           std::string_view territory, absl::CivilDay day) {
  std::vector<v1::ServiceForm> forms;
  if (IsClosed(service, day)) return forms;
  for (const int number : service.forms()) {
    const auto form = static_cast<v1::ServiceForm>(number);
    const bool recorded = std::any_of(reaches.begin(), reaches.end(), [&](const auto& reach) {
      return reach.form() == form && SameTerritory(reach.territory(), territory) &&
             IsInForce(reach, day);
    });
    const bool reached = reaches.empty() ? NamesTerritory(service, territory) : recorded;
    if (!reached) continue;
    if (form == v1::SERVICE_FORM_AMBULATORY && !CanBeVisited(offices, day)) continue;
    forms.push_back(form);
  }
  return forms;
}

bool IsFor(const v1::Service& service, v1::TargetGroup group) {
  const auto& groups = service.target_groups();
  return group == v1::TARGET_GROUP_UNSPECIFIED || groups.empty() ||
         std::find(groups.begin(), groups.end(), group) != groups.end();
}

}  // namespace opora::registry
