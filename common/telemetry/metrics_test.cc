#include "common/telemetry/metrics.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/metric_family.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <ctime>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace opora::telemetry {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kGet[] = "/opora.registry.v1.ClientService/GetClient";
constexpr char kGetLabels[] =
    R"(grpc_method="GetClient",grpc_service="opora.registry.v1.ClientService",grpc_type="unary")";

BuildInfo Build() { return {"client-registry", "0.1.0", "7c52331"}; }

std::vector<std::string> Lines(const std::string& text) {
  return absl::StrSplit(text, '\n', absl::SkipEmpty());
}

// The value of the sample that is written so, -1 when there is none.
double Sample(const std::string& text, const std::string& series) {
  for (const std::string& line : Lines(text)) {
    if (absl::StartsWith(line, series + " ")) return std::stod(line.substr(series.size() + 1));
  }
  return -1;
}

TEST(Metrics, MethodIsPresentWithAllCodesBeforeItsFirstCall) {
  Metrics metrics(Build());
  metrics.ForMethod(kGet, MethodType::kUnary);
  const std::string text = metrics.Text();
  for (const char* name : {"grpc_server_started_total", "grpc_server_msg_received_total",
                           "grpc_server_msg_sent_total", "grpc_server_handling_seconds_count"}) {
    EXPECT_EQ(Sample(text, absl::StrCat(name, "{", kGetLabels, "}")), 0) << name;
  }
  for (const char* code :
       {"OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound",
        "AlreadyExists", "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted",
        "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated"}) {
    EXPECT_EQ(Sample(text, absl::StrCat("grpc_server_handled_total{grpc_code=\"", code, "\",",
                                        kGetLabels, "}")),
              0)
        << code;
  }
}

TEST(Metrics, MethodCountsItsCalls) {
  Metrics metrics(Build());
  MethodMetrics& method = metrics.ForMethod(kGet, MethodType::kUnary);
  for (int i = 0; i < 3; ++i) method.Started();
  for (int i = 0; i < 4; ++i) method.MessageReceived();
  for (int i = 0; i < 5; ++i) method.MessageSent();
  method.Handled(absl::StatusCode::kOk, absl::Milliseconds(2));
  method.Handled(absl::StatusCode::kNotFound, absl::Milliseconds(40));

  const std::string text = metrics.Text();
  const auto sample = [&](const char* name, const std::string& before, const std::string& after) {
    return Sample(text, absl::StrCat(name, "{", before, kGetLabels, after, "}"));
  };
  EXPECT_EQ(sample("grpc_server_started_total", "", ""), 3);
  EXPECT_EQ(sample("grpc_server_msg_received_total", "", ""), 4);
  EXPECT_EQ(sample("grpc_server_msg_sent_total", "", ""), 5);
  EXPECT_EQ(sample("grpc_server_handled_total", "grpc_code=\"OK\",", ""), 1);
  EXPECT_EQ(sample("grpc_server_handled_total", "grpc_code=\"NotFound\",", ""), 1);
  EXPECT_EQ(sample("grpc_server_handled_total", "grpc_code=\"Internal\",", ""), 0);
  EXPECT_EQ(sample("grpc_server_handling_seconds_count", "", ""), 2);
  EXPECT_DOUBLE_EQ(sample("grpc_server_handling_seconds_sum", "", ""), 0.042);
  EXPECT_EQ(sample("grpc_server_handling_seconds_bucket", "", ",le=\"0.001\""), 0);
  EXPECT_EQ(sample("grpc_server_handling_seconds_bucket", "", ",le=\"0.0025\""), 1);
  EXPECT_EQ(sample("grpc_server_handling_seconds_bucket", "", ",le=\"0.05\""), 2);
  EXPECT_EQ(sample("grpc_server_handling_seconds_bucket", "", ",le=\"+Inf\""), 2);
}

