#include "services/client_registry/transfers/transfer_service.h"

#include <algorithm>
#include <set>

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/referrals/betrayed_areas.h"
#include "services/client_registry/transfers/refusals.h"
#include "services/client_registry/transfers/transfer_rules.h"
#include "services/client_registry/transfers/transfer_store.h"

namespace opora::registry {
namespace {

using common::v1::DataArea;

// Both workers and both units exist; the former worker is of the caller's unit and has the case.
absl::Status CheckPeople(rpc::Call& call, const v1::CaseTransfer& asked) {
  const rpc::Unit& own = call.caller().unit;
  RETURN_IF_ERROR(ReadUnit(call.tx(), own.agency_id, own.department_id, asked.from_worker_id(),
                           {"", "", "transfer.from_worker_id"})
                      .status());
  RETURN_IF_ERROR(ReadUnit(call.tx(), asked.recipient_agency_id(), asked.recipient_department_id(),
                           asked.to_worker_id(),
                           {"transfer.recipient_agency_id", "transfer.recipient_department_id",
                            "transfer.to_worker_id"})
                      .status());
  const bool between_colleagues = rpc::AddresseeOf(asked) == own;
  if (between_colleagues &&
      (!asked.has_to_worker_id() || asked.to_worker_id() == asked.from_worker_id())) {
    return rules::InvalidField("transfer.to_worker_id", "COLLEAGUE_REQUIRED",
                               "names the colleague who takes over");
  }
  for (const v1::ClientAssignment& assignment : OpenAssignments(call.tx(), asked.client_id())) {
    if (assignment.worker_id() == asked.from_worker_id() && rpc::HolderOf(assignment) == own)
      return absl::OkStatus();
  }
  return rules::InvalidField("transfer.from_worker_id", "NOT_ASSIGNED",
                             "has no assignment to this client");
}

// What the caller says of a transfer, with the open matters of the unit; nothing that the server
// sets.
absl::StatusOr<v1::CaseTransfer> AsAsked(rpc::Call& call, const v1::CaseTransfer& asked) {
  RETURN_IF_ERROR(CheckPeople(call, asked));
  v1::CaseTransfer transfer;
  transfer.set_transfer_id(ids::RandomId());
  transfer.set_client_id(asked.client_id());
  rpc::SetHolder(call.caller().unit, transfer);
  transfer.set_from_worker_id(asked.from_worker_id());
  transfer.set_recipient_agency_id(asked.recipient_agency_id());
  if (asked.has_recipient_department_id())
    transfer.set_recipient_department_id(asked.recipient_department_id());
  if (asked.has_to_worker_id()) transfer.set_to_worker_id(asked.to_worker_id());
  transfer.set_reason(asked.reason());
  transfer.set_summary(asked.summary());
  transfer.set_state(v1::TRANSFER_STATE_PROPOSED);
  for (const v1::HandOverItem& item : asked.items()) {
    if (item.kind() != v1::HAND_OVER_KIND_PLAN && item.kind() != v1::HAND_OVER_KIND_TASK) {
      return rules::InvalidField("transfer.items", "ITEM_OF_SERVER",
                                 "other lines than PLAN and TASK are added by the server");
    }
    if (item.has_due_date())
      RETURN_IF_ERROR(dates::CheckDate(item.due_date(), "transfer.items.due_date"));
    v1::HandOverItem& line = *transfer.add_items();
    line = item;
    line.set_hand_over_item_id(ids::TimeOrderedId(call.now()));
  }
  AddOpenMatters(call, transfer);
  AddConsents(call, transfer);
  if (asked.has_client_told_date()) {
    RETURN_IF_ERROR(CheckToldDate(asked.client_told_date(), "transfer.client_told_date",
                                  dates::DayAt(call.now())));
    *transfer.mutable_client_told_date() = asked.client_told_date();
    transfer.set_told_by_worker_id(call.caller().worker_id);
  }
  *transfer.mutable_create_time() = rpc::ToTimestamp(call.now());
  return transfer;
}

// That there is a case at all betrays the support plan, and what the recipient itself betrays.
absl::Status SetBetrayedAreas(rpc::Call& call, v1::CaseTransfer& transfer) {
  constexpr auto kOrdinary = common::v1::DATA_AREA_SUPPORT_PLAN;
  ASSIGN_OR_RETURN(const Provider recipient,
                   ReadProvider(call.tx(), transfer.recipient_agency_id(),
                                transfer.recipient_department_id(), "", ""));
  const bool between_colleagues = rpc::AddresseeOf(transfer) == call.caller().unit;
  const DataArea inherited =
      between_colleagues ? common::v1::DATA_AREA_UNSPECIFIED : AreaOf(recipient, kOrdinary);
  for (DataArea area : AreasBetrayed(kOrdinary, inherited).areas) transfer.add_betrayed_areas(area);
  return absl::OkStatus();
}

std::set<int> AreasOfFile(const v1::CaseTransfer& asked, const v1::CaseTransfer& transfer) {
  std::set<int> areas(transfer.betrayed_areas().begin(), transfer.betrayed_areas().end());
  areas.insert(asked.areas_to_ask().begin(), asked.areas_to_ask().end());
  for (const v1::HandOverItem& item : transfer.items())
    areas.insert(item.areas().begin(), item.areas().end());
  return areas;
}

// Decides area by area what may be handed over to another unit; the refusal when not even the case
// may be named.
absl::Status Cover(rpc::Call& call, const std::set<int>& areas, v1::CaseTransfer& transfer,
                   v1::ProposeTransferResponse& response) {
  access::Intent intent;
  intent.recipient_field = "transfer.recipient_";
  intent.client_id = transfer.client_id();
  intent.recipient.set_agency_id(transfer.recipient_agency_id());
  intent.recipient.set_department_id(transfer.recipient_department_id());
  for (int area : areas) intent.areas.push_back(static_cast<DataArea>(area));
  ASSIGN_OR_RETURN(const v1::DisclosureDecision decision, access::DecideDisclosure(call, intent));
  v1::DisclosureDecision of_case = decision;
  of_case.clear_areas();
  std::set<int> covered;
  for (const v1::AreaDecision& area : decision.areas()) {
    if (area.allowed()) {
      covered.insert(area.area());
      transfer.add_covered_areas(area.area());
    } else {
      transfer.add_areas_to_ask(area.area());
    }
    const auto& betrayed = transfer.betrayed_areas();
    if (std::find(betrayed.begin(), betrayed.end(), area.area()) != betrayed.end())
      *of_case.add_areas() = area;
  }
  KeepCovered(covered, transfer);
  if (decision.has_smallest_consent())
    *response.mutable_consent_to_ask() = decision.smallest_consent();
  if (transfer.areas_to_ask_size() > 0)
    *response.add_warnings() = rules::Warn(rule::kConsentsToAsk, call.language());
  return call.dry_run() ? absl::OkStatus() : access::RefusalOf(of_case);
}

}  // namespace

void TransferService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ReferralService";
  rpc::Bind(methods, kInterface, "ProposeTransfer", *this, &TransferService::ProposeTransfer);
  rpc::Bind(methods, kInterface, "RecordClientTold", *this, &TransferService::RecordClientTold);
  rpc::Bind(methods, kInterface, "MarkHandOverRead", *this, &TransferService::MarkHandOverRead);
  rpc::Bind(methods, kInterface, "GetTransfer", *this, &TransferService::GetTransfer);
  rpc::Bind(methods, kInterface, "ListTransfers", *this, &TransferService::ListTransfers);
}

