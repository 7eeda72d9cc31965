#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/transfer.pb.h"

namespace opora::registry {

// Who a caller is towards a transfer; between colleagues one unit is both.
struct TransferSides {
  bool giver = false;
  bool taker = false;
};

// The state machine of a transfer; refusals, `actions` and the documentation come from it.
struct TransferStep {
  v1::TransferState from;
  std::string_view verb;
  v1::TransferState to;
  bool by_taker;
};
const std::vector<TransferStep>& TransferSteps();

// FAILED_PRECONDITION TRANSFER_STATE_REFUSES; PERMISSION_DENIED TRANSFER_OTHER_SIDE.
absl::StatusOr<v1::TransferState> NextTransferState(v1::TransferState from, std::string_view verb,
                                                    const TransferSides& sides);

// FAILED_PRECONDITION CLIENT_NOT_TOLD.
absl::Status CheckClientTold(const v1::CaseTransfer& transfer);

// The day on which the client was told. INVALID_ARGUMENT DATE_NOT_IN_CALENDAR, NOT_IN_FUTURE.
absl::Status CheckToldDate(const common::v1::Date& date, std::string_view field,
                           absl::CivilDay today);

// Leaves in the sheet what the areas open, and counts the rest.
void KeepCovered(const std::set<int>& areas, v1::CaseTransfer& transfer);

// What this side may do now.
std::vector<common::v1::Action> TransferActions(const v1::CaseTransfer& transfer,
                                                const TransferSides& sides,
                                                common::v1::Language language);

}  // namespace opora::registry
