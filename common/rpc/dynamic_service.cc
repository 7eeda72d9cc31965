#include "common/rpc/dynamic_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/server_callback.h>

namespace opora::rpc {

void DynamicService::AddUnary(const std::string& path, Unary handler) {
  const int index = static_cast<int>(names_.size());
  const std::string& name = *names_.emplace_back(std::make_unique<std::string>(path));
  AddMethod(new grpc::internal::RpcServiceMethod(name.c_str(),
                                                 grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodRawCallback(
      index, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                 [handler = std::move(handler)](
                     grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                     grpc::ByteBuffer* response) { return handler(context, request, response); }));
}

void DynamicService::AddStream(const std::string& path, Stream handler) {
  const int index = static_cast<int>(names_.size());
  const std::string& name = *names_.emplace_back(std::make_unique<std::string>(path));
  AddMethod(new grpc::internal::RpcServiceMethod(
      name.c_str(), grpc::internal::RpcMethod::SERVER_STREAMING, nullptr));
  MarkMethodRawCallback(
      index, new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                 [handler = std::move(handler)](grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request) {
                   return handler(context, request);
                 }));
}

}  // namespace opora::rpc
