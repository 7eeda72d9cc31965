#include "services/client_registry/social_services/reach_store.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"

namespace opora::registry {
std::vector<std::string> SortKeys(const v1::Service& service) {
  return {service.name(), service.service_id()};
}

std::vector<v1::Service> ServicesByName(db::Tx& tx, const ServiceFilter& filter,
                                        const rpc::Page& page) {
  return db::Select<v1::Service>(
      tx,
      "WHERE ($1::uuid IS NULL OR r.agency_id = $1::uuid) AND ($2::text IS NULL OR r.kind = "
      "$2::text) AND (NOT $3 OR (coalesce(r.closed_on, 'infinity') > $4::date AND NOT EXISTS "
      "(SELECT 1 FROM agencies a WHERE a.agency_id = r.agency_id AND a.suspended))) AND ($5::text "
      "IS NULL OR (r.name, r.service_id) > ($5::text, $6::uuid)) "
      "ORDER BY r.name, r.service_id LIMIT $7",
      {db::OrNull(filter.agency_id), db::StoredOrNull(filter.kind),
       filter.only_open ? "true" : "false", dates::DateText(filter.day), page.Key(0), page.Key(1),
       page.Limit()});
}

std::map<std::string, Whereabouts> WhereaboutsOf(db::Tx& tx,
                                                 const std::vector<v1::Service>& services) {
  std::vector<std::string> ids;
  for (const v1::Service& service : services) ids.push_back(service.service_id());
  std::map<std::string, Whereabouts> found;
  for (auto& reach : db::Select<v1::ServiceReach>(
           tx, "WHERE r.service_id = ANY($1::uuid[]) ORDER BY r.territory, r.form, r.valid_from",
           {db::ArrayLiteral(ids)})) {
    found[reach.service_id()].reaches.push_back(reach);
  }
  for (auto& office : db::Select<v1::Office>(
           tx, "WHERE r.service_id = ANY($1::uuid[]) ORDER BY r.name, r.office_id",
           {db::ArrayLiteral(ids)})) {
    found[office.service_id()].offices.push_back(office);
  }
  return found;
}

bool FindCost(db::Tx& tx, const v1::ServiceCost& keys, v1::ServiceCost& found) {
  auto rows = db::Select<v1::ServiceCost>(
      tx, "WHERE r.service_id = $1 AND r.valid_from = $2 AND r.valid_to = $3",
      {keys.service_id(), dates::DateText(dates::FromDate(keys.valid_from())),
       dates::DateText(dates::FromDate(keys.valid_to()))});
  if (rows.empty()) return false;
  found = std::move(rows.front());
  return true;
}

std::optional<v1::ServiceCost> CostOn(db::Tx& tx, const std::string& service_id,
                                      absl::CivilDay day) {
  auto rows = db::Select<v1::ServiceCost>(
      tx, "WHERE r.service_id = $1 AND $2::date BETWEEN r.valid_from AND r.valid_to",
      {service_id, dates::DateText(day)});
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

void ReadHistory(db::Tx& tx, const std::string& service_id,
                 v1::ListServiceHistoryResponse& response) {
  constexpr char kByDay[] = "WHERE r.service_id = $1 ORDER BY r.as_of_date DESC LIMIT 2000";
  db::SelectInto(tx, v1::Staffing::default_instance(), kByDay, {service_id},
                 [&] { return response.add_staffings(); });
  db::SelectInto(tx, v1::Capacity::default_instance(), kByDay, {service_id},
                 [&] { return response.add_capacities(); });
  db::SelectInto(tx, v1::ServiceCost::default_instance(),
                 "WHERE r.service_id = $1 ORDER BY r.valid_from DESC LIMIT 2000", {service_id},
                 [&] { return response.add_costs(); });
}

}  // namespace opora::registry
