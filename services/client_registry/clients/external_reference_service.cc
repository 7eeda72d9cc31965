#include "services/client_registry/clients/external_reference_service.h"

#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/rpc/page.h"
#include "services/client_registry/clients/external_reference_store.h"
#include "services/client_registry/clients/refusals.h"

namespace opora::registry {
namespace {

std::optional<v1::ExternalReference> Find(rpc::Call& call, const std::string& system,
                                          v1::ReferencedRecord type,
                                          const std::string& external_id) {
  auto found = db::Select<v1::ExternalReference>(
      call.tx(),
      "WHERE r.agency_id = $1 AND r.system = $2 AND r.record_type = $3 AND r.external_id = $4",
      {call.caller().unit.agency_id, system, db::Stored(type), external_id});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

void ExternalReferenceService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "SetExternalReference", *this,
            &ExternalReferenceService::SetExternalReference);
  rpc::Bind(methods, kInterface, "RemoveExternalReference", *this,
            &ExternalReferenceService::RemoveExternalReference);
  rpc::Bind(methods, kInterface, "ResolveExternalReference", *this,
            &ExternalReferenceService::ResolveExternalReference);
  rpc::Bind(methods, kInterface, "ListExternalReferences", *this,
            &ExternalReferenceService::ListExternalReferences);
}

absl::StatusOr<v1::SetExternalReferenceResponse> ExternalReferenceService::SetExternalReference(
    rpc::Call& call, const v1::SetExternalReferenceRequest& request) {
  const v1::ExternalReference& asked = request.reference();
  RETURN_IF_ERROR(CheckReferenced(call, asked.record_type(), asked.record_id()));
  LockReference(call, asked.system(), asked.record_type(), asked.external_id());
  v1::SetExternalReferenceResponse response;
  const auto known = Find(call, asked.system(), asked.record_type(), asked.external_id());
  if (known.has_value()) {
    if (known->record_id() != asked.record_id())
      return rules::Refuse(rule::kExternalReferenceTaken);
    *response.mutable_reference() = *known;
    return response;
  }
  *response.mutable_reference() = InsertReference(call, asked.system(), asked.record_type(),
                                                  asked.external_id(), asked.record_id());
  return response;
}

absl::StatusOr<v1::RemoveExternalReferenceResponse>
ExternalReferenceService::RemoveExternalReference(
    rpc::Call& call, const v1::RemoveExternalReferenceRequest& request) {
  v1::ExternalReference reference;
  if (!db::Find(call.tx(), request.reference_id(), reference) ||
      reference.agency_id() != call.caller().unit.agency_id) {
    return rules::NotFound();
  }
  RETURN_IF_ERROR(CheckReferenced(call, reference.record_type(), reference.record_id()));
  call.tx().Run("DELETE FROM external_references WHERE reference_id = $1",
                {reference.reference_id()});
  return v1::RemoveExternalReferenceResponse();
}

absl::StatusOr<v1::ResolveExternalReferenceResponse>
ExternalReferenceService::ResolveExternalReference(
    rpc::Call& call, const v1::ResolveExternalReferenceRequest& request) {
  const auto found = Find(call, request.system(), request.record_type(), request.external_id());
  if (!found.has_value()) return rules::NotFound();
  RETURN_IF_ERROR(CheckReferenced(call, found->record_type(), found->record_id()));
  v1::ResolveExternalReferenceResponse response;
  *response.mutable_reference() = *found;
  return response;
}

absl::StatusOr<v1::ListExternalReferencesResponse> ExternalReferenceService::ListExternalReferences(
    rpc::Call& call, const v1::ListExternalReferencesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  RETURN_IF_ERROR(CheckReferenced(call, request.record_type(), request.record_id()));
  v1::ListExternalReferencesResponse response;
  db::SelectInto(
      call.tx(), v1::ExternalReference::default_instance(),
      "WHERE r.record_id = $1 AND r.agency_id = $2 AND r.record_type = $3 AND ($4::uuid IS NULL OR "
      "r.reference_id > $4::uuid) ORDER BY r.reference_id LIMIT $5",
      {request.record_id(), call.caller().unit.agency_id, db::Stored(request.record_type()),
       page.Key(0), page.Limit()},
      [&] { return response.add_references(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_references()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->reference_id()}));
  return response;
}

}  // namespace opora::registry
