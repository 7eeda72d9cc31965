#include "common/app/ticker.h"

#include <memory>

#include "common/rules/rule.h"
#include "common/telemetry/log.h"

namespace opora::app {
namespace {

constexpr absl::Duration kLongestRun = absl::Seconds(30);

bool SaysMore(const rpc::Method& method, const std::string& body) {
  const std::unique_ptr<google::protobuf::Message> response(method.response->New());
  const auto* field = response->GetDescriptor()->FindFieldByName("has_more");
  return field != nullptr && response->ParseFromString(body) &&
         response->GetReflection()->GetBool(*response, field);
}

}  // namespace

Ticker::Ticker(std::string service, const std::vector<std::string>& method_names,
               absl::Duration interval, const rpc::Methods& methods, rpc::Pipeline& pipeline,
               const std::string& conninfo)
    : service_(std::move(service)), interval_(interval), pipeline_(pipeline), session_(conninfo) {
  for (const std::string& name : method_names) called_.push_back(&methods.all().at(name));
  if (!called_.empty()) thread_ = std::thread([this] { Run(); });
}

Ticker::~Ticker() {
  stop_.Notify();
  if (thread_.joinable()) thread_.join();
}

void Ticker::Run() {
  while (!stop_.WaitForNotificationWithTimeout(interval_)) {
    for (const rpc::Method* method : called_) {
      while (!stop_.HasBeenNotified() && CallOnce(*method)) {
      }
    }
    session_.Discard();  // An hour of idleness is no reason to hold a connection.
  }
}

bool Ticker::CallOnce(const rpc::Method& method) {
  rpc::Inbound inbound;
  inbound.peer.authenticated = true;
  inbound.peer.uris = {"spiffe://opora/service/" + service_};
  inbound.arrived = absl::Now();
  inbound.deadline = inbound.arrived + kLongestRun;
  inbound.body = [] { return std::string(); };
  absl::Notification answered;
  rpc::Outbound out;
  pipeline_.Run(session_, method, inbound, [&](rpc::Outbound answer) {
    out = std::move(answer);
    answered.Notify();
  });
  answered.WaitForNotification();
  if (out.status.ok()) return SaysMore(method, out.body);
  telemetry::Log(
      telemetry::Level::kWarn, "work that time brings was refused; tried again later",
      {{"method", method.descriptor->full_name()}, {"reason", rules::ReasonOf(out.status)}});
  return false;
}

}  // namespace opora::app
