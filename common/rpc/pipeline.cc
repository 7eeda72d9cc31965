#include "common/rpc/pipeline.h"

#include <openssl/sha.h>

#include <algorithm>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/audit/log.h"
#include "common/ids/ids.h"
#include "common/rpc/idempotency.h"
#include "common/rpc/policy.h"
#include "common/rpc/redact.h"
#include "common/rules/rule.h"
#include "common/telemetry/log.h"
#include "common/validation/validator.h"
#include "opora/common/v1/types.pb.h"

namespace opora::rpc {
namespace {

using common::v1::AuditEntry;
using google::protobuf::Message;

// A transaction is delivered in one message, which must stay well below what gRPC sends.
constexpr std::size_t kLargestEvents = 1 << 20;

// Everything that a writing transaction leaves besides its records, in its last statement: audit
// entries, the idempotency row (or none) and the outbox row (or none).
const std::string& AppendStatement() {
  static const auto* statement = new std::string(absl::StrCat(
      "WITH audited AS (", audit::kInsertEntries,
      "), remembered AS (INSERT INTO idempotency (caller, method, request_id, request_sha256, "
      "result) SELECT $11, $12, $13::uuid, $14::bytea, $15::bytea WHERE $13::uuid IS NOT NULL) "
      "INSERT INTO outbox (events) SELECT $16::bytea WHERE $16::bytea IS NOT NULL"));
  return *statement;
}

absl::Status Denied(std::string_view reason, std::string_view message) {
  return rules::StatusWithReason(absl::StatusCode::kPermissionDenied, reason, message);
}

bool GotNoAnswer(const absl::Status& status) {
  return db::IsConnectionLost(status) || rules::ReasonOf(status) == "DEADLINE_EXCEEDED";
}

std::string StringField(const Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

bool BoolField(const Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

// Stands for a caller in the log without naming them.
std::string HashForLog(const std::string& text) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), 6));
}

// What one basis opened in a call.
struct Opened {
  AreaGrant grant;
  std::set<common::v1::DataArea> areas;
};

// The bases on which a call touched one client, each with its areas: the holder's own record, rows
// of the law, consents. Decisions about single holders' records are more precise than the one
// before the handler.
std::vector<Opened> BasesFor(const std::string& client_id,
                             const std::map<Subject, Grants>& decisions,
                             const common::v1::MethodPolicy& policy) {
  // In the order of subjects those of one client are together, the one of all holders first.
  auto decided = decisions.lower_bound(Subject{client_id, {}, {}});
  const auto end = std::find_if(decided, decisions.end(), [&](const auto& decision) {
    return decision.first.client_id != client_id;
  });
  const bool precise = decided != end && !std::prev(end)->first.holder.agency_id.empty();
  std::vector<Opened> bases;
  for (; decided != end; ++decided) {
    const auto& [subject, grants] = *decided;
    if (precise && subject.holder.agency_id.empty()) continue;
    for (int number : policy.areas()) {
      const auto area = static_cast<common::v1::DataArea>(number);
      if (!grants.Covers(area)) continue;
      AreaGrant grant;
      grant.basis = common::v1::BASIS_OWN_RECORD;
      if (!grants.own) grant = grants.areas.at(area);
      auto same = std::find_if(bases.begin(), bases.end(), [&](const Opened& opened) {
        return opened.grant.basis == grant.basis && opened.grant.law_row == grant.law_row &&
               opened.grant.consent_id == grant.consent_id &&
               opened.grant.consent_version == grant.consent_version;
      });
      if (same == bases.end()) same = bases.insert(bases.end(), {grant, {}});
      same->areas.insert(area);
    }
  }
  return bases;
}

void FillBasis(const Opened& opened, AuditEntry& entry) {
  entry.clear_areas();
  for (common::v1::DataArea area : opened.areas) entry.add_areas(area);
  entry.set_basis(opened.grant.basis);
  entry.set_law_row(opened.grant.law_row);
  entry.set_consent_id(opened.grant.consent_id);
  entry.set_consent_version(opened.grant.consent_version);
}

