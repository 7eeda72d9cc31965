#include "services/client_registry/clients/match_service.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/rpc/page.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/protection/protection_store.h"

namespace opora::registry {
namespace {

// Locks both clients in order of their ids, so that merges that share one wait for each other.
void LockClients(rpc::Call& call, const v1::ClientMatch& match) {
  call.tx().Run("SELECT 1 FROM clients WHERE client_id IN ($1, $2) ORDER BY client_id FOR UPDATE",
                {match.client_id(), match.other_client_id()});
}

// Recomputes the flat sets of everybody whom the merged matches reach from these two: the join and
// the split are the same computation over different matches.
void Recluster(rpc::Call& call, const v1::ClientMatch& match) {
  call.tx().Run(
      "WITH RECURSIVE old AS (SELECT m.client_id FROM client_clusters s JOIN client_clusters m "
      "USING (survivor_id) "
      "WHERE s.client_id IN ($1, $2)), edges AS (SELECT client_id AS a, other_client_id AS b FROM "
      "client_matches "
      "WHERE state = 'MERGED' UNION SELECT other_client_id, client_id FROM client_matches WHERE "
      "state = 'MERGED'), "
      "reach AS (SELECT client_id AS start, client_id AS member FROM old UNION SELECT r.start, e.b "
      "FROM reach r "
      "JOIN edges e ON e.a = r.member) UPDATE client_clusters c SET survivor_id = s.survivor FROM "
      "(SELECT start, "
      "min(member::text)::uuid AS survivor FROM reach GROUP BY start) s WHERE c.client_id = "
      "s.start",
      {match.client_id(), match.other_client_id()});
}

absl::Status Settle(rpc::Call& call, v1::ClientMatch& match, v1::MatchState state,
                    const char* event) {
  match.set_state(state);
  db::Update(call.tx(), match, {"state"});
  Recluster(call, match);
  // Whoever is the same person is protected as well, and so is whoever lives with them; a split
  // takes nothing back (XC-27).
  protection::Spread(call, {match.client_id(), match.other_client_id()});
  const v1::ClusterFact fact = ReadClusters(call.tx(), match.client_id(), match.other_client_id());
  call.Emit(event, match, &fact);
  for (const std::string& client : {match.client_id(), match.other_client_id()}) {
    common::v1::AuditEntry& entry = call.AddAudit();
    entry.set_client_id(client);
    entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
    entry.add_areas(common::v1::DATA_AREA_IDENTITY);
  }
  return absl::OkStatus();
}

// What a steward compares, and the entry in the audit that it was shown.
absl::Status Show(rpc::Call& call, const std::string& client_id, v1::MatchIdentity& identity) {
  ASSIGN_OR_RETURN(const v1::Client client, db::Get<v1::Client>(call.tx(), client_id));
  identity.set_client_id(client_id);
  identity.set_given_name(client.given_name());
  identity.set_family_name(client.family_name());
  if (client.has_birth_date()) *identity.mutable_birth_date() = client.birth_date();
  identity.set_birth_number(client.birth_number());
  *identity.mutable_create_time() = client.create_time();
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(client_id);
  entry.set_effect(common::v1::AUDIT_EFFECT_READ);
  entry.add_areas(common::v1::DATA_AREA_IDENTITY);
  return absl::OkStatus();
}

}  // namespace

void MatchService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "ListMatches", *this, &MatchService::ListMatches);
  rpc::Bind(methods, kInterface, "GetMatch", *this, &MatchService::GetMatch);
  rpc::Bind(methods, kInterface, "MergeClients", *this, &MatchService::MergeClients);
  rpc::Bind(methods, kInterface, "UnmergeClients", *this, &MatchService::UnmergeClients);
}

absl::StatusOr<v1::ListMatchesResponse> MatchService::ListMatches(
    rpc::Call& call, const v1::ListMatchesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListMatchesResponse response;
  db::SelectInto(
      call.tx(), v1::ClientMatch::default_instance(),
      "WHERE r.state = 'OPEN' AND ($1::timestamptz IS NULL OR (r.create_time, r.match_id) > "
      "($1::timestamptz, $2::uuid)) ORDER BY r.create_time, r.match_id LIMIT $3",
      {page.Key(0), page.Key(1), page.Limit()}, [&] { return response.add_matches(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_matches()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText(last->create_time()), last->match_id()}));
  return response;
}

absl::StatusOr<v1::GetMatchResponse> MatchService::GetMatch(rpc::Call& call,
                                                            const v1::GetMatchRequest& request) {
  v1::GetMatchResponse response;
  ASSIGN_OR_RETURN(*response.mutable_match(),
                   db::Get<v1::ClientMatch>(call.tx(), request.match_id()));
  RETURN_IF_ERROR(Show(call, response.match().client_id(), *response.mutable_later()));
  RETURN_IF_ERROR(Show(call, response.match().other_client_id(), *response.mutable_earlier()));
  return response;
}

absl::StatusOr<v1::MergeClientsResponse> MatchService::MergeClients(
    rpc::Call& call, const v1::MergeClientsRequest& request) {
  v1::MergeClientsResponse response;
  ASSIGN_OR_RETURN(const v1::ClientMatch seen,
                   db::Get<v1::ClientMatch>(call.tx(), request.match_id()));
  protection::LockGraph(call.tx());
  LockClients(call, seen);
  ASSIGN_OR_RETURN(*response.mutable_match(),
                   db::Lock<v1::ClientMatch>(call.tx(), request.match_id()));
  if (response.match().state() != v1::MATCH_STATE_OPEN) return rules::Refuse(rule::kMatchNotOpen);
  RETURN_IF_ERROR(Settle(call, *response.mutable_match(), v1::MATCH_STATE_MERGED, "ClientsMerged"));
  return response;
}

absl::StatusOr<v1::UnmergeClientsResponse> MatchService::UnmergeClients(
    rpc::Call& call, const v1::UnmergeClientsRequest& request) {
  v1::UnmergeClientsResponse response;
  ASSIGN_OR_RETURN(const v1::ClientMatch seen,
                   db::Get<v1::ClientMatch>(call.tx(), request.match_id()));
  protection::LockGraph(call.tx());
  LockClients(call, seen);
  ASSIGN_OR_RETURN(*response.mutable_match(),
                   db::Lock<v1::ClientMatch>(call.tx(), request.match_id()));
  if (response.match().state() != v1::MATCH_STATE_MERGED)
    return rules::Refuse(rule::kMatchNotMerged);
  RETURN_IF_ERROR(
      Settle(call, *response.mutable_match(), v1::MATCH_STATE_REJECTED, "ClientsUnmerged"));
  return response;
}

}  // namespace opora::registry
