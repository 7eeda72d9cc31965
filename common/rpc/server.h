#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/db/pulse.h"
#include "common/rpc/method.h"
#include "common/rpc/pipeline.h"
#include "common/rpc/worker_pool.h"
#include "common/telemetry/metrics.h"

namespace opora::rpc {

class HealthService;
class StreamRegistry;

// Headers and certificate of a call, for Pipeline::AuthenticateStream.
Inbound InboundOf(const grpc::CallbackServerContext& context);

// The gRPC face of a process: binds methods by descriptor (no generated stubs), admits calls to the
// pool, logs and counts them, and drains.
class Server {
 public:
  struct Options {
    std::string service;         // "client-registry"; domain of errors is "<service>.opora"
    std::string listen_address;  // "127.0.0.1:7101"; port 0 takes any
    std::string certificate_file, key_file, client_ca_file;  // All empty: plaintext, loopback only.
    absl::Duration default_deadline = absl::Seconds(5);
    absl::Duration longest_deadline = absl::Seconds(30);
    absl::Duration drain_delay = absl::Seconds(3);   // Between NOT_SERVING and refusing calls.
    absl::Duration drain_grace = absl::Seconds(15);  // For calls under way.
    int max_streams_per_agency = 32;
    bool reflection = true;
    const db::Pulse* pulse = nullptr;  // While it says that the database is silent calls are shed.
  };

  Server(Options options, const Methods& methods, Pipeline& pipeline, WorkerPool& pool,
         telemetry::Metrics& metrics);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Adds a service of the gRPC library's kind (the feed's streams); before Start.
  void AddService(std::unique_ptr<grpc::Service> service);

  // FAILED_PRECONDITION: bad certificates, address in use, plaintext beyond loopback.
  absl::Status Start();

  // Port that is listened on.
  int port() const { return port_; }

  // Tells load balancers whether calls are welcome.
  void SetReady(bool ready);

  // True from the beginning of the drain on.
  bool draining() const { return draining_.load(); }

  // Called when the drain refuses new calls, to end what is open.
  void OnRefusing(std::function<void()> callback) { on_refusing_ = std::move(callback); }

  // Health NOT_SERVING, drain_delay, refuse, wait for calls under way, stop (architecture 6).
  // Blocks.
  void Drain();

 private:
  class Dispatcher;

  std::shared_ptr<grpc::ServerCredentials> Credentials(absl::Status& status) const;
  bool DatabaseIsSilent() const;

  Options options_;
  const Methods& methods_;
  Pipeline& pipeline_;
  WorkerPool& pool_;
  telemetry::Metrics& metrics_;
  std::atomic<bool> draining_{false};
  std::atomic<bool> refusing_{false};
  std::function<void()> on_refusing_;
  int port_ = 0;
  std::unique_ptr<HealthService> health_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace opora::rpc
