#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/auth/token_testing.h"

namespace opora::auth::trial {
namespace {

// One thread, one connection at a time, on loopback. An empty answer leaves the client waiting.
class HttpServer {
 public:
  HttpServer() {
    sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Run(); });
  }

  ~HttpServer() { Stop(); }

  void Stop() {
    if (!thread_.joinable()) return;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
    for (const int connection : held_) close(connection);
  }

  std::string url() const { return absl::StrCat("http://127.0.0.1:", port_, "/keys"); }
  int hits() const { return hits_; }

  void Answer(const std::string& status, const std::string& body, const std::string& header = "") {
    AnswerRaw(absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Length: ", body.size(), "\r\n", header,
                           "Connection: close\r\n\r\n", body));
  }

  void AnswerRaw(const std::string& text) {
    absl::MutexLock lock(&mutex_);
    answer_ = text;
  }

 private:
  void Run() {
    for (int connection; (connection = accept(listener_, nullptr, nullptr)) >= 0;) {
      char request[4096];
      if (recv(connection, request, sizeof(request), 0) < 0) ADD_FAILURE();
      absl::MutexLock lock(&mutex_);
      ++hits_;
      if (answer_.empty()) {
        held_.push_back(connection);
        continue;
      }
      // The client may hang up before it has read all.
      if (send(connection, answer_.data(), answer_.size(), MSG_NOSIGNAL) < 0) continue;
      close(connection);
    }
  }

  const int listener_ = socket(AF_INET, SOCK_STREAM, 0);
  uint16_t port_ = 0;
  std::atomic<int> hits_{0};
  absl::Mutex mutex_;
  std::string answer_;
  std::vector<int> held_;
  std::thread thread_;
};

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return false;
}

class UrlTokenTest : public TokenTest {
 protected:
  std::unique_ptr<TokenVerifier> UrlVerifier() const {
    IssuerConfig config = Config();
    config.jwks = server_.url();
    return Verifier(config);
  }

  HttpServer server_;
};

TEST_F(UrlTokenTest, KeysAreFetchedInTheBackground) {
  server_.Answer("200 OK", KeySet({Entry(Rsa())}));
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return verifier->Ready(); })) << verifier->KeyStatus();
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "OK");
  EXPECT_EQ(server_.hits(), 1);
}

TEST_F(UrlTokenTest, AnUnknownKidFetchesAtMostOnceAMinute) {
  server_.Answer("200 OK", KeySet({Entry(Rsa())}));
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return verifier->Ready(); }));
  const auto verify = [&](const char* kid, absl::Duration later) {
    const std::string token = Sign(ForeignRsa(), "RS256", Claims(), {{"kid", kid}});
    return Reason(verifier->Verify(token, kNow + later));
  };
  server_.Answer("200 OK", KeySet({Entry(ForeignRsa(), {{"kid", "\"two\""}})}));
  EXPECT_TRUE(Eventually([&] { return verify("\"two\"", absl::ZeroDuration()) == "OK"; }));
  EXPECT_EQ(verify("\"x\"", absl::Seconds(59)), "KEY_UNKNOWN");
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(server_.hits(), 2);
  EXPECT_EQ(verify("\"x\"", absl::Seconds(60)), "KEY_UNKNOWN");
  EXPECT_TRUE(Eventually([&] { return server_.hits() == 3; }));
}

TEST_F(UrlTokenTest, AFailureKeepsTheOldKeys) {
  server_.Answer("200 OK", KeySet({Entry(Rsa())}));
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return verifier->Ready(); }));
  server_.Answer("500 Oops", KeySet({Entry(Ec())}));
  const std::string unknown = Sign(Rsa(), "RS256", Claims(), {{"kid", "\"x\""}});
  EXPECT_EQ(Reason(verifier->Verify(unknown, kNow)), "KEY_UNKNOWN");
  EXPECT_TRUE(Eventually([&] { return !verifier->KeyStatus().ok(); }));
  EXPECT_TRUE(verifier->Ready());
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "OK");
}

TEST_F(UrlTokenTest, RedirectsAreNotFollowed) {
  HttpServer elsewhere;
  elsewhere.Answer("200 OK", KeySet({Entry(Rsa())}));
  server_.Answer("302 Found", "", absl::StrCat("Location: ", elsewhere.url(), "\r\n"));
  const auto verifier = UrlVerifier();
  const auto answered_302 = [&] {
    return verifier->KeyStatus().message().find("answers 302") != std::string::npos;
  };
  EXPECT_TRUE(Eventually(answered_302)) << verifier->KeyStatus();
  EXPECT_EQ(elsewhere.hits(), 0);
}

TEST_F(UrlTokenTest, AnAnswerThatIsTooLongIsRefused) {
  server_.AnswerRaw(absl::StrCat("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
                                 std::string(70'000, ' '), KeySet({Entry(Rsa())})));
  const auto verifier = UrlVerifier();
  EXPECT_TRUE(Eventually(
      [&] { return verifier->KeyStatus().message().find("127.0.0.1") != std::string::npos; }));
  EXPECT_FALSE(verifier->Ready());
}

TEST_F(UrlTokenTest, NobodyWaitsForASlowIssuer) {
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return server_.hits() == 1; }));
  const absl::Time start = absl::Now();
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "KEY_UNKNOWN");
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(500));
  EXPECT_FALSE(verifier->Ready());
  server_.Stop();
}

}  // namespace
}  // namespace opora::auth::trial
