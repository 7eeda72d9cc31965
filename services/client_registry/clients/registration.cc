#include "services/client_registry/clients/registration.h"

#include <algorithm>

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "services/client_registry/clients/client_rules.h"
#include "services/client_registry/clients/client_store.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/protection/protection_store.h"

namespace opora::registry {
namespace {

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
    InsertMatch(call.tx(), match);
  }
}

std::vector<Candidate> CandidatesFor(rpc::Call& call, const v1::Client& client,
                                     const MatchKeys& keys) {
  if (client.kind() != v1::CLIENT_KIND_IDENTIFIED) return {};
  return FindCandidates(call.tx(), keys, client.client_id());
}

}  // namespace

void HoldOwn(rpc::Call& call, const std::string& client_id) {
  rpc::Grants grants;
  grants.own = true;
  call.Hold({client_id, call.caller().unit}, grants);
  call.SetClient(client_id);
}

absl::StatusOr<v1::Client> Register(rpc::Call& call, v1::Client client) {
  RETURN_IF_ERROR(CheckClient(client, dates::DayAt(call.now())));
  client.set_client_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, client);
  client.clear_registered_by_worker_id();
  if (!call.caller().worker_id.empty()) client.set_registered_by_worker_id(call.caller().worker_id);
  *client.mutable_create_time() = rpc::ToTimestamp(call.now());
  const MatchKeys keys = KeysOf(client);
  const std::vector<Candidate> candidates = CandidatesFor(call, client, keys);
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
  return client;
}

absl::Status StoreChange(rpc::Call& call, v1::Client& client) {
  RETURN_IF_ERROR(CheckClient(client, dates::DayAt(call.now())));
  std::vector<std::string_view> fields = {"kind"};
  fields.insert(fields.end(), ChangeableFields().begin(), ChangeableFields().end());
  db::Update(call.tx(), client, fields);
  const MatchKeys keys = KeysOf(client);
  StoreKeys(call.tx(), client.client_id(), keys);
  OpenMatches(call, client, CandidatesFor(call, client, keys), keys);
  protection::MatchByPhone(call, client.client_id());
  return absl::OkStatus();
}

const std::vector<std::string>& ChangeableFields() {
  static const auto* fields = new std::vector<std::string>{
      "code_name", "given_name",   "family_name", "birth_date",    "birth_number",
      "has_phone", "phone_number", "email",       "contact_origin"};
  return *fields;
}

absl::Status ApplyMask(const v1::Client& values, std::span<const std::string> mask,
                       v1::Client& client) {
  v1::Client named = values;
  for (const std::string& path : mask) {
    const auto& known = ChangeableFields();
    if (std::find(known.begin(), known.end(), path) == known.end()) {
      return rules::InvalidField("update_mask", "MASK_PATH_UNKNOWN",
                                 "names a field that cannot be changed");
    }
    if (path == "contact_origin" && client.has_contact_origin() &&
        (!values.has_contact_origin() || values.contact_origin() != client.contact_origin())) {
      return rules::Refuse(rule::kOriginKnown);
    }
    client.GetReflection()->ClearField(&client, client.GetDescriptor()->FindFieldByName(path));
  }
  // What is not named stays; what is named and absent is cleared.
  const auto* descriptor = named.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (std::find(mask.begin(), mask.end(), field->name()) == mask.end())
      named.GetReflection()->ClearField(&named, field);
  }
  client.MergeFrom(named);
  return absl::OkStatus();
}

absl::StatusOr<v1::Client> LockOwnClient(rpc::Call& call, const std::string& client_id,
                                         std::string_view etag) {
  v1::Client client;
  if (!db::FindForUpdate(call.tx(), client_id, client)) return rules::NotFound();
  call.SetClient(client_id);
  if (rpc::HolderOf(client) != call.caller().unit) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({client_id, rpc::HolderOf(client)}));
    if (!grants->Any()) return call.HiddenRefusal("XC-13", "FOREIGN_RECORD");
    return rules::Refuse(rule::kRecordOfAnotherUnit);
  }
  RETURN_IF_ERROR(CheckHeld(call, client));
  RETURN_IF_ERROR(CheckEtag(client, etag));
  return client;
}

}  // namespace opora::registry
