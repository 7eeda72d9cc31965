#include "services/client_registry/access/one_off_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/listing.h"
#include "common/rpc/policy.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/access/one_off_rules.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/deaths/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

using access::DataArea;

bool ActsInSupport(const rpc::Call& call) {
  return rpc::IsInGroup(call.caller().role, common::v1::ROLE_GROUP_SUPPORT_WORK);
}

// The caller as who tells, when this basis admits the caller at all; others cannot tell the client
// from one who does not exist.
absl::StatusOr<access::Teller> TellerFor(rpc::Call& call, const v1::OneOffDisclosure& disclosure) {
  access::Teller teller;
  teller.unit = call.caller().unit;
  teller.worker_id = call.caller().worker_id;
  const access::Facts& facts = access::FactsOf(call, disclosure.client_id());
  teller.own_record = facts.units.contains(teller.unit);
  teller.support_role = ActsInSupport(call);
  if (!facts.exists) return call.HiddenRefusal("XC-13", "NO_SUCH_CLIENT");
  if (!access::MayTell(teller, disclosure.basis()))
    return call.HiddenRefusal("XC-13", "NO_OWN_RECORD");
  return teller;
}

access::Intent IntentOf(const v1::DiscloseOnceRequest& request) {
  const v1::OneOffDisclosure& disclosure = request.disclosure();
  access::Intent intent;
  intent.client_id = disclosure.client_id();
  intent.recipient.set_agency_id(disclosure.recipient_agency_id());
  intent.recipient.set_department_id(disclosure.recipient_department_id());
  intent.recipient.set_worker_id(disclosure.recipient_worker_id());
  intent.outside = disclosure.outside_recipient();
  intent.one_off = disclosure.basis();
  intent.recipient_field = "disclosure.recipient_";
  for (int area : disclosure.areas()) intent.areas.push_back(static_cast<DataArea>(area));
  for (int topic : request.topics()) intent.topics.insert(static_cast<DataArea>(topic));
  return intent;
}

// Of the caller's unit, and of a person to whom the caller is not tied (XC-58).
bool IsOwnDisclosure(rpc::Call& call, const v1::OneOffDisclosure& disclosure) {
  return rpc::HolderOf(disclosure) == call.caller().unit &&
         access::FactsOf(call, disclosure.client_id()).exists;
}

std::vector<v1::OneOffDisclosure> ToldBefore(rpc::Call& call, const std::string& source_ref) {
  const rpc::Unit& unit = call.caller().unit;
  return db::Select<v1::OneOffDisclosure>(
      call.tx(),
      "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND r.source_ref = $3",
      {unit.agency_id, unit.department_id, source_ref});
}

}  // namespace

void OneOffService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AccessService";
  rpc::Bind(methods, kInterface, "DiscloseOnce", *this, &OneOffService::DiscloseOnce);
  rpc::Bind(methods, kInterface, "RecordObservedFacts", *this, &OneOffService::RecordObservedFacts);
  rpc::Bind(methods, kInterface, "GetOneOffDisclosure", *this, &OneOffService::GetOneOffDisclosure);
  rpc::Bind(methods, kInterface, "ListOneOffDisclosures", *this,
            &OneOffService::ListOneOffDisclosures);
}

