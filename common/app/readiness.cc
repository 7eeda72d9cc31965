#include "common/app/readiness.h"

namespace opora::app {
namespace {

constexpr absl::Duration kProbeEvery = absl::Milliseconds(500);
// Then the way to the database may be the cause, and another connection the cure.
constexpr absl::Duration kAnswerWithin = absl::Seconds(3);
constexpr absl::Duration kLookEvery = absl::Milliseconds(250);
// Some probes may fail before the service is taken out.
constexpr absl::Duration kSilence = absl::Milliseconds(4500);

}  // namespace

Readiness::Readiness(rpc::Server& server, const auth::TokenVerifier& tokens,
                     const std::string& conninfo, bool may_read, db::Pulse& pulse)
    : server_(server),
      tokens_(tokens),
      may_read_(may_read),
      pulse_(pulse),
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
  do {
    pulse_.Asked();
    const bool answered = Ask();
    if (answered) last_answer_ms_.store(absl::ToUnixMillis(absl::Now()));
    // Who refuses at once is not silent: calls are told so by the database itself.
    if (answered || !pulse_.Silent()) pulse_.Answered();
  } while (!stop_.WaitForNotificationWithTimeout(kProbeEvery));
}

bool Readiness::Ask() {
  const db::Session::Until until(session_, absl::Now() + kAnswerWithin);
  try {
    pqxx::nontransaction transaction(session_.Connection());
    transaction.exec("SELECT 1");
    return true;
  } catch (const std::exception&) {
    session_.Discard();
    return false;
  }
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
