#include "services/client_registry/waiting_lists/places.h"

#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/waiting_list.pb.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/waiting_lists/refusals.h"

namespace opora::registry {
namespace {

std::optional<int64_t> FigureOf(const std::vector<v1::Capacity>& capacities, v1::CapacityKind kind,
                                v1::ServiceForm form) {
  for (const v1::Capacity& capacity : capacities) {
    if (capacity.kind() == kind && capacity.form() == form && capacity.has_clients())
      return capacity.clients();
  }
  return std::nullopt;
}

// Persons with an active assignment in the service, and those with a place who have none yet. An
// assignment that came after the reservation stands in its place, ended or not. Of another form
// than asked are those whose place says so.
constexpr char kTaken[] =
    "WITH assigned AS (SELECT DISTINCT k.survivor_id FROM client_assignments a JOIN "
    "client_clusters k USING (client_id) WHERE a.service_id = $1 AND a.state = 'ACTIVE'), "
    "reserved AS (SELECT k.survivor_id, p.form, EXISTS (SELECT 1 FROM client_assignments a JOIN "
    "client_clusters o USING (client_id) WHERE a.service_id = $1 AND o.survivor_id = k.survivor_id "
    "AND a.create_time >= p.create_time) AS followed FROM place_reservations p JOIN "
    "client_clusters k USING (client_id) WHERE p.service_id = $1 AND p.release_time IS NULL), "
    "persons AS (SELECT survivor_id FROM assigned UNION SELECT survivor_id FROM reserved WHERE NOT "
    "followed) "
    "SELECT count(*) FILTER (WHERE $2 = 'UNSPECIFIED' OR NOT EXISTS (SELECT 1 FROM reserved r "
    "WHERE "
    "r.survivor_id = persons.survivor_id AND r.form NOT IN ($2, 'UNSPECIFIED'))), "
    "coalesce(bool_or(survivor_id = (SELECT survivor_id FROM client_clusters WHERE client_id = "
    "$3)), false) FROM persons";

// The person has one place in a service: the new one stands for the former.
void GiveUpFormer(rpc::Call& call, const PlaceWanted& wanted) {
  call.tx().Run(
      "UPDATE place_reservations SET release_time = $3::text::timestamptz WHERE service_id = $1 "
      "AND "
      "client_id IN (SELECT * FROM records_of($2)) AND release_time IS NULL",
      {wanted.service_id, wanted.client_id, db::TimestampText(rpc::ToTimestamp(call.now()))});
}

bool MayOverride(common::v1::ActingRole role) {
  return role == common::v1::ACTING_ROLE_HEAD_OF_UNIT || role == common::v1::ACTING_ROLE_TEAM_LEAD;
}

}  // namespace

PlaceLimit LimitOf(const std::vector<v1::Capacity>& capacities,
                   const std::optional<v1::Staffing>& staffing, v1::ServiceForm form) {
  if (form == v1::SERVICE_FORM_RESIDENTIAL) {
    if (const auto beds = FigureOf(capacities, v1::CAPACITY_KIND_IMMEDIATE, form))
      return {beds, form};
  }
  if (form != v1::SERVICE_FORM_UNSPECIFIED) {
    if (const auto clients = FigureOf(capacities, v1::CAPACITY_KIND_CASELOAD, form))
      return {clients, form};
  }
  constexpr auto kWhole = v1::SERVICE_FORM_UNSPECIFIED;
  if (const auto clients = FigureOf(capacities, v1::CAPACITY_KIND_CASELOAD, kWhole))
    return {clients, kWhole};
  if (staffing.has_value() && staffing->has_fte_milli() && staffing->has_caseload_per_fte())
    return {CaseloadLimit(staffing->caseload_per_fte(), staffing->fte_milli()), kWhole};
  return {};
}

bool IsFull(const Places& places) {
  return places.limit.has_value() && !places.held && places.taken >= *places.limit;
}

absl::StatusOr<Places> LockPlaces(rpc::Call& call, const std::string& service_id,
                                  v1::ServiceForm form, const std::string& client_id) {
  ASSIGN_OR_RETURN(const v1::Service service, db::Lock<v1::Service>(call.tx(), service_id));
  const absl::CivilDay today = dates::DayAt(call.now());
  const PlaceLimit limit = LimitOf(CapacitiesAsOf(call.tx(), service.service_id(), today),
                                   StaffingAsOf(call.tx(), service.service_id(), today), form);
  const pqxx::result rows = call.tx().Run(kTaken, {service_id, db::Stored(limit.form), client_id});
  return Places{limit.clients, rows[0][0].as<int64_t>(), rows[0][1].as<bool>()};
}

absl::StatusOr<std::vector<common::v1::Warning>> TakePlace(rpc::Call& call,
                                                           const PlaceWanted& wanted) {
  ASSIGN_OR_RETURN(const Places places,
                   LockPlaces(call, wanted.service_id, wanted.form, wanted.client_id));
  std::vector<common::v1::Warning> warnings;
  if (!places.limit.has_value())
    warnings.push_back(rules::Warn(rule::kCapacityUnknown, call.language()));
  const bool full = IsFull(places);
  const bool overridden = !wanted.override_reason.empty() && MayOverride(call.caller().role);
  if (full && !wanted.fact && !overridden) return rules::Refuse(rule::kServiceFull);
  if (full) warnings.push_back(rules::Warn(rule::kServiceOverridden, call.language()));
  GiveUpFormer(call, wanted);
  v1::PlaceReservation place;
  place.set_place_reservation_id(ids::TimeOrderedId(call.now()));
  place.set_client_id(wanted.client_id);
  rpc::SetHolder(wanted.provider, place);
  place.set_service_id(wanted.service_id);
  place.set_form(wanted.form);
  if (!wanted.referral_id.empty()) place.set_referral_id(wanted.referral_id);
  if (full && overridden) place.set_override_reason(wanted.override_reason);
  *place.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), place);
  return warnings;
}

void ReleasePlaceOf(rpc::Call& call, const std::string& referral_id) {
  call.tx().Run(
      "UPDATE place_reservations SET release_time = $2::text::timestamptz WHERE referral_id = $1 "
      "AND release_time IS NULL",
      {referral_id, db::TimestampText(rpc::ToTimestamp(call.now()))});
}

}  // namespace opora::registry
