#include "services/client_registry/notifications/smtp.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"

namespace opora::registry {
namespace {

// tests/scenario/mailbox.py, for one connection.
class MailServer {
 public:
  explicit MailServer(const std::string& how)
      : pipe_(popen(("/usr/bin/python3 tests/scenario/mailbox.py " + how).c_str(), "r")) {
    std::istringstream(Line()) >> port_ >> certificate_;
  }
  ~MailServer() { pclose(pipe_); }
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  SmtpServer Settings() const {
    SmtpServer server;
    server.url = absl::StrCat("smtp://127.0.0.1:", port_);
    server.user = "opora";
    server.password = "pass:word with ž";
    server.ca_file = certificate_;
    return server;
  }
  absl::Status Send(const SmtpServer& server) const {
    const std::atomic<bool> stop{false};
    return SendMail(server, "opora@localhost", "w@work.example", "Subject: x\r\n\r\ny\r\n", stop);
  }
  // What came of it, once the connection is closed.
  std::string Outcome() { return Line(); }

 private:
  std::string Line() {
    std::array<char, 512> line{};
    if (pipe_ == nullptr || std::fgets(line.data(), line.size(), pipe_) == nullptr) return "";
    std::string text = line.data();
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }

  FILE* const pipe_;
  int port_ = 0;
  std::string certificate_;
};

constexpr char kSecure[] = "--tls --login 'opora:pass:word with ž'";

TEST(REG_119, AMailGoesEncryptedAndWithALogin) {
  MailServer mail(kSecure);
  EXPECT_EQ(mail.Send(mail.Settings()), absl::OkStatus());
  EXPECT_EQ(mail.Outcome(), "taken=1 tls=TLSv1.3 logins=opora");
}

TEST(REG_119, WithoutEncryptionNeitherPasswordNorMailIsSent) {
  MailServer mail("--login 'opora:pass:word with ž'");
  EXPECT_EQ(mail.Send(mail.Settings()).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(mail.Outcome(), "taken=0 tls= logins=");
}

TEST(REG_119, AServerThatCannotProveItselfGetsNothing) {
  MailServer mail(kSecure);
  SmtpServer server = mail.Settings();
  server.ca_file.clear();
  EXPECT_EQ(mail.Send(server).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(mail.Outcome(), "taken=0 tls= logins=");
}

TEST(REG_119, ARefusedLoginIsTriedAgainLater) {
  MailServer mail(kSecure);
  SmtpServer server = mail.Settings();
  server.password = "another";
  EXPECT_EQ(mail.Send(server).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(mail.Outcome(), "taken=0 tls=TLSv1.3 logins=opora");
}

}  // namespace
}  // namespace opora::registry