TEST(Metrics, EveryCodeIsCountedUnderItsOwnName) {
  Metrics metrics(Build());
  MethodMetrics& method = metrics.ForMethod(kGet, MethodType::kUnary);
  for (int code = 0; code <= 16; ++code) {
    for (int i = 0; i <= code; ++i) {
      method.Handled(static_cast<absl::StatusCode>(code), absl::ZeroDuration());
    }
  }
  const std::string text = metrics.Text();
  const std::pair<const char*, int> expected[] = {{"OK", 1},
                                                  {"Canceled", 2},
                                                  {"DeadlineExceeded", 5},
                                                  {"PermissionDenied", 8},
                                                  {"Internal", 14},
                                                  {"Unavailable", 15},
                                                  {"DataLoss", 16},
                                                  {"Unauthenticated", 17},
                                                  {"OutOfRange", 12},
                                                  {"FailedPrecondition", 10}};
  for (const auto& [code, count] : expected) {
    EXPECT_EQ(Sample(text, absl::StrCat("grpc_server_handled_total{grpc_code=\"", code, "\",",
                                        kGetLabels, "}")),
              count)
        << code;
  }
}

TEST(Metrics, CodeOutsideTheListCountsAsUnknown) {
  Metrics metrics(Build());
  MethodMetrics& method = metrics.ForMethod(kGet, MethodType::kUnary);
  method.Handled(static_cast<absl::StatusCode>(17), absl::ZeroDuration());
  method.Handled(static_cast<absl::StatusCode>(-1), absl::ZeroDuration());
  EXPECT_EQ(Sample(metrics.Text(), absl::StrCat("grpc_server_handled_total{grpc_code=\"Unknown\",",
                                                kGetLabels, "}")),
            2);
}

TEST(Metrics, StreamsAreOfTheirOwnType) {
  Metrics metrics(Build());
  metrics.ForMethod("/opora.common.v1.FeedService/Watch", MethodType::kServerStream).Started();
  EXPECT_EQ(Sample(metrics.Text(),
                   R"(grpc_server_started_total{grpc_method="Watch",)"
                   R"(grpc_service="opora.common.v1.FeedService",grpc_type="server_stream"})"),
            1);
}

TEST(Metrics, SameMethodIsTheSameObject) {
  Metrics metrics(Build());
  MethodMetrics& first = metrics.ForMethod(kGet, MethodType::kUnary);
  for (int i = 0; i < 100; ++i) metrics.ForMethod(absl::StrCat(kGet, i), MethodType::kUnary);
  EXPECT_EQ(&metrics.ForMethod(kGet, MethodType::kUnary), &first);
}

TEST(Metrics, ManyThreadsLoseNoCount) {
  Metrics metrics(Build());
  MethodMetrics& method = metrics.ForMethod(kGet, MethodType::kUnary);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10000; ++i) {
        method.Started();
        method.Handled(absl::StatusCode::kOk, absl::Microseconds(i));
        if (i % 1000 == 0) metrics.Text();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string text = metrics.Text();
  const std::string labels = absl::StrCat("{", kGetLabels, "}");
  EXPECT_EQ(Sample(text, "grpc_server_started_total" + labels), 40000);
  EXPECT_EQ(Sample(text, "grpc_server_handling_seconds_count" + labels), 40000);
}

TEST(Metrics, NamedMetricsAreCreatedOnceByNameAndLabels) {
  Metrics metrics(Build());
  prometheus::Counter& overload = metrics.Counter("shed_total", "Calls.", {{"cause", "queue"}});
  overload.Increment(2);
  metrics.Counter("shed_total", "Calls.", {{"cause", "memory"}}).Increment();
  metrics.Gauge("db_pool_in_use", "Connections.").Set(5);
  metrics.Histogram("db_pool_wait_seconds", "Waiting.").Observe(0.02);
  metrics.Histogram("batch_rows", "Rows.", {}, {1, 10, 100}).Observe(11);
  EXPECT_EQ(&metrics.Counter("shed_total", "Calls.", {{"cause", "queue"}}), &overload);

  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("# HELP shed_total Calls.\n# TYPE shed_total counter\n"));
  EXPECT_EQ(Sample(text, R"(shed_total{cause="queue"})"), 2);
  EXPECT_EQ(Sample(text, R"(shed_total{cause="memory"})"), 1);
  EXPECT_EQ(Sample(text, "db_pool_in_use"), 5);
  EXPECT_EQ(Sample(text, R"(db_pool_wait_seconds_bucket{le="0.01"})"), 0);
  EXPECT_EQ(Sample(text, R"(db_pool_wait_seconds_bucket{le="0.025"})"), 1);
  EXPECT_EQ(Sample(text, R"(batch_rows_bucket{le="10"})"), 0);
  EXPECT_EQ(Sample(text, R"(batch_rows_bucket{le="100"})"), 1);
}

