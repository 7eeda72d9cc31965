#include "services/reporting/territory/territory_rules.h"

#include "absl/strings/match.h"
#include "services/reporting/territory/refusals.h"

namespace opora::reporting {

Reach ReachOf(std::string_view agency_type, std::string_view territory) {
  const std::string name(territory);
  if (agency_type == "MINISTRY" || agency_type == "PLATFORM_OPERATOR")
    return {Level::kEverything, ""};
  if (agency_type == "REGION" && !name.empty()) return {Level::kRegion, name};
  if (absl::StartsWith(std::string(agency_type), "MUNICIPALITY_") && !name.empty())
    return {Level::kMunicipality, name};
  return {Level::kOwnAgency, name};
}

absl::Status CheckReport(const Reach& reach, std::string_view territory, std::string_view region) {
  const bool own = territory.empty() || territory == reach.territory;
  const bool below = reach.level == Level::kRegion && region == reach.territory;
  if (reach.level == Level::kEverything || own || below) return absl::OkStatus();
  return rules::Refuse(rule::kOtherTerritory);
}

absl::Status CheckLocality(const Reach& reach, std::string_view territory,
                           std::string_view region) {
  if (reach.level == Level::kOwnAgency) return rules::Refuse(rule::kOtherTerritory);
  return CheckReport(reach, territory, region);
}

}  // namespace opora::reporting
