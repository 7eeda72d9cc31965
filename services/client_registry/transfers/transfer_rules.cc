#include "services/client_registry/transfers/transfer_rules.h"

#include <algorithm>
#include <string>

#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/transfers/refusals.h"

namespace opora::registry {
namespace {

const TransferStep* FindStep(v1::TransferState from, std::string_view verb) {
  const auto& steps = TransferSteps();
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const TransferStep& step) {
    return step.from == from && step.verb == verb;
  });
  return found == steps.end() ? nullptr : &*found;
}

bool IsOf(const TransferStep& step, const TransferSides& sides) {
  return step.by_taker ? sides.taker : sides.giver;
}

}  // namespace

const std::vector<TransferStep>& TransferSteps() {
  static const auto* steps = new std::vector<TransferStep>{
      {v1::TRANSFER_STATE_PROPOSED, "RecordClientTold", v1::TRANSFER_STATE_PROPOSED, false},
      {v1::TRANSFER_STATE_PROPOSED, "AcceptTransfer", v1::TRANSFER_STATE_ACCEPTED, true},
      {v1::TRANSFER_STATE_PROPOSED, "DeclineTransfer", v1::TRANSFER_STATE_DECLINED, true},
      {v1::TRANSFER_STATE_PROPOSED, "WithdrawTransfer", v1::TRANSFER_STATE_WITHDRAWN, false},
      {v1::TRANSFER_STATE_PROPOSED, "RecordTransferMade", v1::TRANSFER_STATE_ACCEPTED, false},
      {v1::TRANSFER_STATE_PROPOSED, "MarkHandOverRead", v1::TRANSFER_STATE_PROPOSED, true},
      {v1::TRANSFER_STATE_ACCEPTED, "MarkHandOverRead", v1::TRANSFER_STATE_ACCEPTED, true},
      {v1::TRANSFER_STATE_ACCEPTED, "RecordClientTold", v1::TRANSFER_STATE_ACCEPTED, false},
  };
  return *steps;
}

absl::StatusOr<v1::TransferState> NextTransferState(v1::TransferState from, std::string_view verb,
                                                    const TransferSides& sides) {
  const TransferStep* step = FindStep(from, verb);
  if (step == nullptr) {
    return rules::Refuse(rule::kTransferStateRefuses,
                         {.metadata = {{"state", v1::TransferState_Name(from)}}});
  }
  if (!IsOf(*step, sides)) return rules::Refuse(rule::kTransferOtherSide);
  return step->to;
}

absl::Status CheckClientTold(const v1::CaseTransfer& transfer) {
  return transfer.has_client_told_date() ? absl::OkStatus() : rules::Refuse(rule::kClientNotTold);
}

absl::Status CheckToldDate(const common::v1::Date& date, std::string_view field,
                           absl::CivilDay today) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  if (dates::FromDate(date) <= today) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = std::string(field)});
}

void KeepCovered(const std::set<int>& areas, v1::CaseTransfer& transfer) {
  const auto is_covered = [&](const v1::HandOverItem& item) {
    return std::all_of(item.areas().begin(), item.areas().end(),
                       [&](int area) { return areas.contains(area); });
  };
  auto& items = *transfer.mutable_items();
  const auto rest = std::stable_partition(items.begin(), items.end(), is_covered);
  transfer.set_left_out_count(static_cast<int32_t>(items.end() - rest));
  items.erase(rest, items.end());
}

std::vector<common::v1::Action> TransferActions(const v1::CaseTransfer& transfer,
                                                const TransferSides& sides,
                                                common::v1::Language language) {
  constexpr const char* kVerbs[] = {"RecordClientTold", "AcceptTransfer",     "DeclineTransfer",
                                    "WithdrawTransfer", "RecordTransferMade", "MarkHandOverRead"};
  std::vector<common::v1::Action> actions;
  for (const std::string_view verb : kVerbs) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(std::string(verb));
    const TransferStep* step = FindStep(transfer.state(), verb);
    const rules::Rule* refusal = nullptr;
    if (step == nullptr) {
      refusal = &rule::kTransferStateRefuses;
    } else if (!IsOf(*step, sides)) {
      refusal = &rule::kTransferOtherSide;
    } else if (verb == "AcceptTransfer" && !CheckClientTold(transfer).ok()) {
      refusal = &rule::kClientNotTold;
    }
    action.set_allowed(refusal == nullptr);
    if (refusal == nullptr) continue;
    action.set_rule(std::string(refusal->id));
    action.set_remedy(std::string(refusal->remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
