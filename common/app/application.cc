#include "common/app/application.h"

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/app/describe.h"
#include "common/app/healthcheck.h"
#include "common/app/serve.h"
#include "common/app/settings.h"
#include "common/app/verify_audit.h"
#include "common/telemetry/log.h"

namespace opora::app {
namespace {

constexpr int kFailure = 1;
constexpr int kUsage = 2;

int Report(const absl::Status& status) {
  if (status.ok()) return 0;
  std::cerr << std::string(status.message()) << "\n";
  return kFailure;
}

void PrintUsage(const Definition& definition, std::span<const config::Setting> table) {
  std::cout << "usage: opora-" << definition.name
            << " serve|migrate|healthcheck|config check|config show|config reference|audit "
               "verify|describe en|describe cs|version";
  for (const auto& [name, command] : definition.commands) std::cout << "|" << name;
  std::cout << " [--setting=value …]\n\n" << config::Config::Help(table);
}

// What a service needs in order to serve is not asked of a job that only migrates, or of a
// subcommand of its own: it holds no keys.
void AskOnlyForWhatIsNeeded(const std::string& command, bool own,
                            std::vector<config::Setting>& table) {
  if (!own && command != "migrate" && command != "healthcheck" && command != "audit") return;
  for (config::Setting& setting : table) {
    if (setting.type == config::Type::kString) setting.required = false;
  }
}

}  // namespace

int Main(const Definition& definition, int argc, char** argv) {
  std::vector<config::Setting> table = CommonSettings();
  table.insert(table.end(), definition.settings.begin(), definition.settings.end());
  std::vector<std::string> args(argv + 1, argv + argc);
  if (args.empty() || args[0] == "--help" || args[0] == "help") {
    PrintUsage(definition, table);
    return args.empty() ? kUsage : 0;
  }
  std::string command = args[0];
  args.erase(args.begin());
  if (command == "version") {
    std::cout << "opora-" << definition.name << " " << OPORA_VERSION << "\n";
    return 0;
  }
  std::string action;
  if (command == "describe") {
    const bool czech = !args.empty() && args[0] == "cs";
    std::cout << Describe(definition, czech ? common::v1::LANGUAGE_CS : common::v1::LANGUAGE_EN);
    return 0;
  }
  if ((command == "config" || command == "audit") && !args.empty()) {
    action = args[0];
    args.erase(args.begin());
  }
  if (command == "config" && action == "reference") {
    std::cout << config::Config::Markdown(table);
    return 0;
  }
  const auto own = definition.commands.find(command);
  AskOnlyForWhatIsNeeded(command, own != definition.commands.end(), table);
  if (own != definition.commands.end())
    table.insert(table.end(), own->second.settings.begin(), own->second.settings.end());
  auto config = config::Config::Load(table, args, config::ProcessEnvironment());
  if (!config.ok()) {
    std::cerr << std::string(config.status().message()) << "\n";
    return kUsage;
  }
  const auto level = telemetry::ParseLevel(config->String("log-level"));
  if (!level.has_value()) {
    std::cerr << "log-level: debug, info, warn or error\n";
    return kUsage;
  }
  telemetry::ProcessLog().SetLevel(*level);
  if (command == "serve") return Report(Serve(definition, *config));
  if (command == "migrate")
    return Report(db::Migrate(config->String("database-migrate"), definition.migrations));
  if (command == "healthcheck") return Report(CheckHealth(*config));
  if (command == "audit" && action == "verify") return Report(VerifyAudit(*config));
  if (command == "config") {
    if (action == "show") std::cout << config->Show();
    return 0;
  }
  if (own != definition.commands.end()) return Report(own->second.run(*config));
  PrintUsage(definition, table);
  return kUsage;
}

}  // namespace opora::app
