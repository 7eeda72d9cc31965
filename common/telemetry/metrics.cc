#include "common/telemetry/metrics.h"

#include <CivetServer.h>
#include <arpa/inet.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::telemetry {
namespace {

using ::prometheus::ClientMetric;
using ::prometheus::Labels;
using ::prometheus::MetricFamily;
using ::prometheus::MetricType;

constexpr int kHttpThreads = 2;
// With two threads, two silent connections would otherwise hold up the probes for half a minute.
constexpr int kHttpTimeoutMs = 1000;

// As Go's codes.Code prints them; dashboards match these texts.
constexpr std::array<const char*, 17> kCodeNames = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

[[noreturn]] void ProgrammingError(const std::string& text) {
  std::fprintf(stderr, "metrics: %s\n", text.c_str());
  std::abort();
}

// prometheus-cpp throws for malformed names and a name of two types, but writes a help text as it
// is, so that one of two lines would spoil the whole scrape.
template <typename Create>
auto& OrAbort(const std::string& name, const std::string& help, const Create& create) {
  if (help.find_first_of("\n\\") != std::string::npos) {
    ProgrammingError(absl::StrCat(name, ": help must be one line without backslash"));
  }
  try {
    return create();
  } catch (const std::exception& error) {
    ProgrammingError(absl::StrCat(name, ": ", error.what()));
  }
}

Labels MethodLabels(std::string_view method, MethodType type) {
  const size_t slash = method.rfind('/');
  if (method.size() < 4 || method[0] != '/' || slash < 2 || slash + 1 == method.size() ||
      method.find('/', 1) != slash) {
    ProgrammingError("not a method's full name: " + std::string(method));
  }
  return {{"grpc_type", type == MethodType::kUnary ? "unary" : "server_stream"},
          {"grpc_service", std::string(method.substr(1, slash - 1))},
          {"grpc_method", std::string(method.substr(slash + 1))}};
}

MetricFamily Single(const std::string& name, const std::string& help, MetricType type,
                    double value) {
  ClientMetric metric;
  metric.counter.value = metric.gauge.value = value;
  return {name, help, type, {metric}};
}

// The fields of /proc/self/stat from the third on; proc(5) numbers them from one. The second, the
// program's name, may hold blanks and parentheses. Empty when /proc is not there.
std::vector<std::string> ProcessStat() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(line.substr(name_end + 1));
  return {std::istream_iterator<std::string>(rest), std::istream_iterator<std::string>()};
}

std::optional<double> BootTime() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("btime ", 0) == 0) return std::strtod(line.c_str() + 6, nullptr);
  }
  return std::nullopt;
}

std::optional<double> OpenFds() {
  std::error_code error;
  const auto directory = std::filesystem::directory_iterator("/proc/self/fd", error);
  if (error) return std::nullopt;
  return static_cast<double>(std::distance(begin(directory), end(directory))) - 1;  // its own
}

// Process metrics under the names that all Prometheus clients use; prometheus-cpp has none.
class ProcessMetrics : public prometheus::Collectable {
 public:
  std::vector<MetricFamily> Collect() const override {
    std::vector<MetricFamily> families;
    AddStat(families);
    if (const std::optional<double> open = OpenFds()) {
      families.push_back(
          Single("process_open_fds", "Open file descriptors.", MetricType::Gauge, *open));
    }
    return families;
  }

 private:
  void AddStat(std::vector<MetricFamily>& families) const {
    constexpr size_t kUserTime = 14 - 3, kSystemTime = 15 - 3, kStart = 22 - 3, kResident = 24 - 3;
    const std::vector<std::string> stat = ProcessStat();
    if (stat.size() <= kResident) return;
    const auto number = [&](size_t i) { return std::strtod(stat[i].c_str(), nullptr); };
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    families.push_back(Single("process_cpu_seconds_total",
                              "User and system CPU time spent, in seconds.", MetricType::Counter,
                              (number(kUserTime) + number(kSystemTime)) / ticks));
    families.push_back(Single("process_resident_memory_bytes", "Resident memory.",
                              MetricType::Gauge,
                              number(kResident) * static_cast<double>(sysconf(_SC_PAGESIZE))));
    if (boot_time_) {
      families.push_back(Single("process_start_time_seconds",
                                "Start of the process, in seconds since the Unix epoch.",
                                MetricType::Gauge, *boot_time_ + number(kStart) / ticks));
    }
  }

  const std::optional<double> boot_time_ = BootTime();
};

}  // namespace