void AddRecords(const Message& message, AuditEntry& entry) {
  const auto& record = message.GetDescriptor()->options().GetExtension(common::v1::record);
  if (!record.table().empty()) {
    entry.add_records(absl::StrCat(record.table(), "/", KeyOf(message)));
    return;
  }
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->is_repeated() || field->message_type() == nullptr) continue;
    AddRecords(message.GetReflection()->GetMessage(message, field), entry);
  }
}

// A method that decides by itself may admit a caller who has no basis for the client (an
// emergency). A replay does not run it: what the caller's own unit made by it stays its own, and a
// service is answered what it was answered.
void HoldReplayed(Call& call, const Message& response) {
  const Message* record = FirstClientRecord(response);
  if (record == nullptr || call.policy().need() != common::v1::NEED_DECIDED_BY_METHOD) return;
  const Unit holder = HolderOf(*record);
  if (holder.agency_id.empty()) return;
  if (call.caller().kind != common::v1::CALLER_SERVICE && holder != call.caller().unit) return;
  Grants grants;
  grants.own = true;
  call.Hold({ClientOf(*record), holder}, std::move(grants));
}

}  // namespace

// One call on its way; attempts of its transaction reuse it.
struct Pipeline::Attempt {
  Inbound inbound;
  CallFacts facts;
  std::unique_ptr<Message> request;
  std::unique_ptr<Message> response;
  std::string request_id;
  std::string client_id;  // Of the request's subject field.
  std::string body;       // Serialized response.
  bool authenticated = false;
  bool dry_run = false;
  bool replay = false;
  bool committed = false;
  absl::Time decided;
  std::vector<AuditEntry> entries;  // To be written by the audit writer.
  std::string entry_id;             // Of the entry that went into the transaction.
  // Left by the last Call of the attempt.
  std::string found_client_id;
  std::string hidden_rule, hidden_reason;
  std::map<Subject, Grants> decisions;
  std::vector<AuditEntry> extra;

  void Begin(const Message& prototype, absl::Time now) {
    response.reset(prototype.New());
    decided = now;
    replay = false;
  }

  void Take(Call& call) {
    found_client_id = call.client_id();
    hidden_rule = call.hidden_rule();
    hidden_reason = call.hidden_reason();
    decisions = call.decisions();
    extra = call.audit();
  }
  const std::string& Client() const { return client_id.empty() ? found_client_id : client_id; }
};

absl::Status Pipeline::Authenticate(const common::v1::MethodPolicy& policy, const Inbound& inbound,
                                    absl::Time now, Caller& caller) const {
  caller.peer_certificate = inbound.peer.certificate_sha256;
  caller.service = auth::ServiceName(inbound.peer).value_or("");
  if (AllowsCaller(policy, common::v1::CALLER_ANYBODY)) return absl::OkStatus();
  if (inbound.authorization.empty() && !caller.service.empty()) {
    caller.kind = common::v1::CALLER_SERVICE;
    caller.issuer = "service";
    caller.subject = caller.service;
    caller.role = common::v1::ACTING_ROLE_SYSTEM;
    return absl::OkStatus();
  }
  absl::string_view token = inbound.authorization;
  if (!absl::ConsumePrefix(&token, "Bearer ")) absl::ConsumePrefix(&token, "bearer ");
  ASSIGN_OR_RETURN(const auth::Identity identity,
                   parts_.tokens->Verify(std::string_view(token.data(), token.size()), now));
  if (!identity.certificate_sha256.empty() &&
      identity.certificate_sha256 != caller.peer_certificate) {
    return rules::StatusWithReason(absl::StatusCode::kUnauthenticated, "CERTIFICATE_NOT_BOUND",
                                   "the token is bound to another certificate");
  }
  caller.kind = identity.kind == auth::CallerKind::kPerson ? common::v1::CALLER_PERSON
                : identity.kind == auth::CallerKind::kAgencySystem
                    ? common::v1::CALLER_AGENCY_SYSTEM
                    : common::v1::CALLER_SERVICE;
  caller.issuer = identity.issuer;
  caller.subject = identity.subject;
  caller.unit.agency_id = identity.agency_id;
  if (caller.kind == common::v1::CALLER_PERSON) caller.signed_in = identity.signed_in;
  if (caller.kind == common::v1::CALLER_AGENCY_SYSTEM &&
      (identity.agency_id.empty() || auth::AgencyId(inbound.peer) != identity.agency_id)) {
    return Denied("CERTIFICATE_FOREIGN", "the certificate is not that of the token's agency");
  }
  if (caller.kind == common::v1::CALLER_SERVICE && caller.service != identity.subject) {
    return Denied("CERTIFICATE_FOREIGN", "the certificate is not that of the service");
  }
  return absl::OkStatus();
}

