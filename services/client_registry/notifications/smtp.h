#pragma once

#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/config/config.h"

namespace opora::registry {

// A mail server as the settings name it.
struct SmtpServer {
  std::string url;
  std::string user;
  std::string password;
  bool tls_required = true;
  bool tls_wanted = true;
  std::string ca_file;
};

// FAILED_PRECONDITION: smtp-tls is none of its values.
absl::StatusOr<SmtpServer> SmtpServerOf(const config::Config& config);

// Hands one message to the server and waits until it took it; gives up when `stop` becomes true.
//
// FAILED_PRECONDITION: refused for good (5xx). UNAVAILABLE: worth another attempt.
absl::Status SendMail(const SmtpServer& server, const std::string& from, const std::string& to,
                      const std::string& message, const std::atomic<bool>& stop);

}  // namespace opora::registry
