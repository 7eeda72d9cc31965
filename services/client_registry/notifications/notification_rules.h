#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "opora/registry/v1/notification.pb.h"

namespace opora::registry {

// When mails may go out.
struct NotificationTimes {
  absl::Duration window;    // At most one mail at once in each.
  int digest_hour = 7;      // Of the daily one, in Prague.
  absl::Duration escalate;  // After so long unread or overdue others are told.
};

// Beginning of the window that a worker may get a mail in now; nullopt when it is not yet time.
std::optional<absl::Time> WindowAt(v1::NotificationMode mode, absl::Time now,
                                   const NotificationTimes& times);

// What one mail says: numbers, never what they are of (REG-119).
struct MailCounts {
  int fresh = 0;      // New for the worker.
  int escalated = 0;  // Of others, waiting too long.
};

// Who sends and receives it.
struct MailEnvelope {
  std::string id;  // Of the notification.
  std::string from;
  std::string to;
  common::v1::Language language = common::v1::LANGUAGE_EN;
};

// The whole message, RFC 5322, lines ended by CR LF.
std::string MailText(const MailEnvelope& envelope, const MailCounts& counts, absl::Time now);

// Pause before the next attempt: doubled each time, at most an hour. Zero: given up.
absl::Duration PauseAfter(int attempts, absl::Duration first);

}  // namespace opora::registry
