#include "services/client_registry/clients/client_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/policy.h"
#include "common/text/fold.h"
#include "common/time/proto_date.h"
#include "services/client_registry/clients/client_rules.h"
#include "services/client_registry/clients/client_store.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/protection/protection_store.h"

namespace opora::registry {
namespace {

constexpr int kSuggestionDefault = 10;

// What a worker does with a person's record.
const std::vector<std::string_view> kVerbsOnClient = {
    "opora.registry.v1.ClientService.RecordStatement",
    "opora.registry.v1.ConsentService.CreateConsent",
    "opora.registry.v1.ConsentService.RecordWithdrawal",
    "opora.registry.v1.AccessService.CheckDisclosure",
    "opora.registry.v1.ReferralService.SendReferral",
    "opora.registry.v1.AgencyService.AssignWorker",
    "opora.registry.v1.SupportService.RecordSupport",
    "opora.registry.v1.DebtService.OpenDebt"};

void HoldOwn(rpc::Call& call, const std::string& client_id) {
  rpc::Grants grants;
  grants.own = true;
  call.Hold({client_id, call.caller().unit}, grants);
  call.SetClient(client_id);
}

// XC-41: assumptions stay with the unit that made them.
bool StaysWithHolder(const rpc::Call& call, const v1::Statement& statement) {
  return statement.kind() == v1::STATEMENT_KIND_WORKER_ASSUMPTION &&
         rpc::HolderOf(statement) != call.caller().unit;
}

// The matching record that the caller may know of, if any. Records without a basis are as if they
// were not: neither code nor time of the answer depends on them.
absl::StatusOr<std::string> KnownMatch(rpc::Call& call, const std::vector<Candidate>& candidates,
                                       const MatchKeys& keys) {
  std::vector<rpc::Subject> subjects;
  for (const Candidate& candidate : candidates) subjects.push_back({candidate.client_id, {}});
  RETURN_IF_ERROR(call.Decide(subjects));
  for (const Candidate& candidate : candidates) {
    if (Score(keys, candidate.keys) < kSamePerson) continue;
    ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({candidate.client_id, {}}));
    if (grants->Any()) return candidate.client_id;
  }
  return std::string();
}

void OpenMatches(rpc::Call& call, const v1::Client& client,
                 const std::vector<Candidate>& candidates, const MatchKeys& keys) {
  for (const Candidate& candidate : candidates) {
    const int score = Score(keys, candidate.keys);
    if (score < kWorthALook) continue;
    v1::ClientMatch match;
    match.set_match_id(ids::RandomId());
    match.set_client_id(client.client_id());
    match.set_other_client_id(candidate.client_id);
    match.set_score(score);
    match.set_state(v1::MATCH_STATE_OPEN);
    *match.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), match);
  }
}

}  // namespace

void ClientService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "RegisterClient", *this, &ClientService::RegisterClient);
  rpc::Bind(methods, kInterface, "GetClient", *this, &ClientService::GetClient);
  rpc::Bind(methods, kInterface, "SuggestClients", *this, &ClientService::SuggestClients);
  rpc::Bind(methods, kInterface, "RecordStatement", *this, &ClientService::RecordStatement);
}

absl::StatusOr<v1::RegisterClientResponse> ClientService::RegisterClient(
    rpc::Call& call, const v1::RegisterClientRequest& request) {
  v1::RegisterClientResponse response;
  v1::Client& client = *response.mutable_client();
  client = request.client();
  RETURN_IF_ERROR(CheckClient(client, dates::DayAt(call.now())));
  client.set_client_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, client);
  client.clear_registered_by_worker_id();
  if (!call.caller().worker_id.empty()) client.set_registered_by_worker_id(call.caller().worker_id);
  *client.mutable_create_time() = rpc::ToTimestamp(call.now());
  const MatchKeys keys = KeysOf(client);
  std::vector<Candidate> candidates;
  if (client.kind() == v1::CLIENT_KIND_IDENTIFIED)
    candidates = FindCandidates(call.tx(), keys, client.client_id());
  ASSIGN_OR_RETURN(const std::string known, KnownMatch(call, candidates, keys));
  if (!known.empty()) {
    call.SetClient(known);
    return rules::Refuse(rule::kClientAlreadyRegistered, {.metadata = {{"client_id", known}}});
  }
  InsertClient(call.tx(), client, keys);
  OpenMatches(call, client, candidates, keys);
  protection::MatchByPhone(call, client.client_id());
  HoldOwn(call, client.client_id());
  const v1::ClientRegisteredFact fact = FactOf(client);
  call.Emit("ClientRegistered", client, &fact);
  response.set_outcome(v1::REGISTRATION_OUTCOME_MATCH_PENDING);
  return response;
}

absl::StatusOr<v1::GetClientResponse> ClientService::GetClient(
    rpc::Call& call, const v1::GetClientRequest& request) {
  v1::GetClientResponse response;
  ASSIGN_OR_RETURN(*response.mutable_client(), db::Get<v1::Client>(call.tx(), request.client_id()));
  SelectStatements(call.tx(), request.client_id(), response);
  auto* statements = response.mutable_statements();
  for (int i = statements->size() - 1; i >= 0; --i) {
    if (StaysWithHolder(call, statements->Get(i))) statements->DeleteSubrange(i, 1);
  }
  // The basis told is that of the record asked for; statements of other units may come on others.
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({request.client_id(), {}}));
  ASSIGN_OR_RETURN(const rpc::Grants* of_record,
                   call.GrantsFor({request.client_id(), rpc::HolderOf(response.client())}));
  response.set_basis((of_record->Any() ? of_record : grants)->StrongestBasis());
  for (auto& action : rpc::PolicyActions(call, kVerbsOnClient, *grants))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::SuggestClientsResponse> ClientService::SuggestClients(
    rpc::Call& call, const v1::SuggestClientsRequest& request) {
  const std::string prefix = text::FoldName(request.prefix());
  if (prefix.size() < 3)
    return rules::InvalidField("prefix", "PREFIX_TOO_SHORT", "needs three letters");
  v1::SuggestClientsResponse response;
  SelectSuggestions(call.tx(), call.caller().unit, prefix,
                    request.page_size() == 0 ? kSuggestionDefault : request.page_size(), response);
  return response;
}

absl::StatusOr<v1::RecordStatementResponse> ClientService::RecordStatement(
    rpc::Call& call, const v1::RecordStatementRequest& request) {
  v1::RecordStatementResponse response;
  v1::Statement& statement = *response.mutable_statement();
  statement = request.statement();
  RETURN_IF_ERROR(CheckStatement(statement, call.now()));
  statement.set_statement_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, statement);
  statement.clear_author_worker_id();
  if (!call.caller().worker_id.empty()) statement.set_author_worker_id(call.caller().worker_id);
  *statement.mutable_create_time() = rpc::ToTimestamp(call.now());
  if (!statement.has_occurred_at()) *statement.mutable_occurred_at() = statement.create_time();
  // The hint says only what the caller may read anyway (XC-30).
  for (const v1::Statement& held : StatementsOn(call.tx(), statement.client_id(), statement)) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({held.client_id(), rpc::HolderOf(held)}));
    if (!grants->Covers(held.area(), "Statement.content") || StaysWithHolder(call, held)) continue;
    *response.add_warnings() = rules::Warn(rule::kAlreadyHeld, call.language());
    break;
  }
  db::Insert(call.tx(), statement);
  call.Emit("StatementRecorded", statement);
  return response;
}

}  // namespace opora::registry
