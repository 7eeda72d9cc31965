#include "services/client_registry/clients/client_change_service.h"

#include <google/protobuf/util/message_differencer.h>

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rules/occurrence.h"
#include "common/validation/validator.h"
#include "services/client_registry/clients/external_reference_store.h"
#include "services/client_registry/clients/refusals.h"
#include "services/client_registry/clients/registration.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

constexpr int kLargestBatch = 100;

// The annotations hold for a record as a whole, not for the part of it that a request names.
absl::Status Validate(const v1::Client& client) {
  v1::RegisterClientRequest whole;
  *whole.mutable_client() = client;
  return validation::Validate(whole);
}

struct Upserted {
  v1::Client client;
  v1::UpsertOutcome outcome = v1::UPSERT_OUTCOME_UNSPECIFIED;
};

absl::StatusOr<Upserted> Create(rpc::Call& call, const v1::UpsertClientRow& row) {
  Upserted result;
  ASSIGN_OR_RETURN(result.client, opora::registry::Register(call, row.client()));
  InsertReference(call, row.system(), v1::REFERENCED_RECORD_CLIENT, row.external_id(),
                  result.client.client_id());
  result.outcome = v1::UPSERT_OUTCOME_CREATED;
  return result;
}

// Fields of the request that are given; absent ones stay as they are.
std::vector<std::string> GivenFields(const v1::Client& values) {
  std::vector<std::string> mask;
  for (const std::string& name : ChangeableFields()) {
    const auto* field = values.GetDescriptor()->FindFieldByName(name);
    if (values.GetReflection()->HasField(values, field)) mask.push_back(name);
  }
  return mask;
}

absl::StatusOr<Upserted> Change(rpc::Call& call, const v1::UpsertClientRow& row,
                                const std::string& client_id) {
  Upserted result;
  ASSIGN_OR_RETURN(result.client, LockOwnClient(call, client_id, row.client().etag()));
  v1::Client& client = result.client;
  HoldOwn(call, client_id);
  const v1::Client before = client;
  RETURN_IF_ERROR(ApplyMask(row.client(), GivenFields(row.client()), client));
  result.outcome = v1::UPSERT_OUTCOME_UNCHANGED;
  if (google::protobuf::util::MessageDifferencer::Equals(before, client)) return result;
  RETURN_IF_ERROR(StoreChange(call, client));
  call.Emit("ClientUpdated", client);
  result.outcome = v1::UPSERT_OUTCOME_UPDATED;
  return result;
}

// All checks come before the first write of a row, so that a refused one leaves nothing behind.
absl::StatusOr<Upserted> Upsert(rpc::Call& call, const v1::UpsertClientRow& row) {
  LockReference(call, row.system(), v1::REFERENCED_RECORD_CLIENT, row.external_id());
  const std::string known =
      FindReferenced(call, row.system(), v1::REFERENCED_RECORD_CLIENT, row.external_id());
  return known.empty() ? Create(call, row) : Change(call, row, known);
}

absl::StatusOr<Upserted> UpsertValid(rpc::Call& call, const v1::UpsertClientRow& row) {
  RETURN_IF_ERROR(validation::Validate(row));
  return Upsert(call, row);
}

}  // namespace

void ClientChangeService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "UpdateClient", *this, &ClientChangeService::UpdateClient);
  rpc::Bind(methods, kInterface, "IdentifyClient", *this, &ClientChangeService::IdentifyClient);
  rpc::Bind(methods, kInterface, "GetClientByExternalReference", *this,
            &ClientChangeService::GetClientByExternalReference);
  rpc::Bind(methods, kInterface, "UpsertClient", *this, &ClientChangeService::UpsertClient);
  rpc::Bind(methods, kInterface, "BatchUpsertClients", *this,
            &ClientChangeService::BatchUpsertClients);
}

absl::StatusOr<v1::UpdateClientResponse> ClientChangeService::UpdateClient(
    rpc::Call& call, const v1::UpdateClientRequest& request) {
  v1::UpdateClientResponse response;
  ASSIGN_OR_RETURN(*response.mutable_client(),
                   LockOwnClient(call, request.client_id(), request.etag()));
  v1::Client& client = *response.mutable_client();
  const std::vector<std::string> mask(request.update_mask().begin(), request.update_mask().end());
  RETURN_IF_ERROR(ApplyMask(request.client(), mask, client));
  RETURN_IF_ERROR(Validate(client));
  RETURN_IF_ERROR(StoreChange(call, client));
  call.Emit("ClientUpdated", client);
  return response;
}

