#include "services/client_registry/workforce/waiver_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rules/period.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
void WaiverService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  rpc::Bind(methods, kInterface, "GrantRoleMergeWaiver", *this,
            &WaiverService::GrantRoleMergeWaiver);
  rpc::Bind(methods, kInterface, "EndRoleMergeWaiver", *this, &WaiverService::EndRoleMergeWaiver);
  rpc::Bind(methods, kInterface, "ListRoleMergeWaivers", *this,
            &WaiverService::ListRoleMergeWaivers);
}

absl::StatusOr<v1::GrantRoleMergeWaiverResponse> WaiverService::GrantRoleMergeWaiver(
    rpc::Call& call, const v1::GrantRoleMergeWaiverRequest& request) {
  const auto worker = db::Lock<v1::Worker>(call.tx(), request.waiver().worker_id());
  if (!worker.ok())
    return rules::InvalidField("waiver.worker_id", "WORKER_UNKNOWN", "is no worker");
  RETURN_IF_ERROR(CheckOwnAgency(call.caller(), worker->agency_id()));
  v1::GrantRoleMergeWaiverResponse response;
  v1::RoleMergeWaiver& waiver = *response.mutable_waiver();
  waiver = request.waiver();
  if (!waiver.has_valid_from())
    *waiver.mutable_valid_from() = dates::ToDate(dates::DayAt(call.now()));
  RETURN_IF_ERROR(rules::CheckPeriod(waiver, "waiver."));
  waiver.set_waiver_id(ids::RandomId());
  rpc::SetHolder(UnitOf(*worker), waiver);
  waiver.set_granted_by_worker_id(call.caller().worker_id);
  *waiver.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), waiver);
  call.Emit("RoleMergeWaived", waiver);
  return response;
}

absl::StatusOr<v1::EndRoleMergeWaiverResponse> WaiverService::EndRoleMergeWaiver(
    rpc::Call& call, const v1::EndRoleMergeWaiverRequest& request) {
  v1::EndRoleMergeWaiverResponse response;
  ASSIGN_OR_RETURN(*response.mutable_waiver(),
                   db::Lock<v1::RoleMergeWaiver>(call.tx(), request.waiver_id()));
  v1::RoleMergeWaiver& waiver = *response.mutable_waiver();
  if (waiver.agency_id() != call.caller().unit.agency_id) return rules::NotFound();
  const absl::CivilDay today = dates::DayAt(call.now());
  if (waiver.has_valid_to() && dates::FromDate(waiver.valid_to()) <= today) return response;
  *waiver.mutable_valid_to() = dates::ToDate(std::max(today, dates::FromDate(waiver.valid_from())));
  db::Update(call.tx(), waiver, {"valid_to"});
  call.Emit("RoleMergeWaiverEnded", waiver);
  return response;
}

absl::StatusOr<v1::ListRoleMergeWaiversResponse> WaiverService::ListRoleMergeWaivers(
    rpc::Call& call, const v1::ListRoleMergeWaiversRequest& request) {
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::FromDate(request.as_of_date());
  }
  v1::ListRoleMergeWaiversResponse response;
  db::SelectInto(call.tx(), v1::RoleMergeWaiver::default_instance(),
                 "WHERE r.agency_id = $1 AND $2::date BETWEEN r.valid_from AND "
                 "coalesce(r.valid_to, 'infinity') ORDER BY r.create_time, r.waiver_id LIMIT 500",
                 {call.caller().unit.agency_id, dates::DateText(day)},
                 [&] { return response.add_waivers(); });
  return response;
}

}  // namespace opora::registry
