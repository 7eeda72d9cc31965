#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/auth/key_source.h"
#include "common/auth/throttle.h"

namespace opora::auth {
namespace {

constexpr absl::Duration kUrlRefreshPeriod = absl::Minutes(15);
constexpr absl::Duration kUnknownKeyPeriod = absl::Minutes(1);
constexpr absl::Duration kMaxRetryDelay = absl::Minutes(1);

using Curl = std::unique_ptr<CURL, Releaser<curl_easy_cleanup>>;
using CurlUrl = std::unique_ptr<CURLU, Releaser<curl_url_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, Releaser<curl_slist_free_all>>;

class KeysOfUrl final : public KeySource {
 public:
  KeysOfUrl(std::string url, std::function<void()> on_change)
      : KeySource(std::move(on_change)), url_(std::move(url)), thread_([this] { Run(); }) {}

  ~KeysOfUrl() override {
    stopping_ = true;
    {
      absl::MutexLock lock(&mutex_);
      due_ = true;
    }
    thread_.join();
  }

  void Poll(absl::Time) override {}

  // The new set comes too late for this token: it has to be presented again.
  void Seek(absl::Time now) override {
    if (!throttle_.Pass(now)) return;
    absl::MutexLock lock(&mutex_);
    due_ = true;
  }

 private:
  void Run() {
    absl::Duration retry = absl::Seconds(1);
    while (!stopping_) {
      absl::StatusOr<std::string> document = Fetch();
      const bool fetched = document.ok();
      Publish(std::move(document));
      Wait(fetched ? kUrlRefreshPeriod : retry);
      retry = fetched ? absl::Seconds(1) : std::min(retry * 2, kMaxRetryDelay);
    }
  }

  void Wait(absl::Duration at_most) {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&due_), at_most);
    due_ = false;
  }

  absl::StatusOr<std::string> Fetch() {
    const Curl curl(curl_easy_init());
    const CurlList headers(curl_slist_append(nullptr, "Accept: application/json"));
    std::string body;
    if (curl == nullptr || headers == nullptr || !Prepare(curl.get(), headers.get(), &body)) {
      return absl::InternalError("libcurl refuses an option");
    }
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK) {
      return absl::UnavailableError(absl::StrCat(url_, ": ", curl_easy_strerror(code)));
    }
    long http_status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &http_status);
    if (http_status != 200) {
      return absl::UnavailableError(absl::StrCat(url_, " answers ", http_status));
    }
    return body;
  }

  bool Prepare(CURL* curl, curl_slist* headers, std::string* body) {
    const bool secure = absl::StartsWithIgnoreCase(url_, "https:");
    const auto set = [&](CURLoption option, auto value) {
      return curl_easy_setopt(curl, option, value) == CURLE_OK;
    };
    return set(CURLOPT_URL, url_.c_str()) &&
           set(CURLOPT_PROTOCOLS_STR, secure ? "https" : "http") &&
           (secure || set(CURLOPT_NOPROXY, "*")) &&
           set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2}) &&
           set(CURLOPT_FOLLOWLOCATION, 0L) && set(CURLOPT_NOSIGNAL, 1L) &&
           set(CURLOPT_CONNECTTIMEOUT_MS, 5000L) && set(CURLOPT_TIMEOUT_MS, 10000L) &&
           set(CURLOPT_HTTPHEADER, headers) && set(CURLOPT_WRITEDATA, body) &&
           set(CURLOPT_WRITEFUNCTION, &KeysOfUrl::Receive) && set(CURLOPT_NOPROGRESS, 0L) &&
           set(CURLOPT_XFERINFODATA, this) && set(CURLOPT_XFERINFOFUNCTION, &KeysOfUrl::IsStopping);
  }

  // Taking less than was offered ends the transfer.
  static size_t Receive(const char* data, size_t size, size_t count, std::string* body) {
    if (size * count > kMaxKeySetBytes - body->size()) return 0;
    body->append(data, size * count);
    return size * count;
  }

  static int IsStopping(KeysOfUrl* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return self->stopping_ ? 1 : 0;
  }

  const std::string url_;
  Throttle throttle_{kUnknownKeyPeriod};
  std::atomic<bool> stopping_{false};
  absl::Mutex mutex_;
  bool due_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all the others
};

}  // namespace

absl::Status CheckKeysUrl(const std::string& url) {
  const CurlUrl parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return absl::InvalidArgumentError(absl::StrCat("jwks is not a URL: ", url));
  }
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    curl_url_get(parsed.get(), which, &text, 0);
    const std::unique_ptr<char, Releaser<curl_free>> owner(text);
    return std::string(text == nullptr ? "" : text);
  };
  const std::string host = part(CURLUPART_HOST);
  const bool loopback = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  const std::string scheme = part(CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && loopback)) {
    return absl::InvalidArgumentError(absl::StrCat("jwks must be https:// or a file: ", url));
  }
  if (!part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty()) {
    return absl::InvalidArgumentError("the URL in jwks must not hold a password");
  }
  return absl::OkStatus();
}

std::unique_ptr<KeySource> UrlKeys(const std::string& url, std::function<void()> on_change) {
  return std::make_unique<KeysOfUrl>(url, std::move(on_change));
}

}  // namespace opora::auth
