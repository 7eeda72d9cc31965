#include "services/reporting/territory/territory_store.h"

#include "common/db/record.h"

namespace opora::reporting {
namespace {

std::vector<std::string> Ids(const pqxx::result& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row[0].as<std::string>());
  return ids;
}

}  // namespace

Reach ReachOfCaller(rpc::Call& call) {
  const pqxx::result rows =
      call.tx().Run("SELECT type, territory FROM known_agencies WHERE agency_id = $1",
                    {call.caller().unit.agency_id});
  if (rows.empty()) return {};
  return ReachOf(rows[0][0].as<std::string>(), rows[0][1].as<std::string>());
}

std::string RegionOf(db::Tx& tx, std::string_view municipality) {
  const pqxx::result rows = tx.Run(
      "SELECT region.name FROM localities town JOIN localities region ON "
      "region.locality_id = town.parent_locality_id WHERE town.name = $1 AND town.level = "
      "'MUNICIPALITY' AND region.level = 'REGION'",
      {std::string(municipality)});
  return rows.empty() ? "" : rows[0][0].as<std::string>();
}

absl::StatusOr<std::vector<std::string>> AgenciesInReach(rpc::Call& call, const Reach& reach,
                                                         std::string_view territory) {
  RETURN_IF_ERROR(CheckReport(reach, territory, RegionOf(call.tx(), territory)));
  if (reach.level == Level::kOwnAgency)
    return std::vector<std::string>{call.caller().unit.agency_id};
  const std::string asked(territory.empty() ? std::string_view(reach.territory) : territory);
  if (asked.empty()) return Ids(call.tx().Run("SELECT agency_id FROM known_agencies"));
  return Ids(call.tx().Run(
      "SELECT agency_id FROM known_agencies WHERE territory = $1 OR territory IN (SELECT town.name "
      "FROM localities town JOIN localities region ON region.locality_id = "
      "town.parent_locality_id WHERE region.name = $1 AND region.level = 'REGION')",
      {asked}));
}

absl::StatusOr<v1::Locality> LocalityInReach(rpc::Call& call, const std::string& locality_id) {
  ASSIGN_OR_RETURN(v1::Locality locality, db::Get<v1::Locality>(call.tx(), locality_id));
  const std::string region = RegionOf(call.tx(), locality.name());
  RETURN_IF_ERROR(CheckLocality(ReachOfCaller(call), locality.name(), region));
  return locality;
}

}  // namespace opora::reporting
