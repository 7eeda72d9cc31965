#include "common/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/bytes.h"
#include "common/rpc/dynamic_service.h"
#include "common/rpc/health.h"
#include "common/rules/rule.h"
#include "common/telemetry/log.h"
#include "common/telemetry/trace.h"
#include "common/time/alarms.h"

namespace opora::rpc {
namespace {

constexpr char kOverloaded[] = "OVERLOADED";
constexpr int kLargestRequest = 1 << 20;
constexpr int kLargestResponse = 4 << 20;
constexpr absl::Duration kTooLateToStart = absl::Milliseconds(5);
// For the worker, whose session is cut at the deadline, to say what came of the call.
constexpr absl::Duration kLastWord = absl::Milliseconds(30);

std::string Header(const grpc::CallbackServerContext& context, const char* name) {
  const auto& metadata = context.client_metadata();
  const auto range = metadata.equal_range(name);
  // A header given twice is a header forged: neither counts.
  if (range.first == range.second || std::next(range.first) != range.second) return "";
  return std::string(range.first->second.data(), range.first->second.size());
}

grpc::Status ToGrpcStatus(const absl::Status& status, const std::string& domain,
                          common::v1::Language language) {
  if (status.ok()) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(status.code()), rules::MessageOf(status, language),
          rules::SerializeDetails(status, domain, language)};
}

// What an operator should look at is not what a caller did wrong.
telemetry::Level LevelOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::DATA_LOSS:
      return telemetry::Level::kError;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return telemetry::Level::kWarn;
    default:
      return telemetry::Level::kInfo;
  }
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

void SetServerArguments(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kLargestRequest);
  builder.SetMaxSendMessageSize(kLargestResponse);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 * 1024);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 300'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 600'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 300'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
}

bool IsLoopback(const std::string& address) {
  return absl::StartsWith(address, "127.") || absl::StartsWith(address, "localhost:") ||
         absl::StartsWith(address, "[::1]") || absl::StartsWith(address, "unix:");
}

}  // namespace

Inbound InboundOf(const grpc::CallbackServerContext& context) {
  Inbound inbound;
  inbound.authorization = Header(context, "authorization");
  inbound.context = Header(context, "opora-context");
  inbound.traceparent = Header(context, "traceparent");
  inbound.peer = auth::PeerOf(*context.auth_context());
  inbound.arrived = absl::Now();
  return inbound;
}

