#pragma once

#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/rpc/method.h"
#include "common/rpc/pipeline.h"

namespace opora::app {

// Work that the service does by itself when time passes: methods of its own contract, called
// through the pipeline as the service (role SYSTEM), so that they are authorized and audited like
// any call. The request is empty; while the answer says `has_more` the method is called again.
class Ticker {
 public:
  // The first run is one interval after the start.
  Ticker(std::string service, const std::vector<std::string>& method_names, absl::Duration interval,
         const rpc::Methods& methods, rpc::Pipeline& pipeline, const std::string& conninfo);
  ~Ticker();
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  void Run();
  // One call; true when there is more to do.
  bool CallOnce(const rpc::Method& method);

  const std::string service_;
  const absl::Duration interval_;
  std::vector<const rpc::Method*> called_;
  rpc::Pipeline& pipeline_;
  db::Session session_;
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace opora::app
