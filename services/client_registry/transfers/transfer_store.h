#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/transfer.pb.h"
#include "services/client_registry/transfers/transfer_rules.h"

namespace opora::registry {

// Which sides of a transfer the caller is: between colleagues who takes over, or who leads the
// unit.
TransferSides SidesOf(const rpc::Call& call, const v1::CaseTransfer& transfer);

// Whether the receiving unit may know of the transfer now, and leaves in the sheet what it may see.
// Until the case was taken over by its own act it needs a basis at the time of reading, whatever
// there was when the transfer was proposed. Always true for the proposing unit.
absl::StatusOr<bool> ReduceToBasis(rpc::Call& call, v1::CaseTransfer& transfer);

// Locks the person, then the transfer, for one of its sides; for everybody else there is none.
struct LockedTransfer {
  v1::CaseTransfer transfer;
  TransferSides sides;
};
absl::StatusOr<LockedTransfer> LockTransfer(rpc::Call& call, const std::string& transfer_id);

// Adds the open referrals, planned appointments and places on waiting lists that the proposing unit
// has for the person.
void AddOpenMatters(rpc::Call& call, v1::CaseTransfer& transfer);

// Adds the consents that let the two sides talk to each other; between colleagues those of the unit
// that go on to cover who takes over.
void AddConsents(rpc::Call& call, v1::CaseTransfer& transfer);

// Transfers oldest first; one more than the page holds when there are more.
void FindTransfers(rpc::Call& call, const v1::ListTransfersRequest& request, const rpc::Page& page,
                   const std::function<v1::CaseTransfer*()>& add);

}  // namespace opora::registry
