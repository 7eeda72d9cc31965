#include "services/registry_client/work_reporter.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/background.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::registry_client {
namespace {

constexpr char kList[] = "opora.registry.v1.NotificationService.ListWatchedWorkers";
constexpr char kPut[] = "opora.registry.v1.NotificationService.PutWaitingWork";
constexpr absl::Duration kPatience = absl::Seconds(10);  // With one question.
constexpr int kWorkers = 50;                             // In one question.

work::Listener ListenerOf(const registry::v1::WatchedWorker& watched) {
  work::Listener worker;
  worker.worker_id = watched.worker_id();
  worker.unit = {watched.agency_id(), watched.department_id()};
  for (int role : watched.roles())
    worker.roles.push_back(static_cast<common::v1::ActingRole>(role));
  worker.absent = {watched.absent_worker_ids().begin(), watched.absent_worker_ids().end()};
  return worker;
}

void AddItems(const std::vector<work::Row>& rows, bool escalated,
              registry::v1::WaitingWork& waiting) {
  for (const work::Row& row : rows) {
    registry::v1::WaitingItem& item = *waiting.add_items();
    item.set_key(WaitingKey(row));
    *item.mutable_since_time() = rpc::ToTimestamp(row.since);
    item.set_escalated(escalated);
  }
}

}  // namespace

std::string WaitingKey(const work::Row& row) {
  constexpr std::size_t kBytes = 16;
  const std::string text = absl::StrCat(static_cast<int>(row.source->kind), " ", row.record_id);
  unsigned char hash[EVP_MAX_MD_SIZE];
  EVP_Digest(text.data(), text.size(), hash, nullptr, EVP_sha256(), nullptr);
  std::string key =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), kBytes));
  for (const std::size_t place : {8, 13, 18, 23}) key.insert(place, "-");
  return key;
}

WorkReporter::WorkReporter(Options options, const rpc::Client& registry,
                           std::span<const work::Source> sources)
    : options_(std::move(options)),
      registry_(registry),
      finder_(sources),
      session_(options_.conninfo) {}

void WorkReporter::Start() {
  thread_ = std::thread([this] { Run(); });
}

void WorkReporter::Stop() {
  if (!stop_.HasBeenNotified()) stop_.Notify();
  if (thread_.joinable()) thread_.join();
}

void WorkReporter::Run() {
  bool told = true;  // So that a neighbour that is away is complained of once.
  while (!stop_.WaitForNotificationWithTimeout(options_.interval)) {
    absl::Status status;
    try {
      status = TellAll();
    } catch (const std::exception& error) {
      status = absl::InternalError(error.what());
      session_.Discard();
    }
    if (!status.ok() && told) {
      telemetry::Log(telemetry::Level::kWarn, "what waits here could not be told to the notifier",
                     {{"error", std::string(status.message())}});
    }
    told = status.ok();
  }
}

absl::Status WorkReporter::TellAll() {
  registry::v1::ListWatchedWorkersRequest request;
  request.set_page_size(kWorkers);
  do {
    registry::v1::ListWatchedWorkersResponse watched;
    RETURN_IF_ERROR(registry_.CallAsService(kList, request, watched, absl::Now() + kPatience));
    if (watched.workers_size() > 0) RETURN_IF_ERROR(Tell(watched));
    request.set_page_token(watched.next_page_token());
  } while (!request.page_token().empty() && !stop_.HasBeenNotified());
  return absl::OkStatus();
}

absl::Status WorkReporter::Tell(const registry::v1::ListWatchedWorkersResponse& watched) {
  registry::v1::PutWaitingWorkRequest told;
  const absl::Duration patience = absl::Seconds(watched.escalate_after().seconds()) +
                                  absl::Nanoseconds(watched.escalate_after().nanos());
  const absl::Time now = absl::Now();
  const rpc::Background background{options_.service, "tell the notifier what waits", "", "work"};
  RETURN_IF_ERROR(rpc::RunInBackground(session_, background, now, [&](rpc::Call& call) {
    for (const registry::v1::WatchedWorker& one : watched.workers()) {
      const work::Listener worker = ListenerOf(one);
      registry::v1::WaitingWork& waiting = *told.add_work();
      waiting.set_worker_id(worker.worker_id);
      AddItems(work::FreshFor(call.tx(), finder_, worker, now), false, waiting);
      AddItems(work::EscalatedTo(call.tx(), finder_, worker, now, patience), true, waiting);
    }
    return absl::OkStatus();
  }));
  registry::v1::PutWaitingWorkResponse response;
  return registry_.CallAsService(kPut, told, response, absl::Now() + kPatience);
}

}  // namespace opora::registry_client
