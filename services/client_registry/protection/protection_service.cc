#include "services/client_registry/protection/protection_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/protection/protection_rules.h"
#include "services/client_registry/protection/protection_store.h"
#include "services/client_registry/protection/refusals.h"

namespace opora::registry {
namespace {

absl::Status CheckIntermediary(rpc::Call& call, const v1::SetAddressProtectionRequest& request) {
  const std::string& agency = request.intermediary_agency_id();
  if (agency.empty()) {
    if (request.level() != v1::ADDRESS_PROTECTION_LEVEL_HIDDEN) return absl::OkStatus();
    return rules::InvalidField("intermediary_agency_id", "INTERMEDIARY_REQUIRED",
                               "is needed: a hidden person is reached over somebody");
  }
  // A shelter as the intermediary would tell where to look; that it is one is not told either.
  const bool known =
      !call.tx().Run("SELECT 1 FROM agencies WHERE agency_id = $1", {agency}).empty();
  if (known && !protection::HasSecretAddress(call.tx(), agency)) return absl::OkStatus();
  return rules::InvalidField("intermediary_agency_id", "AGENCY_UNKNOWN",
                             "is no agency that can pass messages on");
}

v1::AddressProtection AsAsked(const rpc::Call& call,
                              const v1::SetAddressProtectionRequest& request) {
  v1::AddressProtection protection;
  protection.set_client_id(request.client_id());
  rpc::SetHolder(call.caller().unit, protection);
  protection.set_level(request.level());
  protection.set_cause(request.cause());
  protection.set_set_by_worker_id(call.caller().worker_id);
  protection.set_intermediary_agency_id(request.intermediary_agency_id());
  *protection.mutable_set_time() = rpc::ToTimestamp(call.now());
  return protection;
}

// Locks a proposal for somebody who has an own record of the client; nobody else learns of it.
absl::StatusOr<v1::AddressLowering> LockForOwn(rpc::Call& call, const std::string& lowering_id) {
  ASSIGN_OR_RETURN(v1::AddressLowering lowering,
                   db::Lock<v1::AddressLowering>(call.tx(), lowering_id));
  call.SetClient(lowering.client_id());
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({lowering.client_id(), {}}));
  if (!grants->own) return call.HiddenRefusal("XC-27", "FOREIGN_LOWERING");
  return lowering;
}

// What has no holder of its own in the answer is held as far as the person is open to the caller.
void HoldAs(rpc::Call& call, const google::protobuf::Message& record, const rpc::Grants& grants) {
  call.Hold({rpc::ClientOf(record), rpc::HolderOf(record)}, grants);
}

}  // namespace

void ProtectionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ProtectionService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("SetAddressProtection", &ProtectionService::SetAddressProtection);
  bind("GetAddressProtection", &ProtectionService::GetAddressProtection);
  bind("ProposeAddressLowering", &ProtectionService::ProposeAddressLowering);
  bind("ConfirmAddressLowering", &ProtectionService::ConfirmAddressLowering);
  bind("WithdrawAddressLowering", &ProtectionService::WithdrawAddressLowering);
}

absl::StatusOr<v1::SetAddressProtectionResponse> ProtectionService::SetAddressProtection(
    rpc::Call& call, const v1::SetAddressProtectionRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({request.client_id(), {}}));
  if (!grants->Any()) return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  RETURN_IF_ERROR(CheckIntermediary(call, request));
  protection::LockGraph(call.tx());
  if (!LockPerson(call.tx(), request.client_id())) return rules::NotFound();
  RETURN_IF_ERROR(
      protection::CheckRaise(protection::LevelOf(call.tx(), request.client_id()), request.level()));
  const v1::AddressProtection asked = AsAsked(call, request);
  protection::Raise(call.tx(), asked);
  protection::WithdrawWaiting(call.tx(), request.client_id());
  const auto raised = db::Select<v1::AddressProtection>(
      call.tx(),
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.source_client_id = r.client_id",
      {request.client_id()});
  v1::SetAddressProtectionResponse response;
  for (const v1::AddressProtection& row : raised) {
    call.Journal(request.level() == v1::ADDRESS_PROTECTION_LEVEL_HIDDEN
                     ? protection::kJournalHidden
                     : protection::kJournalShielded,
                 row.client_id(), row.client_id());
    if (row.client_id() == request.client_id()) *response.mutable_protection() = row;
  }
  protection::Spread(call, {request.client_id()});
  rpc::Grants own;
  own.own = true;
  HoldAs(call, response.protection(), own);
  return response;
}

