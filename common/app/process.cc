#include "common/app/process.h"

#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include "common/advice/follow.h"
#include "common/app/issuers.h"
#include "common/app/metadata.h"
#include "common/app/seal_keys.h"
#include "common/app/startup_check.h"
#include "common/db/constraints.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::app {
namespace {

const google::protobuf::MethodDescriptor& WatchMethod() {
  return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "opora.common.v1.FeedService.Watch");
}

// Without a key nothing is sealed, which is said once and aloud.
absl::StatusOr<std::unique_ptr<audit::Sealer>> MakeSealer(const config::Config& config) {
  if (config.String("audit-key-file").empty()) {
    telemetry::Log(telemetry::Level::kWarn, "no audit-key-file: the audit log is not sealed");
    return std::unique_ptr<audit::Sealer>();
  }
  audit::Sealer::Options options;
  options.conninfo = config.String("database-sealer");
  options.key_file = config.String("audit-key-file");
  options.witness_file = config.String("audit-witness-file");
  return audit::Sealer::Create(std::move(options));
}

rpc::Server::Options ServerOptions(const Definition& definition, const config::Config& config,
                                   const db::Pulse& pulse) {
  rpc::Server::Options options;
  options.pulse = &pulse;
  options.service = definition.name;
  options.listen_address = config.String("listen-address");
  options.certificate_file = config.String("tls-certificate");
  options.key_file = config.String("tls-key");
  options.client_ca_file = config.String("tls-client-ca");
  options.default_deadline = config.Duration("default-deadline");
  options.drain_delay = config.Duration("drain-delay");
  options.drain_grace = config.Duration("drain-grace");
  options.reflection = config.Bool("reflection");
  return options;
}

feed::Reader::Options ReaderOptions(const std::string& database) {
  feed::Reader::Options options;
  options.conninfo = database;
  return options;
}

// Queues and streams as they stand at a scrape.
class LoadMetrics final : public prometheus::Collectable {
 public:
  LoadMetrics(const rpc::WorkerPool& pool, const audit::Writer& writer,
              const feed::FeedService& feed)
      : pool_(pool), writer_(writer), feed_(feed) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    return {Gauge("db_pool_queue_length", "Calls that wait for a worker",
                  static_cast<double>(pool_.queue_length())),
            Gauge("db_pool_in_use", "Workers that run a call", pool_.busy()),
            Gauge("audit_queue_length", "Answers that wait for the audit log",
                  static_cast<double>(writer_.queue_length())),
            Gauge("watch_streams", "Open streams of the feed", feed_.streams())};
  }

 private:
  static prometheus::MetricFamily Gauge(const char* name, const char* help, double value) {
    prometheus::MetricFamily family;
    family.name = name;
    family.help = help;
    family.type = prometheus::MetricType::Gauge;
    family.metric.emplace_back().gauge.value = value;
    return family;
  }

  const rpc::WorkerPool& pool_;
  const audit::Writer& writer_;
  const feed::FeedService& feed_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Create(const Definition& definition,
                                                         const config::Config& config) {
  Inputs inputs;
  ASSIGN_OR_RETURN(auto issuers, ReadIssuers(config.String("issuers-file")));
  ASSIGN_OR_RETURN(inputs.tokens, auth::TokenVerifier::Create(std::move(issuers)));
  ASSIGN_OR_RETURN(inputs.journal, audit::Journal::Open(config.String("journal-file")));
  ASSIGN_OR_RETURN(inputs.sealer, MakeSealer(config));
  ASSIGN_OR_RETURN(inputs.keys, ReadSealKeys(config));
  ASSIGN_OR_RETURN(inputs.may_read, CheckDatabase(definition, config, *inputs.journal));
  std::unique_ptr<Process> process(new Process(definition, config, std::move(inputs)));
  RETURN_IF_ERROR(process->methods_.Check());
  return process;
}