TEST(Metrics, SourcesAreAskedAtEachScrape) {
  struct Queue : prometheus::Collectable {
    std::vector<prometheus::MetricFamily> Collect() const override {
      prometheus::ClientMetric metric;
      metric.gauge.value = ++*asked;
      return {{"queue_length", "Calls waiting.", prometheus::MetricType::Gauge, {metric}}};
    }
    std::unique_ptr<int> asked = std::make_unique<int>(0);
  };
  Metrics metrics(Build());
  metrics.Add(std::make_shared<Queue>());
  EXPECT_EQ(Sample(metrics.Text(), "queue_length"), 1);
  EXPECT_EQ(Sample(metrics.Text(), "queue_length"), 2);
}

TEST(Metrics, BuildInfoTellsWhatRuns) {
  Metrics metrics(Build());
  EXPECT_EQ(Sample(metrics.Text(),
                   R"(build_info{revision="7c52331",service="client-registry",version="0.1.0"})"),
            1);
}

TEST(Metrics, ProcessMetricsArePlausible) {
  Metrics metrics(Build());
  const std::clock_t spin_until = std::clock() + CLOCKS_PER_SEC / 20;  // two ticks of /proc
  while (std::clock() < spin_until) {
  }
  const std::string text = metrics.Text();
  EXPECT_THAT(Sample(text, "process_resident_memory_bytes"), AllOf(Gt(1e6), Lt(1e11)));
  const double cpu = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  EXPECT_NEAR(Sample(text, "process_cpu_seconds_total"), cpu, 0.05 + cpu / 10);
  const double now = static_cast<double>(absl::ToUnixSeconds(absl::Now()));
  EXPECT_THAT(Sample(text, "process_start_time_seconds"), AllOf(Gt(now - 3600), Lt(now + 5)));
  EXPECT_THAT(text, HasSubstr("# TYPE process_cpu_seconds_total counter\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE process_resident_memory_bytes gauge\n"));
}

// Whether `metrics` sees what the kernel says of each number. Threads that other tests left behind
// may open and close descriptors meanwhile, hence more than one look.
bool CountsOpenDescriptors(const Metrics& metrics) {
  for (int look = 0; look < 10; ++look) {
    int open = 0;
    for (int fd = 0; fd < 1024; ++fd) open += fcntl(fd, F_GETFD) != -1;
    if (Sample(metrics.Text(), "process_open_fds") == open) return true;
  }
  return false;
}

TEST(Metrics, OpenDescriptorsAreCounted) {
  Metrics metrics(Build());
  EXPECT_TRUE(CountsOpenDescriptors(metrics));
  std::vector<int> fds;
  fds.reserve(100);
  for (int i = 0; i < 100; ++i) fds.push_back(open("/dev/null", O_RDONLY));
  EXPECT_TRUE(CountsOpenDescriptors(metrics));
  for (const int fd : fds) close(fd);
  EXPECT_TRUE(CountsOpenDescriptors(metrics));
}

