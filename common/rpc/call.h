#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/session.h"
#include "common/rpc/access.h"
#include "common/rpc/call_facts.h"
#include "common/status_macros.h"
#include "opora/common/v1/audit.pb.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/feed.pb.h"
#include "opora/common/v1/policy.pb.h"

namespace opora::rpc {

// One attempt at one call: who, why, when, and the transaction it runs in. Handed to the handler;
// all that the handler leaves here (events, audit, journal) happens with the commit or not at all.
class Call {
 public:
  Call(CallFacts facts, db::Tx& tx, Decider* decider)
      : facts_(std::move(facts)), tx_(tx), decider_(decider) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const Caller& caller() const { return facts_.caller; }
  const common::v1::CallContext& context() const { return facts_.context; }
  common::v1::Language language() const { return facts_.context.language(); }
  const google::protobuf::MethodDescriptor& method() const { return *facts_.method; }
  const common::v1::MethodPolicy& policy() const { return *facts_.policy; }
  // The instant of the call; the only clock of handlers.
  absl::Time now() const { return facts_.now; }
  // True when everything is checked and nothing kept.
  bool dry_run() const { return facts_.dry_run; }
  // The transaction of a writing method; single statements for a reading one.
  db::Tx& tx() { return tx_; }

  // What the caller may see of what a unit holds about a client. Decided once per call and subject.
  absl::StatusOr<const Grants*> GrantsFor(const Subject& subject);
  // The same for many at once, in one question.
  absl::Status Decide(const std::vector<Subject>& subjects);
  // Takes a decision that rests on the method itself (an addressee, a new record).
  void Hold(const Subject& subject, Grants grants);
  // Puts what the caller is to see in place of a record, where a state is discreet.
  void Present(google::protobuf::Message& record) const {
    if (decider_ != nullptr) decider_->Present(*this, record);
  }
  // All decisions of the call.
  const std::map<Subject, Grants>& decisions() const { return grants_; }

  // Tells the feed that something happened to a record; its version is the record's etag.
  void Emit(std::string_view type, const google::protobuf::Message& record,
            const google::protobuf::Message* fact = nullptr);
  // Adds an audit entry besides the one that the pipeline makes. Who, when and which method are
  // filled in.
  common::v1::AuditEntry& AddAudit();
  // Writes a line to the journal outside the database before the commit (XC-69).
  void Journal(std::string kind, std::string client_id, std::string record_id);
  // The client whom the call turned out to concern, for the audit of methods without a subject
  // field.
  void SetClient(std::string client_id) { client_id_ = std::move(client_id); }
  // Sends a refusal's real reason to the audit while the caller sees NOT_FOUND.
  absl::Status HiddenRefusal(std::string rule, std::string reason);

  struct JournalLine {
    std::string kind;
    std::string client_id;
    std::string record_id;
  };
  const std::vector<common::v1::Event>& events() const { return events_; }
  std::vector<common::v1::AuditEntry>& audit() { return audit_; }
  const std::vector<JournalLine>& journal() const { return journal_; }
  const std::string& client_id() const { return client_id_; }
  const std::string& hidden_rule() const { return hidden_rule_; }
  const std::string& hidden_reason() const { return hidden_reason_; }
  const CallFacts& facts() const { return facts_; }
  // Anything that a Decider wants to keep for the length of the call.
  std::shared_ptr<void> decider_state;

 private:
  CallFacts facts_;
  db::Tx& tx_;
  Decider* decider_;
  std::map<Subject, Grants> grants_;
  std::vector<common::v1::Event> events_;
  std::vector<common::v1::AuditEntry> audit_;
  std::vector<JournalLine> journal_;
  std::string client_id_;
  std::string hidden_rule_;
  std::string hidden_reason_;
};

// Fields of a record that its (opora.common.v1.record) option names; empty where it names none.
std::string KeyOf(const google::protobuf::Message& record);
std::string ClientOf(const google::protobuf::Message& record);
Unit HolderOf(const google::protobuf::Message& record);
Unit AddresseeOf(const google::protobuf::Message& record);
// True when the record is addressed to the unit, by its recipient fields or by its addressees.
bool IsAddressee(const google::protobuf::Message& record, const Unit& unit);
// Number of the version in a record's etag; 1 for records without one.
int64_t VersionOf(const google::protobuf::Message& record);

// Value of a string field by dotted path, empty when a part is absent.
std::string TextAt(const google::protobuf::Message& message, std::string_view path);

// Protobuf timestamp of an instant, cut to microseconds, and back.
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace opora::rpc
