#include "services/client_registry/support_network/communication_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/agency.pb.h"
#include "opora/registry/v1/client.pb.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/support_network/refusals.h"
#include "services/client_registry/support_network/route_rules.h"

namespace opora::registry {
namespace {

using common::v1::DATA_AREA_CONTACT;

// Contacts of all records of the person, the latest first, as far as the caller may see them.
absl::StatusOr<std::vector<ContactOfRecord>> ReadContacts(rpc::Call& call,
                                                          const std::string& client_id) {
  std::vector<ContactOfRecord> contacts;
  for (v1::Client& client : db::Select<v1::Client>(
           call.tx(),
           "WHERE r.client_id IN (SELECT * FROM records_of($1)) ORDER BY r.create_time DESC",
           {client_id})) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({client.client_id(), rpc::HolderOf(client)}));
    call.Present(client);  // A number of a fixed line tells where a protected person is (XC-27).
    ContactOfRecord contact;
    if (client.has_has_phone() && grants->Covers(DATA_AREA_CONTACT, "Client.has_phone"))
      contact.has_phone = client.has_phone();
    if (grants->Covers(DATA_AREA_CONTACT, "Client.phone_number"))
      contact.phone_number = client.phone_number();
    if (grants->Covers(DATA_AREA_CONTACT, "Client.email")) contact.email = client.email();
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

// The key worker, when the caller has a basis for contact with the key worker's unit.
absl::Status AddKeyWorker(rpc::Call& call, const std::string& client_id,
                          v1::GetContactRouteResponse& response) {
  for (const v1::ClientAssignment& assignment : db::Select<v1::ClientAssignment>(
           call.tx(),
           "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.role = 'KEY_WORKER' AND "
           "r.state = 'ACTIVE' ORDER BY r.create_time DESC",
           {client_id})) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({assignment.client_id(), rpc::HolderOf(assignment)}));
    if (!grants->Covers(DATA_AREA_CONTACT)) continue;
    response.set_key_worker_id(assignment.worker_id());
    response.set_key_worker_agency_id(assignment.agency_id());
    response.set_key_worker_department_id(assignment.department_id());
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::CommunicationNeeds>> ReadNeeds(rpc::Call& call,
                                                              const std::string& client_id) {
  std::vector<v1::CommunicationNeeds> visible;
  for (v1::CommunicationNeeds& needs : db::Select<v1::CommunicationNeeds>(
           call.tx(),
           "WHERE r.client_id IN (SELECT * FROM records_of($1)) ORDER BY r.create_time DESC",
           {client_id})) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({needs.client_id(), rpc::HolderOf(needs)}));
    if (grants->Covers(DATA_AREA_CONTACT, "CommunicationNeeds.safe_contact_rules"))
      visible.push_back(std::move(needs));
  }
  return visible;
}

}  // namespace

void CommunicationService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "SetCommunicationNeeds", *this,
            &CommunicationService::SetCommunicationNeeds);
  rpc::Bind(methods, kInterface, "GetContactRoute", *this, &CommunicationService::GetContactRoute);
}

absl::StatusOr<v1::SetCommunicationNeedsResponse> CommunicationService::SetCommunicationNeeds(
    rpc::Call& call, const v1::SetCommunicationNeedsRequest& request) {
  RETURN_IF_ERROR(CheckNeeds(request.needs(), dates::DayAt(call.now())));
  v1::SetCommunicationNeedsResponse response;
  v1::CommunicationNeeds& needs = *response.mutable_needs();
  needs = request.needs();
  const std::vector<v1::CommunicationNeeds> kept = db::Select<v1::CommunicationNeeds>(
      call.tx(),
      "WHERE r.client_id = $1 AND r.agency_id::text = $2 AND coalesce(r.department_id::text, '') = "
      "$3",
      {request.client_id(), call.caller().unit.agency_id, call.caller().unit.department_id});
  if (kept.empty()) {
    if (!request.needs().etag().empty()) return EtagMismatch();
    needs.set_needs_id(ids::RandomId());
    needs.set_client_id(request.client_id());
    rpc::SetHolder(call.caller().unit, needs);
    *needs.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), needs);
    call.Emit("CommunicationNeedsSet", needs);
    return response;
  }
  if (request.needs().etag().empty()) return rules::Refuse(rule::kCommunicationNeedsExist);
  ASSIGN_OR_RETURN(
      const v1::CommunicationNeeds before,
      LockHeld<v1::CommunicationNeeds>(call, kept.front().needs_id(), request.needs().etag()));
  needs.set_needs_id(before.needs_id());
  needs.set_client_id(before.client_id());
  rpc::SetHolder(call.caller().unit, needs);
  *needs.mutable_create_time() = before.create_time();
  db::Update(call.tx(), needs,
             {"language", "interpreter", "reading", "hearing", "preferred_channel", "from_hour",
              "until_hour", "safe_contact_rules", "not_to_be_contacted", "verified_on"});
  call.Emit("CommunicationNeedsSet", needs);
  return response;
}

absl::StatusOr<v1::GetContactRouteResponse> CommunicationService::GetContactRoute(
    rpc::Call& call, const v1::GetContactRouteRequest& request) {
  v1::GetContactRouteResponse response;
  ASSIGN_OR_RETURN(const std::vector<ContactOfRecord> contacts,
                   ReadContacts(call, request.client_id()));
  response.set_route(RouteFor(contacts));
  if (response.route() == v1::CONTACT_ROUTE_KEY_WORKER)
    RETURN_IF_ERROR(AddKeyWorker(call, request.client_id(), response));
  if (response.route() == v1::CONTACT_ROUTE_CLIENT) {
    for (const ContactOfRecord& contact : contacts) {
      if (!contact.phone_number.empty()) response.add_phone_numbers(contact.phone_number);
      if (!contact.email.empty()) response.add_emails(contact.email);
    }
  }
  ASSIGN_OR_RETURN(const std::vector<v1::CommunicationNeeds> needs,
                   ReadNeeds(call, request.client_id()));
  if (response.route() != v1::CONTACT_ROUTE_UNSPECIFIED) {
    for (const v1::ContactChannel channel : OpenChannels(needs))
      response.add_open_channels(channel);
  }
  for (const v1::CommunicationNeeds& one : needs) *response.add_needs() = one;
  return response;
}

}  // namespace opora::registry
