#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/external_reference.pb.h"

namespace opora::registry {

// Waits until no other call works with this number of the caller's agency; holds to the end of the
// transaction. Two calls with one number end one after the other, not in a conflict.
void LockReference(rpc::Call& call, const std::string& system, v1::ReferencedRecord type,
                   const std::string& external_id);

// Record that the number of the caller's agency stands for; empty for none.
std::string FindReferenced(rpc::Call& call, const std::string& system, v1::ReferencedRecord type,
                           const std::string& external_id);

// Stores a number of the caller's agency.
v1::ExternalReference InsertReference(rpc::Call& call, const std::string& system,
                                      v1::ReferencedRecord type, const std::string& external_id,
                                      const std::string& record_id);

// OK when the caller's unit keeps the record or, for a client, works with the person; else
// NOT_FOUND.
absl::Status CheckReferenced(rpc::Call& call, v1::ReferencedRecord type,
                             const std::string& record_id);

}  // namespace opora::registry
