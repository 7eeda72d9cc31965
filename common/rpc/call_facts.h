#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/policy.pb.h"

namespace opora::rpc {

// What is known of a call before its handler runs.
struct CallFacts {
  const google::protobuf::MethodDescriptor* method = nullptr;
  const common::v1::MethodPolicy* policy = nullptr;
  Caller caller;
  common::v1::CallContext context;
  absl::Time now;
  absl::Time deadline = absl::InfiniteFuture();
  std::string traceparent;
  std::string authorization;  // As received, to be forwarded to a neighbour.
  std::string raw_context;    // The same.
  bool dry_run = false;
};

}  // namespace opora::rpc