absl::StatusOr<v1::GetAddressProtectionResponse> ProtectionService::GetAddressProtection(
    rpc::Call& call, const v1::GetAddressProtectionRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({request.client_id(), {}}));
  const protection::Protected now =
      protection::ReadProtected(call.tx(), request.client_id(), call.now());
  v1::GetAddressProtectionResponse response;
  response.set_level(now.level);
  v1::AddressProtection strongest;
  if (protection::FindStrongest(call.tx(), request.client_id(), strongest)) {
    HoldAs(call, strongest, *grants);
    *response.mutable_protection() = std::move(strongest);
  }
  if (!grants->own) return response;
  const auto waiting = db::Select<v1::AddressLowering>(
      call.tx(), "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.state = 'PROPOSED'",
      {request.client_id()});
  if (!waiting.empty()) {
    HoldAs(call, waiting.front(), *grants);
    *response.mutable_open_lowering() = waiting.front();
  }
  for (auto& action : protection::ProtectionActions(now, call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ProposeAddressLoweringResponse> ProtectionService::ProposeAddressLowering(
    rpc::Call& call, const v1::ProposeAddressLoweringRequest& request) {
  const std::string& client_id = request.lowering().client_id();
  protection::LockGraph(call.tx());
  if (!LockPerson(call.tx(), client_id)) return rules::NotFound();
  RETURN_IF_ERROR(protection::CheckPropose(
      protection::ReadProtected(call.tx(), client_id, call.now()), request.lowering().to_level()));
  v1::ProposeAddressLoweringResponse response;
  v1::AddressLowering& lowering = *response.mutable_lowering();
  lowering.set_lowering_id(ids::RandomId());
  lowering.set_client_id(client_id);
  rpc::SetHolder(call.caller().unit, lowering);
  lowering.set_to_level(request.lowering().to_level());
  lowering.set_reason(request.lowering().reason());
  lowering.set_proposed_by_worker_id(call.caller().worker_id);
  *lowering.mutable_propose_time() = rpc::ToTimestamp(call.now());
  lowering.set_state(v1::LOWERING_STATE_PROPOSED);
  db::Insert(call.tx(), lowering);
  return response;
}

absl::StatusOr<v1::ConfirmAddressLoweringResponse> ProtectionService::ConfirmAddressLowering(
    rpc::Call& call, const v1::ConfirmAddressLoweringRequest& request) {
  protection::LockGraph(call.tx());
  ASSIGN_OR_RETURN(v1::AddressLowering lowering, LockForOwn(call, request.lowering_id()));
  const std::string& client_id = lowering.client_id();
  const protection::Protected now = protection::ReadProtected(call.tx(), client_id, call.now());
  RETURN_IF_ERROR(protection::CheckConfirm(
      lowering, protection::ReadAccount(call.tx(), lowering.proposed_by_worker_id()),
      protection::ReadAccount(call.tx(), call.caller().worker_id), now.follows, call.now()));
  protection::Lower(call.tx(), client_id, lowering.to_level());
  lowering.set_confirmed_by_worker_id(call.caller().worker_id);
  *lowering.mutable_confirm_time() = rpc::ToTimestamp(call.now());
  lowering.set_state(v1::LOWERING_STATE_CONFIRMED);
  db::Update(call.tx(), lowering, {"confirmed_by_worker_id", "confirm_time", "state"});
  call.Journal(protection::kJournalLowered, client_id, lowering.lowering_id());
  v1::ConfirmAddressLoweringResponse response;
  response.set_lowering_id(lowering.lowering_id());
  return response;
}

absl::StatusOr<v1::WithdrawAddressLoweringResponse> ProtectionService::WithdrawAddressLowering(
    rpc::Call& call, const v1::WithdrawAddressLoweringRequest& request) {
  ASSIGN_OR_RETURN(v1::AddressLowering lowering, LockForOwn(call, request.lowering_id()));
  RETURN_IF_ERROR(protection::CheckWaits(lowering));
  lowering.set_state(v1::LOWERING_STATE_WITHDRAWN);
  db::Update(call.tx(), lowering, {"state"});
  v1::WithdrawAddressLoweringResponse response;
  response.set_lowering_id(lowering.lowering_id());
  return response;
}

}  // namespace opora::registry
