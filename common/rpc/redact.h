#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "absl/status/status.h"
#include "common/rpc/call.h"

namespace opora::rpc {

// Reduces a response to what the call may show: decides for all records in it at once, drops
// records that nothing covers, clears fields of closed areas, fills `withheld`. Driven by the field
// and record options alone, for every method and list alike.
//
// NOT_FOUND: the record that the response is about is not for this caller.
absl::Status Redact(Call& call, google::protobuf::Message& response);

// The first record with a client in a message, or nullptr.
const google::protobuf::Message* FirstClientRecord(const google::protobuf::Message& message);

}  // namespace opora::rpc