Process::Process(const Definition& definition, const config::Config& config, Inputs inputs)
    : definition_(definition),
      config_(config),
      database_(config.String("database")),
      inputs_(std::move(inputs)),
      metrics_({definition.name, OPORA_VERSION, ""}),
      service_(definition.make({config, SystemClock(), metrics_})),
      writer_(database_, static_cast<std::size_t>(config.Int("audit-queue-limit"))),
      reader_(ReaderOptions(database_)),
      pipeline_(PipelineParts()),
      feed_(
          {.watch = {.service = definition.name, .conninfo = database_}}, reader_, writer_,
          [this](grpc::CallbackServerContext& context) {
            return pipeline_.AuthenticateStream(WatchMethod(), rpc::InboundOf(context));
          },
          [this](db::Tx& tx, const rpc::Caller& caller) {
            rpc::CallFacts facts;
            facts.now = absl::Now();
            rpc::Caller again = caller;
            return service_->directory().Resolve(tx, facts, again);
          },
          &metrics_.ForMethod("/opora.common.v1.FeedService/Watch",
                              telemetry::MethodType::kServerStream)),
      audits_(inputs_.keys),
      rule_settings_(definition.rules, definition.recommendations),
      finder_(definition.work_sources),
      work_(finder_, definition.complete_work),
      work_watch_({.service = definition.name, .conninfo = database_}, finder_, pipeline_,
                  &metrics_.ForMethod("/opora.common.v1.WorkService/WatchMyWork",
                                      telemetry::MethodType::kServerStream)),
      pool_(database_, static_cast<int>(config.Int("workers")),
            static_cast<std::size_t>(config.Int("queue-limit"))),
      server_((RegisterMethods(), ServerOptions(definition, config, pulse_)), methods_, pipeline_,
              pool_, metrics_) {
  server_.AddService(feed_.MakeGrpcService());
  server_.AddService(work_watch_.MakeGrpcService());
  server_.OnRefusing([this] {
    feed_.EndStreams();
    work_watch_.EndStreams();
  });
  metrics_.Add(std::make_shared<LoadMetrics>(pool_, writer_, feed_));
}

rpc::Pipeline::Parts Process::PipelineParts() {
  rpc::Pipeline::Parts parts;
  parts.service = definition_.name;
  parts.tokens = inputs_.tokens.get();
  parts.directory = &service_->directory();
  parts.decider = &service_->decider();
  parts.audit = &writer_;
  parts.journal = inputs_.journal.get();
  parts.clock = &SystemClock();
  parts.pulse = &pulse_;
  parts.decision_window = definition_.decision_window;
  parts.committed = [this] { reader_.Wake(); };
  parts.read_nothing = !inputs_.may_read;
  if (!definition_.recommendations.empty()) {
    parts.follow_recommendations = [all = definition_.recommendations](
                                       rpc::Call& call, const google::protobuf::Message& request,
                                       google::protobuf::Message& response) {
      return advice::Follow(call, all, request, response);
    };
  }
  return parts;
}

void Process::RegisterMethods() {
  for (const rules::Rule* rule : definition_.rules)
    if (!rule->constraint.empty()) db::RegisterConstraint(rule->constraint, *rule);
  service_->Register(methods_);
  feed_.Register(methods_);
  audits_.Register(methods_);
  if (!definition_.recommendations.empty()) rule_settings_.Register(methods_);
  work_.Register(methods_);
  RegisterRetention(methods_, definition_.retention);
  RegisterMetadata(methods_, definition_.name, config_.Bool("sandbox"), definition_.rules);
}

absl::Status Process::Start() {
  reader_.Start();
  feed_.Start();
  if (inputs_.sealer != nullptr) inputs_.sealer->Start();
  RETURN_IF_ERROR(server_.Start());
  maintenance_ = std::make_unique<Maintenance>(database_);
  readiness_ =
      std::make_unique<Readiness>(server_, *inputs_.tokens, database_, inputs_.may_read, pulse_);
  ASSIGN_OR_RETURN(admin_, telemetry::AdminServer::Start(config_.String("admin-address"), metrics_,
                                                         [this] { return readiness_->Now(); }));
  if (!inputs_.may_read) {
    telemetry::Log(telemetry::Level::kError,
                   "the journal that this database was written with is missing or cut; nothing is "
                   "read until it is back (see accept-lost-journal)");
    return absl::OkStatus();
  }
  work_watch_.Start(methods_.all().at("opora.common.v1.WorkService.ListMyWork"));
  service_->Start();
  ticker_ = std::make_unique<Ticker>(definition_.name, definition_.periodic,
                                     config_.Duration("deadline-interval"), methods_, pipeline_,
                                     database_);
  frequent_ticker_ =
      std::make_unique<Ticker>(definition_.name, definition_.frequent,
                               config_.Duration("work-interval"), methods_, pipeline_, database_);
  return absl::OkStatus();
}

void Process::Stop() {
  server_.Drain();
  ticker_.reset();
  frequent_ticker_.reset();
  if (inputs_.may_read) service_->Stop();
  admin_.reset();
  readiness_.reset();
  maintenance_.reset();
  pool_.Stop();
  writer_.Stop();
  feed_.Stop();
  work_watch_.Stop();
  reader_.Stop();
  if (inputs_.sealer != nullptr) inputs_.sealer->Stop();
}

}  // namespace opora::app
