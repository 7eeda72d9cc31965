#include "services/client_registry/clients/part_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/time/proto_date.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/clients/part_rules.h"

namespace opora::registry {

void PartService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "RecordClientPart", *this, &PartService::RecordClientPart);
  rpc::Bind(methods, kInterface, "UpdateClientPart", *this, &PartService::UpdateClientPart);
  rpc::Bind(methods, kInterface, "ListClientParts", *this, &PartService::ListClientParts);
}

absl::StatusOr<v1::RecordClientPartResponse> PartService::RecordClientPart(
    rpc::Call& call, const v1::RecordClientPartRequest& request) {
  v1::RecordClientPartResponse response;
  v1::ClientPart& part = *response.mutable_part();
  part = request.part();
  RETURN_IF_ERROR(CheckPart(part, dates::DayAt(call.now())));
  part.set_part_id(ids::RandomId());
  part.set_client_id(request.client_id());
  part.set_area(AreaOf(part.kind()));
  rpc::SetHolder(call.caller().unit, part);
  part.clear_worker_id();
  if (!call.caller().worker_id.empty()) part.set_worker_id(call.caller().worker_id);
  *part.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), part);
  call.Emit("ClientPartRecorded", part);
  return response;
}

absl::StatusOr<v1::UpdateClientPartResponse> PartService::UpdateClientPart(
    rpc::Call& call, const v1::UpdateClientPartRequest& request) {
  v1::UpdateClientPartResponse response;
  ASSIGN_OR_RETURN(*response.mutable_part(),
                   LockHeld<v1::ClientPart>(call, request.part_id(), request.etag()));
  v1::ClientPart& part = *response.mutable_part();
  const std::vector<std::string> mask(request.update_mask().begin(), request.update_mask().end());
  RETURN_IF_ERROR(ApplyPartMask(request.part(), mask, part));
  RETURN_IF_ERROR(CheckPart(part, dates::DayAt(call.now())));
  db::Update(call.tx(), part, {"content", "evidence", "verified_on", "ended_on"});
  call.Emit("ClientPartChanged", part);
  return response;
}

absl::StatusOr<v1::ListClientPartsResponse> PartService::ListClientParts(
    rpc::Call& call, const v1::ListClientPartsRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<std::string> open,
                   OpenHoldings(call, request.client_id(), "ClientPart.content"));
  v1::ListClientPartsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      absl::StrCat(
          "r.client_id IN (SELECT * FROM records_of($1)) AND ", InHoldings(2),
          " AND ($3::text IS NULL OR r.kind = $3) AND ($4::boolean OR r.ended_on IS NULL)"),
      {request.client_id(), db::ArrayLiteral(open), db::StoredOrNull(request.kind()),
       request.include_ended() ? "true" : "false"},
      *response.mutable_parts(), response));
  return response;
}

}  // namespace opora::registry