absl::StatusOr<v1::DiscloseOnceResponse> OneOffService::DiscloseOnce(
    rpc::Call& call, const v1::DiscloseOnceRequest& request) {
  v1::DiscloseOnceResponse response;
  v1::OneOffDisclosure& disclosure = *response.mutable_disclosure();
  disclosure = request.disclosure();
  ASSIGN_OR_RETURN(const access::Teller teller, TellerFor(call, disclosure));
  if (disclosure.has_source_ref()) {
    const auto told = ToldBefore(call, disclosure.source_ref());
    if (!told.empty() && !access::IsSameOneOff(told.front(), disclosure)) {
      return rules::InvalidField("disclosure.source_ref", "SOURCE_REF_REUSED",
                                 "names another disclosure");
    }
    if (!told.empty()) {
      disclosure = told.front();
      rpc::HoldOwn(call, disclosure);
      return response;
    }
  }
  RETURN_IF_ERROR(access::CheckOneOff(disclosure, teller, call.now()));
  if (disclosure.basis() == common::v1::BASIS_CLIENT_PRESENT &&
      ReadRepresented(call.tx(), disclosure.client_id()).IsDead()) {
    return rules::Refuse(rule::kClientDied, {.field = "disclosure.basis"});
  }
  const access::Intent intent = IntentOf(request);
  ASSIGN_OR_RETURN(const access::Party recipient, access::RecipientOf(call, intent));
  RETURN_IF_ERROR(access::CheckCompetent(disclosure.basis(), recipient));
  ASSIGN_OR_RETURN(const v1::DisclosureDecision decision, access::DecideDisclosure(call, intent));
  RETURN_IF_ERROR(access::RefusalOf(decision));
  disclosure.set_disclosure_id(ids::RandomId());
  access::FillOneOff(teller.unit, teller.worker_id, call.now(), disclosure);
  db::Insert(call.tx(), disclosure);
  const v1::OneOffFact fact = FactOf(disclosure);
  call.Emit("OneOffDisclosed", disclosure, &fact);
  rpc::HoldOwn(call, disclosure);
  for (auto& warning : access::OneOffWarnings(disclosure, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::RecordObservedFactsResponse> OneOffService::RecordObservedFacts(
    rpc::Call& call, const v1::RecordObservedFactsRequest& request) {
  v1::RecordObservedFactsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_disclosure(),
                   db::Lock<v1::OneOffDisclosure>(call.tx(), request.disclosure_id()));
  v1::OneOffDisclosure& disclosure = *response.mutable_disclosure();
  call.SetClient(disclosure.client_id());
  if (!IsOwnDisclosure(call, disclosure)) return call.HiddenRefusal("XC-26", "FOREIGN_DISCLOSURE");
  RETURN_IF_ERROR(access::CheckAddFacts(disclosure));
  disclosure.set_observed_facts(request.observed_facts());
  db::Update(call.tx(), disclosure, {"observed_facts"});
  const v1::OneOffFact fact = FactOf(disclosure);
  call.Emit("OneOffFactsRecorded", disclosure, &fact);
  rpc::HoldOwn(call, disclosure);
  for (auto& warning : access::FactsWarnings(disclosure, call.now(), call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::GetOneOffDisclosureResponse> OneOffService::GetOneOffDisclosure(
    rpc::Call& call, const v1::GetOneOffDisclosureRequest& request) {
  v1::GetOneOffDisclosureResponse response;
  ASSIGN_OR_RETURN(*response.mutable_disclosure(),
                   db::Get<v1::OneOffDisclosure>(call.tx(), request.disclosure_id()));
  call.SetClient(response.disclosure().client_id());
  if (!IsOwnDisclosure(call, response.disclosure()))
    return call.HiddenRefusal("XC-26", "FOREIGN_DISCLOSURE");
  rpc::HoldOwn(call, response.disclosure());
  return response;
}

absl::StatusOr<v1::ListOneOffDisclosuresResponse> OneOffService::ListOneOffDisclosures(
    rpc::Call& call, const v1::ListOneOffDisclosuresRequest& request) {
  v1::ListOneOffDisclosuresResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "r.client_id IN (SELECT * FROM records_of($1)) AND r.agency_id = $2 AND "
      "coalesce(r.department_id::text, '') = $3",
      {request.client_id(), call.caller().unit.agency_id, call.caller().unit.department_id},
      *response.mutable_disclosures(), response));
  for (const v1::OneOffDisclosure& disclosure : response.disclosures())
    rpc::HoldOwn(call, disclosure);
  return response;
}

}  // namespace opora::registry
