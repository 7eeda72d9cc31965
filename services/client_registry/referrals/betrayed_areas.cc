#include "services/client_registry/referrals/betrayed_areas.h"

#include <algorithm>
#include <optional>

#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/rules/rule.h"

namespace opora::registry {
namespace {

using common::v1::DataArea;

// By what the unit is, before any service is looked at.
DataArea AreaOfUnit(const Provider& provider) {
  if (provider.agency_type == "HEALTH_PROVIDER") return common::v1::DATA_AREA_HEALTH;
  if (provider.agency_type == "CHILD_PROTECTION" || provider.department_kind == "CHILD_PROTECTION")
    return common::v1::DATA_AREA_CHILD_PROTECTION;
  if (provider.agency_type == "POLICE" || provider.agency_type == "JUSTICE")
    return common::v1::DATA_AREA_LEGAL;
  return common::v1::DATA_AREA_UNSPECIFIED;
}

// An ordinary service says of its clients only that they are supported.
bool Betrays(DataArea area) { return area != common::v1::DATA_AREA_SUPPORT_PLAN; }

}  // namespace

DataArea AreaOf(const Provider& provider, DataArea asked) {
  const auto& areas = provider.service_areas;
  if (!areas.empty() && std::all_of(areas.begin(), areas.end(), Betrays)) {
    if (std::find(areas.begin(), areas.end(), asked) != areas.end()) return asked;
    return *std::min_element(areas.begin(), areas.end());
  }
  return AreaOfUnit(provider);
}

Betrayed AreasBetrayed(DataArea asked, DataArea inherited) {
  if (inherited == common::v1::DATA_AREA_UNSPECIFIED || inherited == asked) return {asked, {asked}};
  return {inherited, {inherited, asked}};
}

absl::StatusOr<Provider> ReadProvider(db::Tx& tx, const std::string& agency_id,
                                      const std::string& department_id,
                                      const std::string& service_id,
                                      std::string_view service_field) {
  Provider provider;
  for (const auto& row :
       tx.Run("SELECT a.type, d.kind, s.area FROM agencies a LEFT JOIN departments d ON "
              "d.department_id = $2::uuid AND d.agency_id = a.agency_id LEFT JOIN services s ON "
              "s.agency_id = a.agency_id AND ($3::uuid IS NULL OR s.service_id = $3::uuid) WHERE "
              "a.agency_id = $1",
              {agency_id, db::OrNull(department_id), db::OrNull(service_id)})) {
    provider.agency_type = row[0].c_str();
    if (!row[1].is_null()) provider.department_kind = row[1].c_str();
    if (row[2].is_null()) continue;
    const auto* area = db::FromStoredName(*common::v1::DataArea_descriptor(), row[2].c_str());
    if (area != nullptr) provider.service_areas.push_back(static_cast<DataArea>(area->number()));
  }
  if (!service_id.empty() && provider.service_areas.empty())
    return rules::InvalidField(service_field, "SERVICE_UNKNOWN", "is no service of the agency");
  return provider;
}

}  // namespace opora::registry