// Without the journal it is not known what was withdrawn: only what anybody may know is answered
// (XC-69).
absl::Status Pipeline::CheckMayAnswer(const common::v1::MethodPolicy& policy) const {
  if (!parts_.read_nothing || AllowsCaller(policy, common::v1::CALLER_ANYBODY)) {
    return absl::OkStatus();
  }
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, "JOURNAL_MISSING",
                                 "the journal of withdrawals is missing; nothing is read until an "
                                 "operator has brought it back");
}

absl::StatusOr<Caller> Pipeline::AuthenticateStream(
    const google::protobuf::MethodDescriptor& method, const Inbound& inbound) const {
  const auto& policy = method.options().GetExtension(common::v1::policy);
  RETURN_IF_ERROR(CheckMayAnswer(policy));
  Caller caller;
  RETURN_IF_ERROR(Authenticate(policy, inbound, parts_.clock->Now(), caller));
  if (!AllowsCaller(policy, caller.kind)) {
    return Denied("CALLER_KIND_REFUSED", "this kind of caller may not call the method");
  }
  return caller;
}

absl::Status Pipeline::Prepare(const Method& method, const Inbound& inbound, Attempt& attempt) {
  attempt.inbound = inbound;
  attempt.facts.method = method.descriptor;
  attempt.facts.policy = method.policy;
  attempt.facts.now = parts_.clock->Now();
  attempt.facts.deadline = inbound.deadline;
  attempt.facts.traceparent = inbound.traceparent;
  attempt.facts.authorization = inbound.authorization;
  attempt.facts.raw_context = inbound.context;
  std::string context;
  if (!absl::WebSafeBase64Unescape(inbound.context, &context) ||
      !attempt.facts.context.ParseFromString(context)) {
    return rules::InvalidField("opora-context", "CONTEXT_MALFORMED",
                               "is not a CallContext in base64url");
  }
  if (!common::v1::ActingRole_IsValid(attempt.facts.context.acting_role()) ||
      !common::v1::Purpose_IsValid(attempt.facts.context.purpose())) {
    return rules::InvalidField("opora-context", "CONTEXT_UNKNOWN_VALUE",
                               "has a role or purpose unknown here");
  }
  RETURN_IF_ERROR(CheckMayAnswer(*method.policy));
  RETURN_IF_ERROR(Authenticate(*method.policy, inbound, attempt.facts.now, attempt.facts.caller));
  attempt.authenticated = attempt.facts.caller.kind != common::v1::CALLER_ANYBODY;
  attempt.request.reset(method.request->New());
  if (!attempt.request->ParseFromString(inbound.body())) {
    return rules::StatusWithReason(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED",
                                   "the request cannot be read");
  }
  validation::NormalizeStrings(attempt.request.get());
  attempt.request_id = StringField(*attempt.request, "request_id");
  attempt.dry_run = BoolField(*attempt.request, "validate_only");
  attempt.client_id = TextAt(*attempt.request, method.policy->subject());
  if (!ids::IsUuid(attempt.client_id)) attempt.client_id.clear();
  attempt.facts.dry_run = attempt.dry_run;
  return absl::OkStatus();
}

absl::Status Pipeline::Authorize(const Method& method, Attempt& attempt) {
  Caller& caller = attempt.facts.caller;
  const common::v1::MethodPolicy& policy = *method.policy;
  if (!AllowsCaller(policy, caller.kind))
    return Denied("CALLER_KIND_REFUSED", "this kind of caller may not call the method");
  if (!attempt.authenticated) return absl::OkStatus();
  const auto peer_agency = auth::AgencyId(attempt.inbound.peer);
  if (peer_agency.has_value() && *peer_agency != caller.unit.agency_id) {
    return Denied("CERTIFICATE_FOREIGN", "the certificate is not that of the caller's agency");
  }
  if (caller.kind != common::v1::CALLER_PERSON) return absl::OkStatus();
  caller.stance = MeaningOf(caller.role).stance();
  if (!AllowsRole(policy, caller.role))
    return Denied("ROLE_REFUSED", "the acting role may not call the method");
  if (policy.need() != common::v1::NEED_NO_CLIENT &&
      attempt.facts.context.purpose() == common::v1::PURPOSE_UNSPECIFIED) {
    return rules::InvalidField("opora-context.purpose", "PURPOSE_REQUIRED",
                               "is needed where client data are touched");
  }
  return absl::OkStatus();
}