MethodMetrics::MethodMetrics(Metrics& metrics, const Labels& method)
    : started_(metrics.Counter("grpc_server_started_total",
                               "Total number of RPCs started on the server.", method)),
      received_(metrics.Counter("grpc_server_msg_received_total",
                                "Total number of RPC messages received on the server.", method)),
      sent_(metrics.Counter("grpc_server_msg_sent_total",
                            "Total number of RPC messages sent by the server.", method)),
      seconds_(metrics.Histogram("grpc_server_handling_seconds",
                                 "Response latency of RPCs handled by the server, in seconds.",
                                 method)) {
  for (size_t code = 0; code < handled_.size(); ++code) {
    Labels labels = method;
    labels["grpc_code"] = kCodeNames[code];
    handled_[code] = &metrics.Counter(
        "grpc_server_handled_total",
        "Total number of RPCs completed on the server, regardless of success or failure.", labels);
  }
}

void MethodMetrics::Handled(absl::StatusCode code, absl::Duration time) {
  auto index = static_cast<size_t>(code);
  if (index >= handled_.size()) index = static_cast<size_t>(absl::StatusCode::kUnknown);
  handled_[index]->Increment();
  seconds_.Observe(absl::ToDoubleSeconds(time));
}

Metrics::Metrics(const BuildInfo& build) {
  Add(std::make_shared<ProcessMetrics>());
  Gauge("build_info", "Always 1; the labels tell what is running.",
        {{"service", build.service}, {"version", build.version}, {"revision", build.revision}})
      .Set(1);
}

Metrics::~Metrics() = default;

MethodMetrics& Metrics::ForMethod(std::string_view method, MethodType type) {
  const Labels labels = MethodLabels(method, type);
  const absl::MutexLock lock(&mutex_);
  std::unique_ptr<MethodMetrics>& entry = methods_[std::string(method)];
  if (!entry) entry.reset(new MethodMetrics(*this, labels));
  return *entry;
}

prometheus::Counter& Metrics::Counter(const std::string& name, const std::string& help,
                                      const Labels& labels) {
  return OrAbort(name, help, [&]() -> prometheus::Counter& {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry_).Add(labels);
  });
}

prometheus::Gauge& Metrics::Gauge(const std::string& name, const std::string& help,
                                  const Labels& labels) {
  return OrAbort(name, help, [&]() -> prometheus::Gauge& {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add(labels);
  });
}

prometheus::Histogram& Metrics::Histogram(const std::string& name, const std::string& help,
                                          const Labels& labels, const Buckets& buckets) {
  return OrAbort(name, help, [&]() -> prometheus::Histogram& {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry_).Add(labels,
                                                                                      buckets);
  });
}

void Metrics::Add(std::shared_ptr<const prometheus::Collectable> source) {
  const absl::MutexLock lock(&mutex_);
  sources_.push_back(std::move(source));
}

std::string Metrics::Text() const {
  std::vector<MetricFamily> families = registry_.Collect();
  std::vector<std::shared_ptr<const prometheus::Collectable>> sources;
  {
    const absl::MutexLock lock(&mutex_);
    sources = sources_;
  }
  for (const auto& source : sources) {
    std::vector<MetricFamily> more = source->Collect();
    std::move(more.begin(), more.end(), std::back_inserter(families));
  }
  return prometheus::TextSerializer().Serialize(families);
}

const Metrics::Buckets& Metrics::LatencyBuckets() {
  static const Buckets buckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                  0.25,   0.5,   1,      2.5,   5,    10,    30};
  return buckets;
}

namespace {

struct Answer {
  int status = 200;
  std::string body = "ok\n";
  const char* type = "text/plain; charset=utf-8";
};

class Endpoint : public CivetHandler {
 public:
  Endpoint(std::string path, std::function<Answer()> answer)
      : path_(std::move(path)), answer_(std::move(answer)) {}

  const std::string& path() const { return path_; }

  bool handleGet(CivetServer*, mg_connection* connection) override {
    return Send(connection, true);
  }
  bool handleHead(CivetServer*, mg_connection* connection) override {
    return Send(connection, false);
  }

 private:
  bool Send(mg_connection* connection, bool with_body) {
    // CivetWeb takes a path for a prefix: /livez would answer for /livezz too.
    if (path_ != mg_get_request_info(connection)->local_uri) return false;
    const Answer answer = answer_();
    mg_printf(connection,
              "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
              "Cache-Control: no-store\r\nConnection: close\r\n\r\n",
              answer.status, mg_get_response_code_text(connection, answer.status), answer.type,
              answer.body.size());
    if (with_body) mg_write(connection, answer.body.data(), answer.body.size());
    return true;
  }

