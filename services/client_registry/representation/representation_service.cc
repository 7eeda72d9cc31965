#include "services/client_registry/representation/representation_service.h"

#include "absl/strings/ascii.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/doubt_replay.h"
#include "services/client_registry/representation/refusals.h"
#include "services/client_registry/representation/representation_rules.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

// Fills what follows from the day and the person's birth.
void Complete(const rpc::Call& call, const Birth& birth, v1::Representation& representation) {
  const Mandate mandate = MandateOf(representation);
  representation.set_in_force(IsInForce(mandate, birth, dates::DayAt(call.now())));
  const absl::CivilDay last = LastDay(mandate, birth);
  representation.clear_last_day();
  if (last != absl::CivilDay::max()) *representation.mutable_last_day() = dates::ToDate(last);
}

// Ids as they are stored, so that no other spelling of one is another's.
void Canonize(v1::Representation& representation) {
  representation.set_client_id(absl::AsciiStrToLower(representation.client_id()));
  if (representation.has_representative_client_id()) {
    representation.set_representative_client_id(
        absl::AsciiStrToLower(representation.representative_client_id()));
  }
  if (representation.has_representative_worker_id()) {
    representation.set_representative_worker_id(
        absl::AsciiStrToLower(representation.representative_worker_id()));
  }
}

// A public guardian is a worker or an agency of the platform; the worker's agency is the
// guardian's.
absl::Status FillAgency(rpc::Call& call, v1::Representation& representation) {
  if (representation.has_representative_worker_id()) {
    const pqxx::result rows = call.tx().Run("SELECT agency_id FROM workers WHERE worker_id = $1",
                                            {representation.representative_worker_id()});
    if (rows.empty()) {
      return rules::InvalidField("representation.representative_worker_id", "WORKER_UNKNOWN",
                                 "is no worker");
    }
    representation.set_representative_agency_id(rows[0][0].c_str());
    return absl::OkStatus();
  }
  if (!representation.has_representative_agency_id() ||
      !call.tx()
           .Run("SELECT 1 FROM agencies WHERE agency_id = $1",
                {representation.representative_agency_id()})
           .empty()) {
    return absl::OkStatus();
  }
  return rules::InvalidField("representation.representative_agency_id", "AGENCY_UNKNOWN",
                             "is no agency");
}

// The representative's own record is one of the caller's unit, and not of the client.
absl::Status CheckOwnRecordOf(rpc::Call& call, const v1::Representation& representation) {
  if (!representation.has_representative_client_id()) return absl::OkStatus();
  constexpr char kField[] = "representation.representative_client_id";
  const std::string& id = representation.representative_client_id();
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({id, {}}));
  if (!grants->own)
    return rules::InvalidField(kField, "CLIENT_UNKNOWN", "is no client of the unit");
  if (call.tx()
          .Run("SELECT 1 FROM records_of($1) r (id) WHERE r.id = $2",
               {representation.client_id(), id})
          .empty()) {
    return absl::OkStatus();
  }
  return rules::InvalidField(kField, "REPRESENTS_ONESELF", "is the client");
}

}  // namespace

void RepresentationService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.RepresentationService";
  rpc::Bind(methods, kInterface, "RecordRepresentation", *this,
            &RepresentationService::RecordRepresentation);
  rpc::Bind(methods, kInterface, "EndRepresentation", *this,
            &RepresentationService::EndRepresentation);
  rpc::Bind(methods, kInterface, "GetRepresentation", *this,
            &RepresentationService::GetRepresentation);
  rpc::Bind(methods, kInterface, "ListRepresentations", *this,
            &RepresentationService::ListRepresentations);
  rpc::Bind(methods, kInterface, "GetGrantors", *this, &RepresentationService::GetGrantors);
  rpc::Bind(methods, kInterface, "CheckGrantor", *this, &RepresentationService::CheckGrantor);
}

absl::StatusOr<v1::RecordRepresentationResponse> RepresentationService::RecordRepresentation(
    rpc::Call& call, const v1::RecordRepresentationRequest& request) {
  v1::RecordRepresentationResponse response;
  v1::Representation& representation = *response.mutable_representation();
  representation = request.representation();
  Canonize(representation);
  const Birth birth = ReadRepresented(call.tx(), representation.client_id()).birth;
  RETURN_IF_ERROR(CheckRepresentation(representation, birth, call.caller().worker_id,
                                      dates::DayAt(call.now())));
  RETURN_IF_ERROR(FillAgency(call, representation));
  RETURN_IF_ERROR(CheckOwnRecordOf(call, representation));
  representation.set_representation_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, representation);
  representation.clear_end_reason();
  representation.clear_end_evidence();
  representation.set_recorded_by_worker_id(call.caller().worker_id);
  *representation.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), representation);
  call.Emit("RepresentationRecorded", representation);
  Complete(call, birth, representation);
  return response;
}

