#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/call.h"

namespace opora::rpc {

// One unary method as the pipeline runs it.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  const common::v1::MethodPolicy* policy = nullptr;
  const google::protobuf::Message* request = nullptr;  // Prototypes.
  const google::protobuf::Message* response = nullptr;
  std::function<absl::Status(Call&, const google::protobuf::Message&, google::protobuf::Message&)>
      handler;
};

// The methods that a process serves, by full name.
class Methods {
 public:
  // Registers a handler `absl::StatusOr<Response>(Call&, const Request&)` under the full name of
  // its method, "opora.registry.v1.ClientService.GetClient". Aborts when the contract has no such
  // method, or one of other types: a mistake of the program.
  template <typename Request, typename Response, typename Handler>
  void Add(std::string_view full_name, Handler handler) {
    AddErased(full_name, Request::default_instance(), Response::default_instance(),
              [handler = std::move(handler)](Call& call, const google::protobuf::Message& request,
                                             google::protobuf::Message& response) {
                absl::StatusOr<Response> result =
                    handler(call, static_cast<const Request&>(request));
                if (!result.ok()) return std::move(result).status();
                static_cast<Response&>(response) = *std::move(result);
                return absl::OkStatus();
              });
  }

  // FAILED_PRECONDITION: a method of a registered service has no handler or no policy, or a field
  // of a client record has neither an area nor is structural. Deny by default: the service does not
  // start.
  absl::Status Check() const;

  const std::map<std::string, Method>& all() const { return methods_; }

 private:
  void AddErased(std::string_view full_name, const google::protobuf::Message& request,
                 const google::protobuf::Message& response,
                 std::function<absl::Status(Call&, const google::protobuf::Message&,
                                            google::protobuf::Message&)>
                     handler);

  std::map<std::string, Method> methods_;
};

// Free functions that are handlers, deduced: Bind<&GetClient>(methods, "…ClientService", service).
template <typename Service, typename Request, typename Response>
void Bind(Methods& methods, std::string_view interface, std::string_view name, Service& service,
          absl::StatusOr<Response> (Service::*handler)(Call&, const Request&)) {
  methods.Add<Request, Response>(std::string(interface) + "." + std::string(name),
                                 [&service, handler](Call& call, const Request& request) {
                                   return (service.*handler)(call, request);
                                 });
}

}  // namespace opora::rpc
