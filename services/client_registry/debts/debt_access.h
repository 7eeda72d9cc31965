#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/debt.pb.h"

// Who may change what is held about a debt. Persons act for their unit; a service of the platform
// that calls as itself carries on what it opened.
namespace opora::registry {

// The unit that will hold a new debt: the person's own, which must work with the client; or the one
// that a service names.
//
// NOT_FOUND: no such client, or not for this caller. INVALID_ARGUMENT AGENCY_UNKNOWN, DEPARTMENT_…,
// SOURCE_REF_REQUIRED for a service.
absl::StatusOr<rpc::Unit> HolderOfNew(rpc::Call& call, const v1::Debt& debt);

// For whoever holds the debt; others cannot tell it from one that does not exist.
absl::Status CheckHolds(rpc::Call& call, const v1::Debt& debt);

// For the holder, and for workers of the creditor who have a basis for the client's debts.
absl::Status CheckHoldsOrClaims(rpc::Call& call, const v1::Debt& debt);

// Lets the answer show the debt's records to whoever just changed them as holder.
void HoldForAnswer(rpc::Call& call, const v1::Debt& debt);

// Remembers the service that opened the debt.
void MarkOpenedBy(rpc::Call& call, const v1::Debt& debt);

}  // namespace opora::registry