  const std::string path_;
  const std::function<Answer()> answer_;
};

Answer Ready(const AdminServer::Readiness& readiness) {
  const absl::Status status = readiness();
  if (status.ok()) return {};
  return {.status = 503, .body = absl::StrCat(status.message(), "\n")};
}

// CivetWeb would accept much more: port lists, TLS and redirect suffixes, and a bare port, which
// binds all interfaces.
absl::StatusOr<sockaddr_in> ParseAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  const std::string host = address.substr(0, colon);
  const std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  sockaddr_in parsed{.sin_family = AF_INET};
  uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (inet_pton(AF_INET, host.c_str(), &parsed.sin_addr) != 1 || error != std::errc() ||
      end != port.data() + port.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "admin address '", address, "' is not an IPv4 address and a port such as 127.0.0.1:9090"));
  }
  return parsed;
}

void Knock(const sockaddr_in& address) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  // Whether it is still open is of no interest: a closed one needs no waking.
  (void)connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  close(fd);
}

// While a server is being started on this thread: where CivetWeb's complaints go.
thread_local std::string* start_errors = nullptr;

int LogCivet(const mg_connection*, const char* message) {
  if (start_errors != nullptr) {
    absl::StrAppend(start_errors, start_errors->empty() ? "" : "; ", message);
  } else {
    Log(Level::kWarn, message, {{"component", "admin server"}});
  }
  return 1;
}

absl::StatusOr<std::unique_ptr<CivetServer>> StartCivet(const std::string& address) {
  std::string errors;
  start_errors = &errors;
  CivetCallbacks callbacks;
  callbacks.log_message = LogCivet;
  absl::StatusOr<std::unique_ptr<CivetServer>> server;
  try {
    server = std::make_unique<CivetServer>(
        std::vector<std::string>{"listening_ports", address, "num_threads",
                                 std::to_string(kHttpThreads), "request_timeout_ms",
                                 std::to_string(kHttpTimeoutMs)},
        &callbacks);
  } catch (const CivetException&) {
    server = absl::UnavailableError(
        absl::StrCat("admin address '", address, "' cannot be bound: ", errors));
  }
  start_errors = nullptr;
  return server;
}

}  // namespace

// The server comes last, so that it is gone before the endpoints that its threads use.
struct AdminServer::Http {
  sockaddr_in address;
  std::vector<std::unique_ptr<Endpoint>> endpoints;
  std::unique_ptr<CivetServer> server;
};

AdminServer::AdminServer(std::unique_ptr<Http> http) : http_(std::move(http)) {}

AdminServer::~AdminServer() {
  if (!http_) return;
  // CivetWeb's accept loop looks whether to end only when it wakes, every two seconds.
  std::atomic<bool> closed = false;
  std::thread knocker([&] {
    for (; !closed; absl::SleepFor(absl::Milliseconds(5))) Knock(http_->address);
  });
  http_->server->close();
  closed = true;
  knocker.join();
}

int AdminServer::port() const { return http_ ? ntohs(http_->address.sin_port) : 0; }

absl::StatusOr<std::unique_ptr<AdminServer>> AdminServer::Start(const std::string& address,
                                                                const Metrics& metrics,
                                                                Readiness readiness) {
  if (address.empty()) return std::unique_ptr<AdminServer>(new AdminServer(nullptr));
  auto http = std::make_unique<Http>();
  ASSIGN_OR_RETURN(http->address, ParseAddress(address));
  ASSIGN_OR_RETURN(http->server, StartCivet(address));
  const auto serve = [&](const char* path, std::function<Answer()> answer) {
    http->endpoints.push_back(std::make_unique<Endpoint>(path, std::move(answer)));
    http->server->addHandler(path, *http->endpoints.back());
  };
  serve("/metrics", [&metrics] {
    return Answer{.body = metrics.Text(), .type = "text/plain; version=0.0.4; charset=utf-8"};
  });
  serve("/livez", [] { return Answer{}; });
  serve("/readyz", [readiness = std::move(readiness)] { return Ready(readiness); });
  http->address.sin_port = htons(static_cast<uint16_t>(http->server->getListeningPorts().at(0)));
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(http)));
}

}  // namespace opora::telemetry
