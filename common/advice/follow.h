#pragma once

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/rules/recommendation.h"

namespace opora::advice {

// What a handler warned of, as the caller's agency has set it (XC-46): the one place where warnings
// of recommendations follow the settings. Of an act ENFORCE refuses and what stays is kept as a
// deviation; OFF takes the warning out. An answer to a question refuses nothing. Reads nothing
// where nothing was warned of.
absl::Status Follow(rpc::Call& call, rules::Recommendations recommendations,
                    const google::protobuf::Message& request, google::protobuf::Message& response);

}  // namespace opora::advice
