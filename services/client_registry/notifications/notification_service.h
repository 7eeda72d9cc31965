#pragma once

#include "absl/status/statusor.h"
#include "common/config/config.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "common/work/finder.h"
#include "opora/registry/v1/notification.pb.h"
#include "services/client_registry/notifications/notification_rules.h"

namespace opora::registry {

struct Waiting;
struct Watched;

// Settings of mail and of when it is sent.
std::vector<config::Setting> NotificationSettings();

// opora.registry.v1.NotificationService (REG-119): wishes, and the queue of mails. Sending is the
// mailer's affair.
class NotificationService {
 public:
  explicit NotificationService(const config::Config& config);

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::GetNotificationPreferenceResponse> GetNotificationPreference(
      rpc::Call& call, const v1::GetNotificationPreferenceRequest& request);
  absl::StatusOr<v1::SetNotificationPreferenceResponse> SetNotificationPreference(
      rpc::Call& call, const v1::SetNotificationPreferenceRequest& request);
  absl::StatusOr<v1::ListNotificationsResponse> ListNotifications(
      rpc::Call& call, const v1::ListNotificationsRequest& request);
  absl::StatusOr<v1::QueueNotificationsResponse> QueueNotifications(
      rpc::Call& call, const v1::QueueNotificationsRequest& request);
  absl::StatusOr<v1::ListWatchedWorkersResponse> ListWatchedWorkers(
      rpc::Call& call, const v1::ListWatchedWorkersRequest& request);
  absl::StatusOr<v1::PutWaitingWorkResponse> PutWaitingWork(
      rpc::Call& call, const v1::PutWaitingWorkRequest& request);

 private:
  // True when a mail was put into the queue.
  bool QueueFor(rpc::Call& call, const Watched& worker) const;
  std::vector<Waiting> FreshFor(rpc::Call& call, const Watched& worker) const;
  std::vector<Waiting> EscalatedTo(rpc::Call& call, const Watched& worker) const;

  const NotificationTimes times_;
  const absl::Duration pause_;  // Between two looks at one worker.
  const bool sends_;            // There is a mail server.
  const work::Finder finder_;
};

}  // namespace opora::registry
