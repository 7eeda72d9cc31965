// What gRPC alone can do: a server with our library, our TLS and our way of serving by bytes, that
// answers every call at once with as many bytes as its header "x-response-bytes" says. Prints its
// port and ends with its standard input.

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "common/rpc/bytes.h"
#include "common/rpc/dynamic_service.h"

namespace opora::bench {
namespace {

constexpr char kPath[] = "/opora.bench.Echo/Echo";

std::string ReadFile(const std::string& path) {
  std::stringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

std::size_t WantedBytes(const grpc::CallbackServerContext& context) {
  const auto found = context.client_metadata().find("x-response-bytes");
  if (found == context.client_metadata().end()) return 0;
  return std::strtoul(std::string(found->second.data(), found->second.size()).c_str(), nullptr, 10);
}

grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                 grpc::ByteBuffer* response) {
  *response = rpc::ToBuffer(std::string(WantedBytes(*context), 'x'));
  auto* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

int Main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: opora-bench-echo CA CERTIFICATE KEY\n";
    return 2;
  }
  grpc::SslServerCredentialsOptions tls(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = ReadFile(argv[1]);
  tls.pem_key_cert_pairs.push_back({ReadFile(argv[3]), ReadFile(argv[2])});
  rpc::DynamicService service;
  service.AddUnary(kPath, Answer);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(tls), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::cerr << "opora-bench-echo: cannot listen\n";
    return 1;
  }
  std::cout << port << std::endl;
  char ignored = 0;
  while (read(STDIN_FILENO, &ignored, 1) > 0) {
  }
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

}  // namespace
}  // namespace opora::bench

int main(int argc, char** argv) { return opora::bench::Main(argc, argv); }
