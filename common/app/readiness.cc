#include "common/app/readiness.h"

namespace opora::app {
namespace {

constexpr absl::Duration kProbeEvery = absl::Seconds(2);
constexpr absl::Duration kProbeAgain =
    absl::Milliseconds(500);  // While the database does not answer.
constexpr absl::Duration kLookEvery = absl::Milliseconds(250);
// Two probes may fail before the service is taken out.
constexpr absl::Duration kSilence = absl::Milliseconds(4500);

}  // namespace

Readiness::Readiness(rpc::Server& server, const auth::TokenVerifier& tokens,
                     const std::string& conninfo, bool may_read)
    : server_(server),
      tokens_(tokens),
      may_read_(may_read),
      session_(conninfo),
      prober_([this] { Probe(); }),
      watcher_([this] { Watch(); }) {}

Readiness::~Readiness() {
  stop_.Notify();
  watcher_.join();
  prober_.join();
}

absl::Status Readiness::Now() const {
  return ready_.load() ? absl::OkStatus() : absl::UnavailableError("not ready");
}

void Readiness::Probe() {
  bool answered = false;
  do {
    try {
      pqxx::nontransaction transaction(session_.Connection());
      transaction.exec("SELECT 1");
      answered = true;
      last_answer_ms_.store(absl::ToUnixMillis(absl::Now()));
    } catch (const std::exception&) {
      session_.Discard();
      answered = false;
    }
  } while (!stop_.WaitForNotificationWithTimeout(answered ? kProbeEvery : kProbeAgain));
}

void Readiness::Watch() {
  do {
    const absl::Time last = absl::FromUnixMillis(last_answer_ms_.load());
    const bool ready =
        may_read_ && absl::Now() - last < kSilence && tokens_.Ready() && !server_.draining();
    ready_.store(ready);
    server_.SetReady(ready);
  } while (!stop_.WaitForNotificationWithTimeout(kLookEvery));
}

}  // namespace opora::app
