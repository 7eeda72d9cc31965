#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/advice/rule_service.h"
#include "common/app/application.h"
#include "common/app/maintenance.h"
#include "common/app/readiness.h"
#include "common/app/ticker.h"
#include "common/audit/audit_service.h"
#include "common/audit/journal.h"
#include "common/audit/seal.h"
#include "common/audit/writer.h"
#include "common/auth/token.h"
#include "common/db/pulse.h"
#include "common/feed/reader.h"
#include "common/feed/service.h"
#include "common/rpc/method.h"
#include "common/rpc/pipeline.h"
#include "common/rpc/server.h"
#include "common/rpc/worker_pool.h"
#include "common/telemetry/metrics.h"
#include "common/work/finder.h"
#include "common/work/work_service.h"
#include "common/work/work_watch.h"

namespace opora::app {

// Everything that runs in a serving process, in the order in which it is made; it ends in the
// reverse one.
class Process {
 public:
  // Reads keys, issuers and journal and checks the database; nothing runs yet.
  static absl::StatusOr<std::unique_ptr<Process>> Create(const Definition& definition,
                                                         const config::Config& config);

  // Listens and serves. FAILED_PRECONDITION: the address or the certificates cannot be used.
  absl::Status Start();
  int port() const { return server_.port(); }
  // Drains and stops all threads.
  void Stop();

 private:
  // What has to be read before anything can be made.
  struct Inputs {
    std::unique_ptr<auth::TokenVerifier> tokens;
    std::unique_ptr<audit::Journal> journal;
    std::unique_ptr<audit::Sealer> sealer;
    std::vector<audit::SealKey> keys;
    bool may_read = true;  // False without the journal that the database knows of.
  };

  Process(const Definition& definition, const config::Config& config, Inputs inputs);
  rpc::Pipeline::Parts PipelineParts();
  void RegisterMethods();

  const Definition& definition_;
  const config::Config& config_;
  const std::string database_;
  Inputs inputs_;
  telemetry::Metrics metrics_;
  db::Pulse pulse_;
  const std::unique_ptr<Service> service_;
  audit::Writer writer_;
  feed::Reader reader_;
  rpc::Pipeline pipeline_;
  feed::FeedService feed_;
  audit::AuditService audits_;
  advice::RuleService rule_settings_;
  work::Finder finder_;
  work::WorkService work_;
  work::WorkWatch work_watch_;
  rpc::Methods methods_;
  rpc::WorkerPool pool_;
  rpc::Server server_;
  std::unique_ptr<Maintenance> maintenance_;
  std::unique_ptr<Readiness> readiness_;
  std::unique_ptr<Ticker> ticker_;
  std::unique_ptr<Ticker> frequent_ticker_;
  std::unique_ptr<telemetry::AdminServer> admin_;
};

}  // namespace opora::app
