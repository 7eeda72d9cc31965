#include "common/app/serve.h"

#include <signal.h>
#include <unistd.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/app/issuers.h"
#include "common/app/maintenance.h"
#include "common/app/metadata.h"
#include "common/audit/audit_service.h"
#include "common/audit/journal.h"
#include "common/audit/seal.h"
#include "common/audit/writer.h"
#include "common/db/record.h"
#include "common/feed/reader.h"
#include "common/feed/service.h"
#include "common/rpc/pipeline.h"
#include "common/rpc/server.h"
#include "common/rpc/worker_pool.h"
#include "common/telemetry/log.h"
#include "common/telemetry/metrics.h"

namespace opora::app {
namespace {

// Durability that the promises of the platform rest on; a database that does not give it is
// refused.
absl::Status CheckDurability(db::Tx& tx) {
  if (tx.Run("SELECT pg_is_in_recovery()")[0][0].as<bool>()) {
    return absl::FailedPreconditionError(
        "the database is a standby; access is decided on the primary only");
  }
  const std::string commit = tx.Run("SHOW synchronous_commit")[0][0].as<std::string>();
  if (commit == "off")
    return absl::FailedPreconditionError(
        "synchronous_commit is off: acknowledged writes could be lost");
  return absl::OkStatus();
}

absl::Status CheckDatabase(const Definition& definition, const config::Config& config,
                           const audit::Journal& journal) {
  try {
    db::Session session(config.String("database"));
    pqxx::work work(session.Connection());
    db::Tx tx(session, work);
    RETURN_IF_ERROR(CheckDurability(tx));
    RETURN_IF_ERROR(db::CheckMigrations(tx, definition.migrations));
    RETURN_IF_ERROR(db::CheckSchema(tx, definition.records));
    ASSIGN_OR_RETURN(const std::vector<audit::JournalEntry> entries, journal.ReadAll());
    if (definition.replay_journal) RETURN_IF_ERROR(definition.replay_journal(tx, entries));
    work.commit();
    return absl::OkStatus();
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(absl::StrCat("the database cannot be reached: ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("the database refused the service: ", error.what()));
  }
}

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

rpc::Server::Options ServerOptions(const Definition& definition, const config::Config& config) {
  rpc::Server::Options options;
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

// Waits for SIGTERM or SIGINT; every thread of the process has them blocked. A second one ends at
// once.
void WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  telemetry::Log(telemetry::Level::kInfo, "stopping", {{"signal", signal}});
  std::thread([signals] {
    int again = 0;
    sigwait(&signals, &again);
    _exit(70);
  }).detach();
}

// Readiness is asked by load balancers several times a second; the database is asked every two
// seconds.
class Readiness {
 public:
  Readiness(rpc::Server& server, const auth::TokenVerifier& tokens, const std::string& conninfo)
      : server_(server), tokens_(tokens), session_(conninfo), thread_([this] { Run(); }) {}
  ~Readiness() {
    stop_.Notify();
    thread_.join();
  }
  absl::Status Now() const {
    return ready_.load() ? absl::OkStatus() : absl::UnavailableError("not ready");
  }

 private:
  bool Check() {
    try {
      pqxx::nontransaction transaction(session_.Connection());
      transaction.exec("SELECT 1");
      return tokens_.Ready() && !server_.draining();
    } catch (const std::exception&) {
      session_.Discard();
      return false;
    }
  }
  void Run() {
    int failures = 0;
    do {
      failures = Check() ? 0 : failures + 1;
      // Three failures to turn, one success to come back.
      const bool ready = failures == 0 || (failures < 3 && ready_.load());
      ready_.store(ready);
      server_.SetReady(ready);
    } while (!stop_.WaitForNotificationWithTimeout(absl::Seconds(ready_.load() ? 2 : 0.5)));
  }

  rpc::Server& server_;
  const auth::TokenVerifier& tokens_;
  db::Session session_;
  std::atomic<bool> ready_{false};
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace

absl::Status Serve(const Definition& definition, const config::Config& config) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  telemetry::RouteGrpcLog();

  ASSIGN_OR_RETURN(auto issuers, ReadIssuers(config.String("issuers-file")));
  ASSIGN_OR_RETURN(const auto tokens, auth::TokenVerifier::Create(std::move(issuers)));
  ASSIGN_OR_RETURN(const auto journal, audit::Journal::Open(config.String("journal-file")));
  RETURN_IF_ERROR(CheckDatabase(definition, config, *journal));

  telemetry::Metrics metrics({definition.name, OPORA_VERSION, ""});
  const Environment environment{config, SystemClock()};
  const auto service = definition.make(environment);
  const std::string database = config.String("database");
  audit::Writer writer(database, static_cast<std::size_t>(config.Int("audit-queue-limit")));
  feed::Reader::Options reader_options;
  reader_options.conninfo = database;
  feed::Reader reader(std::move(reader_options));
  std::unique_ptr<rpc::Pipeline> pipeline;
  telemetry::MethodMetrics& watched =
      metrics.ForMethod("/opora.common.v1.FeedService/Watch", telemetry::MethodType::kServerStream);
  feed::FeedService feed(
      {.watch = {.service = definition.name, .conninfo = database}}, reader, writer,
      [&pipeline](grpc::CallbackServerContext& context) {
        return pipeline->AuthenticateStream(WatchMethod(), rpc::InboundOf(context));
      },
      [&service](db::Tx& tx, const rpc::Caller& caller) {
        rpc::CallFacts facts;
        facts.now = absl::Now();
        rpc::Caller again = caller;
        return service->directory().Resolve(tx, facts, again);
      },
      &watched);
  ASSIGN_OR_RETURN(const std::unique_ptr<audit::Sealer> sealer, MakeSealer(config));
  std::vector<audit::SealKey> keys;
  if (sealer != nullptr) {
    ASSIGN_OR_RETURN(audit::SealKey key, audit::SealKey::Read(config.String("audit-key-file")));
    keys.push_back(std::move(key));
  }
  audit::AuditService audits(std::move(keys));
  rpc::Methods methods;
  service->Register(methods);
  feed.Register(methods);
  audits.Register(methods);
  RegisterMetadata(methods, definition.name, config.Bool("sandbox"), definition.rules);
  RETURN_IF_ERROR(methods.Check());

  rpc::Pipeline::Parts parts;
  parts.service = definition.name;
  parts.tokens = tokens.get();
  parts.directory = &service->directory();
  parts.decider = &service->decider();
  parts.audit = &writer;
  parts.journal = journal.get();
  parts.clock = &SystemClock();
  parts.committed = [&reader] { reader.Wake(); };
  pipeline = std::make_unique<rpc::Pipeline>(std::move(parts));
  rpc::WorkerPool pool(database, static_cast<int>(config.Int("workers")),
                       static_cast<std::size_t>(config.Int("queue-limit")));
  rpc::Server server(ServerOptions(definition, config), methods, *pipeline, pool, metrics);
  server.AddService(feed.MakeGrpcService());
  server.OnRefusing([&feed] { feed.EndStreams(); });
  reader.Start();
  feed.Start();
  if (sealer != nullptr) sealer->Start();
  RETURN_IF_ERROR(server.Start());
  Maintenance maintenance(database);
  Readiness readiness(server, *tokens, database);
  ASSIGN_OR_RETURN(const auto admin,
                   telemetry::AdminServer::Start(config.String("admin-address"), metrics,
                                                 [&readiness] { return readiness.Now(); }));
  telemetry::Log(
      telemetry::Level::kInfo, "serving",
      {{"service", definition.name}, {"version", OPORA_VERSION}, {"port", server.port()}});
  WaitForSignal(signals);
  server.Drain();
  pool.Stop();
  writer.Stop();
  feed.Stop();
  reader.Stop();
  if (sealer != nullptr) sealer->Stop();
  telemetry::Log(telemetry::Level::kInfo, "stopped", {});
  return absl::OkStatus();
}

}  // namespace opora::app