absl::StatusOr<v1::ProposeTransferResponse> TransferService::ProposeTransfer(
    rpc::Call& call, const v1::ProposeTransferRequest& request) {
  v1::ProposeTransferResponse response;
  ASSIGN_OR_RETURN(v1::CaseTransfer transfer, AsAsked(call, request.transfer()));
  RETURN_IF_ERROR(SetBetrayedAreas(call, transfer));
  const std::set<int> areas = AreasOfFile(request.transfer(), transfer);
  if (rpc::AddresseeOf(transfer) == call.caller().unit) {
    for (int area : areas) transfer.add_covered_areas(static_cast<DataArea>(area));
  } else {
    RETURN_IF_ERROR(Cover(call, areas, transfer, response));
  }
  if (!call.dry_run()) {
    db::Insert(call.tx(), transfer);
    call.Emit("TransferProposed", transfer);
  }
  *response.mutable_transfer() = std::move(transfer);
  return response;
}

absl::StatusOr<v1::RecordClientToldResponse> TransferService::RecordClientTold(
    rpc::Call& call, const v1::RecordClientToldRequest& request) {
  ASSIGN_OR_RETURN(LockedTransfer found, LockTransfer(call, request.transfer_id()));
  v1::CaseTransfer& transfer = found.transfer;
  RETURN_IF_ERROR(NextTransferState(transfer.state(), "RecordClientTold", found.sides).status());
  RETURN_IF_ERROR(
      CheckToldDate(request.client_told_date(), "client_told_date", dates::DayAt(call.now())));
  *transfer.mutable_client_told_date() = request.client_told_date();
  transfer.set_told_by_worker_id(call.caller().worker_id);
  db::Update(call.tx(), transfer, {"client_told_date", "told_by_worker_id"});
  call.Emit("TransferClientTold", transfer);
  v1::RecordClientToldResponse response;
  *response.mutable_transfer() = std::move(transfer);
  return response;
}

