#include "services/client_registry/notifications/notification_service.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/notifications/notification_store.h"
#include "services/client_registry/work/sources.h"

namespace opora::registry {
namespace {

constexpr int kWorkers = 50;  // In one portion.

}  // namespace

std::vector<config::Setting> NotificationSettings() {
  using config::Type;
  return {
      {.name = "smtp-url",
       .default_value = "",
       .help = "mail server, smtp://host:port or smtps://host:port; empty: nobody is told by mail"},
      {.name = "smtp-from", .default_value = "opora@localhost", .help = "address of the sender"},
      {.name = "smtp-user", .default_value = "", .help = "user of the mail server; empty for none"},
      {.name = "smtp-password", .help = "password of that user", .secret = true},
      {.name = "smtp-tls",
       .default_value = "required",
       .help = "required, opportunistic or none; smtps is always encrypted"},
      {.name = "smtp-ca-file",
       .default_value = "",
       .help = "PEM certificates that the mail server's is verified against; empty: the system's"},
      {.name = "smtp-retry",
       .type = Type::kDuration,
       .default_value = "30s",
       .help = "pause before a mail is tried again; doubled each time, at most an hour",
       .min = 100,
       .max = 3600000},
      {.name = "notify-window",
       .type = Type::kDuration,
       .default_value = "15m",
       .help = "a worker who wants to be told at once gets at most one mail in this time",
       .min = 500,
       .max = 86400000},
      {.name = "digest-hour",
       .type = Type::kInt,
       .default_value = "7",
       .help = "hour of the daily mail, in Prague",
       .min = 0,
       .max = 23},
      {.name = "escalate-after",
       .type = Type::kDuration,
       .default_value = "72h",
       .help = "what stays unread or overdue for longer is told to the head of the unit",
       .min = 0,
       .max = 2592000000},
  };
}

NotificationService::NotificationService(const config::Config& config)
    : times_{config.Duration("notify-window"), static_cast<int>(config.Int("digest-hour")),
             config.Duration("escalate-after")},
      pause_(config.Duration("work-interval") / 2),
      sends_(!config.String("smtp-url").empty()),
      finder_(WorkSources()) {}

void NotificationService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.NotificationService";
  using Self = NotificationService;
  rpc::Bind(methods, kInterface, "GetNotificationPreference", *this,
            &Self::GetNotificationPreference);
  rpc::Bind(methods, kInterface, "SetNotificationPreference", *this,
            &Self::SetNotificationPreference);
  rpc::Bind(methods, kInterface, "ListNotifications", *this, &Self::ListNotifications);
  rpc::Bind(methods, kInterface, "ListWatchedWorkers", *this, &Self::ListWatchedWorkers);
  rpc::Bind(methods, kInterface, "PutWaitingWork", *this, &Self::PutWaitingWork);
  rpc::Bind(methods, kInterface, "QueueNotifications", *this, &Self::QueueNotifications);
}

absl::StatusOr<v1::GetNotificationPreferenceResponse>
NotificationService::GetNotificationPreference(rpc::Call& call,
                                               const v1::GetNotificationPreferenceRequest&) {
  v1::GetNotificationPreferenceResponse response;
  v1::NotificationPreference& preference = *response.mutable_preference();
  if (!db::Find(call.tx(), call.caller().worker_id, preference)) {
    preference.set_worker_id(call.caller().worker_id);
    preference.set_mode(v1::NOTIFICATION_MODE_NEVER);
  }
  return response;
}

absl::StatusOr<v1::SetNotificationPreferenceResponse>
NotificationService::SetNotificationPreference(
    rpc::Call& call, const v1::SetNotificationPreferenceRequest& request) {
  v1::SetNotificationPreferenceResponse response;
  v1::NotificationPreference& preference = *response.mutable_preference();
  preference = request.preference();
  if (preference.worker_id().empty()) preference.set_worker_id(call.caller().worker_id);
  if (preference.worker_id() != call.caller().worker_id) {
    ASSIGN_OR_RETURN(const v1::Worker worker,
                     db::Get<v1::Worker>(call.tx(), preference.worker_id()));
    RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), worker.agency_id()));
  }
  v1::NotificationPreference present;
  if (!db::FindForUpdate(call.tx(), preference.worker_id(), present)) {
    db::Insert(call.tx(), preference);
    return response;
  }
  if (!preference.etag().empty() && preference.etag() != present.etag()) {
    return rules::StatusWithReason(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                   "the record was changed since it was read");
  }
  preference.set_etag(present.etag());
  db::Update(call.tx(), preference, {"email", "mode", "language"});
  ForgetElsewhere(call.tx(), preference.worker_id());
  return response;
}