// Decides on the client whom the request names, then runs the handler. What the response shows is
// decided again per record, by Redact.
absl::Status Pipeline::RunHandler(Call& call, const Method& method, Attempt& attempt) {
  const common::v1::MethodPolicy& policy = *method.policy;
  if (!attempt.client_id.empty() && policy.need() != common::v1::NEED_DECIDED_BY_METHOD) {
    ASSIGN_OR_RETURN(const Grants* grants, call.GrantsFor({attempt.client_id, {}}));
    if (!IsEnough(policy, *grants))
      return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  }
  RETURN_IF_ERROR(method.handler(call, *attempt.request, *attempt.response));
  return FollowRecommendations(call, attempt);
}

// Of what the caller may not see not even a refusal tells: NOT_FOUND goes before it.
absl::Status Pipeline::FollowRecommendations(Call& call, Attempt& attempt) {
  if (!parts_.follow_recommendations) return absl::OkStatus();
  absl::Status status = parts_.follow_recommendations(call, *attempt.request, *attempt.response);
  if (!status.ok()) RETURN_IF_ERROR(Redact(call, *attempt.response));
  return status;
}

absl::Status Pipeline::Admit(db::Tx& tx, const Method& method, Attempt& attempt) {
  if (attempt.authenticated && parts_.directory != nullptr) {
    RETURN_IF_ERROR(parts_.directory->Resolve(tx, attempt.facts, attempt.facts.caller));
  }
  RETURN_IF_ERROR(Authorize(method, attempt));
  return validation::Validate(*attempt.request);
}

absl::Status Pipeline::Read(db::Session& session, const Method& method, Attempt& attempt) {
  pqxx::nontransaction transaction(session.Connection());
  db::Tx tx(session, transaction);
  RETURN_IF_ERROR(Admit(tx, method, attempt));
  Call call(attempt.facts, tx, parts_.decider);
  attempt.Begin(*method.response, parts_.clock->Now());
  absl::Status status = RunHandler(call, method, attempt);
  if (status.ok()) status = Redact(call, *attempt.response);
  attempt.Take(call);
  return status;
}

// Replays or runs a change, up to but not including the commit.
absl::Status Pipeline::Change(Call& call, const Method& method, Attempt& attempt) {
  const bool keyed = !attempt.request_id.empty() && !attempt.dry_run;
  const std::string hash = keyed ? RequestHash(*attempt.request) : "";
  if (keyed) {
    Earlier earlier;
    RETURN_IF_ERROR(FindEarlier(call, attempt.request_id, hash, earlier));
    if (earlier.found) {
      attempt.replay = true;
      RETURN_IF_ERROR(Restore(call, earlier.result, *attempt.response));
      HoldReplayed(call, *attempt.response);
      return Redact(call, *attempt.response);
    }
  }
  RETURN_IF_ERROR(RunHandler(call, method, attempt));
  const std::string result = keyed ? Reduce(*attempt.response) : "";
  RETURN_IF_ERROR(Redact(call, *attempt.response));
  if (attempt.dry_run) return absl::OkStatus();
  attempt.Take(call);
  return Keep(call, method, attempt, hash, result);
}

