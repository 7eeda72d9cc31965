#include "services/client_registry/access/involvement_service.h"

#include "common/rules/rule.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/involvement_store.h"

namespace opora::registry {

void InvolvementService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AccessService";
  rpc::Bind(methods, kInterface, "GetInvolvement", *this, &InvolvementService::GetInvolvement);
  rpc::Bind(methods, kInterface, "GetAssignments", *this, &InvolvementService::GetAssignments);
  rpc::Bind(methods, kInterface, "GetExcludedTopics", *this,
            &InvolvementService::GetExcludedTopics);
}

absl::StatusOr<v1::GetInvolvementResponse> InvolvementService::GetInvolvement(
    rpc::Call& call, const v1::GetInvolvementRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.since_date(), "since_date"));
  v1::GetInvolvementResponse response;
  for (v1::InvolvementKind kind :
       access::ReadInvolvement(call.tx(), request.worker_id(), request.client_id(),
                               dates::FromDate(request.since_date()))) {
    response.add_kinds(kind);
  }
  return response;
}

absl::StatusOr<v1::GetAssignmentsResponse> InvolvementService::GetAssignments(
    rpc::Call& call, const v1::GetAssignmentsRequest& request) {
  if (request.client_id().empty() == request.worker_id().empty()) {
    return rules::InvalidField("client_id", "CLIENT_OR_WORKER",
                               "or worker_id is needed, and not both");
  }
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::FromDate(request.as_of_date());
  }
  v1::GetAssignmentsResponse response;
  access::ReadAssignments(call.tx(), request.client_id(), request.worker_id(), day,
                          [&] { return response.add_assignments(); });
  return response;
}

absl::StatusOr<v1::GetExcludedTopicsResponse> InvolvementService::GetExcludedTopics(
    rpc::Call& call, const v1::GetExcludedTopicsRequest& request) {
  v1::GetExcludedTopicsResponse response;
  auto facts = access::ReadFacts(call.tx(), {request.client_id()}, call.now());
  for (auto topic : access::ExcludedTopics(facts[request.client_id()], call.now()))
    response.add_areas(topic);
  return response;
}

}  // namespace opora::registry
