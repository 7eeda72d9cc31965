#pragma once

#include <google/protobuf/message.h>

#include <utility>

#include "common/rpc/call.h"

namespace opora::rpc {

// Lets the answer show this record as the caller's own, where the method has decided so itself.
inline void HoldOwn(Call& call, const google::protobuf::Message& record) {
  Grants grants;
  grants.own = true;
  call.Hold({ClientOf(record), HolderOf(record)}, std::move(grants));
}

}  // namespace opora::rpc