// The last statement of a writing transaction, and the journal.
absl::Status Pipeline::Keep(Call& call, const Method& method, Attempt& attempt,
                            const std::string& hash, const std::string& result) {
  const auto or_null = [](bool present, std::string text) {
    return present ? std::optional<std::string>(std::move(text)) : std::nullopt;
  };
  audit::EntryRows rows;
  const std::vector<AuditEntry> entries = EntriesOf(method, attempt, absl::OkStatus(), true);
  for (const AuditEntry& entry : entries) rows.Add(entry);
  attempt.entry_id = entries.front().entry_id();
  common::v1::WatchResponse events;
  for (const auto& event : call.events()) *events.add_events() = event;
  if (events.ByteSizeLong() > kLargestEvents) {
    return rules::StatusWithReason(absl::StatusCode::kInvalidArgument, "TOO_MUCH_AT_ONCE",
                                   "the request changes more than one transaction can tell");
  }
  const bool keyed = !hash.empty();
  db::Params params = rows.ToParams();
  params.insert(
      params.end(),
      {CallerKey(call.caller()), method.descriptor->full_name(), or_null(keyed, attempt.request_id),
       or_null(keyed, db::ByteaLiteral(hash)), or_null(keyed, db::ByteaLiteral(result)),
       or_null(events.events_size() > 0, db::ByteaLiteral(events.SerializeAsString()))});
  if (!call.journal().empty()) {
    call.tx().Run("UPDATE journal_state SET line_count = line_count + $1::bigint",
                  {std::to_string(call.journal().size())});
  }
  call.tx().Run(AppendStatement(), params);
  std::vector<audit::JournalEntry> journal;
  for (const auto& line : call.journal()) {
    journal.push_back({call.now(), line.kind, line.client_id, line.record_id});
  }
  return journal.empty() ? absl::OkStatus() : parts_.journal->Append(journal);
}

// A commit that may or may not have happened: makes sure that the old backend is gone, then looks
// for the audit entry that the transaction wrote.
absl::Status Pipeline::ResolveDoubt(db::Session& session, int backend, Attempt& attempt) {
  const absl::Time give_up = std::min(absl::Now() + absl::Seconds(3), attempt.facts.deadline);
  while (absl::Now() < give_up) {
    try {
      pqxx::nontransaction transaction(session.Connection());
      db::Tx tx(session, transaction);
      const pqxx::result alive = tx.Run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1::integer AND "
          "usename = current_user",
          {std::to_string(backend)});
      if (alive.empty()) {
        attempt.committed =
            !tx.Run("SELECT 1 FROM audit_entries WHERE entry_id = $1", {attempt.entry_id}).empty();
        return attempt.committed
                   ? absl::OkStatus()
                   : rules::StatusWithReason(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE",
                                             "the change was not made; it is safe to try again");
      }
    } catch (const std::exception&) {
      session.Discard();
    }
    absl::SleepFor(absl::Milliseconds(50));
  }
  return rules::StatusWithReason(
      absl::StatusCode::kUnknown, "COMMIT_IN_DOUBT",
      "it is not known whether the change was made; ask again with the same request_id");
}

absl::Status Pipeline::Write(db::Session& session, const Method& method, Attempt& attempt) {
  absl::Status status;
  for (int i = 0; i < parts_.attempts; ++i) {
    int backend = 0;
    try {
      pqxx::work transaction(session.Connection());
      backend = session.BackendPid();
      db::Tx tx(session, transaction);
      status = Admit(tx, method, attempt);
      if (status.ok()) {
        Call call(attempt.facts, tx, parts_.decider);
        attempt.Begin(*method.response, parts_.clock->Now());
        status = Change(call, method, attempt);
        attempt.Take(call);
      }
      if (!status.ok() || attempt.dry_run || attempt.replay) return status;
      transaction.commit();
      attempt.committed = true;
      if (parts_.committed) parts_.committed();
      return status;
    } catch (const std::exception&) {
      status = db::StatusFromCurrentException();
    }
    if (db::IsConnectionLost(status)) {
      session.Discard();
      if (db::IsInDoubt(status)) return ResolveDoubt(session, backend, attempt);
      return status;
    }
    // Two calls with one request_id: the later one finds the row of the earlier on its second
    // attempt.
    const bool raced = status.code() == absl::StatusCode::kAlreadyExists &&
                       !attempt.request_id.empty() && rules::RuleOf(status).empty();
    if (!db::IsConflict(status) && !raced) return status;
  }
  return status;
}

