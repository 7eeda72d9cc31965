#include "services/client_registry/clients/client_service.h"

#include "common/db/record.h"
#include "common/rpc/holder.h"
#include "common/rpc/policy.h"
#include "common/text/fold.h"
#include "services/client_registry/clients/client_store.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/clients/registration.h"
#include "services/client_registry/clients/statement_rules.h"

namespace opora::registry {
namespace {

constexpr int kSuggestionDefault = 10;

// What a worker does with a person's record.
const std::vector<std::string_view> kVerbsOnClient = {
    "opora.registry.v1.ClientService.RecordStatement",
    "opora.registry.v1.ClientService.UpdateClient",
    "opora.registry.v1.ClientService.RecordClientPart",
    "opora.registry.v1.ClientService.AssessEligibility",
    "opora.registry.v1.ClientService.AddNetworkMember",
    "opora.registry.v1.ClientService.SetCommunicationNeeds",
    "opora.registry.v1.ClientService.GetContactRoute",
    "opora.registry.v1.ConsentService.CreateConsent",
    "opora.registry.v1.ConsentService.RecordWithdrawal",
    "opora.registry.v1.AccessService.CheckDisclosure",
    "opora.registry.v1.ReferralService.SendReferral",
    "opora.registry.v1.AgencyService.AssignWorker",
    "opora.registry.v1.SupportService.RecordSupport",
    "opora.registry.v1.DebtService.OpenDebt"};

}  // namespace

void ClientService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "RegisterClient", *this, &ClientService::RegisterClient);
  rpc::Bind(methods, kInterface, "GetClient", *this, &ClientService::GetClient);
  rpc::Bind(methods, kInterface, "SuggestClients", *this, &ClientService::SuggestClients);
}

absl::StatusOr<v1::RegisterClientResponse> ClientService::RegisterClient(
    rpc::Call& call, const v1::RegisterClientRequest& request) {
  v1::RegisterClientResponse response;
  ASSIGN_OR_RETURN(*response.mutable_client(), opora::registry::Register(call, request.client()));
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
    const v1::Statement& statement = statements->Get(i);
    ASSIGN_OR_RETURN(const rpc::Grants* of_source,
                     call.GrantsFor({statement.client_id(), rpc::HolderOf(statement)}));
    if (StaysWithHolder(call.caller().unit, statement) ||
        !MaySee(call, *of_source, statement.area(), "Statement.content")) {
      statements->DeleteSubrange(i, 1);
    }
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

}  // namespace opora::registry
