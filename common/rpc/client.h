#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/call_facts.h"

namespace opora::rpc {

// Files of the identity under which a service calls another.
struct ClientIdentity {
  std::string certificate_file, key_file, ca_file;  // All empty: plaintext, for loopback only.
};

// Calls from one service to another: over the service's own certificate, with the caller's token,
// context and trace forwarded, within the caller's deadline. Never inside a transaction that has
// written (architecture 6).
class Client {
 public:
  // `target` is a gRPC target: "127.0.0.1:7101", "dns:///registry:7101".
  Client(const std::string& target, const ClientIdentity& identity);

  // On behalf of the caller of a call. A refusal comes back as it was given, with its rule and
  // reason.
  //
  // UNAVAILABLE NEIGHBOUR_UNAVAILABLE, DEADLINE_EXCEEDED: the other service did not answer.
  absl::Status CallAs(const CallFacts& facts, std::string_view method,
                      const google::protobuf::Message& request,
                      google::protobuf::Message& response) const;

  // As the service itself, for background work (role SYSTEM).
  absl::Status CallAsService(std::string_view method, const google::protobuf::Message& request,
                             google::protobuf::Message& response, absl::Time deadline) const;

 private:
  absl::Status Run(grpc::ClientContext& context, std::string_view method,
                   const google::protobuf::Message& request,
                   google::protobuf::Message& response) const;

  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace opora::rpc