absl::Status Pipeline::Execute(db::Session& session, const Method& method, Attempt& attempt) {
  if (method.policy->access() == common::v1::ACCESS_WRITE) return Write(session, method, attempt);
  for (int i = 0;; ++i) {
    try {
      return Read(session, method, attempt);
    } catch (const std::exception&) {
      const absl::Status status = db::StatusFromCurrentException();
      const bool lost = db::IsConnectionLost(status);
      if (lost) session.Discard();
      // A connection that died while it lay idle is not the caller's affair: reads ask once more.
      if (!lost || i > 0) return status;
    }
  }
}

// What broke off because the time was over is told as that; nothing was changed.
absl::Status Pipeline::ExecuteInTime(db::Session& session, const Method& method, Attempt& attempt) {
  absl::Status status = Execute(session, method, attempt);
  if (!db::IsConnectionLost(status) || db::IsInDoubt(status)) return status;
  if (absl::Now() < attempt.facts.deadline) return status;
  return rules::StatusWithReason(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                                 "the deadline passed before the database answered");
}

std::string Pipeline::SearchOf(const Method& method, const Attempt& attempt) {
  if (method.policy->access() != common::v1::ACCESS_READ) return "";
  const std::string id = StringField(*attempt.request, "search_id");
  if (id.empty()) return "";
  return absl::StrCat(CallerKey(attempt.facts.caller), "|", attempt.facts.caller.role, "|",
                      method.descriptor->full_name(), "|", id);
}

std::vector<AuditEntry> Pipeline::EntriesOf(const Method& method, const Attempt& attempt,
                                            const absl::Status& status, bool changed) const {
  const Caller& caller = attempt.facts.caller;
  const bool of_client = method.policy->need() != common::v1::NEED_NO_CLIENT;
  const bool writes = method.policy->access() == common::v1::ACCESS_WRITE;
  AuditEntry base;
  *base.mutable_occurred_at() = ToTimestamp(attempt.facts.now);
  base.set_service(parts_.service);
  base.set_method(method.descriptor->full_name());
  base.set_caller(caller.kind);
  base.set_principal(CallerKey(caller));
  base.set_worker_id(caller.worker_id);
  base.set_substituted_worker_id(caller.substituted_worker_id);
  base.set_agency_id(caller.unit.agency_id);
  base.set_department_id(caller.unit.department_id);
  base.set_acting_role(caller.role);
  base.set_purpose(attempt.facts.context.purpose());
  base.set_status_code(static_cast<int>(status.code()));
  base.set_request_id(attempt.request_id);
  base.set_trace_id(attempt.facts.traceparent.size() > 35 ? attempt.facts.traceparent.substr(3, 32)
                                                          : "");
  base.set_peer_certificate(caller.peer_certificate);
  base.set_replay(attempt.replay);
  base.set_client_id(attempt.Client());

  std::vector<AuditEntry> entries;
  AuditEntry own = base;
  own.set_entry_id(ids::TimeOrderedId(attempt.facts.now));
  own.set_effect(!status.ok()                 ? common::v1::AUDIT_EFFECT_REFUSED
                 : !writes                    ? common::v1::AUDIT_EFFECT_READ
                 : changed && !attempt.replay ? common::v1::AUDIT_EFFECT_WRITTEN
                                              : common::v1::AUDIT_EFFECT_UNCHANGED);
  own.set_rule(attempt.hidden_rule.empty() ? rules::RuleOf(status) : attempt.hidden_rule);
  if (!status.ok() && of_client) *own.mutable_areas() = method.policy->areas();
  own.set_reason(attempt.hidden_reason.empty() ? rules::ReasonOf(status) : attempt.hidden_reason);
  if (status.ok() && writes && attempt.response != nullptr) AddRecords(*attempt.response, own);
  // One entry per call, client and basis: the client whom the call concerns, and others that the
  // answer shows.
  std::set<std::string> clients;
  for (const auto& [subject, grants] : attempt.decisions) clients.insert(subject.client_id);
  if (own.client_id().empty() && clients.size() == 1) own.set_client_id(*clients.begin());
  const AuditEntry plain = own;
  bool filled = false;
  for (const std::string& client : clients) {
    if (client != own.client_id() && !status.ok()) continue;
    for (const Opened& opened : BasesFor(client, attempt.decisions, *method.policy)) {
      const bool first = client == own.client_id() && !filled;
      AuditEntry& entry = first ? own : entries.emplace_back(plain);
      if (first) filled = true;
      if (!first) {
        entry.set_entry_id(ids::TimeOrderedId(attempt.facts.now));
        entry.set_client_id(client);
        entry.clear_records();
      }
      FillBasis(opened, entry);
    }
  }
  // A read whose method speaks for itself (a decision) is told by that entry alone.
  if (writes || !status.ok() || attempt.extra.empty())
    entries.insert(entries.begin(), std::move(own));
  for (const AuditEntry& extra : attempt.extra) {
    AuditEntry& entry = entries.emplace_back(base);
    entry.MergeFrom(extra);
    if (attempt.dry_run && extra.effect() == common::v1::AUDIT_EFFECT_DISCLOSED) {
      entry.set_effect(common::v1::AUDIT_EFFECT_UNCHANGED);
    }
    if (entry.entry_id().empty()) entry.set_entry_id(ids::TimeOrderedId(attempt.facts.now));
  }
  return entries;
}