TEST(Metrics, EveryLineIsOfTheTextFormat) {
  Metrics metrics(Build());
  metrics.ForMethod(kGet, MethodType::kUnary);
  metrics.Gauge("odd", "Help with {\"braces\"}.", {{"label", "a\"b\\c\nd"}}).Set(-0.5);
  for (const std::string& line : Lines(metrics.Text())) {
    EXPECT_THAT(line, MatchesRegex("# (HELP|TYPE) [a-z_]+ .*|"
                                   "[a-z_]+(\\{.*\\})? [-+0-9.einfEINFa]+"));
  }
}

TEST(MetricsDeathTest, MalformedMethodNameAborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Metrics metrics(Build());
  for (const char* name : {"", "/", "//", "GetClient", "Service/Method", "/Service", "/Service/",
                           "//Method", "/a/b/c"}) {
    EXPECT_DEATH(metrics.ForMethod(name, MethodType::kUnary), "not a method's full name") << name;
  }
}

TEST(MetricsDeathTest, MalformedOrContradictoryNameAborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Metrics metrics(Build());
  metrics.Counter("things_total", "Things.");
  EXPECT_DEATH(metrics.Gauge("things_total", "Things."), "things_total: Family name");
  EXPECT_DEATH(metrics.Counter("two words", "Things."), "two words: Invalid metric name");
  EXPECT_DEATH(metrics.Counter("other_total", "Things.", {{"a-b", "c"}}), "other_total: ");
  EXPECT_DEATH(metrics.Counter("other_total", "Two\nlines."), "other_total: help must be one line");
}

