#include "services/client_registry/ties/tie_service.h"

#include "absl/strings/ascii.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rpc/policy.h"
#include "services/client_registry/ties/refusals.h"
#include "services/client_registry/ties/tie_store.h"

namespace opora::registry {
namespace {

// Workers speak for themselves; whoever leads them may, too.
absl::Status CheckWhose(rpc::Call& call, const std::string& worker_id) {
  const rpc::Caller& caller = call.caller();
  if (worker_id == caller.worker_id) return absl::OkStatus();
  if (!rpc::IsInGroup(caller.role, common::v1::ROLE_GROUP_LEADERSHIP))
    return rules::Refuse(rule::kTieOfAnother, {.field = "tie.worker_id"});
  if (!call.tx()
           .Run("SELECT 1 FROM workers WHERE worker_id = $1 AND agency_id = $2",
                {worker_id, caller.unit.agency_id})
           .empty()) {
    return absl::OkStatus();
  }
  return rules::InvalidField("tie.worker_id", "WORKER_UNKNOWN", "is no worker of the agency");
}

}  // namespace

void TieService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  rpc::Bind(methods, kInterface, "RecordPersonalTie", *this, &TieService::RecordPersonalTie);
  rpc::Bind(methods, kInterface, "EndPersonalTie", *this, &TieService::EndPersonalTie);
  rpc::Bind(methods, kInterface, "ListPersonalTies", *this, &TieService::ListPersonalTies);
}

absl::StatusOr<v1::RecordPersonalTieResponse> TieService::RecordPersonalTie(
    rpc::Call& call, const v1::RecordPersonalTieRequest& request) {
  v1::PersonalTie tie;
  tie.set_personal_tie_id(ids::RandomId());
  tie.set_client_id(absl::AsciiStrToLower(request.tie().client_id()));
  tie.set_worker_id(request.tie().has_worker_id() ? absl::AsciiStrToLower(request.tie().worker_id())
                                                  : call.caller().worker_id);
  tie.set_kind(request.tie().kind());
  RETURN_IF_ERROR(CheckWhose(call, tie.worker_id()));
  rpc::SetHolder(call.caller().unit, tie);
  tie.set_recorded_by_worker_id(call.caller().worker_id);
  *tie.mutable_create_time() = rpc::ToTimestamp(call.now());
  if (!InsertTie(call.tx(), tie)) return v1::RecordPersonalTieResponse();
  call.Emit("PersonalTieRecorded", tie);
  call.Journal(kTiedKind, tie.client_id(), TieKey(tie));
  return v1::RecordPersonalTieResponse();
}

absl::StatusOr<v1::EndPersonalTieResponse> TieService::EndPersonalTie(
    rpc::Call& call, const v1::EndPersonalTieRequest& request) {
  v1::EndPersonalTieResponse response;
  ASSIGN_OR_RETURN(*response.mutable_tie(),
                   db::Lock<v1::PersonalTie>(call.tx(), request.personal_tie_id()));
  v1::PersonalTie& tie = *response.mutable_tie();
  call.SetClient(tie.client_id());
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({tie.client_id(), {}}));
  // Not even who leads the unit takes back what ties the caller.
  if (rpc::HolderOf(tie) != call.caller().unit || !grants->own ||
      tie.worker_id() == call.caller().worker_id) {
    return call.HiddenRefusal("XC-58", "FOREIGN_TIE");
  }
  if (tie.has_end_time()) return rules::Refuse(rule::kTieEnded);
  *tie.mutable_end_time() = rpc::ToTimestamp(call.now());
  tie.set_end_reason(request.reason());
  db::Update(call.tx(), tie, {"end_time", "end_reason"});
  call.Emit("PersonalTieEnded", tie);
  return response;
}

absl::StatusOr<v1::ListPersonalTiesResponse> TieService::ListPersonalTies(
    rpc::Call& call, const v1::ListPersonalTiesRequest& request) {
  v1::ListPersonalTiesResponse response;
  const rpc::Unit& unit = call.caller().unit;
  RETURN_IF_ERROR(rpc::ListNewest<v1::PersonalTie>(
      call, request,
      "r.client_id IN (SELECT * FROM records_of($1)) AND r.agency_id = $2 AND "
      "coalesce(r.department_id::text, '') = $3",
      {request.client_id(), unit.agency_id, unit.department_id}, *response.mutable_ties(),
      response));
  return response;
}

}  // namespace opora::registry
