#include "common/app/readiness.h"

namespace opora::app {

bool Readiness::Check() {
  try {
    pqxx::nontransaction transaction(session_.Connection());
    transaction.exec("SELECT 1");
    return tokens_.Ready() && !server_.draining();
  } catch (const std::exception&) {
    session_.Discard();
    return false;
  }
}

void Readiness::Run() {
  int failures = 0;
  do {
    failures = Check() ? 0 : failures + 1;
    // Three failures to turn, one success to come back.
    const bool ready = failures == 0 || (failures < 3 && ready_.load());
    ready_.store(ready);
    server_.SetReady(ready);
  } while (!stop_.WaitForNotificationWithTimeout(absl::Seconds(ready_.load() ? 2 : 0.5)));
}

}  // namespace opora::app
