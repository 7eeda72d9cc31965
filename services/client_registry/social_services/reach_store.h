#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/service_reach.pb.h"

namespace opora::registry {

// Sort keys of a service in lists by name.
std::vector<std::string> SortKeys(const v1::Service& service);

// Services by name after these sort keys: of an agency, or of all when it is empty. Providers that
// are suspended and services closed by the day are left out unless asked for.
struct ServiceFilter {
  std::string agency_id;
  v1::ServiceKind kind = v1::SERVICE_KIND_UNSPECIFIED;
  bool only_open = true;
  absl::CivilDay day;
};
std::vector<v1::Service> ServicesByName(db::Tx& tx, const ServiceFilter& filter,
                                        const rpc::Page& page);

// All that was ever recorded about where these services are, by service.
struct Whereabouts {
  std::vector<v1::ServiceReach> reaches;
  std::vector<v1::Office> offices;
};
std::map<std::string, Whereabouts> WhereaboutsOf(db::Tx& tx,
                                                 const std::vector<v1::Service>& services);

// The cost recorded for exactly this period; false when there is none.
bool FindCost(db::Tx& tx, const v1::ServiceCost& keys, v1::ServiceCost& found);
// The cost of the period that contains the day.
std::optional<v1::ServiceCost> CostOn(db::Tx& tx, const std::string& service_id,
                                      absl::CivilDay day);

// Everything recorded about a service's figures, newest first (REG-18).
void ReadHistory(db::Tx& tx, const std::string& service_id,
                 v1::ListServiceHistoryResponse& response);

}  // namespace opora::registry
