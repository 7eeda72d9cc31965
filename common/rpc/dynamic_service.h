#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace opora::rpc {

// A gRPC service made from a descriptor at run time, with bytes in and out. Does what protoc's gRPC
// plugin generates as "raw callback" methods, without generated code: the generated headers cost
// half of the build.
class DynamicService final : public grpc::Service {
 public:
  using Unary = std::function<grpc::ServerUnaryReactor*(
      grpc::CallbackServerContext*, const grpc::ByteBuffer*, grpc::ByteBuffer*)>;
  using Stream = std::function<grpc::ServerWriteReactor<grpc::ByteBuffer>*(
      grpc::CallbackServerContext*, const grpc::ByteBuffer*)>;

  // `path` is "/package.Service/Method".
  void AddUnary(const std::string& path, Unary handler);
  void AddStream(const std::string& path, Stream handler);

 private:
  // gRPC keeps the pointer to the name of a method.
  std::vector<std::unique_ptr<std::string>> names_;
};

}  // namespace opora::rpc
