#include "common/app/maintenance.h"

#include "common/telemetry/log.h"

namespace opora::app {
namespace {

constexpr absl::Duration kPeriod = absl::Hours(1);
constexpr int kBatch = 1000;

}  // namespace

Maintenance::Maintenance(const std::string& conninfo)
    : session_(conninfo), thread_([this] { Run(); }) {}

Maintenance::~Maintenance() {
  stop_.Notify();
  thread_.join();
}

void Maintenance::Run() {
  do {
    try {
      RunOnce();
    } catch (const std::exception& error) {
      telemetry::Log(telemetry::Level::kWarn, "housekeeping failed", {{"error", error.what()}});
    }
    session_.Discard();  // An hour of idleness is no reason to hold a connection.
  } while (!stop_.WaitForNotificationWithTimeout(kPeriod));
}

void Maintenance::RunOnce() {
  pqxx::nontransaction transaction(session_.Connection());
  db::Tx tx(session_, transaction);
  tx.Run("SELECT make_partitions()");
  std::size_t forgotten = 0;
  do {
    forgotten = tx.Run(
                      "DELETE FROM idempotency WHERE (caller, method, request_id) IN (SELECT "
                      "caller, method, "
                      "request_id FROM idempotency WHERE create_time < now() - interval '30 days' "
                      "LIMIT $1)",
                      {std::to_string(kBatch)})
                    .affected_rows();
  } while (forgotten == kBatch && !stop_.HasBeenNotified());
}

}  // namespace opora::app
