#include "services/client_registry/support_network/contact_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/support_network/network_rules.h"
#include "services/client_registry/support_network/refusals.h"

namespace opora::registry {
namespace {

// What the rules say about a contact at an instant.
struct Judgement {
  const rules::Rule* forbidden_by = nullptr;
  std::string consent_id;
};

Judgement Judge(rpc::Call& call, const v1::NetworkMember& member,
                const v1::IntendedContact& contact, absl::Time at) {
  const access::Consent* consent =
      NamingConsent(member, access::PartyOf(call), access::FactsOf(call, member.client_id()), at);
  return {ForbiddenBy(member, contact, consent, at),
          consent == nullptr ? std::string() : consent->consent_id};
}

v1::NetworkContact Describe(const rpc::Call& call, const v1::NetworkMember& member,
                            const v1::IntendedContact& intended, absl::Time occurred_at,
                            const std::string& consent_id) {
  v1::NetworkContact contact;
  contact.set_contact_id(ids::RandomId());
  contact.set_client_id(member.client_id());
  rpc::SetHolder(call.caller().unit, contact);
  contact.set_area(member.area());
  contact.set_member_id(member.member_id());
  contact.set_channel(intended.channel());
  contact.set_purpose(intended.purpose());
  contact.set_client_present(intended.client_present());
  *contact.mutable_occurred_at() = rpc::ToTimestamp(occurred_at);
  contact.set_worker_id(call.caller().worker_id);
  if (!consent_id.empty()) contact.set_consent_id(consent_id);
  *contact.mutable_create_time() = rpc::ToTimestamp(call.now());
  return contact;
}

}  // namespace

void ContactService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "CheckContact", *this, &ContactService::CheckContact);
  rpc::Bind(methods, kInterface, "ContactNetworkMember", *this,
            &ContactService::ContactNetworkMember);
  rpc::Bind(methods, kInterface, "RecordNetworkContact", *this,
            &ContactService::RecordNetworkContact);
  rpc::Bind(methods, kInterface, "ListNetworkContacts", *this,
            &ContactService::ListNetworkContacts);
}

absl::StatusOr<v1::CheckContactResponse> ContactService::CheckContact(
    rpc::Call& call, const v1::CheckContactRequest& request) {
  ASSIGN_OR_RETURN(const v1::NetworkMember member,
                   db::Get<v1::NetworkMember>(call.tx(), request.contact().member_id()));
  RETURN_IF_ERROR(CheckHeld(call, member));
  const Judgement judgement = Judge(call, member, request.contact(), call.now());
  v1::CheckContactResponse response;
  response.set_consent_id(judgement.consent_id);
  response.set_allowed(judgement.forbidden_by == nullptr);
  if (judgement.forbidden_by != nullptr) {
    response.set_rule(std::string(judgement.forbidden_by->id));
    response.set_reason(std::string(judgement.forbidden_by->reason));
    response.set_remedy(std::string(judgement.forbidden_by->remedy.In(call.language())));
  }
  return response;
}

absl::StatusOr<v1::ContactNetworkMemberResponse> ContactService::ContactNetworkMember(
    rpc::Call& call, const v1::ContactNetworkMemberRequest& request) {
  v1::ContactNetworkMemberResponse response;
  // Locked, so that a withdrawal comes either before the contact or after it.
  ASSIGN_OR_RETURN(*response.mutable_member(),
                   LockHeld<v1::NetworkMember>(call, request.contact().member_id()));
  const v1::NetworkMember& member = response.member();
  const Judgement judgement = Judge(call, member, request.contact(), call.now());
  if (judgement.forbidden_by != nullptr) return rules::Refuse(*judgement.forbidden_by);
  *response.mutable_contact() =
      Describe(call, member, request.contact(), call.now(), judgement.consent_id);
  db::Insert(call.tx(), *response.mutable_contact());
  call.Emit("NetworkMemberContacted", response.contact());
  return response;
}

absl::StatusOr<v1::RecordNetworkContactResponse> ContactService::RecordNetworkContact(
    rpc::Call& call, const v1::RecordNetworkContactRequest& request) {
  const absl::Time occurred_at = rpc::FromTimestamp(request.occurred_at());
  RETURN_IF_ERROR(rules::CheckOccurrence(occurred_at, call.now(), "occurred_at"));
  ASSIGN_OR_RETURN(const v1::NetworkMember member,
                   db::Get<v1::NetworkMember>(call.tx(), request.contact().member_id()));
  RETURN_IF_ERROR(CheckHeld(call, member));
  const Judgement judgement = Judge(call, member, request.contact(), occurred_at);
  v1::RecordNetworkContactResponse response;
  v1::NetworkContact& contact = *response.mutable_contact();
  contact = Describe(call, member, request.contact(), occurred_at, judgement.consent_id);
  if (judgement.forbidden_by != nullptr) {
    if (request.deviation_reason().size() < 3) {
      return rules::InvalidField("deviation_reason", "DEVIATION_REASON_REQUIRED",
                                 "is needed for a contact that a rule would have refused");
    }
    contact.mutable_deviation()->set_rule(std::string(judgement.forbidden_by->id));
    contact.mutable_deviation()->set_reason(request.deviation_reason());
    *response.add_warnings() = rules::Warn(*judgement.forbidden_by, call.language());
  }
  if (rules::IsLateEntry(occurred_at, call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  db::Insert(call.tx(), contact);
  call.Emit("NetworkContactRecorded", contact);
  return response;
}

absl::StatusOr<v1::ListNetworkContactsResponse> ContactService::ListNetworkContacts(
    rpc::Call& call, const v1::ListNetworkContactsRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<std::string> open,
                   OpenHoldings(call, request.client_id(), "NetworkContact.purpose"));
  v1::ListNetworkContactsResponse response;
  // Only the holder sees deviations, so only the holder's rows are chosen by them.
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      absl::StrCat("r.client_id IN (SELECT * FROM records_of($1)) AND ", InHoldings(2),
                   " AND (NOT $3::boolean OR (r.deviation IS NOT NULL AND r.agency_id::text || '/' "
                   "|| coalesce(r.department_id::text, '') = $4))"),
      {request.client_id(), db::ArrayLiteral(open), request.only_deviations() ? "true" : "false",
       UnitText(call.caller().unit)},
      *response.mutable_contacts(), response));
  return response;
}

}  // namespace opora::registry