// One unary call between gRPC and the pool. It is answered once: by the worker, by the audit
// writer or, when its time is over wherever it hangs, by an alarm. gRPC's parts of it are gone
// after the answer; the rest lives as long as somebody works on it.
class Server::Dispatcher : public grpc::ServerUnaryReactor,
                           public std::enable_shared_from_this<Server::Dispatcher> {
 public:
  Dispatcher(Server& server, const Method& method, telemetry::MethodMetrics& metrics,
             grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
             grpc::ByteBuffer* response)
      : server_(server),
        method_(method),
        metrics_(metrics),
        context_(context),
        request_(request),
        response_(response),
        started_(absl::Now()) {
    metrics_.Started();
  }

  // Keeps itself until gRPC is done.
  void Start() {
    self_ = shared_from_this();
    if (server_.refusing_.load()) {
      return Shed(rules::StatusWithReason(absl::StatusCode::kUnavailable, "DRAINING",
                                          "the service is stopping"));
    }
    const absl::Time asked = absl::FromChrono(context_->deadline());
    const absl::Time now = absl::Now();
    deadline_ = std::min(asked, now + server_.options_.longest_deadline);
    if (asked > now + absl::Hours(24)) deadline_ = now + server_.options_.default_deadline;
    if (server_.DatabaseIsSilent()) return Shed(Silent());
    alarm_ = Alarms::OfProcess().Set(deadline_ + kLastWord, [self = self_] { self->TimeIsOver(); });
    const bool admitted =
        server_.pool_.Submit([self = self_](db::Session& session) { self->Work(session); });
    if (!admitted) {
      Shed(rules::StatusWithReason(absl::StatusCode::kResourceExhausted, kOverloaded,
                                   "too many calls are waiting"));
    }
  }

  void OnCancel() override { cancelled_.store(true); }
  void OnDone() override { self_.reset(); }

 private:
  static absl::Status Silent() {
    return rules::StatusWithReason(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE",
                                   "the database cannot be reached");
  }

  void Shed(const absl::Status& status) {
    Outbound out;
    out.status = status;
    Reply(std::move(out));
  }

  void Work(db::Session& session) {
    Inbound inbound;
    if (!Take(inbound)) return;
    if (cancelled_.load()) {
      return Shed(rules::StatusWithReason(absl::StatusCode::kCancelled, "CANCELLED",
                                          "the caller went away"));
    }
    if (taken_ + kTooLateToStart > deadline_) {
      return Shed(rules::StatusWithReason(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                                          "the deadline passed while the call was waiting"));
    }
    if (server_.DatabaseIsSilent()) return Shed(Silent());
    server_.pipeline_.Run(session, method_, inbound, [self = shared_from_this()](Outbound out) {
      self->Reply(std::move(out));
    });
  }

  // What the worker needs of gRPC's parts; false when the call has been answered.
  bool Take(Inbound& inbound) {
    const absl::MutexLock lock(&mutex_);
    if (answered_) return false;
    taken_ = absl::Now();
    inbound = InboundOf(*context_);
    const auto parent = telemetry::ParseTraceparent(inbound.traceparent);
    trace_ = parent.has_value() ? telemetry::ChildOf(*parent) : telemetry::NewTrace();
    inbound.traceparent = telemetry::FormatTraceparent(trace_);
    inbound.arrived = started_;
    inbound.deadline = deadline_;
    inbound.body = [request = *request_] { return FromBuffer(request); };
    return true;
  }

  // True for the first who asks.
  bool MayAnswer() {
    const absl::MutexLock lock(&mutex_);
    return !std::exchange(answered_, true);
  }

  void TimeIsOver() {
    if (!MayAnswer()) return;
    Outbound out;
    out.status = rules::StatusWithReason(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                                         "the deadline passed before the call was done");
    Send(out);
  }

  void Reply(Outbound out) {
    if (!MayAnswer()) return;
    Alarms::OfProcess().Cancel(alarm_);
    if (out.status.ok()) *response_ = ToBuffer(out.body);
    // Asked as late as can be: a process may have stood still anywhere before.
    if (out.status.ok() && absl::Now() > out.answer_by) {
      response_->Clear();
      out.status = DecisionTooOld();
    }
    Send(out);
  }

  void Send(const Outbound& out) {
    const grpc::Status status =
        ToGrpcStatus(out.status, server_.options_.service + ".opora", out.language);
    if (out.replay) context_->AddTrailingMetadata("idempotent-replay", "true");
    if (rules::ReasonOf(out.status) == kOverloaded) {
      context_->AddTrailingMetadata("retry-after-ms", "200");
    }
    Log(out, status);
    metrics_.Handled(static_cast<absl::StatusCode>(status.error_code()), absl::Now() - started_);
    Finish(status);
  }

  void Log(const Outbound& out, const grpc::Status& status) {
    telemetry::AccessLine line;
    line.level = LevelOf(status.error_code());
    line.service = server_.options_.service;
    line.method = method_.descriptor->full_name();
    line.code = static_cast<absl::StatusCode>(status.error_code());
    line.reason = status.ok() ? "" : rules::ReasonOf(out.status);
    line.rule = out.rule;
    line.time = absl::Now() - started_;
    line.queue_time = taken_ > started_ ? taken_ - started_ : absl::ZeroDuration();
    line.request_bytes = static_cast<int64_t>(request_->Length());
    line.response_bytes = static_cast<int64_t>(out.body.size());
    line.agency = out.agency_id;
    line.subject_hash = out.subject_hash;
    line.request_id = out.request_id;
    line.trace_id = trace_.trace_id;
    line.peer = context_->peer();
    telemetry::Log(line);
  }

  Server& server_;
  const Method& method_;
  telemetry::MethodMetrics& metrics_;
  grpc::CallbackServerContext* context_;
  const grpc::ByteBuffer* request_;
  grpc::ByteBuffer* response_;
  const absl::Time started_;
  absl::Time taken_;
  absl::Time deadline_;
  telemetry::TraceContext trace_;
  std::atomic<bool> cancelled_{false};
  std::shared_ptr<Dispatcher> self_;
  Alarms::Ticket alarm_;
  absl::Mutex mutex_;
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;
};