absl::StatusOr<v1::IdentifyClientResponse> ClientChangeService::IdentifyClient(
    rpc::Call& call, const v1::IdentifyClientRequest& request) {
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(request.agreement().occurred_at()),
                                         call.now(), "agreement.occurred_at"));
  v1::IdentifyClientResponse response;
  ASSIGN_OR_RETURN(*response.mutable_client(),
                   LockOwnClient(call, request.client_id(), request.etag()));
  v1::Client& client = *response.mutable_client();
  if (client.kind() != v1::CLIENT_KIND_CODE_NAME) return rules::Refuse(rule::kIdentityKnown);
  v1::ClientIdentification& identification = *response.mutable_identification();
  identification.set_identification_id(ids::RandomId());
  identification.set_client_id(client.client_id());
  rpc::SetHolder(call.caller().unit, identification);
  identification.set_former_code_name(client.code_name());
  *identification.mutable_agreement() = request.agreement();
  identification.mutable_agreement()->set_attesting_worker_id(call.caller().worker_id);
  *identification.mutable_create_time() = rpc::ToTimestamp(call.now());

  client.set_kind(v1::CLIENT_KIND_IDENTIFIED);
  client.clear_code_name();
  client.set_family_name(request.family_name());
  if (request.has_given_name()) client.set_given_name(request.given_name());
  if (request.has_birth_date()) *client.mutable_birth_date() = request.birth_date();
  if (request.has_birth_number()) client.set_birth_number(request.birth_number());
  RETURN_IF_ERROR(StoreChange(call, client));
  db::Insert(call.tx(), identification);
  const v1::ClientRegisteredFact fact = FactOf(client);
  call.Emit("ClientIdentified", client, &fact);
  response.set_outcome(v1::REGISTRATION_OUTCOME_MATCH_PENDING);
  return response;
}

absl::StatusOr<v1::GetClientByExternalReferenceResponse>
ClientChangeService::GetClientByExternalReference(
    rpc::Call& call, const v1::GetClientByExternalReferenceRequest& request) {
  const std::string client_id =
      FindReferenced(call, request.system(), v1::REFERENCED_RECORD_CLIENT, request.external_id());
  if (client_id.empty()) return call.HiddenRefusal("REG-120", "NO_SUCH_REFERENCE");
  v1::GetClientByExternalReferenceResponse response;
  ASSIGN_OR_RETURN(*response.mutable_client(), db::Get<v1::Client>(call.tx(), client_id));
  call.SetClient(client_id);
  return response;
}

absl::StatusOr<v1::UpsertClientResponse> ClientChangeService::UpsertClient(
    rpc::Call& call, const v1::UpsertClientRequest& request) {
  v1::UpsertClientRow row;
  row.set_system(request.system());
  row.set_external_id(request.external_id());
  *row.mutable_client() = request.client();
  ASSIGN_OR_RETURN(Upserted upserted, Upsert(call, row));
  v1::UpsertClientResponse response;
  *response.mutable_client() = std::move(upserted.client);
  response.set_outcome(upserted.outcome);
  return response;
}

absl::StatusOr<v1::BatchUpsertClientsResponse> ClientChangeService::BatchUpsertClients(
    rpc::Call& call, const v1::BatchUpsertClientsRequest& request) {
  if (request.rows().empty() || request.rows_size() > kLargestBatch)
    return rules::InvalidField("rows", "BATCH_SIZE", "must have 1 to 100 rows");
  v1::BatchUpsertClientsResponse response;
  for (const v1::UpsertClientRow& row : request.rows()) {
    v1::UpsertClientAnswer& answer = *response.add_answers();
    absl::StatusOr<Upserted> upserted = UpsertValid(call, row);
    if (upserted.ok()) {
      *answer.mutable_client() = std::move(upserted->client);
      answer.set_outcome(upserted->outcome);
      continue;
    }
    answer.set_status_code(static_cast<int>(upserted.status().code()));
    answer.set_reason(rules::ReasonOf(upserted.status()));
    answer.set_rule(rules::RuleOf(upserted.status()));
    answer.set_message(rules::MessageOf(upserted.status(), call.language()));
  }
  return response;
}

}  // namespace opora::registry