absl::StatusOr<v1::ListNotificationsResponse> NotificationService::ListNotifications(
    rpc::Call& call, const v1::ListNotificationsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListNotificationsResponse response;
  db::SelectInto(
      call.tx(), v1::Notification::default_instance(),
      "WHERE r.worker_id = $1 AND ($2::timestamptz IS NULL OR r.window_time < $2::timestamptz) "
      "ORDER BY r.window_time DESC LIMIT $3",
      {call.caller().worker_id, page.Key(0), page.Limit()},
      [&] { return response.add_notifications(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_notifications()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {db::TimestampText(last->window_time())}));
  return response;
}

absl::StatusOr<v1::QueueNotificationsResponse> NotificationService::QueueNotifications(
    rpc::Call& call, const v1::QueueNotificationsRequest&) {
  v1::QueueNotificationsResponse response;
  if (!sends_) return response;
  const std::vector<Watched> workers =
      TakeWatched(call.tx(), call.now(), call.now() - pause_, kWorkers);
  for (const Watched& worker : workers) {
    if (QueueFor(call, worker)) response.set_queued_count(response.queued_count() + 1);
  }
  response.set_has_more(static_cast<int>(workers.size()) == kWorkers);
  if (!response.has_more()) ForgetOld(call.tx());
  return response;
}

bool NotificationService::QueueFor(rpc::Call& call, const Watched& worker) const {
  const std::optional<absl::Time> window = WindowAt(worker.mode, call.now(), times_);
  if (!window.has_value() || HasMail(call.tx(), worker.worker_id, *window)) return false;
  const std::vector<Waiting> fresh = FreshFor(call, worker);
  const std::vector<Waiting> escalated = EscalatedTo(call, worker);
  if (fresh.empty() && escalated.empty()) return false;
  v1::Notification notification;
  notification.set_notification_id(ids::RandomId());
  notification.set_worker_id(worker.worker_id);
  *notification.mutable_window_time() = rpc::ToTimestamp(*window);
  notification.set_new_count(static_cast<int>(fresh.size()));
  notification.set_escalated_count(static_cast<int>(escalated.size()));
  notification.set_state(v1::NOTIFICATION_STATE_QUEUED);
  db::Insert(call.tx(), notification);
  RememberTold(call.tx(), worker.worker_id, false, fresh, call.now());
  RememberTold(call.tx(), worker.worker_id, true, escalated, call.now());
  return true;
}

// Here and, as they told it, in the other services.
std::vector<Waiting> NotificationService::FreshFor(rpc::Call& call, const Watched& worker) const {
  std::vector<Waiting> waiting = WaitingOf(work::FreshFor(call.tx(), finder_, worker, call.now()));
  for (Waiting& one : Elsewhere(call.tx(), worker.worker_id, false))
    waiting.push_back(std::move(one));
  return NotTold(call.tx(), worker.worker_id, false, std::move(waiting));
}

std::vector<Waiting> NotificationService::EscalatedTo(rpc::Call& call,
                                                      const Watched& worker) const {
  std::vector<Waiting> waiting =
      WaitingOf(work::EscalatedTo(call.tx(), finder_, worker, call.now(), times_.escalate));
  for (Waiting& one : Elsewhere(call.tx(), worker.worker_id, true))
    waiting.push_back(std::move(one));
  return NotTold(call.tx(), worker.worker_id, true, std::move(waiting));
}

absl::StatusOr<v1::ListWatchedWorkersResponse> NotificationService::ListWatchedWorkers(
    rpc::Call& call, const v1::ListWatchedWorkersRequest& request) {
  v1::ListWatchedWorkersResponse response;
  if (!sends_) return response;
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  for (const Watched& worker :
       FindWatched(call.tx(), call.now(), page.after.empty() ? "" : page.after[0], page.size + 1)) {
    if (response.workers_size() == page.size) {
      response.set_next_page_token(
          rpc::NextPageToken(call, request, {response.workers().rbegin()->worker_id()}));
      break;
    }
    v1::WatchedWorker& told = *response.add_workers();
    told.set_worker_id(worker.worker_id);
    told.set_agency_id(worker.unit.agency_id);
    told.set_department_id(worker.unit.department_id);
    for (const common::v1::ActingRole role : worker.roles) told.add_roles(role);
    for (const std::string& absent : worker.absent) told.add_absent_worker_ids(absent);
  }
  const absl::Duration patience = times_.escalate;
  response.mutable_escalate_after()->set_seconds(absl::ToInt64Seconds(patience));
  response.mutable_escalate_after()->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(patience - absl::Seconds(absl::ToInt64Seconds(patience)))));
  return response;
}

absl::StatusOr<v1::PutWaitingWorkResponse> NotificationService::PutWaitingWork(
    rpc::Call& call, const v1::PutWaitingWorkRequest& request) {
  for (const v1::WaitingWork& waiting : request.work())
    PutElsewhere(call.tx(), call.caller().service, waiting);
  return v1::PutWaitingWorkResponse();
}

}  // namespace opora::registry
