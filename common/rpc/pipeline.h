#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/audit/journal.h"
#include "common/audit/writer.h"
#include "common/auth/peer.h"
#include "common/auth/token.h"
#include "common/db/pulse.h"
#include "common/db/session.h"
#include "common/rpc/access.h"
#include "common/rpc/directory.h"
#include "common/rpc/method.h"
#include "common/rpc/search_memory.h"
#include "common/time/clock.h"

namespace opora::rpc {

// What arrived, before anything of it is trusted.
struct Inbound {
  std::string authorization;  // Header "authorization".
  std::string context;        // Header "opora-context".
  std::string traceparent;
  auth::Peer peer;
  absl::Time arrived;
  absl::Time deadline = absl::InfiniteFuture();
  std::function<std::string()> body;  // Serialized request.
};

// What goes back. `status` is already in the caller's language when sent.
struct Outbound {
  absl::Status status;
  std::string body;  // Serialized response, when OK.
  // Later it is not to be sent: what was decided is too old (architecture 7).
  absl::Time answer_by = absl::InfiniteFuture();
  common::v1::Language language = common::v1::LANGUAGE_UNSPECIFIED;
  bool replay = false;
  // For the access log; nothing of it goes to the caller.
  std::string agency_id;
  std::string subject_hash;
  std::string request_id;
  std::string rule;
};

// What is told instead of an answer that would come too late.
absl::Status DecisionTooOld();

// The way of a call (architecture 6), the same for every method: authenticate, authorize, validate,
// idempotency, handler, redact, audit, reply.
class Pipeline {
 public:
  struct Parts {
    std::string service;  // "client-registry"
    const auth::TokenVerifier* tokens = nullptr;
    Directory* directory = nullptr;
    Decider* decider = nullptr;
    audit::Writer* audit = nullptr;
    audit::Journal* journal = nullptr;
    const Clock* clock = nullptr;
    db::Pulse* pulse = nullptr;       // Told when the database has answered.
    std::function<void()> committed;  // Called after each commit that wrote events.
    int attempts = 3;                 // Of a transaction, on 40001 and 40P01 only.
    // At most this between decision and reply; later the call must be asked again (architecture 7,
    // what a withdrawal guarantees).
    absl::Duration decision_window = absl::Seconds(2);
    bool read_nothing = false;  // The journal is missing (XC-69).
    // What becomes of warnings by the settings of the caller's agency, once a handler has
    // succeeded (XC-46); its refusal is the call's. None where nothing can be set.
    std::function<absl::Status(Call&, const google::protobuf::Message& request,
                               google::protobuf::Message& response)>
        follow_recommendations;
  };
  using Reply = std::function<void(Outbound)>;

  explicit Pipeline(Parts parts) : parts_(std::move(parts)) {}

  // Who opens a stream of this method, by token and certificate; for streams, which have no worker.
  // Whether the caller is suspended is asked later, with a database connection.
  absl::StatusOr<Caller> AuthenticateStream(const google::protobuf::MethodDescriptor& method,
                                            const Inbound& inbound) const;

  // Runs one call on this worker's session, which is cut at the call's deadline. `reply` is called
  // exactly once, perhaps later and on the audit writer's thread. Lets no exception out.
  void Run(db::Session& session, const Method& method, const Inbound& inbound,
           Reply reply) noexcept;

 private:
  struct Attempt;

  absl::Status CheckMayAnswer(const common::v1::MethodPolicy& policy) const;
  absl::Status Prepare(const Method& method, const Inbound& inbound, Attempt& attempt);
  absl::Status Authenticate(const common::v1::MethodPolicy& policy, const Inbound& inbound,
                            absl::Time now, Caller& caller) const;
  absl::Status Execute(db::Session& session, const Method& method, Attempt& attempt);
  absl::Status ExecuteInTime(db::Session& session, const Method& method, Attempt& attempt);
  absl::Status Read(db::Session& session, const Method& method, Attempt& attempt);
  absl::Status Write(db::Session& session, const Method& method, Attempt& attempt);
  absl::Status Admit(db::Tx& tx, const Method& method, Attempt& attempt);
  absl::Status Authorize(const Method& method, Attempt& attempt);
  absl::Status RunHandler(Call& call, const Method& method, Attempt& attempt);
  absl::Status FollowRecommendations(Call& call, Attempt& attempt);
  absl::Status Change(Call& call, const Method& method, Attempt& attempt);
  absl::Status Keep(Call& call, const Method& method, Attempt& attempt, const std::string& hash,
                    const std::string& result);
  absl::Status ResolveDoubt(db::Session& session, int backend, Attempt& attempt);
  std::vector<common::v1::AuditEntry> EntriesOf(const Method& method, const Attempt& attempt,
                                                const absl::Status& status, bool changed) const;
  // Name of the search that the call is one keystroke of; empty for every other call.
  static std::string SearchOf(const Method& method, const Attempt& attempt);
  void Finish(std::shared_ptr<Attempt> attempt, const Method& method, absl::Status status,
              Reply reply);

  Parts parts_;
  SearchMemory searches_;
};

}  // namespace opora::rpc