absl::StatusOr<v1::MarkHandOverReadResponse> TransferService::MarkHandOverRead(
    rpc::Call& call, const v1::MarkHandOverReadRequest& request) {
  ASSIGN_OR_RETURN(LockedTransfer found, LockTransfer(call, request.transfer_id()));
  v1::CaseTransfer& transfer = found.transfer;
  RETURN_IF_ERROR(NextTransferState(transfer.state(), "MarkHandOverRead", found.sides).status());
  if (!transfer.has_read_time()) {
    *transfer.mutable_read_time() = rpc::ToTimestamp(call.now());
    db::Update(call.tx(), transfer, {"read_time"});
    call.Emit("HandOverRead", transfer);
  }
  v1::MarkHandOverReadResponse response;
  *response.mutable_read_time() = transfer.read_time();
  return response;
}

absl::StatusOr<v1::GetTransferResponse> TransferService::GetTransfer(
    rpc::Call& call, const v1::GetTransferRequest& request) {
  v1::GetTransferResponse response;
  ASSIGN_OR_RETURN(*response.mutable_transfer(),
                   db::Get<v1::CaseTransfer>(call.tx(), request.transfer_id()));
  v1::CaseTransfer& transfer = *response.mutable_transfer();
  call.SetClient(transfer.client_id());
  const bool giver = rpc::HolderOf(transfer) == call.caller().unit;
  const bool taker = rpc::AddresseeOf(transfer) == call.caller().unit;
  if (!giver && !taker) return call.HiddenRefusal("REG-115", "FOREIGN_TRANSFER");
  ASSIGN_OR_RETURN(const bool known, ReduceToBasis(call, transfer));
  if (!known) return call.HiddenRefusal("REG-115", "BASIS_GONE");
  for (auto& action : TransferActions(transfer, SidesOf(call, transfer), call.language()))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListTransfersResponse> TransferService::ListTransfers(
    rpc::Call& call, const v1::ListTransfersRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  std::vector<std::unique_ptr<v1::CaseTransfer>> found;
  FindTransfers(call, request, page,
                [&] { return found.emplace_back(std::make_unique<v1::CaseTransfer>()).get(); });
  v1::ListTransfersResponse response;
  if (const auto* last = rpc::CutToPage(page, found))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText((*last)->create_time()), (*last)->transfer_id()}));
  for (auto& transfer : found) {
    ASSIGN_OR_RETURN(const bool known, ReduceToBasis(call, *transfer));
    if (known) *response.add_transfers() = std::move(*transfer);
  }
  return response;
}

}  // namespace opora::registry
