#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "common/rpc/call.h"

namespace opora::rpc {

// What a request_id of a caller has led to.
struct Earlier {
  bool found = false;
  std::string result;  // Reduced response, see Reduce.
};

// Name under which keys of a caller are kept; two callers never share keys.
std::string CallerKey(const Caller& caller);

// SHA-256 of the deterministically serialized request.
std::string RequestHash(const google::protobuf::Message& request);

// Looks a request_id up.
//
// INVALID_ARGUMENT REQUEST_ID_REUSED: the key was used for another request.
absl::Status FindEarlier(Call& call, const std::string& request_id, const std::string& hash,
                         Earlier& earlier);

// The response without anything about clients: of each record only its key, of the rest what no
// field option puts into an area.
std::string Reduce(const google::protobuf::Message& response);

// Restores a reduced response, reading the records as they are now.
//
// NOT_FOUND: a record is gone.
absl::Status Restore(Call& call, const std::string& reduced, google::protobuf::Message& response);

}  // namespace opora::rpc