absl::StatusOr<v1::EndRepresentationResponse> RepresentationService::EndRepresentation(
    rpc::Call& call, const v1::EndRepresentationRequest& request) {
  v1::EndRepresentationResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_representation(),
      db::Lock<v1::Representation>(call.tx(), request.representation_id(), request.etag()));
  v1::Representation& representation = *response.mutable_representation();
  call.SetClient(representation.client_id());
  ASSIGN_OR_RETURN(const rpc::Grants* of_client, call.GrantsFor({representation.client_id(), {}}));
  ASSIGN_OR_RETURN(const rpc::Grants* of_record,
                   call.GrantsFor({representation.client_id(), rpc::HolderOf(representation)}));
  if (!of_client->own || !of_record->Covers(common::v1::DATA_AREA_FAMILY))
    return call.HiddenRefusal("XC-59", "FOREIGN_REPRESENTATION");
  RETURN_IF_ERROR(CheckEnd(representation, request));
  *representation.mutable_valid_to() = request.valid_to();
  representation.set_end_reason(request.reason());
  if (!request.evidence().empty()) representation.set_end_evidence(request.evidence());
  db::Update(call.tx(), representation, {"valid_to", "end_reason", "end_evidence"});
  call.Emit("RepresentationEnded", representation);
  call.Journal(kEndedKind, representation.client_id(), EndKey(representation));
  Complete(call, ReadRepresented(call.tx(), representation.client_id()).birth, representation);
  return response;
}

absl::StatusOr<v1::GetRepresentationResponse> RepresentationService::GetRepresentation(
    rpc::Call& call, const v1::GetRepresentationRequest& request) {
  v1::GetRepresentationResponse response;
  ASSIGN_OR_RETURN(*response.mutable_representation(),
                   db::Get<v1::Representation>(call.tx(), request.representation_id()));
  v1::Representation& representation = *response.mutable_representation();
  call.SetClient(representation.client_id());
  ASSIGN_OR_RETURN(const rpc::Grants* grants,
                   call.GrantsFor({representation.client_id(), rpc::HolderOf(representation)}));
  if (!grants->Covers(common::v1::DATA_AREA_FAMILY))
    return call.HiddenRefusal("XC-59", "FOREIGN_REPRESENTATION");
  Complete(call, ReadRepresented(call.tx(), representation.client_id()).birth, representation);
  for (auto& action : RepresentationActions(representation, call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ListRepresentationsResponse> RepresentationService::ListRepresentations(
    rpc::Call& call, const v1::ListRepresentationsRequest& request) {
  v1::ListRepresentationsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.client_id IN (SELECT * FROM records_of($1))",
                                  {request.client_id()}, *response.mutable_representations(),
                                  response));
  const Birth birth = ReadRepresented(call.tx(), request.client_id()).birth;
  for (auto& representation : *response.mutable_representations())
    Complete(call, birth, representation);
  return response;
}

absl::StatusOr<v1::GetGrantorsResponse> RepresentationService::GetGrantors(
    rpc::Call& call, const v1::GetGrantorsRequest& request) {
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_on_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.on_date(), "on_date"));
    day = dates::FromDate(request.on_date());
  }
  const Represented person = ReadRepresented(call.tx(), request.client_id());
  Grant grant;
  grant.act = request.act();
  grant.given_on = day;
  for (int area : request.areas()) grant.areas.insert(static_cast<DataArea>(area));
  v1::GetGrantorsResponse response;
  const rules::Rule* refused = WhyNot(grant, person);
  response.set_client_may(refused == nullptr);
  if (refused != nullptr) response.set_rule(std::string(refused->id));
  // Whether the client agrees is asked for when it is given.
  grant.view = v1::CLIENT_VIEW_AGREES;
  std::vector<std::string> entitled;
  for (const Mandate& mandate : person.mandates) {
    grant.representation_id = mandate.representation_id;
    if (WhyNot(grant, person) == nullptr) entitled.push_back(mandate.representation_id);
  }
  db::SelectInto(call.tx(), v1::Representation::default_instance(),
                 "WHERE r.representation_id = ANY($1) ORDER BY r.create_time, r.representation_id",
                 {db::ArrayLiteral(entitled)}, [&] { return response.add_representations(); });
  for (auto& representation : *response.mutable_representations())
    Complete(call, person.birth, representation);
  return response;
}

absl::StatusOr<v1::CheckGrantorResponse> RepresentationService::CheckGrantor(
    rpc::Call& call, const v1::CheckGrantorRequest& request) {
  Grant grant;
  grant.act = request.act();
  grant.given_on = dates::DayAt(call.now());
  if (request.has_on_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.on_date(), "on_date"));
    grant.given_on = dates::FromDate(request.on_date());
  }
  for (int area : request.areas()) grant.areas.insert(static_cast<DataArea>(area));
  grant.party_agencies = {request.party_agency_ids().begin(), request.party_agency_ids().end()};
  grant.representation_id = request.grantor().representation_id();
  grant.view = request.grantor().client_view();
  v1::CheckGrantorResponse response;
  const rules::Rule* refused = WhyNot(grant, ReadRepresented(call.tx(), request.client_id()));
  response.set_entitled(refused == nullptr);
  if (refused != nullptr) response.set_reason(std::string(refused->reason));
  return response;
}

}  // namespace opora::registry
