#include "common/rpc/client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include "absl/strings/str_cat.h"
#include "common/rpc/bytes.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace opora::rpc {
namespace {

// One connection outage of a neighbour is waited for no longer than this.
constexpr char kServiceConfig[] =
    R"json({"loadBalancingConfig":[{"round_robin":{}}],"methodConfig":[{"name":[{}],
"retryPolicy":{"maxAttempts":3,"initialBackoff":"0.05s","maxBackoff":"0.5s","backoffMultiplier":2,
"retryableStatusCodes":["UNAVAILABLE"]}}]})json";

constexpr unsigned kReloadSeconds = 10;

// Read again when the files change, so that certificates are renewed without a restart.
std::shared_ptr<grpc::ChannelCredentials> Credentials(const ClientIdentity& identity) {
  if (identity.certificate_file.empty()) return grpc::InsecureChannelCredentials();
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          identity.key_file, identity.certificate_file, identity.ca_file, kReloadSeconds));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  return grpc::experimental::TlsCredentials(options);
}

// What the library makes of a neighbour that goes away: a call that reaches it between its shutdown
// and its GOAWAY is cancelled, one whose stream is torn is unknown. Neither is the caller's doing.
bool IsTransportLoss(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kCancelled ||
         code == absl::StatusCode::kUnknown;
}

// The refusal of a neighbour with reason and rule, so that the caller is told what was really
// refused.
absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  }
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  if (info.reason().empty()) {
    const bool gone = IsTransportLoss(code);
    return rules::StatusWithReason(gone ? absl::StatusCode::kUnavailable : code,
                                   gone ? "NEIGHBOUR_UNAVAILABLE" : "NEIGHBOUR_FAILED",
                                   "another service of the platform did not answer");
  }
  absl::Status out = rules::StatusWithReason(code, info.reason(), status.error_message());
  for (const auto& detail : details.details()) {
    out.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return out;
}

}  // namespace

Client::Client(const std::string& target, const ClientIdentity& identity) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  channel_ = grpc::CreateCustomChannel(target, Credentials(identity), arguments);
}

absl::Status Client::CallAs(const CallFacts& facts, std::string_view method,
                            const google::protobuf::Message& request,
                            google::protobuf::Message& response) const {
  grpc::ClientContext context;
  if (!facts.authorization.empty()) context.AddMetadata("authorization", facts.authorization);
  if (!facts.raw_context.empty()) context.AddMetadata("opora-context", facts.raw_context);
  context.AddMetadata("traceparent", facts.traceparent);
  context.set_deadline(absl::ToChronoTime(facts.deadline));
  return Run(context, method, request, response);
}

absl::Status Client::CallAsService(std::string_view method,
                                   const google::protobuf::Message& request,
                                   google::protobuf::Message& response, absl::Time deadline) const {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  return Run(context, method, request, response);
}

absl::Status Client::Run(grpc::ClientContext& context, std::string_view method,
                         const google::protobuf::Message& request,
                         google::protobuf::Message& response) const {
  const std::size_t dot = method.rfind('.');
  const std::string path = absl::StrCat("/", std::string(method.substr(0, dot)), "/",
                                        std::string(method.substr(dot + 1)));
  grpc::GenericStub stub(channel_);
  grpc::CompletionQueue queue;
  const grpc::ByteBuffer bytes = ToBuffer(request.SerializeAsString());
  auto reader = stub.PrepareUnaryCall(&context, path, bytes, &queue);
  reader->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  reader->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  RETURN_IF_ERROR(FromGrpc(status));
  if (response.ParseFromString(FromBuffer(answer))) return absl::OkStatus();
  return rules::StatusWithReason(absl::StatusCode::kInternal, "NEIGHBOUR_FAILED", "internal error");
}

}  // namespace opora::rpc
