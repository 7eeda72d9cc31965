#include "services/client_registry/transfers/transfer_answer_service.h"

#include "common/db/record.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/transfers/assignment_move.h"
#include "services/client_registry/transfers/transfer_rules.h"
#include "services/client_registry/transfers/transfer_store.h"

namespace opora::registry {
namespace {

// A transfer in its next state with the time of the answer, not yet written.
absl::StatusOr<v1::CaseTransfer> Advance(rpc::Call& call, const std::string& transfer_id,
                                         std::string_view verb) {
  ASSIGN_OR_RETURN(LockedTransfer found, LockTransfer(call, transfer_id));
  ASSIGN_OR_RETURN(const v1::TransferState next,
                   NextTransferState(found.transfer.state(), verb, found.sides));
  found.transfer.set_state(next);
  *found.transfer.mutable_answer_time() = rpc::ToTimestamp(call.now());
  return std::move(found.transfer);
}

}  // namespace

void TransferAnswerService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ReferralService";
  rpc::Bind(methods, kInterface, "AcceptTransfer", *this, &TransferAnswerService::AcceptTransfer);
  rpc::Bind(methods, kInterface, "DeclineTransfer", *this, &TransferAnswerService::DeclineTransfer);
  rpc::Bind(methods, kInterface, "WithdrawTransfer", *this,
            &TransferAnswerService::WithdrawTransfer);
  rpc::Bind(methods, kInterface, "RecordTransferMade", *this,
            &TransferAnswerService::RecordTransferMade);
}

absl::StatusOr<v1::AcceptTransferResponse> TransferAnswerService::AcceptTransfer(
    rpc::Call& call, const v1::AcceptTransferRequest& request) {
  ASSIGN_OR_RETURN(v1::CaseTransfer transfer,
                   Advance(call, request.transfer_id(), "AcceptTransfer"));
  RETURN_IF_ERROR(CheckClientTold(transfer));
  if (!request.to_worker_id().empty()) transfer.set_to_worker_id(request.to_worker_id());
  if (!transfer.has_to_worker_id()) {
    return rules::InvalidField("to_worker_id", "WORKER_UNKNOWN",
                               "is needed: the transfer names nobody");
  }
  ASSIGN_OR_RETURN(Moved moved, MoveAssignments(call, transfer, request));
  db::Update(call.tx(), transfer, {"state", "answer_time", "to_worker_id"});
  call.Emit("TransferAccepted", transfer);
  // What the unit has just begun it may see.
  rpc::Grants grants;
  grants.own = true;
  call.Hold({transfer.client_id(), call.caller().unit}, std::move(grants));
  v1::AcceptTransferResponse response;
  for (v1::ClientAssignment& assignment : moved.begun)
    *response.add_assignments() = std::move(assignment);
  for (auto& warning : moved.warnings) *response.add_warnings() = std::move(warning);
  *response.mutable_transfer() = std::move(transfer);
  return response;
}

absl::StatusOr<v1::DeclineTransferResponse> TransferAnswerService::DeclineTransfer(
    rpc::Call& call, const v1::DeclineTransferRequest& request) {
  ASSIGN_OR_RETURN(v1::CaseTransfer transfer,
                   Advance(call, request.transfer_id(), "DeclineTransfer"));
  transfer.set_decline_reason(request.reason());
  db::Update(call.tx(), transfer, {"state", "answer_time", "decline_reason"});
  call.Emit("TransferDeclined", transfer);
  v1::DeclineTransferResponse response;
  *response.mutable_answer_time() = transfer.answer_time();
  return response;
}

absl::StatusOr<v1::WithdrawTransferResponse> TransferAnswerService::WithdrawTransfer(
    rpc::Call& call, const v1::WithdrawTransferRequest& request) {
  v1::WithdrawTransferResponse response;
  ASSIGN_OR_RETURN(*response.mutable_transfer(),
                   Advance(call, request.transfer_id(), "WithdrawTransfer"));
  db::Update(call.tx(), *response.mutable_transfer(), {"state", "answer_time"});
  call.Emit("TransferWithdrawn", response.transfer());
  return response;
}

absl::StatusOr<v1::RecordTransferMadeResponse> TransferAnswerService::RecordTransferMade(
    rpc::Call& call, const v1::RecordTransferMadeRequest& request) {
  const absl::Time occurred = rpc::FromTimestamp(request.occurred_at());
  RETURN_IF_ERROR(rules::CheckOccurrence(occurred, call.now(), "occurred_at"));
  v1::RecordTransferMadeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_transfer(),
                   Advance(call, request.transfer_id(), "RecordTransferMade"));
  v1::CaseTransfer& transfer = *response.mutable_transfer();
  *transfer.mutable_answer_time() = request.occurred_at();
  *transfer.mutable_deviation() = request.deviation();
  EndAssignmentsOf(call, transfer);
  db::Update(call.tx(), transfer, {"state", "answer_time", "deviation"});
  call.Emit("TransferRecorded", transfer);
  if (rules::IsLateEntry(occurred, call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  return response;
}

}  // namespace opora::registry