Server::Server(Options options, const Methods& methods, Pipeline& pipeline, WorkerPool& pool,
               telemetry::Metrics& metrics)
    : options_(std::move(options)),
      methods_(methods),
      pipeline_(pipeline),
      pool_(pool),
      metrics_(metrics) {
  std::map<std::string, std::unique_ptr<DynamicService>> services;
  std::vector<std::string> names;
  for (const auto& [name, method] : methods_.all()) {
    const std::string service = method.descriptor->service()->full_name();
    auto& dynamic = services[service];
    if (dynamic == nullptr) {
      dynamic = std::make_unique<DynamicService>();
      names.push_back(service);
    }
    const std::string path = absl::StrCat("/", service, "/", method.descriptor->name());
    telemetry::MethodMetrics& counters = metrics_.ForMethod(path, telemetry::MethodType::kUnary);
    dynamic->AddUnary(path, [this, &method = method, &counters](
                                grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
      auto call = std::make_shared<Dispatcher>(*this, method, counters, context, request, response);
      call->Start();
      return call.get();
    });
  }
  for (auto& [name, service] : services) services_.push_back(std::move(service));
  health_ = std::make_unique<HealthService>(std::move(names));
}

Server::~Server() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
}

void Server::AddService(std::unique_ptr<grpc::Service> service) {
  services_.push_back(std::move(service));
}

std::shared_ptr<grpc::ServerCredentials> Server::Credentials(absl::Status& status) const {
  if (options_.certificate_file.empty()) {
    if (!IsLoopback(options_.listen_address)) {
      status = absl::FailedPreconditionError(
          "without certificates the service listens on loopback only");
    }
    return grpc::InsecureServerCredentials();
  }
  for (const std::string& file :
       {options_.certificate_file, options_.key_file, options_.client_ca_file}) {
    if (ReadFile(file).empty())
      status = absl::FailedPreconditionError(absl::StrCat("cannot read ", file));
  }
  auto provider = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      options_.key_file, options_.certificate_file, options_.client_ca_file, 10);
  grpc::experimental::TlsServerCredentialsOptions tls(provider);
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(tls);
}

absl::Status Server::Start() {
  absl::Status status;
  const auto credentials = Credentials(status);
  RETURN_IF_ERROR(status);
  if (options_.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetServerArguments(builder);
  builder.AddListeningPort(options_.listen_address, credentials, &port_);
  for (const auto& service : services_) builder.RegisterService(service.get());
  builder.RegisterService(health_->service());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", options_.listen_address));
  }
  return absl::OkStatus();
}

bool Server::DatabaseIsSilent() const {
  return options_.pulse != nullptr && options_.pulse->Silent();
}

void Server::SetReady(bool ready) { health_->SetReady(ready && !draining_.load()); }

void Server::Drain() {
  draining_.store(true);
  health_->SetReady(false);
  absl::SleepFor(options_.drain_delay);
  refusing_.store(true);
  health_->EndWatches();
  if (on_refusing_) on_refusing_();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain_grace));
}

}  // namespace opora::rpc
