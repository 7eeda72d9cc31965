#pragma once

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/labels.h>
#include <prometheus/registry.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opora::telemetry {

class Metrics;

enum class MethodType { kUnary, kServerStream };

// What one RPC method counts, under the names of go-grpc-middleware, for which dashboards exist.
// All is created at start-up, so each call here costs some ten nanoseconds.
class MethodMetrics {
 public:
  void Started() { started_.Increment(); }
  void MessageReceived() { received_.Increment(); }
  void MessageSent() { sent_.Increment(); }
  void Handled(absl::StatusCode code, absl::Duration time);

 private:
  friend class Metrics;

  MethodMetrics(Metrics& metrics, const prometheus::Labels& method);

  prometheus::Counter& started_;
  prometheus::Counter& received_;
  prometheus::Counter& sent_;
  prometheus::Histogram& seconds_;
  std::array<prometheus::Counter*, 17> handled_;  // by absl::StatusCode
};

struct BuildInfo {
  std::string service;
  std::string version;
  std::string revision;
};

// All metrics of the process. Ask for them at start-up and keep the references: they live as long
// as this, and asking costs a hundred times what counting does. A malformed or contradictory name
// is a programming error and aborts. Labels take bounded values only: never ids of people or cases.
class Metrics {
 public:
  using Buckets = prometheus::Histogram::BucketBoundaries;

  explicit Metrics(const BuildInfo& build);
  ~Metrics();

  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `method` is the name on the wire, "/package.Service/Method".
  MethodMetrics& ForMethod(std::string_view method, MethodType type);

  // The same name and labels give the same object.
  prometheus::Counter& Counter(const std::string& name, const std::string& help,
                               const prometheus::Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help,
                           const prometheus::Labels& labels = {});
  prometheus::Histogram& Histogram(const std::string& name, const std::string& help,
                                   const prometheus::Labels& labels = {},
                                   const Buckets& buckets = LatencyBuckets());

  // Adds values that are looked up at each scrape.
  void Add(std::shared_ptr<const prometheus::Collectable> source);

  // Everything in the Prometheus text format.
  std::string Text() const;

  // Seconds, from half a millisecond to half a minute; holds all of the usual default buckets.
  static const Buckets& LatencyBuckets();

 private:
  prometheus::Registry registry_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::unique_ptr<MethodMetrics>> methods_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<const prometheus::Collectable>> sources_ ABSL_GUARDED_BY(mutex_);
};

// The HTTP port for operators: /metrics, /livez (200 while the process answers) and /readyz
// (200 or 503, by `readiness`). Plain HTTP without authentication: bind it to the loopback or to
// an address that only the operator's network reaches.
class AdminServer {
 public:
  // Called by the server's threads, for each probe: returns at once and never throws. The text of
  // its error is shown to the prober.
  using Readiness = std::function<absl::Status()>;

  // `address` is an IPv4 address and a port such as 127.0.0.1:9090; port 0 takes a free one; ""
  // serves nothing. `metrics` must outlive the server.
  //
  // INVALID_ARGUMENT: not such an address.
  // UNAVAILABLE: the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(const std::string& address,
                                                            const Metrics& metrics,
                                                            Readiness readiness);

  // Waits for the answers under way.
  ~AdminServer();

  // The port that was bound, 0 when nothing is served.
  int port() const;

 private:
  struct Http;

  explicit AdminServer(std::unique_ptr<Http> http);

  const std::unique_ptr<Http> http_;
};

}  // namespace opora::telemetry