void Pipeline::Finish(std::shared_ptr<Attempt> attempt, const Method& method, absl::Status status,
                      Reply reply) {
  // Not audited here: what committed its own entry, what is not known by name, what concerns no
  // client, changed nothing and says nothing for itself.
  const bool of_client = method.policy->need() != common::v1::NEED_NO_CLIENT;
  const auto answer = [this, attempt, reply, of_client](const absl::Status& final_status) {
    Outbound out;
    out.status = final_status;
    if (final_status.ok()) out.body = std::move(attempt->body);
    if (of_client && !attempt->committed) out.answer_by = attempt->decided + parts_.decision_window;
    out.language = attempt->facts.context.language();
    out.replay = attempt->replay;
    out.agency_id = attempt->facts.caller.unit.agency_id;
    out.subject_hash = HashForLog(CallerKey(attempt->facts.caller));
    out.request_id = attempt->request_id;
    out.rule = rules::RuleOf(final_status);
    reply(std::move(out));
  };
  if (status.ok()) attempt->body = attempt->response->SerializeAsString();
  const bool malformed = status.code() == absl::StatusCode::kInvalidArgument &&
                         attempt->facts.caller.worker_id.empty();
  const bool silent = !of_client && status.ok() && attempt->extra.empty();
  if (attempt->committed || !attempt->authenticated || malformed || silent) return answer(status);
  std::vector<AuditEntry> entries = EntriesOf(method, *attempt, status, false);
  std::vector<AuditEntry> told;
  const std::string search = status.ok() ? SearchOf(method, *attempt) : "";
  if (!search.empty()) {
    entries = searches_.New(search, std::move(entries), attempt->facts.now);
    if (entries.empty()) return answer(status);
    told = entries;
  }
  // Of a database that did not answer nothing more is asked before that is told. The entry is
  // written if it can be.
  if (GotNoAnswer(status)) {
    (void)parts_.audit->Submit(std::move(entries), [](const absl::Status&) {});
    return answer(status);
  }
  const absl::Status queued = parts_.audit->Submit(
      std::move(entries),
      [this, attempt, status, answer, search, told](const absl::Status& written) {
        if (!written.ok()) return answer(written);
        if (!search.empty()) searches_.Remember(search, told, attempt->facts.now);
        answer(status);
      });
  if (!queued.ok()) answer(queued);
}

void Pipeline::Run(db::Session& session, const Method& method, const Inbound& inbound,
                   Reply reply) noexcept {
  auto attempt = std::make_shared<Attempt>();
  absl::Status status;
  try {
    const db::Session::Until until(session, inbound.deadline);
    status = Prepare(method, inbound, *attempt);
    if (status.ok()) status = ExecuteInTime(session, method, *attempt);
  } catch (const std::exception& error) {
    telemetry::Log(telemetry::Level::kError, "a handler threw",
                   {{"method", method.descriptor->full_name()}, {"error", error.what()}});
    status = rules::StatusWithReason(absl::StatusCode::kInternal, "INTERNAL", "internal error");
  }
  if (parts_.pulse != nullptr && status.ok() && attempt->authenticated) parts_.pulse->Heard();
  Finish(std::move(attempt), method, std::move(status), std::move(reply));
}

absl::Status DecisionTooOld() {
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, "DECISION_TOO_OLD",
                                 "the answer took too long; ask again");
}

}  // namespace opora::rpc
