#include "common/rpc/health.h"

#include "common/rpc/bytes.h"
#include "grpc/health/v1/health.pb.h"

namespace opora::rpc {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

std::string NameIn(const grpc::ByteBuffer& buffer) {
  HealthCheckRequest request;
  request.ParseFromString(FromBuffer(buffer));
  return request.service();
}

}  // namespace

HealthService::HealthService(std::vector<std::string> service_names)
    : names_(std::move(service_names)) {
  service_.AddUnary("/grpc.health.v1.Health/Check",
                    [this](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                           grpc::ByteBuffer* response) {
                      auto* reactor = context->DefaultReactor();
                      const std::string name = NameIn(*request);
                      if (!Known(name)) {
                        reactor->Finish({grpc::StatusCode::NOT_FOUND, "unknown service"});
                        return reactor;
                      }
                      absl::MutexLock lock(&mutex_);
                      *response = ToBuffer(ResponseFor(name));
                      reactor->Finish(grpc::Status::OK);
                      return reactor;
                    });
  service_.AddStream("/grpc.health.v1.Health/Watch", [this](grpc::CallbackServerContext*,
                                                            const grpc::ByteBuffer* request) {
    auto writer = StreamWriter::Create(16);
    auto* reactor = writer->reactor();
    absl::MutexLock lock(&mutex_);
    const std::string name = NameIn(*request);
    writer->Send(ResponseFor(name));
    std::erase_if(watches_, [](const Watch& watch) { return watch.writer->closed(); });
    if (ended_) {
      writer->Close({grpc::StatusCode::UNAVAILABLE, "draining"});
    } else {
      watches_.push_back({name, writer});
    }
    return reactor;
  });
}

bool HealthService::Known(const std::string& name) const {
  return name.empty() || name == "live" || name == "ready" ||
         std::find(names_.begin(), names_.end(), name) != names_.end();
}

std::string HealthService::ResponseFor(const std::string& name) const {
  HealthCheckResponse response;
  if (!Known(name)) {
    response.set_status(HealthCheckResponse::SERVICE_UNKNOWN);
  } else {
    response.set_status(name.empty() || name == "live" || ready_
                            ? HealthCheckResponse::SERVING
                            : HealthCheckResponse::NOT_SERVING);
  }
  return response.SerializeAsString();
}

void HealthService::SetReady(bool ready) {
  absl::MutexLock lock(&mutex_);
  if (ready_ == ready) return;
  ready_ = ready;
  for (const Watch& watch : watches_) watch.writer->Send(ResponseFor(watch.name));
}

void HealthService::EndWatches() {
  std::vector<Watch> watches;
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
    watches = std::exchange(watches_, {});
  }
  for (const Watch& watch : watches)
    watch.writer->Close({grpc::StatusCode::UNAVAILABLE, "draining"});
}

}  // namespace opora::rpc
