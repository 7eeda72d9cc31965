#include "services/client_registry/notifications/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"

namespace opora::registry {
namespace {

constexpr long kConnectSeconds = 5;
constexpr long kSeconds = 20;  // Shorter than the claim of a mail.

struct Upload {
  const std::string& text;
  std::size_t at = 0;
};

std::size_t ReadPart(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& upload = *static_cast<Upload*>(data);
  const std::size_t part = std::min(size * count, upload.text.size() - upload.at);
  std::memcpy(buffer, upload.text.data() + upload.at, part);
  upload.at += part;
  return part;
}

int IsStopping(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(data)->load() ? 1 : 0;
}

void SetServer(CURL* curl, const SmtpServer& server) {
  curl_easy_setopt(curl, CURLOPT_URL, server.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  const long use_ssl = server.tls_required ? CURLUSESSL_ALL
                       : server.tls_wanted ? CURLUSESSL_TRY
                                           : CURLUSESSL_NONE;
  curl_easy_setopt(curl, CURLOPT_USE_SSL, use_ssl);
  if (!server.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, server.ca_file.c_str());
  if (server.user.empty()) return;
  curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
}

}  // namespace

absl::StatusOr<SmtpServer> SmtpServerOf(const config::Config& config) {
  SmtpServer server;
  server.url = config.String("smtp-url");
  server.user = config.String("smtp-user");
  server.password = config.String("smtp-password");
  server.ca_file = config.String("smtp-ca-file");
  const std::string tls = config.String("smtp-tls");
  server.tls_required = tls == "required";
  server.tls_wanted = tls != "none";
  if (tls == "required" || tls == "opportunistic" || tls == "none") return server;
  return absl::FailedPreconditionError("smtp-tls: required, opportunistic or none");
}

absl::Status SendMail(const SmtpServer& server, const std::string& from, const std::string& to,
                      const std::string& message, const std::atomic<bool>& stop) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (curl == nullptr) return absl::UnavailableError("libcurl does not start");
  const std::string sender = absl::StrCat("<", from, ">");
  const std::string receiver = absl::StrCat("<", to, ">");
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> receivers(
      curl_slist_append(nullptr, receiver.c_str()), &curl_slist_free_all);
  Upload upload{message};
  SetServer(curl.get(), server);
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, receivers.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, &ReadPart);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, &IsStopping);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &stop);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return absl::OkStatus();
  long answer = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer);
  const std::string text = absl::StrCat(curl_easy_strerror(code), ", ", answer);
  // A login that is refused is mended by the operator, not by giving up mails.
  const bool for_good = answer >= 500 && answer < 600 && code != CURLE_LOGIN_DENIED;
  return for_good ? absl::FailedPreconditionError(text) : absl::UnavailableError(text);
}

}  // namespace opora::registry
