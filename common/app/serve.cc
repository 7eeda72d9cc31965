#include "common/app/serve.h"

#include <signal.h>
#include <unistd.h>

#include <thread>

#include "common/app/process.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::app {
namespace {

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

// Threads that hang in a frozen database cannot be joined; what they were doing was never
// acknowledged.
constexpr absl::Duration kTimeToStop = absl::Seconds(5);

void EndAtTheLatest(absl::Duration time) {
  std::thread([time] {
    absl::SleepFor(time);
    telemetry::Log(telemetry::Level::kError, "stopped by force: a thread did not end");
    telemetry::ProcessLog().Flush(absl::Seconds(1));
    _exit(70);
  }).detach();
}

}  // namespace

absl::Status Serve(const Definition& definition, const config::Config& config) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  telemetry::RouteGrpcLog();
  ASSIGN_OR_RETURN(const auto process, Process::Create(definition, config));
  RETURN_IF_ERROR(process->Start());
  telemetry::Log(
      telemetry::Level::kInfo, "serving",
      {{"service", definition.name}, {"version", OPORA_VERSION}, {"port", process->port()}});
  WaitForSignal(signals);
  EndAtTheLatest(config.Duration("drain-delay") + config.Duration("drain-grace") + kTimeToStop);
  process->Stop();
  telemetry::Log(telemetry::Level::kInfo, "stopped");
  return absl::OkStatus();
}

}  // namespace opora::app