// A connection to the server under test.
class Connection {
 public:
  explicit Connection(int port) {
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(static_cast<uint16_t>(port))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~Connection() { close(fd_); }

  bool open() const { return open_; }

  // Everything that comes back.
  std::string Ask(const std::string& method, const std::string& path) {
    const std::string request = absl::StrCat(method, " ", path, " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(send(fd_, request.data(), request.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(request.size()));
    std::string answer;
    char buffer[65536];
    for (ssize_t size; (size = recv(fd_, buffer, sizeof(buffer), 0)) > 0;) {
      answer.append(buffer, static_cast<size_t>(size));
    }
    return answer;
  }

 private:
  const int fd_ = socket(AF_INET, SOCK_STREAM, 0);
  bool open_ = false;
};

class AdminServerTest : public ::testing::Test {
 protected:
  AdminServerTest() {
    auto started = AdminServer::Start("127.0.0.1:0", metrics_, [this] {
      return ready_ ? absl::OkStatus() : absl::UnavailableError("schema is too old");
    });
    EXPECT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
  }

  std::string Get(const std::string& path) { return Ask("GET", path); }
  std::string Ask(const std::string& method, const std::string& path) {
    return Connection(server_->port()).Ask(method, path);
  }

  Metrics metrics_{Build()};
  std::atomic<bool> ready_ = true;
  std::unique_ptr<AdminServer> server_;
};

TEST_F(AdminServerTest, ReportsTheBoundPort) {
  EXPECT_THAT(server_->port(), AllOf(Gt(0), Lt(65536)));
}

TEST_F(AdminServerTest, MetricsAreThoseOfTheMoment) {
  MethodMetrics& method = metrics_.ForMethod(kGet, MethodType::kUnary);
  const std::string series = absl::StrCat("grpc_server_started_total{", kGetLabels, "}");
  const std::string answer = Get("/metrics");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_EQ(Sample(answer, series), 0);
  method.Started();
  EXPECT_EQ(Sample(Get("/metrics"), series), 1);
}

TEST_F(AdminServerTest, ContentLengthIsThatOfTheBody) {
  for (int i = 0; i < 200; ++i) metrics_.ForMethod(absl::StrCat(kGet, i), MethodType::kUnary);
  const std::string answer = Get("/metrics");
  const std::vector<std::string> parts = absl::StrSplit(answer, absl::MaxSplits("\r\n\r\n", 1));
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_GT(parts[1].size(), 500'000u);
  EXPECT_THAT(parts[0], HasSubstr(absl::StrCat("Content-Length: ", parts[1].size())));
}

TEST_F(AdminServerTest, ReadinessFollowsItsCallback) {
  EXPECT_THAT(Get("/readyz"), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("\r\n\r\nok\n")));
  ready_ = false;
  EXPECT_THAT(Get("/readyz"), AllOf(StartsWith("HTTP/1.1 503 Service Unavailable\r\n"),
                                    EndsWith("\r\n\r\nschema is too old\n")));
  ready_ = true;
  EXPECT_THAT(Get("/readyz"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(AdminServerTest, LivenessDoesNotDependOnReadiness) {
  ready_ = false;
  EXPECT_THAT(Get("/livez"), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("\r\n\r\nok\n")));
}

TEST_F(AdminServerTest, HeadHasNoBody) {
  EXPECT_THAT(Ask("HEAD", "/livez"),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(AdminServerTest, QueryIsIgnored) {
  EXPECT_THAT(Get("/livez?verbose=1"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(AdminServerTest, ServesNothingElse) {
  for (const char* path : {"/", "/livez/", "/livez/x", "/livezz", "/metrics2", "/readyz.html",
                           "/etc/passwd", "/../../../../etc/passwd", "/CMakeLists.txt"}) {
    EXPECT_THAT(Get(path), StartsWith("HTTP/1.1 404 ")) << path;
  }
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    EXPECT_THAT(Ask(method, "/livez"), Not(HasSubstr(" 200 "))) << method;
  }
}

TEST_F(AdminServerTest, SilentConnectionsHoldProbesUpForASecondAtMost) {
  std::vector<std::unique_ptr<Connection>> silent;
  for (int i = 0; i < 2; ++i) {
    silent.push_back(std::make_unique<Connection>(server_->port()));
    EXPECT_TRUE(silent.back()->open());
  }
  const absl::Time start = absl::Now();
  EXPECT_THAT(Get("/livez"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST_F(AdminServerTest, AnswersManyAtOnce) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  std::atomic<int> answered = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (const char* path : {"/metrics", "/livez", "/readyz", "/metrics"}) {
        if (absl::StartsWith(Get(path), "HTTP/1.1 200 OK\r\n")) ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 16);
}

TEST_F(AdminServerTest, EndsAtOnceAndFreesItsPort) {
  const int port = server_->port();
  Get("/livez");
  const absl::Time start = absl::Now();
  server_.reset();
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500));
  EXPECT_FALSE(Connection(port).open());
}

TEST_F(AdminServerTest, PortInUseIsUnavailable) {
  const auto second = AdminServer::Start(absl::StrCat("127.0.0.1:", server_->port()), metrics_,
                                         [] { return absl::OkStatus(); });
  ASSERT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()),
              AllOf(HasSubstr(absl::StrCat("'127.0.0.1:", server_->port(), "' cannot be bound: ")),
                    HasSubstr("Address already in use")));
}

TEST(AdminServer, ListensOnTheGivenAddressOnly) {
  Metrics metrics(Build());
  const auto server = AdminServer::Start("127.0.0.2:0", metrics, [] { return absl::OkStatus(); });
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_FALSE(Connection((*server)->port()).open());
}

TEST(AdminServer, EmptyAddressServesNothing) {
  Metrics metrics(Build());
  const auto server = AdminServer::Start("", metrics, [] { return absl::OkStatus(); });
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ((*server)->port(), 0);
}

TEST(AdminServer, RefusesEveryOtherFormOfAddress) {
  Metrics metrics(Build());
  for (const char* address :
       {"9090", ":9090", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:80s", "127.0.0.1:80r", "127.0.0.1:0,127.0.0.1:0", "+8080", "[::1]:9090",
        "::1:9090", "localhost:9090", "127.1:9090", " 127.0.0.1:9090", "127.0.0.1:9090 "}) {
    const auto server = AdminServer::Start(address, metrics, [] { return absl::OkStatus(); });
    ASSERT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_THAT(std::string(server.status().message()),
                HasSubstr(absl::StrCat("admin address '", address, "'")));
  }
}

}  // namespace
}  // namespace opora::telemetry
