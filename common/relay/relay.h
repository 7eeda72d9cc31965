#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/db/session.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"

// A change of two services (architecture 5): the transaction of the act writes an intent, the relay
// calls the other service as this service until it answers, and the answer is a second transaction.
// The receiver must take the same request twice as once, by a permanent key inside it.
namespace opora::relay {

// One thing promised.
struct Intent {
  std::string intent_id;
  std::string kind;       // What the answer is for; chooses the Delivery.
  std::string client_id;  // Empty for none.
  std::string record_id;  // Record that waits for the answer.
  std::string request;    // Serialized.
  int attempts = 0;
};

// How intents of one kind are delivered, and what their answer does.
struct Delivery {
  std::string kind;
  std::string method;  // "opora.registry.v1.AccessService.RecordDisclosureMade"
  const google::protobuf::Message* request = nullptr;  // Prototypes.
  const google::protobuf::Message* response = nullptr;
  // In a transaction of its own: what came back, or the refusal that no retry will change.
  std::function<absl::Status(rpc::Call&, const Intent&, const absl::Status&,
                             const google::protobuf::Message&)>
      settle;
};

// Writes an intent in the transaction of the act that promises it.
void Promise(db::Tx& tx, std::string_view kind, std::string_view method,
             const std::string& client_id, const std::string& record_id,
             const google::protobuf::Message& request);

// True for answers that a later attempt may change.
bool MayChange(const absl::Status& status);

// One thread and one connection that deliver what is due, with growing pauses, for as long as it
// takes. Several processes may run side by side.
class Relay {
 public:
  struct Options {
    std::string service;
    std::string conninfo;  // Of role <schema>_app.
    absl::Duration poll = absl::Seconds(1);
    absl::Duration patience = absl::Seconds(5);       // For one answer.
    absl::Duration longest_pause = absl::Minutes(5);  // Between attempts.
  };

  Relay(Options options, const rpc::Client& receiver, std::vector<Delivery> deliveries);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void Start();
  void Stop();
  // Something was promised; do not wait for the next poll.
  void Wake();

 private:
  void Run();
  // Delivers what is due. False when nothing was.
  bool RunOnce();
  bool Claim(Intent& intent);
  void Deliver(const Intent& intent);
  void Settle(const Delivery& delivery, const Intent& intent, const absl::Status& status,
              const google::protobuf::Message& response);

  const Options options_;
  const rpc::Client& receiver_;
  const std::vector<Delivery> deliveries_;
  db::Session session_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace opora::relay
