#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/app/retention.h"
#include "common/audit/journal.h"
#include "common/config/config.h"
#include "common/db/migrate.h"
#include "common/rpc/access.h"
#include "common/rpc/directory.h"
#include "common/rpc/method.h"
#include "common/rules/chart.h"
#include "common/rules/recommendation.h"
#include "common/rules/rule.h"
#include "common/telemetry/metrics.h"
#include "common/time/clock.h"
#include "common/work/work_service.h"

namespace opora::app {

// What a service is given to make itself of.
struct Environment {
  const config::Config& config;
  const Clock& clock;
  telemetry::Metrics& metrics;
};

// A running service as the frame sees it: its methods, and who knows workers and decides access.
class Service {
 public:
  virtual ~Service() = default;
  virtual void Register(rpc::Methods& methods) = 0;
  virtual rpc::Directory& directory() = 0;
  virtual rpc::Decider& decider() = 0;
  // Background work of the service: begun once calls are served, ended before anything is torn
  // down.
  virtual void Start() {}
  virtual void Stop() {}
};

// A subcommand of one service: what it does with its configuration, and settings besides those of
// the service.
struct Command {
  std::function<absl::Status(const config::Config&)> run;
  std::vector<config::Setting> settings;
};

// Everything that tells one service binary from another.
struct Definition {
  std::string name;  // "client-registry"
  db::MigrationSet migrations;
  std::vector<const google::protobuf::Descriptor*> records;  // Checked against the schema at start.
  std::span<const rules::Rule* const> rules;
  // Recommendations among them that agencies set for themselves (XC-46).
  rules::Recommendations recommendations;
  std::vector<rules::Chart> charts;  // State machines, for the documentation.
  std::function<std::unique_ptr<Service>(const Environment&)> make;
  std::vector<config::Setting> settings;  // Besides those of every service.
  // Methods of the service that it calls itself when time passes (see Ticker): full names.
  std::vector<std::string> periodic;
  // The same, every few moments: what must not wait for an hour.
  std::vector<std::string> frequent;
  // How long each class of records is kept (XC-68).
  std::span<const RecordClass> retention;
  // What waits for workers (REG-118), and what only the service knows of it.
  std::span<const work::Source> work_sources;
  work::Complete complete_work;
  // Re-applies the journal of withdrawals before the first call (XC-69).
  std::function<absl::Status(const config::Config&, db::Tx&,
                             const std::vector<audit::JournalEntry>&)>
      replay_journal;
  // See rpc::Pipeline::Parts. Another only in a test that shows why.
  absl::Duration decision_window = absl::Seconds(2);
  // Further subcommands by name.
  std::map<std::string, Command> commands;
};

// main() of every service: serve, migrate, healthcheck, config check|show|reference, audit verify,
// describe en|cs, version, and the service's own subcommands. Returns the exit status: 0, 1 for a
// failure, 2 for bad usage.
int Main(const Definition& definition, int argc, char** argv);

}  // namespace opora::app
