#include "services/client_registry/deaths/death_service.h"

#include "absl/strings/ascii.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/client_registry/deaths/death_store.h"
#include "services/client_registry/deaths/refusals.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

absl::Status CheckDay(const v1::Death& death, const Birth& birth, absl::CivilDay today) {
  RETURN_IF_ERROR(dates::CheckDate(death.died_on(), "death.died_on"));
  const absl::CivilDay day = dates::FromDate(death.died_on());
  if (day > today) return rules::Refuse(rules::kNotInFuture, {.field = "death.died_on"});
  if (birth.earliest.has_value() && day < *birth.earliest)
    return rules::InvalidField("death.died_on", "DIED_BEFORE_BIRTH", "lies before the birth");
  return absl::OkStatus();
}

}  // namespace

void DeathService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "RecordDeath", *this, &DeathService::RecordDeath);
  rpc::Bind(methods, kInterface, "RetractDeath", *this, &DeathService::RetractDeath);
  rpc::Bind(methods, kInterface, "ListDeaths", *this, &DeathService::ListDeaths);
}

absl::StatusOr<v1::RecordDeathResponse> DeathService::RecordDeath(
    rpc::Call& call, const v1::RecordDeathRequest& request) {
  v1::RecordDeathResponse response;
  v1::Death& death = *response.mutable_death();
  death.set_death_id(ids::RandomId());
  death.set_client_id(absl::AsciiStrToLower(request.death().client_id()));
  *death.mutable_died_on() = request.death().died_on();
  death.set_evidence(request.death().evidence());
  RETURN_IF_ERROR(CheckDay(death, ReadRepresented(call.tx(), death.client_id()).birth,
                           dates::DayAt(call.now())));
  rpc::SetHolder(call.caller().unit, death);
  death.set_recorded_by_worker_id(call.caller().worker_id);
  *death.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), death);
  call.Emit("DeathRecorded", death);
  call.Journal(kDiedKind, death.client_id(), DeathKey(death));
  return response;
}

absl::StatusOr<v1::RetractDeathResponse> DeathService::RetractDeath(
    rpc::Call& call, const v1::RetractDeathRequest& request) {
  v1::RetractDeathResponse response;
  ASSIGN_OR_RETURN(*response.mutable_death(),
                   db::Lock<v1::Death>(call.tx(), request.death_id(), request.etag()));
  v1::Death& death = *response.mutable_death();
  call.SetClient(death.client_id());
  if (rpc::HolderOf(death) != call.caller().unit)
    return call.HiddenRefusal("XC-59", "FOREIGN_DEATH");
  if (death.has_retract_time()) return rules::Refuse(rule::kDeathRetracted);
  *death.mutable_retract_time() = rpc::ToTimestamp(call.now());
  death.set_retract_reason(request.reason());
  death.set_retracted_by_worker_id(call.caller().worker_id);
  db::Update(call.tx(), death, {"retract_time", "retract_reason", "retracted_by_worker_id"});
  call.Emit("DeathRetracted", death);
  return response;
}

absl::StatusOr<v1::ListDeathsResponse> DeathService::ListDeaths(
    rpc::Call& call, const v1::ListDeathsRequest& request) {
  v1::ListDeathsResponse response;
  RETURN_IF_ERROR(
      rpc::ListNewest<v1::Death>(call, request, "r.client_id IN (SELECT * FROM records_of($1))",
                                 {request.client_id()}, *response.mutable_deaths(), response));
  return response;
}

}  // namespace opora::registry
