#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/client.pb.h"

namespace opora::registry {

// Registers a client with the caller's unit: checks it, looks for the matching record that the
// caller may know of, stores it and opens matches for a steward (REG-41). What others hold changes
// neither the answer nor the work that is done for it.
//
// INVALID_ARGUMENT as CheckClient; ALREADY_EXISTS CLIENT_ALREADY_REGISTERED.
absl::StatusOr<v1::Client> Register(rpc::Call& call, v1::Client client);

// Stores a changed record of the caller's unit and looks for matches anew.
//
// INVALID_ARGUMENT as CheckClient.
absl::Status StoreChange(rpc::Call& call, v1::Client& client);

// Puts the values of the named fields into a client; an absent value clears the field.
//
// INVALID_ARGUMENT MASK_PATH_UNKNOWN: no such field, or not one that changes.
// FAILED_PRECONDITION ORIGIN_KNOWN (REG-111).
absl::Status ApplyMask(const v1::Client& values, std::span<const std::string> mask,
                       v1::Client& client);

// Fields that an update may name.
const std::vector<std::string>& ChangeableFields();

// The record of the caller's unit, locked for change.
//
// NOT_FOUND; FAILED_PRECONDITION RECORD_OF_ANOTHER_UNIT; ABORTED ETAG_MISMATCH.
absl::StatusOr<v1::Client> LockOwnClient(rpc::Call& call, const std::string& client_id,
                                         std::string_view etag);

// Takes the client's record for the caller's own in this call.
void HoldOwn(rpc::Call& call, const std::string& client_id);

}  // namespace opora::registry
