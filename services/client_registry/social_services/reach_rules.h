#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/registry/v1/project.pb.h"
#include "opora/registry/v1/service_reach.pb.h"

namespace opora::registry {

// Whether a period contains the day.
bool Contains(const common::v1::Date& from, bool has_to, const common::v1::Date& to,
              absl::CivilDay day);

// An office as it may stand: one of a project ends with it unless it ends before (REG-23).
//
// INVALID_ARGUMENT PERIOD_REVERSED, AFTER_PROJECT.
absl::Status CheckOffice(v1::Office& office, const v1::Project* project);

// INVALID_ARGUMENT FORM_NOT_PROVIDED, PERIOD_REVERSED (REG-22).
absl::Status CheckReach(const v1::ServiceReach& reach, const v1::Service& service);

// Two names are one territory when they read alike: case, diacritics and spaces aside.
bool SameTerritory(std::string_view one, std::string_view other);

// Forms in which the service reaches the territory on the day (REG-22, REG-23): those that were
// recorded for it; where nothing was recorded for any territory, all its forms in the territories
// it names. Clients come to an office, so the ambulatory form needs one that is open, if offices
// are recorded at all. A closed service reaches nobody. `reaches` and `offices` are all of the
// service.
std::vector<v1::ServiceForm> FormsReaching(const v1::Service& service,
                                           const std::vector<v1::ServiceReach>& reaches,
                                           const std::vector<v1::Office>& offices,
                                           std::string_view territory, absl::CivilDay day);

// Whether the service is for the group: for one of its groups, or for everybody (REG-11).
bool IsFor(const v1::Service& service, v1::TargetGroup group);

}  // namespace opora::registry
