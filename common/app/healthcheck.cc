#include "common/app/healthcheck.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/bytes.h"
#include "grpc/health/v1/health.pb.h"

namespace opora::app {
namespace {

std::string ReadFile(const std::string& path) {
  std::stringstream content;
  content << std::ifstream(path).rdbuf();
  return content.str();
}

std::shared_ptr<grpc::ChannelCredentials> Credentials(const config::Config& config) {
  if (config.String("tls-certificate").empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadFile(config.String("tls-client-ca"));
  options.pem_cert_chain = ReadFile(config.String("tls-certificate"));
  options.pem_private_key = ReadFile(config.String("tls-key"));
  return grpc::SslCredentials(options);
}

// Where the service is reached from its own machine, when it listens on every address: certificates
// name the loopback one.
std::string OwnAddress(const config::Config& config) {
  const std::string address = config.String("listen-address");
  for (absl::string_view any : {"0.0.0.0:", "[::]:"}) {
    if (absl::StartsWith(address, any))
      return absl::StrCat("127.0.0.1:", address.substr(any.size()));
  }
  return address;
}

}  // namespace

absl::Status CheckHealth(const config::Config& config) {
  const auto channel = grpc::CreateChannel(OwnAddress(config), Credentials(config));
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(2));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service("ready");
  const grpc::ByteBuffer bytes = rpc::ToBuffer(request.SerializeAsString());
  grpc::ByteBuffer answer;
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", bytes, &queue);
  call->StartCall();
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  grpc::health::v1::HealthCheckResponse response;
  if (!status.ok())
    return absl::UnavailableError(absl::StrCat("not reachable: ", status.error_message()));
  response.ParseFromString(rpc::FromBuffer(answer));
  if (response.status() == grpc::health::v1::HealthCheckResponse::SERVING) return absl::OkStatus();
  return absl::UnavailableError("not ready");
}

}  // namespace opora::app
